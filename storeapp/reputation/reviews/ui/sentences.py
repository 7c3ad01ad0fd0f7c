"""How the reputation pages say what a review is, waits for, or got: the same words in list, inspector and chips."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from storeapp.kernel.clock import Clock
from storeapp.kernel.days import clock_time, short_day, spoken_day, stretch
from storeapp.kernel.language_names import language_name
from storeapp.kernel.rating_words import rates_in_words, words_of_stars
from storeapp.kernel.review_kinds import kind_title
from storeapp.kernel.text import N_, _, plural
from storeapp.reputation.ratings.rules import BAD, Wait, one_line, waited
from storeapp.reputation.reviews.records import ReviewFilters, ReviewRow

TONES = {"calm": "text-2", "due": "warning", "overdue": "negative"}
KINDS = {"calm": "plain", "due": "warn", "overdue": "bad"}
REPLIES = {
    "waiting": N_("Bad and without a reply"),
    "none": N_("Without a reply"),
    "draft": N_("Drafted"),
    "replied": N_("Replied"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, as the page counts: the clock's instant and day, and whether buyers are named."""

    now: datetime
    today: date
    show_names: bool

    @classmethod
    def of(cls, clock: Clock, show_names: bool) -> Moment:
        """The present one."""
        return cls(clock.now(), clock.today(), show_names)

    def wait(self, row: ReviewRow) -> Wait | None:
        """How long a bad review waits, None where it doesn't or has no date."""
        return waited(row.posted_on, row.posted_at, self.now, self.today) if row.waiting else None


def said(row: ReviewRow) -> str:
    """Title and text on one line."""
    return one_line(row.title, row.text)


def buyer(row: ReviewRow, show_names: bool) -> str:
    """The buyer by number, by name if names are on, or as the channel shows the reviewer."""
    if row.customer_id is None:
        return row.reviewer if show_names else ""
    if show_names and (row.customer or row.reviewer):
        return row.customer or row.reviewer
    return _("Customer {number}").format(number=row.customer_id)


def reply_state(row: ReviewRow, moment: Moment) -> tuple[str, str, str]:
    """Words, icon and colour token of the reply column."""
    if row.gone_at and not row.replied_on:
        return _("No longer there"), "eye-off", "muted"
    if row.replied_on:
        return (
            _("Replied {day}").format(day=short_day(date.fromisoformat(row.replied_on), moment.today)),
            "check",
            "positive",
        )
    wait = moment.wait(row)
    if wait is None:
        return (_("Draft"), "pencil", "info") if row.draft else ("", "", "muted")
    time = stretch(wait.hours)
    if row.draft:
        return _("{time}, draft").format(time=time), "pencil", "info"
    return _("{time}, no reply").format(time=time), "clock", TONES[wait.tone]


def day_of(row: ReviewRow, today: date) -> str:
    """The day of a review for the narrow column."""
    return short_day(date.fromisoformat(row.posted_on), today) if row.posted_on else ""


def posted(row: ReviewRow, today: date, time_zone: str) -> str:
    """`15 July 02:11`, in the channel's own time."""
    if not row.posted_on:
        return _("No date")
    words = spoken_day(date.fromisoformat(row.posted_on), today)
    time = clock_time(row.posted_at, time_zone) if row.posted_at else ""
    if time in ("", "00:00"):  # files write midnight where they know only the day
        return words
    return _("{day} {time}").format(day=words, time=time)


def stars_said(stars: float) -> str:
    """`4 stars`, `3.5 stars`."""
    if stars == int(stars):
        return plural("{count} star", "{count} stars", int(stars))
    return _("{stars} stars").format(stars=f"{stars:g}")


def stars_words(stars: tuple[int, ...], platforms: Sequence[str] = ()) -> str:
    """`1 to 3 stars`, `5 stars`, `No stars`; `Negative, Neutral` where all `platforms` in sight rate in words."""
    if platforms and all(rates_in_words(one) for one in platforms):
        said = [words_of_stars(one, platforms) for one in sorted(stars) if one]
        return _(", ").join(filter(None, said)) or (_("No rating") if 0 in stars else stars_words(stars))
    if stars == BAD:
        return _("1 to 3 stars")
    if stars == (0,):
        return _("Not in stars")
    rated = [one for one in sorted(stars) if one]
    if len(rated) == 1 and 0 not in stars:
        return plural("{count} star", "{count} stars", rated[0])
    words = _(", ").join(str(one) for one in rated)
    return _("{stars} stars").format(stars=words)


def filter_chips(
    wanted: ReviewFilters,
    channels: Mapping[int, str],
    product: Callable[[int], str],
    today: date,
    themes: Mapping[int, str] | None = None,
    platforms: Sequence[str] = (),
) -> list[tuple[str, str]]:
    """(field of ReviewFilters, words) for every filter that is on; the search has its own box."""
    found: list[tuple[str, str]] = []
    if wanted.channels:
        found.append(("channels", _(", ").join(channels.get(one, "?") for one in wanted.channels)))
    if wanted.product is not None:
        found.append(("product", product(wanted.product) if wanted.product else _("No known product")))
    if wanted.stars:
        found.append(("stars", stars_words(wanted.stars, platforms)))
    if wanted.theme is not None:
        found.append(("theme", (themes or {}).get(wanted.theme, "…")))
    if wanted.kind:
        found.append(("kind", kind_title(wanted.kind)))
    if wanted.languages:
        found.append(("languages", _(", ").join(language_name(one) for one in wanted.languages)))
    if wanted.has_text is not None:
        found.append(("has_text", _("With text") if wanted.has_text else _("Stars only")))
    if wanted.has_photos is not None:
        found.append(("has_photos", _("With photos") if wanted.has_photos else _("Without photos")))
    if wanted.reply:
        found.append(("reply", _(REPLIES[wanted.reply])))
    if wanted.linked is not None:
        found.append(("linked", _("With its order") if wanted.linked else _("Without a known order")))
    if wanted.edited is not None:
        found.append(("edited", _("Edited by the buyer") if wanted.edited else _("Never edited")))
    if wanted.gone is not None:
        found.append(("gone", _("No longer on its channel") if wanted.gone else _("Still on its channel")))
    if wanted.ids:
        found.append(("ids", plural("{count} chosen review", "{count} chosen reviews", len(wanted.ids))))
    if wanted.since:
        day = spoken_day(date.fromisoformat(wanted.since), today)
        found.append(("since", _("Since {day}").format(day=day)))
    if wanted.until:
        day = spoken_day(date.fromisoformat(wanted.until), today)
        found.append(("until", _("Up to {day}").format(day=day)))
    return found
