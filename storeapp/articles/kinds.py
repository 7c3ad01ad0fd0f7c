"""The kinds of articles with their outlines in seven languages, what texts are for, and the rules of thumb on a mix."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_

LANGUAGES = ("en", "zh-Hans", "es", "ru", "id", "de", "pt")
SELL = "sell"  # the goal that makes any kind of text a promotion
MIX: Mapping[str, str] = {"useful": N_("Useful"), "story": N_("Stories"), "promotion": N_("Promotion")}


@dataclass(frozen=True, slots=True)
class ArticleKind:
    """One kind. `mix`: the key of MIX it counts to; `fits`: the sources of ideas it answers; `consent`: of a person."""

    id: str
    title: str
    mix: str
    fits: tuple[str, ...]
    consent: bool = False


@dataclass(frozen=True, slots=True)
class ArticleGoal:
    """What a text is wanted for, with the percent of texts the shop aims at unless the owner says another."""

    id: str
    title: str
    aim: int


@dataclass(frozen=True, slots=True)
class MixRule:
    """A rule of thumb on the mix: percent by key of MIX, or only the most that promotion may be."""

    id: str
    title: str
    words: str
    aims: Mapping[str, int]
    most_promotion: int
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class PushLimit:
    """At most `most` publications `per` day, week or month of the calendar, by platform, "" for any other place."""

    platform: str
    title: str
    most: int
    per: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """A heading, and the question to answer under it."""

    heading: str
    question: str


@dataclass(frozen=True, slots=True)
class KindOutline:
    """The outline of a kind in a language: a pattern for the title with gaps "…", and its parts in order."""

    title: str
    parts: tuple[OutlinePart, ...]


@cache
def _content() -> Mapping[str, Any]:
    return tomllib.loads(resource("articles", "kinds.toml").read_text("utf-8"))


@cache
def article_kinds() -> Mapping[str, ArticleKind]:
    """All kinds by id, in the order in which they are offered."""
    rows = _content()["kind"]
    return {
        row["id"]: ArticleKind(row["id"], row["title"], row["mix"], tuple(row["fits"]), row.get("consent", False))
        for row in rows
    }


@cache
def article_goals() -> Mapping[str, ArticleGoal]:
    """What texts are for, by id."""
    return {row["id"]: ArticleGoal(row["id"], row["title"], row["aim"]) for row in _content()["goal"]}


@cache
def mix_rules() -> Mapping[str, MixRule]:
    """The rules of thumb by id."""
    found = {}
    for row in _content()["mix"]:
        aims = {key: row[key] for key in MIX if key in row}
        most = row.get("most_promotion", row.get("promotion", 100))
        found[row["id"]] = MixRule(row["id"], row["title"], row["words"], aims, most, row["source"], row["certainty"])
    return found


@cache
def push_limits() -> Mapping[str, PushLimit]:
    """How often a place may be written to, by platform."""
    names = ("platform", "title", "most", "per", "source", "certainty")
    return {row["platform"]: PushLimit(*(row[name] for name in names)) for row in _content()["push"]}


@cache
def outline(kind: str, language: str) -> KindOutline:
    """The outline of a kind in a language (an ISO code or one of LANGUAGES), in English where there is none in it."""
    chosen = outline_language(language)
    row = tomllib.loads(resource("articles", "outlines", f"{chosen}.toml").read_text("utf-8"))[kind]
    return KindOutline(row["title"], tuple(OutlinePart(*part) for part in row["parts"]))


def outline_language(language: str) -> str:
    """The language of LANGUAGES that stands for a code such as "zh_CN" or "pt-BR"; "en" where none does."""
    base = language.replace("_", "-").split("-")[0].casefold()
    return next((one for one in LANGUAGES if one.split("-")[0] == base), "en")


def mix_of(kind: str, goal: str) -> str:
    """The key of MIX that an article counts to: promotion where it is to sell, whatever its kind."""
    if goal == SELL:
        return "promotion"
    known = article_kinds().get(kind)
    return known.mix if known else "useful"


def kinds_for(source: str) -> tuple[str, ...]:
    """The kinds that answer an idea of a source, the likeliest first; every kind where none says so."""
    found = tuple(one.id for one in article_kinds().values() if source in one.fits)
    return found or tuple(article_kinds())


def outlined(kind: str, language: str) -> str:
    """The outline as the text an article begins with: headings in Markdown, each with its question as a comment and
    a line for the answer.

    The questions stand in comments, which no reader ever sees and no check takes for the article's own words.
    """
    parts = outline(kind, language).parts
    return "\n".join(f"## {part.heading}\n\n<!-- {part.question} -->\n\n\n" for part in parts)
