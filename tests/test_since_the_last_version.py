"""What changed since the last version, follow-ups, and roles without names, as documents print them."""

import io

from docx import Document

from tests.frozen_plans import SIGN_OFF, draft, whole_plan
from tests.test_documents import squeezed, word_text
from tracker.documents import render_docx
from tracker.documents.changes import since
from tracker.documents.contents import contents

CHANGE = {"about": "Action 4", "organisation": "A trust", "recommendations": ["1.4", "2.1"], "field": "due date", "before": "2016-08-01", "after": ""}
HEADING = "What changed since"


def compared(*found: dict, kind: str = "plan", number: int = 1) -> dict:
    return {**whole_plan(), "since": {"kind": kind, "number": number, "plan_sha256": "0" * 64, "changes": list(found)}}


def test_changes_are_texts_and_their_dates_are_read_easily():
    row = {"about": "Action 4", "for": "Recommendations 1.4, 2.1", "numbers": "1.4, 2.1", "organisation": "A trust", "field": "Due date",
           "before": "1\u00a0Aug\u00a02016", "after": "–"}  # fmt: skip
    assert since(compared(CHANGE))["rows"] == [row]
    assert since(whole_plan()) == since({**whole_plan(), "since": None}) == {"title": "", "said": "", "sha256": "", "rows": []}


def test_word_says_what_changed_and_since_when_and_nothing_in_a_first_version():
    assert HEADING not in word_text(render_docx(whole_plan(), SIGN_OFF))
    said = squeezed(word_text(render_docx(compared(CHANGE, kind="follow-up", number=2), SIGN_OFF)))
    assert f"{HEADING} follow-up 2" in said and "Due date 1 Aug 2016 –" in said
    same = squeezed(word_text(render_docx(compared(kind="revised plan", number=2), SIGN_OFF)))
    assert f"{HEADING} version 2 Nothing has changed since version 2." in same


def test_documents_of_each_kind_call_themselves_so():
    told = {kind: contents({**whole_plan(), "kind": kind}, SIGN_OFF) for kind in ("plan", "revised plan", "follow-up")}
    assert [(said["title"], said["version"]) for said in told.values()] == [
        ("Action plan", "Version 1"), ("Revised action plan", "Version 1"), ("Follow-up on progress", "Follow-up 1")]  # fmt: skip
    assert contents(draft({**whole_plan(), "kind": "follow-up"}), None)["version"] == "Draft"


def test_roles_without_names():
    plan = {**whole_plan(), "names": False, "assembled_by": "Designated nurse"}
    for action in plan["actions"]:
        action["verification"] = action["verification"] and {**action["verification"], "checked_by": ""}
    document = render_docx(plan, SIGN_OFF)
    said = squeezed(word_text(document))
    assert SIGN_OFF["name"] not in said and "by Accountable officer" in said and "Verified (records dip-sample):" in said and "Verified by" not in said
    assert Document(io.BytesIO(document)).core_properties.author == ""
