"""Which text a cell of a workbook can hold, and how it gets there and back unchanged."""

from __future__ import annotations

import re

LONGEST_CELL = 32_767  # characters of one Excel cell, counted as UTF-16 units
CUT_MARK = " […]"
# What XML 1.0 can't carry: control characters but tab and line breaks, surrogates, and the two non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads "_x0041_" inside a text as the letter A; the underscore itself is written in the same way.
FORMULA = "=+-@\t\r\n|＝＋－＠"  # what makes a formula of a text, in full width too
_PLAIN_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:[.,][0-9]{1,9})?")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def cell_text(text: str) -> tuple[str, bool]:
    """The text as a cell can hold it, and whether it had to be cut; what is cut ends visibly with " […]"."""
    plain = _UNWRITABLE.sub("", text)
    if len(plain) * 2 <= LONGEST_CELL or len(plain.encode("utf-16-le")) <= LONGEST_CELL * 2:
        return plain, False
    room = LONGEST_CELL - len(CUT_MARK)
    kept = plain.encode("utf-16-le")[: room * 2].decode("utf-16-le", errors="ignore")
    return kept + CUT_MARK, True


def escaped(text: str) -> str:
    """A clean text with "_x0041_" and the like, and carriage returns, written so that a spreadsheet shows them as such.

    Left to themselves, carriage returns survive with one of openpyxl's XML writers and not with the other.
    """
    text = _ESCAPE.sub("_x005F_", text) if "_x" in text else text
    return text.replace("\r", "_x000D_") if "\r" in text else text


def needs_quote(text: str) -> bool:
    """Whether a person who edits the cell would turn it into a formula."""
    return text[:1] in FORMULA if text else False


def guarded(text: str) -> str:
    """A text for a CSV file: an apostrophe stands before what a spreadsheet would take for a formula.

    Plain numbers stay as they are. `bare` takes the apostrophe away.
    """
    lead = text.lstrip(" \ufeff")[:1]
    return "'" + text if lead and lead in FORMULA and not _PLAIN_NUMBER.fullmatch(text) else text


def bare(text: str) -> str:
    """A guarded text without its apostrophe."""
    return text[1:] if text[:1] == "'" and guarded(text[1:]) == text else text
