"""Files that want to hurt: bombs, far cells, entities, cut-off archives; small on disk, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_BOOK_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
_SHEET = '<?xml version="1.0"?>{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{body}</worksheet>'


def xlsx(body: str, head: str = "", compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of one sheet with this XML inside."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as packed:
        packed.writestr("[Content_Types].xml", _TYPES)
        packed.writestr("_rels/.rels", _RELS)
        packed.writestr("xl/workbook.xml", _BOOK)
        packed.writestr("xl/_rels/workbook.xml.rels", _BOOK_RELS)
        packed.writestr("xl/worksheets/sheet1.xml", _SHEET.format(head=head, body=body))
    return out.getvalue()


_ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>{tables}'
    "</office:spreadsheet></office:body></office:document-content>"
)
_ODS_PARTS = (
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    (
        "META-INF/manifest.xml",
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    ),
)


def ods(**tables: str) -> bytes:
    """A LibreOffice workbook; each table by name, with the XML of its rows."""
    out = io.BytesIO()
    body = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in tables.items())
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _ODS_PARTS:
            packed.writestr(name, content)
        packed.writestr("content.xml", _ODS.format(tables=body))
    return out.getvalue()


def ods_row(*cells: str, repeated: int = 1) -> str:
    """A row of texts; what begins with "<" is a cell as it stands."""
    made = (
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(made)}</table:table-row>'


def ods_row_bomb() -> bytes:
    """A thousand million rows, half a kilobyte packed."""
    return ods(A=ods_row("Rating", "Review") + ods_row("5", "Good", repeated=1_000_000_000))


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def far_cell() -> bytes:
    """A1 and XFD1048576: a kilobyte that makes a reader reserve seventeen thousand million cells."""
    rows = f'<row r="1">{text_cell("A1", "a")}</row><row r="1048576">{text_cell("XFD1048576", "b")}</row>'
    return xlsx(f"<sheetData>{rows}</sheetData>")


def far_row_without_dimension() -> bytes:
    """A value in the last row, in a dense block of columns."""
    cells = "".join(text_cell(f"{column}1048576", "x") for column in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return xlsx(f'<sheetData><row r="1">{text_cell("A1", "a")}</row><row r="1048576">{cells}</row></sheetData>')


def row_bomb() -> bytes:
    """Three million rows of one digit."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 600_002))
    return xlsx(f"<sheetData>{rows}</sheetData>")


def string_bomb() -> bytes:
    """One cell of 350 million letters, half a megabyte packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", _TYPES)
        packed.writestr("_rels/.rels", _RELS)
        packed.writestr("xl/workbook.xml", _BOOK)
        packed.writestr("xl/_rels/workbook.xml.rels", _BOOK_RELS)
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            head, _, tail = _SHEET.format(head="", body="@").partition("@")
            sheet.write((head + '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>').encode())
            for _ in range(350):
                sheet.write(b"a" * 1_000_000)
            sheet.write(("</t></is></c></row></sheetData>" + tail).encode())
    return out.getvalue()


def entities() -> bytes:
    """The billion laughs."""
    doctype = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return xlsx(f'<sheetData><row r="1">{text_cell("A1", "&b;")}</row></sheetData>', head=doctype)


def lying_sizes(honest: bytes) -> bytes:
    """A zip whose directory says that each part is one byte long."""
    data = bytearray(honest)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", data, at + 24, 1)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def plain_book() -> bytes:
    """A small honest workbook: a header and two rows."""
    rows = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", a)}{text_cell(f"B{n}", b)}</row>'
        for n, (a, b) in enumerate([("Rating", "Review"), ("5", "Lovely, thank you"), ("1", "It broke at once")], 1)
    )
    return xlsx(f"<sheetData>{rows}</sheetData>")


def zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "."), content)
    return out.getvalue()


def zip_bomb() -> bytes:
    return zip_of(orders__csv=b"a,b\n" + b"1,2\n" * 20_000_000)


def encrypted_book() -> bytes:
    """The head of an Office file with a password: a compound file with a stream EncryptedPackage."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512


HOSTILE: dict[str, Callable[[], bytes]] = {
    "far_cell.xlsx": far_cell,
    "far_row.xlsx": far_row_without_dimension,
    "row_bomb.xlsx": row_bomb,
    "string_bomb.xlsx": string_bomb,
    "row_bomb.ods": ods_row_bomb,
    "entities.xlsx": entities,
    "zip_bomb.zip": zip_bomb,
    "truncated.xlsx": lambda: plain_book()[:-200],
    "truncated.zip": lambda: zip_of(a__csv=b"a,b\n1,2\n" * 5000)[:-60],
    "lying.xlsx": lambda: lying_sizes(plain_book()),
    "password.xlsx": encrypted_book,
    "picture.csv": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "jpeg.csv": lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40,
    "page.xlsx": lambda: b"<html><body><table><tr><td>Order</td></tr></table></body></html>",
    "page.xls": lambda: b"\xef\xbb\xbf<!DOCTYPE html>\n<table><tr><th>a</th></tr></table>",
    "letter.docx": lambda: zip_of(**{"[Content_Types]__xml": b"<a/>", "word/document__xml": b"<a/>"}),
    "empty.csv": lambda: b"",
    "blank.csv": lambda: b"\n\n  \n\t\n",
    "program.csv": lambda: b"MZ\x90\x00" + b"\x00" * 500,
    "zeros.csv": lambda: b"\x00" * 10_000,
    "noise.csv": lambda: bytes((i * 7919 + i // 3) % 256 for i in range(20_000)),
    "wide.csv": lambda: (",".join(f"c{i}" for i in range(5000)) + "\n" + ",".join("1" * 5000) + "\n").encode(),
    "cut.json": lambda: b'[{"reviewer": "A", "star_rating": 5, "message": "goo',
    "nested.json": lambda: b"[" * 100_000 + b"]" * 100_000,
    "numbers.json": lambda: b"[1, 2, 3]",
    "unclosed.csv": lambda: b'Rating,Review\n5,"never ends ' + b"a,b\n" * 100_000,
    "nothing.zip": lambda: zip_of(readme__md=b"hello"),
    "gzip.csv": lambda: b"\x1f\x8b\x08\x00" + b"\x00" * 100,
}
