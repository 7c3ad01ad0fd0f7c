"""Rows from the clipboard: as Excel and other programs give them, or as a table of a web page."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QMimeData


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was on the clipboard; `html` if it is a web page with a table, else lines of text."""

    text: str
    html: bool = False

    def __bool__(self) -> bool:
        return bool(self.text.strip())


def pasted_table(data: QMimeData | None) -> Pasted:
    """The table on the clipboard, empty if there is none.

    Spreadsheets and most browsers give tabs between cells, which loses nothing; where the text has none, because a
    browser put each cell on a line of its own, the page's own table is taken.
    """
    if data is None:
        return Pasted("")
    text, html = data.text(), data.html() if data.hasHtml() else ""
    lines = [line for line in text.splitlines() if line.strip()]
    tabbed = sum("\t" in line for line in lines)
    rows = html.lower().count("<tr")
    if rows > 1 and tabbed < min(rows, len(lines)) / 2:
        return Pasted(html, html=True)
    return Pasted(text)
