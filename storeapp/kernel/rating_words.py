"""Ratings in words: stars where a platform counts in stars, the platform's own words where it doesn't."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TypeVar

from storeapp.kernel.paths import resource
from storeapp.kernel.text import N_, _, plural

_Stars = TypeVar("_Stars", int, float)
THUMBS, THREE_WORDS = 1.0, 3.0  # scales that say bad or good, and bad, middling or good
WORD_PLATFORMS = frozenset({"ebay"})  # negative, neutral, positive, which need no words of their own
PLAIN = (N_("Negative"), N_("Neutral"), N_("Positive"))
THUMB_WORDS = (N_("Not recommended"), N_("Recommended"))


def in_words(scale: float) -> bool:
    """Whether ratings on this scale are words, which nobody should see as stars or as `1 of 3`."""
    return scale in (THUMBS, THREE_WORDS)


def rating_words(platform: str, rating: float | None, scale: float) -> str:
    """`2 stars`, `Negative`, `差评`, `Not recommended`, `7 of 10`; "" for no rating."""
    if rating is None:
        return ""
    if scale == THREE_WORDS and rating in (1, 2, 3):
        place = int(rating) - 1
        own = _own_words().get(platform)
        return own[place] if own else _(PLAIN[place])
    if scale == THUMBS and rating in (0, 1):
        return _(THUMB_WORDS[int(rating)])
    if scale == 5 and rating == round(rating):
        return plural("{count} star", "{count} stars", round(rating))
    return _("{rating} of {scale}").format(rating=f"{rating:g}", scale=f"{scale:g}")


def rates_in_words(platform: str) -> bool:
    """Whether this platform's buyers choose among words of its own, as on Taobao, and never give stars."""
    return platform in _own_words() or platform in WORD_PLATFORMS


def words_of_stars(stars: int, platforms: Iterable[str]) -> str:
    """The platforms' words for what counts as so many stars, `差评`, `Negative, 差评`; "" where they have none."""
    place = {1: 1, 3: 2, 5: 3}.get(stars)
    if place is None:
        return ""
    return _(", ").join(dict.fromkeys(rating_words(one, place, THREE_WORDS) for one in platforms))


def in_bad_and_good(platforms: Sequence[str]) -> tuple[str, str]:
    """What bad and very good ratings are called where all `platforms` rate in words; "" twice where they have stars."""
    if not platforms or not all(rates_in_words(one) for one in platforms):
        return "", ""
    return words_of_stars(1, platforms), words_of_stars(5, platforms)


def shown_stars(stars: _Stars | None, scale: float) -> _Stars | None:
    """The stars to paint: None where the platform has none, although the rating counts like so many."""
    return None if in_words(scale) else stars


@cache
def _own_words() -> Mapping[str, tuple[str, ...]]:
    content = tomllib.loads(resource("rulebook", "rating_words.toml").read_text("utf-8"))
    return {platform: tuple(row["words"]) for row in content["words"] for platform in row["platforms"]}
