"""What a review is about: a product, the seller, or the shop as a whole; and which of them a platform has."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from storeapp.kernel.paths import resource
from storeapp.kernel.text import N_, _

PRODUCT, SELLER, SHOP = "product", "seller", "shop"
KINDS = (PRODUCT, SELLER, SHOP)
UNSAID = "unsaid"  # nobody said it, on a platform that has more than one kind
TITLES = {
    PRODUCT: N_("Product review"),
    SELLER: N_("Seller feedback"),
    SHOP: N_("Shop review"),
    UNSAID: N_("Product or seller: not said"),
}


def kinds_of(platform: str) -> tuple[str, ...]:
    """The kinds that a platform has; none where they are not told apart."""
    return _platforms().get(platform, ())


def counted_apart(platform: str) -> bool:
    """Whether a platform has reviews of more than one kind, which never count together."""
    return len(kinds_of(platform)) > 1


def platforms_apart(kind: str = "") -> list[str]:
    """The platforms with more than one kind, this one among them."""
    return sorted(
        platform for platform, kinds in _platforms().items() if len(kinds) > 1 and (not kind or kind in kinds)
    )


def platforms_of(kind: str) -> list[str]:
    """The platforms of which all reviews are of this kind; for UNSAID those where nobody can tell it unasked."""
    if kind == UNSAID:
        return platforms_apart()
    return sorted(platform for platform, kinds in _platforms().items() if kinds == (kind,))


def only_kind(platform: str) -> str:
    """The kind of all reviews of a platform that has one kind, else ""."""
    kinds = kinds_of(platform)
    return kinds[0] if len(kinds) == 1 else ""


def kind_of(said: str | None, platform: str) -> str:
    """The kind of a review: what was said of it, else what its platform has; UNSAID, or "" where nothing tells."""
    return said or only_kind(platform) or (UNSAID if counted_apart(platform) else "")


def kind_title(kind: str) -> str:
    """`Product review`, `Seller feedback`; "" for a kind that nothing tells."""
    return _(TITLES[kind]) if kind in TITLES else ""


def told_apart(platforms: Iterable[str], stored: Iterable[str] = ()) -> tuple[str, ...]:
    """The kinds that a list over these platforms can be narrowed to; none where all its reviews are of one kind."""
    each = [kinds_of(platform) for platform in platforms]
    found = {kind for kinds in each for kind in kinds} | set(stored)
    if any(len(kinds) > 1 for kinds in each):
        found.add(UNSAID)
    return tuple(kind for kind in TITLES if kind in found) if len(found) > 1 else ()


def kind_named(word: str) -> str | None:
    """The kind that a file calls so, None for a word that is not known."""
    return _words().get(" ".join(word.casefold().split()))


@cache
def _content() -> Mapping[str, Any]:
    return tomllib.loads(resource("rulebook", "review_kinds.toml").read_text("utf-8"))


@cache
def _platforms() -> Mapping[str, tuple[str, ...]]:
    return {platform: tuple(row["kinds"]) for row in _content()["kinds"] for platform in row["platforms"]}


@cache
def _words() -> Mapping[str, str]:
    return {word: kind for kind, words in _content()["words"].items() for word in words}
