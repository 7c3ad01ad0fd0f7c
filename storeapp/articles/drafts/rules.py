"""What an article may be, what its fields hold, and when a version is kept of its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from storeapp.articles.kinds import article_goals, article_kinds
from storeapp.kernel.errors import UserError
from storeapp.kernel.places import known_country
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _

# What the writer or the person written about got: it decides whether and how the text must be labelled.
RELATIONS: dict[str, str] = {
    "none": N_("Nobody paid or gave anything"),
    "gifted": N_("A product was given for it"),
    "paid": N_("Somebody was paid for it"),
    "partner": N_("About a partner of the shop"),
    "own_link": N_("Links to the own shop"),
}
STATUSES: dict[str, str] = {
    "draft": N_("Draft"),
    "ready": N_("Finished"),
    "published": N_("Published"),
    "retired": N_("Retired"),
}
LONGEST_TITLE, LONGEST_FIELD, LONGEST_NAME = 200, 2000, 80
LONGEST_BODY = 5_000_000  # characters: forty times the longest novel's chapter, and still saved in a moment
MOST_WORD_GOAL = 100_000
EVERY = timedelta(minutes=10)  # of writing without a pause, and the pause after which a new stretch begins
CUT_SHARE, CUT_LEAST = 0.2, 200  # of a text, and characters of it: who takes out so much at once may want it back
FIELDS = (
    *("title", "language", "kind", "topic", "goal", "readers", "angle", "ask", "country", "relation", "word_goal"),
    "person",
)


@dataclass(frozen=True, slots=True)
class ArticleFields:
    """What an article starts from. `body` is Markdown; the rest is its brief, "" and None where it isn't said yet."""

    title: str = ""
    language: str = ""
    kind: str = ""
    body: str = ""
    topic: str = ""
    goal: str = ""
    readers: str = ""
    angle: str = ""
    ask: str = ""
    country: str = ""
    relation: str = "none"
    word_goal: int | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class MeantPlace:
    """Where an article is meant to come out: a channel, an outlet, or neither for the shop's own site."""

    channel_id: int | None = None
    outlet_id: int | None = None


def status_of(ready_at: str | None, published_at: str | None, retired_at: str | None) -> str:
    """One of STATUSES, from what happened to an article."""
    if retired_at is not None:
        return "retired"
    if published_at is not None:
        return "published"
    return "draft" if ready_at is None else "ready"


def checked(fields: ArticleFields) -> ArticleFields:
    """The fields as they are kept. UserError where one can't be."""
    brief = checked_brief({name: getattr(fields, name) for name in FIELDS})
    return replace(fields, body=checked_body(fields.body), **brief)


def checked_brief(brief: Mapping[str, Any]) -> dict[str, Any]:
    """Some of FIELDS as they are kept. UserError where one can't be."""
    plain = dict(brief)
    if not set(plain) <= set(FIELDS):
        raise ValueError(f"{sorted(plain)}")
    for name, known in (("kind", article_kinds()), ("goal", article_goals()), ("relation", RELATIONS)):
        if plain.get(name) and plain[name] not in known:
            raise ValueError(plain[name])
    for name, value in plain.items():
        if isinstance(value, str):
            plain[name] = _checked_words(name, value)
    if "country" in plain:
        plain["country"] = known_country(plain["country"])
    if plain.get("relation") == "":
        plain["relation"] = "none"
    goal = plain.get("word_goal")
    if goal is not None and not 1 <= goal <= MOST_WORD_GOAL:
        message = _("A word goal is a number from 1 to {most}. Nothing was changed.")
        raise UserError(message.format(most=f"{MOST_WORD_GOAL:,}"))
    return plain


def _checked_words(name: str, value: str) -> str:
    plain = " ".join(value.split()) if name in ("title", "topic", "person") else value.strip()
    most = LONGEST_TITLE if name in ("title", "topic", "person") else LONGEST_FIELD
    if len(plain) > most:
        message = _("This is too long: {count} characters are the most. Nothing was changed.")
        raise UserError(message.format(count=f"{most:,}"))
    return plain


def checked_title(title: str) -> str:
    """A title as it is kept; "" is a title too. What is too long is cut, as it was typed and nothing may get lost."""
    return " ".join(title.split())[:LONGEST_TITLE]


def checked_body(body: str) -> str:
    """The text as it is kept: lines end as the program's do. UserError where it is longer than any article."""
    plain = body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(plain) > LONGEST_BODY:
        message = _("The text is too long: an article may have {count} characters. It is not saved yet.")
        raise UserError(message.format(count=f"{LONGEST_BODY:,}"))
    return plain


def checked_version_name(name: str) -> str:
    """The name of a version. UserError where it has none or is too long."""
    plain = " ".join(name.split())
    if not plain:
        raise UserError(_("Give the version a name. Nothing was changed."))
    if len(plain) > LONGEST_NAME:
        message = _("The name is too long. Use at most {count} characters.")
        raise UserError(message.format(count=LONGEST_NAME))
    return plain


def keeps_version(newest_at: datetime | None, changed_at: datetime, now: datetime, before: str, after: str) -> bool:
    """Whether the text as it stands is kept as a version before `after` takes its place.

    It is where there is none yet, where a new stretch of writing begins (after a pause, or EVERY so long), and where
    much of the text is taken out at once. `newest_at`: when the newest version was kept, `changed_at`: the text.
    """
    if newest_at is None:
        return True
    if before == after:
        return False
    if newest_at <= changed_at and (now - newest_at >= EVERY or now - changed_at >= EVERY):
        return True
    gone = len(before) - len(after)
    return newest_at <= changed_at and gone >= CUT_LEAST and gone >= CUT_SHARE * len(before)


def title_or_headline(title: str, body: str) -> str:
    """What to call an article in a list or sentence: its title, else its first heading or line; "" where it's empty."""
    return title or next((line.lstrip("#").strip() for line in body[:2000].splitlines() if line.strip("# \t")), "")[:80]


def called(title: str, body: str) -> str:
    """The same, for a sentence."""
    return title_or_headline(title, body) or _("Untitled")


def joined_places(places: Sequence[MeantPlace]) -> tuple[MeantPlace, ...]:
    """The places, each once. ValueError where one is two."""
    for one in places:
        if one.channel_id is not None and one.outlet_id is not None:
            raise ValueError("a place is a channel or an outlet")
    return tuple(dict.fromkeys(places))
