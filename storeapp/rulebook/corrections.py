"""Rules as the owner corrected them: which values of a rule may be changed, and the book with the changes in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from storeapp.kernel import numbers
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.rulebook.correction_row import Correction
from storeapp.rulebook.ladders import OPS, LadderBook, RuleCorrection, parsed, raw_book

Kind = Literal["number", "whole", "comparison", "yes"]
MOST = 1e9
PLAIN: Mapping[str, Kind] = {
    "prior": "number",
    "weight": "number",
    "base": "number",
    "span_days": "number",
    "full_days": "number",
    "newest_full": "whole",
    "least": "whole",
    "lifetime_up_to": "whole",
    "least_orders": "whole",
    "decimals": "whole",
    "retired": "yes",
}
GROUPS: Mapping[str, Kind] = {"points": "number", "window": "whole", "short_window": "whole", "evaluation": "whole"}
LIMITS = {"day_of_month": (1, 28), "weekday": (0, 6), "decimals": (0, 3), "weight": (0, 1000), "least": (1, 1000)}
AT_LEAST_ONE = ("months", "days", "orders", "base", "span_days", "full_days")
GATE: Mapping[str, Kind] = {"op": "comparison", "limit": "number", "or_count": "whole", "or_count_up_to": "whole"}


@dataclass(frozen=True, slots=True)
class RuleField:
    """A value that may be corrected. `path` leads to it in the row: "level.0.gate.2.limit", `name` is its last part.

    `level` and `metric` tell what it belongs to, "" where it is the whole ladder's.
    """

    path: str
    name: str
    kind: Kind
    value: float | bool | str
    level: str = ""
    metric: str = ""
    change: RuleCorrection | None = None


def raw_rows() -> dict[str, Mapping[str, Any]]:
    """The ladders as they stand in the program's own files, by id."""
    return {row["id"]: row for content in raw_book() for row in content.get("ladder", ())}


def fields_of(rule: str, corrections: Sequence[Correction] = ()) -> list[RuleField]:
    """What may be corrected in a ladder, with the owner's values where there are some; [] for an unknown rule."""
    row = raw_rows().get(rule)
    if row is None:
        return []
    mine = {one.path: one for one in corrections if one.rule == rule}
    found = []
    for one in _walk(row):
        own = mine.get(one.path)
        if own is not None:
            change = RuleCorrection(one.value, own.source, own.note, own.changed_at)
            one = replace(one, value=own.value, change=change)
        found.append(one)
    return found


def _walk(row: Mapping[str, Any]) -> Iterator[RuleField]:
    yield RuleField("retired", "retired", "yes", bool(row.get("retired", False)))
    for name, kind in PLAIN.items():
        if name in row and name != "retired":
            yield RuleField(name, name, kind, row[name])
    for group, kind in GROUPS.items():
        for name, value in row.get(group, {}).items():
            if not isinstance(value, bool):
                yield RuleField(f"{group}.{name}", name, kind, value)
    for number, level in enumerate(row.get("level", ())):
        here, title = f"level.{number}", level["title"]
        if level.get("from"):
            yield RuleField(f"{here}.from", "from", "number", level["from"], title)
        for place, edge in enumerate(level.get("most", ())):
            yield RuleField(f"{here}.most.{place}", "most", "number", edge, title, row["metrics"][place])
        for place, gate in enumerate(level.get("gate", ())):
            for name, kind in GATE.items():
                if name in gate:
                    yield RuleField(f"{here}.gate.{place}.{name}", name, kind, gate[name], title, gate["metric"])
            for name, value in gate.get("by_currency", {}).items():
                yield RuleField(f"{here}.gate.{place}.by_currency.{name}", name, "number", value, title, gate["metric"])
            for name, value in gate.get("window", {}).items():
                yield RuleField(f"{here}.gate.{place}.window.{name}", name, "whole", value, title, gate["metric"])


def checked(rule: str, path: str, typed: str, corrections: Sequence[Correction] = ()) -> float | bool | str:
    """What the owner typed as the value of a field; UserError in one sentence where it can't be one."""
    field = next((one for one in fields_of(rule) if one.path == path), None)
    if field is None:
        raise UserError(_("This rule has no such value any more. Nothing was changed."))
    value = _value(field, typed.strip())
    others = [one for one in corrections if (one.rule, one.path) != (rule, path)]
    starts = [
        one.value
        for one in fields_of(rule, [*others, Correction(rule, path, value)])
        if one.name == "from" and isinstance(one.value, int | float)
    ]
    if starts != sorted(set(starts)):
        raise UserError(_("Each level must begin above the one before it. Nothing was changed."))
    return value


def _value(field: RuleField, typed: str) -> float | bool | str:
    if field.kind == "yes":
        return typed.casefold() in ("true", "1", "yes")
    if field.kind == "comparison":
        typed = {"≥": ">=", "≤": "<="}.get(typed, typed)
        if typed not in OPS:
            raise UserError(_("Choose one of the comparisons ≥, >, ≤ and <. Nothing was changed."))
        return typed
    try:
        number = float(numbers.percent(typed))
    except ValueError:
        raise UserError(_("“{value}” is not a number. Nothing was changed.").format(value=typed)) from None
    least, most = LIMITS.get(field.name, (1 if field.name in AT_LEAST_ONE else 0, MOST))
    if field.path.startswith("points."):
        least, most = -100, 100
    if field.name == "limit" and _percent(field.metric):
        most = 100
    if not least <= number <= most:
        words = _("This value must be between {least} and {most}. Nothing was changed.")
        raise UserError(words.format(least=f"{least:g}", most=f"{most:,.0f}"))
    if field.kind == "whole" and number != int(number):
        raise UserError(_("This value is a whole number. Nothing was changed."))
    return int(number) if number == int(number) else number


def _percent(metric: str) -> bool:
    return any(
        one["id"] == metric and one["unit"] == "percent" for file in raw_book() for one in file.get("metric", ())
    )


@lru_cache(maxsize=16)
def corrected_book(corrections: tuple[Correction, ...]) -> LadderBook:
    """The program's rule book with the owner's values in it.

    A correction of a value that is gone from the program's own rule is left out, and so are those of a rule that
    they would break.
    """
    by_rule: dict[str, list[Correction]] = {}
    for one in corrections:
        by_rule.setdefault(one.rule, []).append(one)
    files = []
    for content in raw_book():
        rows = [_merged(row, by_rule.get(row["id"], ())) for row in content.get("ladder", ())]
        files.append({**content, "ladder": rows})
    return parsed(files)


def _merged(row: Mapping[str, Any], corrections: Sequence[Correction]) -> Mapping[str, Any]:
    known = {one.path: one for one in _walk(row)}
    mine = [one for one in corrections if one.path in known]
    if not mine:
        return row
    made: dict[str, Any] = deepcopy(dict(row))
    changes = {}
    for one in mine:
        _put(made, one.path.split("."), one.value)
        changes[one.path] = RuleCorrection(known[one.path].value, one.source, one.note, one.changed_at)
    made["changes"] = changes
    starts = [level.get("from", 0) for level in made.get("level", ())]
    rises = made["shape"] not in ("counter", "ratio") or starts == sorted(set(starts))
    return made if rises else row


def _put(row: Any, path: Sequence[str], value: object) -> None:
    for part in path[:-1]:
        row = row[int(part)] if isinstance(row, list) else row[part]
    if isinstance(row, list):
        row[int(path[-1])] = value
    else:
        row[path[-1]] = value


def as_json(value: float | bool | str) -> str:
    """A value as it is kept."""
    return json.dumps(value)
