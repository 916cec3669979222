"""Reading a PDF inside the child: against pdfium's bare text, and 25 times the pages against the pages once."""

import json
import subprocess
import sys
from io import BytesIO

import pypdfium2

from tests.bench.compare import Case, Result, compare
from tests.conftest import REAL_REPORT
from tests.reports.pdf_files import plain
from tests.reports.typeset import typeset

REAL = REAL_REPORT.with_suffix(".pdf")
TIMES = 25


def results() -> list[Result]:
    """Both lines, measured in one process that has the child's packages alone and no other work."""
    done = subprocess.run([sys.executable, "-m", "tests.bench.reading_pdf"], capture_output=True, check=True)
    return [Result(**row) for row in json.loads(done.stdout)]


def _cases() -> list[Case]:
    from tracker.reading import read

    data = REAL.read_bytes() if REAL.exists() else typeset(plain())
    many, pages = _repeated(data), _pages(data)
    which = f"{'the real report' if REAL.exists() else 'an invented report'}, {pages} pages; inside the child"
    return [
        Case("read the PDF", f"{which}; floor: pdfium's bare text", ours=lambda: read(data), floor=lambda: _bare(data)),
        Case(f"read {TIMES} times the pages", f"{which}; floor: once", ours=lambda: read(many), floor=lambda: read(data)),
    ]


def _bare(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _pages(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def _repeated(data: bytes) -> bytes:
    once, many, file = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new(), BytesIO()
    many.import_pages(once, pages=list(range(len(once))) * TIMES)  # one set of fonts, as in any long report
    many.save(file)
    return file.getvalue()


def main() -> None:
    """Print the results as JSON."""
    print(json.dumps([vars(compare(case)) for case in _cases()]))


if __name__ == "__main__":
    main()
