"""Writes a helper workbook: a sheet to read first, the rows with their choices and limits, and a hidden copy.

Texts are texts: no value of the shop becomes a formula, an id keeps its zeros, and grey cells are locked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from storeapp.exchange.helper_workbooks import codes
from storeapp.exchange.helper_workbooks.queries.task import Say
from storeapp.exchange.helper_workbooks.records import BaseRow, TaskColumn
from storeapp.kernel.cells import escaped, needs_quote
from storeapp.kernel.text import N_

HIDDEN = "~storeapp"  # the sheet with the rows as they left
MADE_HERE = "storeapp helper workbook"
ROW, CHECK, NOTES = N_("Row"), N_("Check"), N_("Your notes")
FREE = 2  # columns for notes
SPARE = 200  # rows below, so that limits hold there too
GREY, HEAD, FILL, LINE = "FFEEF1F4", "FFE2E8EE", "FFFFFFFF", "FFC6CED8"
SAID = (
    N_("White cells are yours to fill in. Grey cells are for reading, and changes there are not taken over."),
    N_("You may sort, filter, and add columns and notes. Leave the codes in the first column as they are."),
    N_("Leave a cell empty if you don't know. Rows that you delete change nothing in the shop."),
    N_("When you are done, save the file and send it back. Any program that saves .xlsx, .ods or .csv will do."),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the workbook says: `facts` are (title, words) of the sheet to read first; `mark` stands on all sheets.

    `task`: its name, as the shop knows it.
    """

    title: str
    about: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[TaskColumn]
    task: str
    mark: str = ""


def write(path: Path, sheet: Sheet, code: str, rows: Sequence[BaseRow], checks: Mapping[int, str], say: Say) -> None:
    """Write the file. OSError where it can't be."""
    import openpyxl
    from openpyxl.writer.excel import ExcelWriter

    book = openpyxl.Workbook()
    book.properties.keywords, book.properties.title = MADE_HERE, sheet.title
    book.properties.creator = "Storeapp"
    _read_me(book.worksheets[0], sheet, say)
    _RowsSheet(book.create_sheet(_title(f"{sheet.mark} {sheet.title}".strip())), sheet, say).fill(code, rows, checks)
    _hidden(book.create_sheet(HIDDEN), code, sheet, rows, checks)
    book.active = 1
    book.worksheets[0].sheet_view.tabSelected = False
    with ZipFile(path, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).save()


class _RowsSheet:
    """The sheet with the work."""

    def __init__(self, sheet: Any, said: Sheet, say: Say) -> None:
        from openpyxl.cell.cell import Cell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        self._sheet, self._columns, self._say, self._cell = sheet, said.columns, say, Cell
        thin = Side("thin", color=LINE)
        edge = Border(left=thin, right=thin, top=thin, bottom=thin)
        self._styles: dict[tuple[str, bool, bool], Any] = {}
        for place, (kind, editable, quoted) in enumerate(
            (kind, editable, quoted) for kind in ("text", "wrap", "date", "int") for editable in (False, True)
            for quoted in (False, True)
        ):  # fmt: skip
            model = sheet.cell(1, 1 + place)
            model.number_format = {"date": "yyyy-mm-dd", "int": "0"}.get(kind, "@")
            model.alignment = Alignment(vertical="top", wrap_text=kind == "wrap")
            model.border = edge
            model.protection = Protection(locked=not editable)
            model.fill = PatternFill("solid", start_color=FILL if editable else GREY)
            if not editable:
                model.font = Font(color="FF4A5562")
            if quoted:
                model.quotePrefix = True
            self._styles[kind, editable, quoted] = model._style
        sheet.delete_rows(1)

    def fill(self, code: str, rows: Sequence[BaseRow], checks: Mapping[int, str]) -> None:
        """Everything of the sheet."""
        columns = [
            TaskColumn("", self._say(ROW), "id", width=14),
            *self._columns,
            *(TaskColumn("", title, "long", True, 24) for title in notes_titles(self._say)),
            TaskColumn("", self._say(CHECK), "id", width=12),
        ]
        self._head(columns)
        for at, row in enumerate(rows, 2):
            values = [row.values.get(one.key, "") for one in self._columns]
            said = [codes.row_code(code, row.number), *values, *[""] * FREE, checks[row.number]]
            for place, (column, value) in enumerate(zip(columns, said, strict=True), 1):
                self._put(at, place, column, value)
        self._limits(columns, len(rows) + 1)
        self._set_up(columns, len(rows) + 1)

    def _put(self, row: int, place: int, column: TaskColumn, value: str) -> None:
        quoted = needs_quote(value)
        kind = {"long": "wrap", "date": "date", "int": "int"}.get(column.kind, "text")
        if column.kind == "choice":
            value = dict(column.choices).get(value, value)
        cell = self._cell(self._sheet, row=row, column=place)
        self._sheet._cells[row, place] = cell
        if column.kind == "date" and value:
            cell.value = date.fromisoformat(value)
        elif column.kind == "int" and value:
            cell.value = int(value)
        elif value:
            cell._value, cell.data_type = escaped(value), "s"  # never guessed at: "=1+1" is a text
        cell._style = self._styles[kind, column.editable, quoted]

    def _head(self, columns: Sequence[TaskColumn]) -> None:
        from openpyxl.comments import Comment
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        for place, column in enumerate(columns, 1):
            cell = self._sheet.cell(1, place, column.title)
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color=HEAD)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            hint = column.hint or ("" if column.editable else self._say(N_("For reading only.")))
            if column.longest:
                most = self._say(N_("At most {count} characters.")).format(count=f"{column.longest:,}")
                hint = f"{hint} {most}".strip()
            if hint:
                cell.comment = Comment(hint, "Storeapp", height=90, width=220)
            self._sheet.column_dimensions[get_column_letter(place)].width = column.width
        self._sheet.column_dimensions[get_column_letter(len(columns))].hidden = True

    def _limits(self, columns: Sequence[TaskColumn], last: int) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        lists = 0
        for place, column in enumerate(columns, 1):
            if not column.editable or not column.key:
                continue
            rule: Any = None
            if column.kind in ("choice", "tick"):
                lists += 1
                letter = get_column_letter(10 + lists)
                count = len(column.choices) or 1
                rule = DataValidation("list", formula1=f"'{HIDDEN}'!${letter}$1:${letter}${count}", allow_blank=True)
            elif column.kind == "date":
                rule = DataValidation(
                    "date", operator="between", formula1="36526", formula2="73050", allow_blank=True
                )  # 2000 to 2099
            elif column.longest:
                rule = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(column.longest))
            if rule is not None:
                rule.errorTitle, rule.error = column.title[:30], (column.hint or column.title)[:220]
                rule.showErrorMessage = True
                rule.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{last + SPARE}")
                self._sheet.add_data_validation(rule)

    def _set_up(self, columns: Sequence[TaskColumn], last: int) -> None:
        from openpyxl.utils import get_column_letter

        sheet, end = self._sheet, get_column_letter(len(columns))
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{end}{last}"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        guard = sheet.protection
        guard.sheet = True
        for allowed in ("sort", "autoFilter", "formatColumns", "formatRows", "formatCells", "insertRows",
                        "insertColumns", "deleteColumns", "deleteRows"):  # fmt: skip
            setattr(guard, allowed, False)  # False: is not forbidden


def notes_titles(say: Say) -> list[str]:
    """What the columns for the helper's notes are called."""
    return [say(NOTES) if not number else f"{say(NOTES)} {number + 1}" for number in range(FREE)]


def _read_me(sheet: Any, said: Sheet, say: Say) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = _title(say(N_("Read me")))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 80
    sheet.sheet_view.showGridLines = False
    lines: list[tuple[str, str]] = [(said.mark, ""), (said.title, "")] if said.mark else [(said.title, "")]
    lines += [("", said.about), *said.facts, *(("", say(line)) for line in SAID)]
    for row, pair in enumerate(lines, 1):
        for place, words in enumerate(pair, 1):
            cell = sheet.cell(row, place)
            if words:
                cell.value, cell.data_type = escaped(words), "s"
            cell.alignment = Alignment(vertical="top", wrap_text=place == 2)
            if place == 1:
                cell.font = Font(bold=True, size=16 if row <= len(lines) - len(SAID) - len(said.facts) - 1 else 11)
    sheet.page_setup.paperSize = 9


def _hidden(sheet: Any, code: str, said: Sheet, rows: Iterable[BaseRow], checks: Mapping[int, str]) -> None:
    """The rows as they left, for a shop that lost its own note of them, and the lists of choices."""
    sheet.sheet_state = "hidden"
    sheet.cell(1, 1, code)
    sheet.cell(1, 2, json.dumps([one.key for one in said.columns]))
    sheet.cell(1, 3, said.task)
    for at, row in enumerate(rows, 2):
        values = json.dumps(row.values, ensure_ascii=True)
        for place, value in enumerate((codes.row_code(code, row.number), str(row.record), checks[row.number]), 1):
            sheet.cell(at, place, value)
        for part in range(0, len(values), 30_000):
            cell = sheet.cell(at, 4 + part // 30_000)
            cell.value, cell.data_type = "j" + escaped(values[part : part + 30_000]), "s"
    lists = 0
    for column in said.columns:
        if column.editable and column.kind in ("choice", "tick"):
            lists += 1
            titles = [title for _value, title in column.choices] or ["x"]
            for at, title in enumerate(titles, 1):
                cell = sheet.cell(at, 10 + lists)
                cell.value, cell.data_type = escaped(title), "s"


def _title(title: str) -> str:
    plain = "".join(" " if sign in r"[]:*?/\'" else sign for sign in title)
    return plain[:31].strip()


def file_name(shop: str, task: str, helper: str, day: datetime) -> str:
    """What the file is called, without what a system refuses in names."""
    parts = [shop, task, helper, f"{day:%Y-%m-%d}"]
    words = "_".join(filter(None, ("".join(c if c.isalnum() or c in "-" else "" for c in part) for part in parts)))
    return f"{words[:80]}.xlsx"
