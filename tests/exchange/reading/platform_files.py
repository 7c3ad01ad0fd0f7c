"""Rows under a platform's own header line, and the check that nothing personal was kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from tests.exchange.reading.conftest import Staged

LOCKED_NOWHERE = ("12 Oak Street", "192.0.2.243", "4111", "PAYREF")


def rows_under(header_file: Path, *rows: Mapping[str, str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as the platform would write them under its own header line; columns that are not named stay empty."""
    raw = header_file.read_bytes()
    text = raw.decode(
        "gb18030" if header_file.name.endswith("gbk.csv") else "utf-16" if raw[:2] == b"\xff\xfe" else "utf-8-sig"
    )
    header = next(csv.reader(io.StringIO(text), delimiter=delimiter))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def nothing_personal(found: Staged) -> None:
    for table in ("customers", "orders", "lines", "reviews", "products"):
        for row in found.rows(table, "*"):
            assert not any(isinstance(v, str) and any(secret in v for secret in LOCKED_NOWHERE) for v in row), row
