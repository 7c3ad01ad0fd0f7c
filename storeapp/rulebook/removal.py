"""What each platform takes down, by its own published list: dated grounds with their source, read from data files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from storeapp.kernel.paths import resource
from storeapp.kernel.review_kinds import KINDS

Proof = Literal["words", "messages", "order", ""]
PROOFS: tuple[Proof, ...] = ("words", "messages", "order", "")


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground. `proof`: quoted words of the review, messages, the order, or nothing; texts are to be translated."""

    id: str
    kind: str
    title: str
    question: str
    rule: str
    proof: Proof
    source: str
    source_url: str


@dataclass(frozen=True, slots=True)
class RemovalList:
    """A platform's list for one sort of review. `certainty`: V the platform's own text, S secondary, K to verify."""

    id: str
    platforms: tuple[str, ...]
    what: str
    source: str
    source_url: str
    certainty: str
    as_of: str
    checked_on: date
    ask: str
    until: str
    grounds: tuple[Ground, ...]
    about: str = ""  # the kind of reviews it is for, "" for all


def lists_of(platform: str, kind: str = "") -> list[RemovalList]:
    """The lists of a platform for reviews of a kind, of any if it isn't known; none where no source was found."""
    mine = [one for one in removal_lists() if platform in one.platforms]
    return [one for one in mine if one.about in ("", kind)] if kind in KINDS else mine


def ground_of(ground_id: str) -> tuple[RemovalList, Ground] | None:
    """A ground with its list, None for one that is no longer in the data."""
    for one in removal_lists():
        for ground in one.grounds:
            if ground.id == ground_id:
                return one, ground
    return None


@cache
def removal_lists() -> tuple[RemovalList, ...]:
    """All lists, from resources/rulebook/removal."""
    found = []
    for file in sorted(resource("rulebook/removal").glob("*.toml")):
        found += [_list(row) for row in tomllib.loads(file.read_text("utf-8"))["list"]]
    return tuple(found)


def _list(row: Mapping[str, Any]) -> RemovalList:
    grounds = tuple(_ground(one, row) for one in row["ground"])
    plain = ("id", "what", "source", "source_url", "certainty", "as_of", "checked_on", "ask", "until")
    return RemovalList(
        platforms=tuple(row["platforms"]),
        grounds=grounds,
        about=row.get("about", ""),
        **{name: row[name] for name in plain},
    )


def _ground(row: Mapping[str, Any], whole: Mapping[str, Any]) -> Ground:
    plain = ("id", "kind", "title", "question", "rule", "proof")
    source = {name: row.get(name, whole[name]) for name in ("source", "source_url")}
    return Ground(**{name: row[name] for name in plain}, **source)
