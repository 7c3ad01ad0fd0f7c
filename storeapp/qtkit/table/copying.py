"""Rows on the clipboard: as lines with tabs, and as a table in which numbers stay numbers and ids stay text."""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from storeapp.kernel.errors import UserError
from storeapp.qtkit.table.columns import Column

if TYPE_CHECKING:
    from storeapp.qtkit.table.view import TableView

MOST_ROWS = 100_000  # above this a report is the better way


class Copier(QObject):
    """Puts the rows of one view on the clipboard."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view

    def copy(self, rows: Sequence[Any]) -> None:
        """Copy these rows with the columns that are shown."""
        put_on_clipboard(as_mime(self._view.shown_columns(), rows))
        self._view.copied.emit(len(rows))

    def refuse(self, error: Exception) -> None:
        """The rows could not be read."""
        if isinstance(error, UserError):
            self._view.refused.emit(error.sentence)


def as_tsv(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """The rows with their titles, cells parted by tabs; a cell with a tab or line break is put in quotes."""
    lines = ["\t".join(_quoted(column.title) for column in columns)]
    lines += ["\t".join(_quoted(_written(column.plain(row))) for column in columns) for row in rows]
    return "\n".join(lines) + "\n"


def as_html(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """The rows as an HTML table; text cells are marked as text, so that ids and signs come in unchanged."""
    out = ['<html><head><meta charset="utf-8"></head><body><table><tr>']
    out += [f"<th>{escape(column.title)}</th>" for column in columns]
    out.append("</tr>")
    for row in rows:
        out.append("<tr>")
        out += [_cell(column.plain(row)) for column in columns]
        out.append("</tr>")
    out.append("</table></body></html>")
    return "".join(out)


def as_mime(columns: Sequence[Column], rows: Sequence[Any]) -> QMimeData:
    """Both forms, for the clipboard."""
    data = QMimeData()
    data.setText(as_tsv(columns, rows))
    data.setHtml(as_html(columns, rows))
    return data


def put_on_clipboard(data: QMimeData) -> None:
    """Hand the data to the clipboard of the desktop."""
    QGuiApplication.clipboard().setMimeData(data)
    if QGuiApplication.platformName() == "offscreen":
        # Without a desktop Qt frees the clipboard after Python has ended, which crashes the process.
        atexit.register(QGuiApplication.clipboard().clear)


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _quoted(text: str) -> str:
    if any(sign in text for sign in '\t\n\r"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _cell(value: Any) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, (int, float, Decimal)):
        return f"<td>{_written(value)}</td>"
    if isinstance(value, date):
        return f"<td style='mso-number-format:\"yyyy-mm-dd\"'>{value.isoformat()}</td>"
    text = escape(str(value)).replace("\n", "<br style='mso-data-placement:same-cell'>")
    return f"<td style='mso-number-format:\"\\@\"'>{text}</td>"
