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
    """One reason. `situation` names its reply templates, `promise` what is usually promised; `warning` may be ""."""

    id: str
    title: str
    situation: str
    promise: str
    codes: Mapping[str, tuple[str, ...]]
    warning: str = ""


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
        )
        for row in content["reason"]
    }
