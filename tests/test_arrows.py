"""The arrows of the house hold: nothing points up, no circles, pure packages stay pure. Source: design §5."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
FILES = sorted((TOP / "tracker").rglob("*.py"))

# What a part may import of the house. Parts that are missing here may import nothing of it.
PURE = {"working_days", "workbooks", "reading", "documents", "charts", "storage", "checks", "showing", "mail"}
MODELS = {"models", "extensions", "working_days", "reading", "workbooks", "documents"}
MAY = {
    "models": MODELS,
    "access": MODELS,
    "clock": set(),
    "forms": {"forms", "clock", "models", "reading", "workbooks", "checks"},
    "htmx": set(),
    "scanning": {"checks", "clock", "extensions", "models"},
    "saving": {"extensions", "models"},
    "reads": {"access", "documents", "extensions", "models"},
    "orphans": {"extensions", "models"},
    "downloads": {"checks", "extensions"},
    "rendering": set(),
    "headers": {"access"},
    "filters": {"clock"},
    "links": set(),
    "errors": {"htmx", "models", "extensions", "storage"},
    "uploads": {"storage"},
    "plan_filter": {"models"},
    "demo": {"demo", "documents"} | MODELS,
    "cli": {"cli", "mail", "filters", "orphans", "scanning", "documents", "storage", "checks", "reading", "models", "extensions", "clock", "demo"},
    "views": {"views", "access", "forms", "htmx", "documents", "storage", "checks", "reading", "workbooks", "models", "extensions", "clock",
              "uploads", "downloads", "filters", "links", "orphans", "plan_filter", "saving", "scanning", "showing", "charts"},
    "tracker": {"mail", "access", "assets", "cli", "errors", "extensions", "filters", "headers", "reads", "rendering", "scanning", "storage", "uploads", "views"},
} | {part: {part} for part in PURE} | {"documents": {"documents", "charts", "checks", "isolated"}, "workbooks": {"workbooks", "documents", "checks", "isolated", "reading", "working_days"}, "reading": {"reading", "isolated"}, "checks": {"checks", "isolated"}, "showing": {"showing", "isolated", "checks", "reading"}}  # fmt: skip
FRAMEWORK = {"flask", "flask_sqlalchemy", "flask_login", "flask_wtf", "flask_migrate", "sqlalchemy", "wtforms", "werkzeug"}
# Among models the arrow follows ownership; everything below may be imported by what stands above.
ORDER = ["audit_names", "compliance", "papers", "plan_of_day", "action_day", "public_extract", "cqc_answers", "outcome", "audit_list", "recommendation_file", "search", "search_index", "search_words", "plan_file", "workbook_acceptance", "workbook_comparison", "listed_rows", "action_list", "listed_action", "action_filter", "saved_view", "update_round", "bulk_plan", "removed_texts", "redaction", "closure", "standing", "review_removal", "addressee", "answer_standing", "asking", "confirmation", "request_answer", "request_part", "request", "workbook", "document", "signed_copy", "outbox", "mail", "tombstone", "submission", "assembling", "sign_off", "submission_kind", "frozen_plan", "history", "extension", "plan_change", "import_draft", "report_import", "brag", "verification", "move", "quota", "scanning", "purge", "evidence_queue", "left_out", "word_template", "held_file", "evidence", "file_sight", "blob", "legal_hold", "contribution", "recheck", "opinion", "progress",
         "handover", "step", "column_layout",
         "addressing", "action", "action_life", "finding", "recommendation", "review", "covering_text", "throttle", "sign_in", "succession", "user", "membership", "organisation",
         "audit", "audit_triggers", "audit_words", "scan", "columns", "action_status", "refusals"]  # fmt: skip


def imports(file: Path) -> list[tuple[str, bool]]:
    """Dotted names that a file imports, and whether at the top of the file (not inside a function)."""
    package = ["tracker", *file.relative_to(TOP / "tracker").parts[:-1]]
    tree, found = ast.parse(file.read_text()), []
    for node in ast.walk(tree):
        at_top = node in tree.body
        if isinstance(node, ast.Import):
            found += [(alias.name, at_top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module or ""]))
            found.append((module, at_top))
            if module == "tracker":
                found += [(f"tracker.{alias.name}", at_top) for alias in node.names]
    return found


def part(file: Path) -> str:
    """The part of the house that a file belongs to."""
    first = file.relative_to(TOP / "tracker").parts[0].removesuffix(".py")
    return "tracker" if first == "__init__" else first


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(TOP)))
def test_a_part_imports_only_what_it_may(file):
    own = part(file)
    for name, _ in imports(file):
        top, *rest = name.split(".")
        if top == "tracker" and rest:
            assert rest[0] in MAY.get(own, set()), f"{own} imports {name}"
        if own in PURE:
            assert top not in FRAMEWORK, f"{own} is pure and imports {name}"


@pytest.mark.parametrize("file", [f for f in FILES if part(f) == "models"], ids=lambda f: f.name)
def test_models_import_what_they_belong_to(file):
    if file.stem == "__init__":
        return
    for name, at_top in imports(file):
        if name.startswith("tracker.models.") and at_top:
            other = name.split(".")[2]
            assert ORDER.index(other) > ORDER.index(file.stem), f"{file.stem} imports {other}, which stands above it"
        assert not name.startswith("flask") or name == "flask_login", f"a model imports {name}"


@pytest.mark.parametrize("file", [f for f in FILES if part(f) == "views"], ids=lambda f: f.name)
def test_views_hold_no_sql(file):
    assert not [name for name, _ in imports(file) if name.startswith("sqlalchemy")]
    calls = {n.func.id for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert not calls & {"text", "select", "update", "delete"}


def test_only_config_reads_the_environment():
    for file in FILES:
        source = file.read_text()
        assert "environ[" not in source and "getenv" not in source and "os.environ" not in source, file


def test_only_the_clock_asks_what_day_it_is():
    for file in FILES:
        if part(file) not in ("clock",):
            assert "date.today()" not in file.read_text(), file
