"""JSON exports: the longest list of objects in the file, flattened into a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storeapp.exchange.foreign.limits import COLUMNS, JSON_BYTES
from storeapp.exchange.foreign.tables import CHUNK, Row
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _


@dataclass
class Objects:
    """Objects as rows under a header of all their keys."""

    header: Row
    rows: list[dict[str, str]]

    def chunks(self) -> Iterator[list[Row]]:
        """The rows, without a header row."""
        for start in range(0, len(self.rows), CHUNK):
            yield [[row.get(name, "") for name in self.header] for row in self.rows[start : start + CHUNK]]


def read_objects(path: Path, name: str, encoding: str) -> Objects:
    """The file's objects; UserError if it is no JSON or holds no list of objects."""
    if path.stat().st_size > JSON_BYTES:
        raise UserError(
            _("{file} is larger than {size} MB. Export a shorter time and drop the parts.").format(
                file=name, size=JSON_BYTES >> 20
            )
        )
    text = path.read_text("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace").replace("\x00", "")
    try:
        whole = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as why:
        whole = _lines(text)
        if not whole:
            raise UserError(
                _(
                    "{file} is incomplete: line {line} can't be read. Perhaps the download stopped too "
                    "early. Download it again."
                ).format(file=name, line=why.lineno)
            ) from why
    except RecursionError as why:
        raise UserError(_("{file} is nested too deeply to be an export. It was not read.").format(file=name)) from why
    items = _longest(whole, 0)
    if not items:
        raise UserError(_("{file} has no list of records, so there is nothing to import.").format(file=name))
    rows = [_flat(item) for item in items]
    header: dict[str, None] = {}
    for row in rows:
        header.update(dict.fromkeys(row))
        if len(header) > COLUMNS:
            break
    return Objects(list(header), rows)


def _lines(text: str) -> list[Any]:
    """One object a line; an empty list if that is not what the file holds."""
    found = []
    for line in text.splitlines():
        if line.strip():
            try:
                found.append(json.loads(line, parse_int=str, parse_float=str, parse_constant=str))
            except (json.JSONDecodeError, RecursionError):
                return []
    return found


def _longest(value: Any, depth: int) -> list[dict[str, Any]]:
    if isinstance(value, list):
        objects = [item for item in value if isinstance(item, dict)]
        if objects:
            return objects
        return max((_longest(item, depth + 1) for item in value[:50]), key=len, default=[]) if depth < 6 else []
    if isinstance(value, dict) and depth < 6:
        return max((_longest(item, depth + 1) for item in value.values()), key=len, default=[])
    return []


def _flat(item: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """Nested objects as "reviewer.displayName"; lists of texts joined by line breaks, other lists by their length."""
    row: dict[str, str] = {}
    for key, value in item.items():
        name = prefix + str(key)
        if isinstance(value, dict):
            if depth < 4:
                row.update(_flat(value, name + ".", depth + 1))
        elif isinstance(value, list):
            texts = [part for part in value if isinstance(part, str)]
            row[name] = "\n".join(texts) if len(texts) == len(value) else "\n".join("?" * len(value))
        elif isinstance(value, bool):
            row[name] = "true" if value else "false"
        else:
            row[name] = "" if value is None else str(value)
    return row
