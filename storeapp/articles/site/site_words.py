"""The words on the pages of a site, in the language of its articles; English where a language has none."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from storeapp.kernel.paths import resource

OTHERWISE = "en"


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(resource("articles", "site", "words.toml").read_text("utf-8"))


def words_in(language: str) -> Mapping[str, str]:
    """The words by their English keys, such as `all`."""
    known = _words()
    return known.get(language.replace("_", "-").partition("-")[0].casefold(), known[OTHERWISE])


def is_spoken(language: str) -> bool:
    """Whether a language has words of its own here."""
    return language.replace("_", "-").partition("-")[0].casefold() in _words()


def style_sheet() -> str:
    """The looks of all pages."""
    return resource("articles", "site", "style.css").read_text("utf-8")
