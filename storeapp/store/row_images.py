"""How the journal keeps rows: compact JSON, compressed once it is worth it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from storeapp.kernel.rows import dataclass

CHUNK = 500  # rows an image holds at most, so that undo never needs more than that in memory
WORTH_PACKING = 240  # bytes


@dataclass(frozen=True, slots=True)
class Updated:
    """Rows as (id, values before, values after), values in the order of `columns`."""

    columns: tuple[str, ...]
    rows: list[tuple[int, list[Any], list[Any]]]


@dataclass(frozen=True, slots=True)
class Deleted:
    """Whole rows, values in the order of `columns`, which include "id"."""

    columns: tuple[str, ...]
    rows: list[list[Any]]


def pack(columns: Sequence[str], rows: Sequence[Any]) -> bytes:
    """The bytes of one image."""
    plain = json.dumps([columns, rows], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return zlib.compress(plain, 1) if len(plain) > WORTH_PACKING else plain


def _unpack(image: bytes) -> Any:
    plain = image if image[:1] == b"[" else zlib.decompress(image)
    return json.loads(plain.decode("utf-8", "surrogatepass"))


def updated(image: bytes) -> Updated:
    """An image of an update."""
    columns, rows = _unpack(image)
    return Updated(tuple(columns), [(row[0], row[1], row[2]) for row in rows])


def deleted(image: bytes) -> Deleted:
    """An image of a deletion."""
    columns, rows = _unpack(image)
    return Deleted(tuple(columns), rows)
