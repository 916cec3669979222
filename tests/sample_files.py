"""Files to upload, good and bad, built here so that each shows what it is made of."""

import io
import struct
import zipfile

import docx
import openpyxl
import xlsxwriter

OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}.presentationml.presentation.main+xml"),
}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"
PDF_WITH_PASSWORD = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    b"3 0 obj\n<< /Filter /Standard /V 1 /R 2 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> /P -44 >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R /Encrypt 3 0 R /ID [<" + b"00" * 16 + b"><" + b"00" * 16 + b">] >>\nstartxref\n0\n%%EOF\n"
)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(20)
TIFF = b"II*\0\x08\0\0\0" + bytes(20)
TIFF_BIG_ENDIAN = b"MM\0*\0\0\0\x08" + bytes(20)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(20)
AVIF = b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(20)
EXE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(100)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
TEXT = "Minutes – São João’s ward, £40\r\n"
FREE, END = 0xFFFFFFFF, 0xFFFFFFFE  # in an allocation table of a compound file
EMAIL = b"Received: from a\r\n by b\r\nFrom: nurse@example.org\r\nSubject: Audit\r\n\r\nSee the notes.\r\n"


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    """A ZIP file of (name or ZipInfo, content) pairs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def content_types(*pairs):
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in pairs)
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>'


def office_members(extension="docx", types=None, main=True):
    part, kind = MAIN[extension]
    members = [("[Content_Types].xml", types or content_types((part, kind))), ("_rels/.rels", "<Relationships/>")]
    return members + ([(part, "<document/>")] if main else [])


def office(extension="docx", *more, **parts):
    return zipped(office_members(extension, **parts) + list(more))


def open_document(kind="text", *more, manifest="<manifest/>"):
    members = [("mimetype", f"{OPEN_DOCUMENT}.{kind}"), ("META-INF/manifest.xml", manifest), ("content.xml", "<c/>")]
    return zipped(members + list(more))


def ole(*names, padding=0):
    """A compound file with these directory entries, its directory behind `padding` other sectors."""
    entries = b"".join(f"{name}\0".encode("utf-16-le").ljust(64, b"\0").ljust(128, b"\0") for name in names)
    directory = [entries[at : at + 512].ljust(512, b"\0") for at in range(0, len(entries), 512)]
    tables = (padding + len(directory)) // 124 + 1
    links = max(0, -(-(tables - 109) // 127))
    first = tables + links + padding
    chain = [FREE] * first + [first + number + 1 for number in range(len(directory) - 1)] + [END]
    header = bytearray(bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0"))
    header[30] = 9
    struct.pack_into("<2L", header, 44, tables, first)
    struct.pack_into("<2L", header, 68, tables if links else END, links)
    header[76:] = numbers(range(min(tables, 109)), 109)
    listed = [
        numbers([*range(109 + 127 * link, min(tables, 236 + 127 * link))], 127) + numbers([tables + link + 1], 1)
        for link in range(links)
    ]
    return b"".join([header, numbers(chain, tables * 128), *listed, bytes(512 * padding), *directory])


def numbers(values, length):
    """The values as 32-bit numbers, filled up with free ones."""
    return struct.pack(f"<{length}L", *values, *[FREE] * (length - len(values)))


def entries_before(name):
    return ("Root Entry", *(f"__substg1.0_{number:08X}" for number in range(30)), name)


def saved(document, save="save"):
    file = io.BytesIO()
    getattr(document, save)(file)
    return file.getvalue()


def word():
    document = docx.Document()
    document.add_heading("Safeguarding audit")
    document.add_table(2, 2)
    return saved(document)


def workbook():
    book = openpyxl.Workbook()
    book.active.append(["Action", "Status"])
    return saved(book)


def streamed_workbook(**options):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        if "use_zip64" in options:
            book.use_zip64()
        book.add_worksheet().write("A1", "Action")
    return file.getvalue()
