"""Texts that a web shop exported as it keeps them for its pages: entities and a few tags become plain characters."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAK = re.compile(r"\s*<(?:br|/p|/div|/li)\s*/?>[ \t]*", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|span|b|i|u|em|strong|small|font|ul|ol|li|a)(?:\s+[a-z-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>",
    re.IGNORECASE,
)


def plain_cells(cells: Sequence[str], *, lines: bool) -> Sequence[str]:
    """Cells with their markup undone exactly once; `lines`: a break becomes a line, else a blank.

    Tags go first, so that "&lt;b&gt;" stays the text "<b>"; a bare "&" and "<3" stay as they are.
    """
    whole = "\n".join(cells)
    tags = "<" in whole and ">" in whole
    if not tags and ("&" not in whole or ";" not in whole):
        return cells
    return [_plain(cell, tags, "\n" if lines else " ") for cell in cells]


def plain_text(text: str) -> str:
    """One line of text with its markup undone once."""
    return plain_cells([text], lines=False)[0]


def _plain(cell: str, tags: bool, gap: str) -> str:
    if tags and "<" in cell and ">" in cell:
        cell = _TAG.sub("", _BREAK.sub(gap, cell)).strip()
    if "&" in cell:
        cell = _ENTITY.sub(lambda found: html.unescape(found.group()), cell).replace("\u00a0", " ")
    return cell
