"""One file of a known platform as somebody else might have it: another language, another year, re-saved by Excel."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook


@dataclass(frozen=True)
class Variant:
    """`content` is text in `encoding`, or the cells of a workbook; `finds` maps "table.column" to its values."""

    id: str
    name: str
    content: str | Sequence[Sequence[Any]]
    format: str
    finds: dict[str, list[Any]] = field(default_factory=dict)
    encoding: str = "utf-8"
    rejects: tuple[tuple[int, str, str], ...] = ()  # row, column, start of the reason
    choice: dict[str, Any] = field(default_factory=dict)
    warns: str = ""

    def bytes(self) -> bytes:
        """The file's bytes."""
        if isinstance(self.content, str):
            return self.content.encode(self.encoding)
        book, out = Workbook(), io.BytesIO()
        sheet = book.active
        assert sheet is not None
        for row in self.content:
            sheet.append(list(row))
        book.save(out)
        return out.getvalue()


def table(*rows: str, of: str = ",") -> str:
    """Rows written with "|" between their cells, joined by the file's own separator."""
    return "".join(row.replace("|", of) + "\n" for row in rows)
