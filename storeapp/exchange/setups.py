"""Set-ups as files: an owner's way to read a file, in the shape of resources/formats, given to others and taken in."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from storeapp.exchange.fields import FIELDS, RECORDS
from storeapp.exchange.foreign.formats import fold, format_from, records_of
from storeapp.exchange.reading import formats_folder
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.review_kinds import KINDS
from storeapp.kernel.text import _
from storeapp.orders.rules import STATUSES

LARGEST = 1_000_000  # bytes of a set-up's file
_TEXTS = ("id", "title", "platform", "source", "currency", "time_zone", "locale", "date_order", "decimal", "footer",
          "edited_mark", "original_mark", "review_kind")  # fmt: skip
_LISTS = ("records", "need", "never", "personal", "unused", "sums", "empty", "described", "drop_point_zero")
_TABLES = ("columns", "status", "rating", "skip", "keep", "status_if", "lookup", "lookups", "prefix")
_FLAGS = ("key_with_order", "key_with_product", "summary_rows", "parent_has_row", "fill_down", "hand_made")
_OTHERS = ("checked_on", "scale")


@dataclass(frozen=True, slots=True)
class OwnFormat:
    """A set-up that came as a file and lies in the folder of the owner's formats."""

    path: Path
    title: str
    columns: int


def own_formats() -> list[OwnFormat]:
    """The set-ups that came as files, by title; one that can't be read any more is named by its file."""
    found = []
    for path in sorted(formats_folder().glob("*.toml")):
        try:
            raw = look_into(path)
            found.append(OwnFormat(path, str(raw["title"]), len(raw["columns"])))
        except UserError:
            found.append(OwnFormat(path, path.name, 0))
    return sorted(found, key=lambda one: one.title.casefold())


def look_into(path: Path) -> dict[str, Any]:
    """What a set-up's file says; UserError with one sentence that names what is wrong in it."""
    name = path.name
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(_("{file} is too large for a set-up.").format(file=name))
        raw = tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as why:
        raise UserError(_("{file} can't be used as a set-up: {why}.").format(file=name, why=why)) from None
    except (OSError, UnicodeDecodeError):
        raise UserError(_("{file} can't be read as a set-up: it is not a text file.").format(file=name)) from None
    wrong = _wrong(raw)
    if wrong:
        raise UserError(_("{file} can't be used as a set-up: {why}").format(file=name, why=wrong))
    return raw


def _wrong(raw: Mapping[str, Any]) -> str:
    """What is wrong in a set-up, "" for nothing."""
    known = {*_TEXTS, *_LISTS, *_TABLES, *_FLAGS, *_OTHERS}
    kinds = {**dict.fromkeys(_TEXTS, str), **dict.fromkeys(_LISTS, list), **dict.fromkeys(_TABLES, dict),
             **dict.fromkeys(_FLAGS, bool)}  # fmt: skip
    for key, value in raw.items():
        if key not in known:
            return _("“{key}” does not belong in a set-up.").format(key=key)
        if key in kinds and not isinstance(value, kinds[key]):
            return _("“{key}” has the wrong kind of value.").format(key=key)
    if not str(raw.get("title", "")).strip():
        return _("it has no title.")
    if not raw.get("columns"):
        return _("it does not say where any column goes, [columns] is missing.")
    for header, target in raw["columns"].items():
        if target not in FIELDS:
            message = _("the column “{column}” goes to “{field}”, and there is no such field.")
            return message.format(column=header, field=target)
    for record in raw.get("records", ()):
        if record not in RECORDS:
            return _("“{record}” is not a kind of row.").format(record=record)
    for word, status in raw.get("status", {}).items():
        if status not in STATUSES:
            return _("“{word}” means “{status}”, and there is no such status.").format(word=word, status=status)
    if raw.get("review_kind", "") not in ("", *KINDS):
        message = _("“{kind}” is nothing that reviews can be about: {kinds}.")
        return message.format(kind=raw["review_kind"], kinds=", ".join(KINDS))
    if not records_of(raw["columns"].values()):
        return _("its columns are not enough for an order, product, customer or review.")
    try:
        format_from(raw)
    except (ValueError, TypeError, KeyError, AttributeError) as why:
        return _("{why}.").format(why=why)
    return ""


def add(path: Path) -> OwnFormat:
    """Take in a set-up that came as a file; from now on it takes part in recognising files. UserError as look_into.

    A set-up with the same title takes the place of the former one.
    """
    raw = look_into(path)
    title = str(raw["title"]).strip()
    if not raw.get("need"):
        raw["need"] = list(raw["columns"])
    folder = formats_folder()
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"{_slug(title)}.toml"
    _write(out, as_toml({**raw, "id": out.stem}))
    return OwnFormat(out, title, len(raw["columns"]))


def rename(path: Path, title: str) -> None:
    """Give a set-up that came as a file another title."""
    raw = look_into(path)
    _write(path, as_toml({**raw, "title": title}))


def remove(path: Path) -> None:
    """Forget a set-up that came as a file."""
    path.unlink(missing_ok=True)


def share(mapping: Mapping[str, Any], title: str, out: Path, today: date) -> None:
    """Write a saved set-up to a file that another owner can drop on the import page.

    One that corrects a known format carries that format's words and rules along, so that it stands by itself.
    """
    base: dict[str, Any] = {}
    origin = resource("formats", f"{mapping.get('base') or '-'}.toml")
    if origin.is_file():
        base = tomllib.loads(origin.read_text("utf-8"))
    columns = dict(mapping.get("columns", {}))
    mine = {fold(name) for name in columns}
    unused = [*base.get("unused", ()), *(name for name in base.get("columns", {}) if fold(name) not in mine)]
    raw = {
        **base,
        "id": _slug(title),
        "title": title,
        "platform": mapping.get("platform") or base.get("platform", ""),
        "source": _("A shop owner's set-up"),
        "checked_on": today,
        "records": list(base.get("records", ())) or list(records_of(columns.values())),
        "need": list(columns),
        "personal": list(dict.fromkeys(mapping.get("personal", ()))),
        "unused": list(dict.fromkeys(name for name in unused if fold(name) not in mine)),
        "columns": columns,
        "status": {**base.get("status", {}), **mapping.get("status", {})},
    }
    for key in ("date_order", "decimal", "currency", "time_zone"):
        raw[key] = mapping.get(key) or base.get(key, "")
    _write(out, as_toml(raw))


def as_toml(raw: Mapping[str, Any]) -> str:
    """A format as the text of its file: plain values first, then tables."""
    lines = [f"{key} = {_value(value)}" for key, value in raw.items()
             if not isinstance(value, Mapping) and value not in ("", [], ())]  # fmt: skip
    for key, table in raw.items():
        if isinstance(table, Mapping) and table:
            lines += [
                "",
                f"[{key}]",
                *(f"{json.dumps(str(k), ensure_ascii=False)} = {_value(v)}" for k, v in table.items()),
            ]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(str(k))} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _slug(title: str) -> str:
    """A file name of a title that no built-in format has."""
    plain = re.sub(r"\W+", "_", title.casefold()).strip("_")[:60] or "setup"
    return f"own_{plain}" if not plain.startswith("own_") else plain


def _write(out: Path, text: str) -> None:
    temporary = out.with_name(f".{out.name}.tmp")
    temporary.write_text(text, "utf-8", newline="\n")
    os.replace(temporary, out)
