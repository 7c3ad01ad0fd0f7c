"""How the cells of a workbook look: styles made once, tables by name, colours that speak; openpyxl within."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from storeapp.kernel.money import exponent
from storeapp.kernel.text import _

ACCENT, RAISED, LINE, WHITE = "FF0F766E", "FFEEF3F2", "FFC6CED8", "FFFFFFFF"
WORSE, QUIET, BAR = "FFB9480F", "FF566273", "FFA6D5CE"
FACE = "Calibri"  # at hand wherever Excel is; LibreOffice puts one of the same widths in its place
FACES = {"zh_CN": "Microsoft YaHei"}
FORMATS = {"text": "@", "id": "@", "long": "@", "int": "#,##0", "number": "#,##0.00", "stars": "0.00"}
FORMATS |= {"date": "yyyy-mm-dd", "month": "yyyy-mm", "share": "0%", "tenth": "0.0%", "percent": "0.0"}
# Characters twice as wide as a letter: of Chinese, Japanese and Korean.
WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
WIDE_COLUMN = 40
ADDRESS = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[CcRr]")
RIGHT = {"int", "number", "figure", "percent", "money", "stars", "share", "tenth", "points", "change"}
BOLD = {"header", "title", "band", "strong", "figure"}
COLOURS = {"band": WHITE, "better": ACCENT, "worse": WORSE, "quiet": QUIET, "aside": QUIET, "why": QUIET}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: `kind` is text, id, int, number, figure (as it is, 3 or 2.5), percent (0 to 100), share (0 to 1), tenth
    (a share told to a tenth of a percent), date, month, money, stars or long (text that wraps); `width` in characters.

    A money column holds (minor units, currency) pairs. `marks`: "low" colours 1 and 2 stars, "late" what is over 0,
    "bar" draws shares as bars, to 100 where they are percent.
    """

    title: str
    kind: str
    width: float
    marks: str = ""


def make_style(book: Any, face: str, kind: str, role: str, currency: str) -> int:
    """The number of the cell style of values of a kind in a role."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = WriteOnlyCell(book.worksheets[0])
    right = kind.partition(" ")[0] in RIGHT
    color = COLOURS.get(role)
    cell.number_format = number_format(kind, currency)
    cell.font = Font(name=face, bold=role in BOLD, size=18 if role == "title" else 11, color=color)
    cell.alignment = Alignment(vertical="top", wrap_text=kind == "long" or role in ("note", "wrapped"))
    if kind in ("text", "id", "long", "date", "month") and role in ("", "quoted"):
        # Air between a figure at the right of its cell and the text that begins the next one.
        cell.alignment = Alignment(horizontal="left", vertical="top", indent=1, wrap_text=kind == "long")
        cell.quotePrefix = role == "quoted"
    elif role in ("header", "band"):
        cell.fill = PatternFill("solid", start_color=RAISED if role == "header" else ACCENT)
        cell.border = Border(bottom=Side("thin", color=LINE))
        across = "right" if right else "left"
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True, indent=0 if right else 1)
    elif role in ("aside", "why"):
        cell.alignment = Alignment(horizontal="left", vertical="top", indent=1, wrap_text=role == "why")
    elif role in ("figure", "right", "better", "worse"):
        cell.alignment = Alignment(horizontal="right", vertical="top")
    return int(cell.style_id)


def name_table(sheet: Any, title: str, fields: Sequence[SheetColumn], count: int, taken: Collection[str]) -> str:
    """Make the rows a table by name, which formulas and pivots can refer to; it brings the filters with it."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.filters import AutoFilter
    from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

    name = table_name(title, taken)
    ref = f"A1:{get_column_letter(len(fields))}{max(count, 1) + 1}"  # one without a row would be damaged
    made = Table(displayName=name, name=name, ref=ref)
    made.autoFilter = AutoFilter(ref=ref)
    made.tableColumns = [TableColumn(id=n, name=each) for n, each in enumerate(headings(fields), 1)]
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet._tables.add(made)  # `add_table` would warn that the columns are wanted, which are there
    return name


def number_format(kind: str, currency: str = "") -> str:
    """How a spreadsheet shows the values of a kind; "change" and its kin carry a sign."""
    if kind == "money":
        places = exponent(currency)
        return "#,##0." + "0" * places if places else "#,##0"
    if kind.startswith("change"):
        plain = number_format(kind.partition(" ")[2], currency)
        return f'+{plain};"−"{plain};{plain}'
    if kind == "points":
        unit = _("points")  # of a hundred
        return f'0.0" {unit}"'
    return FORMATS.get(kind, "General")


def table_name(title: str, taken: Collection[str] = ()) -> str:
    """A name that formulas can use: "Asked_by_month"; letters of any script, no sheet address, no name twice."""
    name = "".join(c if c.isalnum() or c == "_" else " " for c in title)
    name = "_".join(name.split())[:60] or "Table"
    if not name[0].isalpha() or ADDRESS.fullmatch(name):
        name = f"_{name}"
    found, number = name, 2
    while found.casefold() in {each.casefold() for each in taken}:
        found, number = f"{name}_{number}", number + 1
    return found


def headings(fields: Sequence[SheetColumn]) -> list[str]:
    """The titles of the columns; a table may have none twice."""
    found: list[str] = []
    for each in fields:
        title, number = each.title, 2
        while title.casefold() in (known.casefold() for known in found):  # a spreadsheet's names know no case
            title, number = f"{each.title} {number}", number + 1
        found.append(title)
    return found


def name_default_font(book: Any, face: str) -> None:
    """Cells without a style of their own have the book's font too."""
    from openpyxl.styles import Font
    from openpyxl.utils.indexed_list import IndexedList

    plain = Font(name=face, size=11, family=2)
    book._fonts = IndexedList([plain])
    book._named_styles["Normal"].font = plain


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column so many characters wide; characters of Chinese count twice."""
    # A letter is narrower than the digit that widths are counted in; in a narrow column whole words take the gain away.
    room = max(1.0, 1.1 * width if width >= WIDE_COLUMN else width - 1)
    if "\n" not in text:
        return max(1, ceil(_wide(text) / room))
    return sum(max(1, ceil(_wide(line) / room)) for line in text.split("\n"))


def _wide(line: str) -> int:
    return len(line) if line.isascii() else len(line) + len(WIDE.findall(line))


def mark_cells(sheet: Any, fields: Sequence[SheetColumn], count: int) -> None:
    """Colours of their own for low stars, for what came late, and for bars of shares."""
    from openpyxl.formatting.rule import CellIsRule, DataBarRule
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, each in enumerate(fields, 1):
        letter = get_column_letter(number)
        ref = f"{letter}2:{letter}{count + 1}"
        if each.marks == "low":
            # An empty cell counts as 0 and is no rating.
            rule = CellIsRule(operator="between", formula=["0.01", "2.99"], font=Font(bold=True, color=WORSE))
            sheet.conditional_formatting.add(ref, rule)
        elif each.marks == "late":
            sheet.conditional_formatting.add(
                ref, CellIsRule(operator="greaterThan", formula=["0"], font=Font(bold=True, color=WORSE))
            )
        elif each.marks == "bar":
            sheet.conditional_formatting.add(
                ref, DataBarRule("num", 0, "num", 100 if each.kind == "percent" else 1, color=BAR, showValue=True)
            )
