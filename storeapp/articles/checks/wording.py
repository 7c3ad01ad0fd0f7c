"""Claims in words: what proves a sentence, that it is an opinion, that its figure has changed, or that nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storeapp.kernel.numbers import grouped
from storeapp.kernel.text import _, plural

if TYPE_CHECKING:
    from storeapp.articles.checks.records import ClaimRow

COUNTED = frozenset({"figure", "cause"})  # evidence whose value is a number that people read
NO_OPINION = frozenset({"health", "green"})  # kinds of claims that no opinion settles


def claim_words(said: ClaimRow | None) -> str:
    """How a sentence stands."""
    if said is None:
        return _("No evidence is linked yet")
    if said.kind == "opinion":
        return _("Marked as your opinion")
    if not said.changed:
        return _("Proven by: {evidence}").format(evidence=said.told)
    if not said.now:
        return _("Its evidence is gone: {evidence}").format(evidence=said.told)
    if said.ref_kind in COUNTED:
        return _("It was {was} when you linked it, now it is {now}: {evidence}").format(
            was=grouped(said.figure), now=grouped(said.now), evidence=said.told
        )
    return _("Its evidence has changed since you linked it: {evidence}").format(evidence=said.told)


def compared_words(count: int) -> str:
    """With how many other texts one was compared."""
    return plural(
        "Compared with {count} other text of the shop.", "Compared with {count} other texts of the shop.", count
    )


def may_be_opinion(kinds: Sequence[str]) -> bool:
    """Whether a sentence that asserts these kinds can be the writer's opinion."""
    return not NO_OPINION & set(kinds)
