"""Why an order came back: an order may come back in parts, each with its reason, told by files one after another."""

from __future__ import annotations

from collections.abc import Iterable

PARTED = "; "


def parts(reasons: str) -> list[str]:
    """The reasons of an order one by one, in the platform's words."""
    return [one.strip() for one in reasons.split(PARTED) if one.strip()]


def joined(reasons: Iterable[str]) -> str:
    """Several in one text that is the same whatever order they came in."""
    return PARTED.join(sorted({one for some in reasons for one in parts(some)}))
