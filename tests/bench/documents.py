"""The documents of 23 and of 500 recommendations. The floor is each library by itself: the same words, prepared beforehand, bare."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

import openpyxl
import typst
import xlsxwriter
from docxtpl import DocxTemplate

from tests.bench.compare import Case, Result, compare
from tests.frozen_plans import CCG, COMMUNITY, KENT, PARTNERSHIP, SIGN_OFF, SUSSEX, TRUST, whole_plan
from tracker.documents import compliance_csv, compliance_json, render_all
from tracker.documents.columns import own_table
from tracker.documents.contents import contents
from tracker.documents.excel import render_xlsx
from tracker.documents.flat import flat_rows
from tracker.documents.glyphs import drawable
from tracker.documents.pdf import STANDARDS, fonts, render_pdf
from tracker.documents.word import TEMPLATE, render_docx

PLANS = {
    23: whole_plan(),
    500: whole_plan([([TRUST], 283), ([CCG], 87), ([PARTNERSHIP], 65), ([SUSSEX], 22), ([COMMUNITY, TRUST], 22), ([KENT], 21)]),
}
# A table without a style, on pages of the same size.
BARE = Path(__file__).with_name("documents.typ")
MEBIBYTE = 1 << 20


def results() -> Iterator[Result]:
    """A line for each document of each plan, one for all of a plan together, and the memory of the larger one."""
    for size, plan in PLANS.items():
        lines = [compare(case) for case in _cases(size, plan)]
        yield from lines
        together = [sum(line.ours for line in lines), sum(line.floor for line in lines)]
        yield Result(f"documents of {size}, together", *together, "ms", "the sums of the lines above").held(2.0)
    yield _memory()


def _cases(size: int, plan: dict) -> Iterator[Case]:
    yield _case(f"PDF of {size}", plan, render_pdf, _bare_pdf, "the same words in plain tables by bare Typst, to the same standards")
    yield _case(f"Word of {size}", plan, render_docx, _bare_docx, "the same template filled by bare docxtpl")
    write = _bare_xlsx(plan)
    yield _case(f"Excel of {size}", plan, render_xlsx, lambda _: write, "the same cells by bare xlsxwriter, without a format")
    yield _case(f"CSV and JSON of {size}", plan, _exports, _bare_exports, "the same rows by the standard library")


def _case(name: str, plan: dict, render: Callable, prepared: Callable, note: str) -> Case:
    """Each round has a plan of its own: Typst remembers what it has laid out before."""
    now = {"round": 0}

    def anew() -> None:
        now["round"] += 1
        now["plan"] = plan | {"actions": [a | {"words": f"{a['words']} ({now['round']})"} for a in plan["actions"]]}
        now["bare"] = prepared(now["plan"])

    return Case(name, f"floor: {note}", ours=lambda: render(now["plan"], SIGN_OFF), floor=lambda: now["bare"](), before=anew)


def _exports(plan: dict, sign_off: dict) -> tuple[bytes, bytes]:
    return compliance_csv(plan, sign_off), compliance_json(plan, sign_off)


def _bare_pdf(plan: dict) -> Callable[[], bytes]:
    said = json.dumps(_tables(drawable(contents(plan, SIGN_OFF))))

    return lambda: typst.compile(str(BARE), font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"contents": said}, pdf_standards=STANDARDS)


def _tables(said: dict) -> list[dict]:
    plan = [
        [f"{block['heading']} {block['text']} {block['notes']}", *_action(row)]
        for group in said["groups"] for block in group["blocks"] for row in block["rows"]
    ]  # fmt: skip
    evidence = [[item[key] for key in ("for", "title", "filename", "shows", "dated", "size", "sha256")] for item in said["evidence"]]
    findings = [[one["number"], one["section"], one["text"], one["cited"]] for one in said["findings"]]
    return [
        {"widths": [2, 2, 1, 1, 2, 2, 1, 1], "heads": ["Recommendation", "Action", "Post", "Due", "Measure", "Evidence", "Progress", "Status"], "rows": plan},
        {"widths": [1, 1, 1, 1, 1, 1, 3], "heads": ["For", "Evidence", "File", "What it shows", "Date", "Size", "SHA-256"], "rows": evidence},
        {"widths": [1, 2, 6, 2], "heads": ["Finding", "Section", "Text", "Behind"], "rows": findings},
    ]


def _action(row: dict) -> list[str]:
    held = " ".join(f"{item['title']} {item['dated']} {item['checksum']}" for item in row["held"])
    return [f"{row['words']} {row['name']} {row['also']}", row["post"], f"{row['due']} {row['first_due']}", f"{row['measure']} {row['monitored']}",
            f"{row['expected']} {held}", f"{row['progress_on']} {row['progress']}", f"{row['status']} {row['reached']} {row['brag']} {row['reason']}"]  # fmt: skip


def _bare_docx(plan: dict) -> Callable[[], bytes]:
    said = contents(plan, SIGN_OFF) | {"own": own_table(plan)}

    def fill() -> bytes:
        output, template = io.BytesIO(), DocxTemplate(TEMPLATE)
        template.render(said, autoescape=True)
        template.save(output)
        return output.getvalue()

    return fill


def _bare_xlsx(plan: dict) -> Callable[[], bytes]:
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(plan, SIGN_OFF)))
    sheets = {s.title: [(c.row - 1, c.column - 1, c.value) for row in s.iter_rows() for c in row if c.value is not None] for s in book}

    def write() -> bytes:
        output = io.BytesIO()
        with xlsxwriter.Workbook(output, {"in_memory": True, "default_date_format": "d mmm yyyy"}) as book:
            for name, cells in sheets.items():
                sheet = book.add_worksheet(name)
                for cell in cells:
                    sheet.write(*cell)
        return output.getvalue()

    return write


def _bare_exports(plan: dict) -> Callable[[], tuple[str, str]]:
    rows = [list(row.values()) for row in flat_rows(plan)]

    def write() -> tuple[str, str]:
        output = io.StringIO()
        csv.writer(output, quoting=csv.QUOTE_ALL).writerows(rows)
        return output.getvalue(), json.dumps({"plan": plan, "sign_off": SIGN_OFF}, indent=2)

    return write


def _memory() -> Result:
    ours, floor = (max(_grown(which), 1) / MEBIBYTE for which in ("ours", "floor"))
    return Result("memory of the documents of 500", ours, floor, "MiB", "growth of the largest resident size; floor: the bare libraries'").held(2.0)


def _grown(which: str) -> int:
    """Bytes by which the largest resident size grows in a process of its own; not forked, for Typst's threads would be missing there."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, [which])


def _measure(which: str) -> int:
    plan = PLANS[500]
    bare = [prepare(plan) for prepare in (_bare_pdf, _bare_docx, _bare_xlsx)] if which == "floor" else [lambda: render_all(plan, SIGN_OFF)]
    before = _largest()
    for way in bare:
        way()
    return _largest() - before


def _largest() -> int:
    """The largest resident size of this process so far, in bytes; `ru_maxrss` would count that of its parent."""
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) * 1024
