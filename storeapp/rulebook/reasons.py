"""Why cases are opened: the shop's own codes with the codes of platforms that mean the same."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_

PLATFORMS = ("shopify", "ebay", "amazon")
PROMISED: Mapping[str, str] = {
    "refund": N_("Refund promised"),
    "replacement": N_("Replacement promised"),
    "repair": N_("Repair promised"),
    "return": N_("Return promised"),
    "answer": N_("Answer promised"),
    "other": N_("Promised"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a group. `situation` names its reply templates, `promise` what is usually promised.

    `words`: in which a platform, buyer or seller chose it; `said`: how reviews say it, and `themes` of those
    that speak of it; the lowest `weight` counts first, 0 is never read from a review; `checklist`: what to do.
    """

    id: str
    title: str
    situation: str
    promise: str
    codes: Mapping[str, tuple[str, ...]]
    warning: str = ""
    group: str = ""
    words: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    weight: int = 0
    checklist: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """The upper level of reasons."""

    id: str
    title: str


@cache
def reasons() -> Mapping[str, Reason]:
    """All reasons by id, in the order of the list."""
    content = tomllib.loads(resource("rulebook", "reasons.toml").read_text("utf-8"))
    return {
        row["id"]: Reason(
            row["id"],
            row["title"],
            row["situation"],
            row["promise"],
            {platform: tuple(row.get(platform, ())) for platform in PLATFORMS},
            row.get("warning", ""),
            row["group"],
            tuple(row.get("words", ())),
            tuple(row.get("said", ())),
            tuple(row.get("themes", ())),
            row.get("weight", 0),
            tuple(row["checklist"]),
        )
        for row in content["reason"]
    }


@cache
def reason_groups() -> Mapping[str, ReasonGroup]:
    """The groups by id, in the order of the list."""
    content = tomllib.loads(resource("rulebook", "reasons.toml").read_text("utf-8"))
    return {row["id"]: ReasonGroup(row["id"], row["title"]) for row in content["group"]}
