"""The one sentence with its figures that an alert says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from storeapp.kernel.days import short_day, spoken_day
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _, plural
from storeapp.kernel.titles import short_title
from storeapp.reputation.changes.detection import (
    COMPLAINT,
    DROP,
    EDITED,
    FLOOD,
    MOST_IDS,
    VANISHED,
    Alert,
    Cluster,
    Flood,
    Turn,
)
from storeapp.reputation.ratings.chance import how_rare, usually

CLUE = 60  # characters of a review that a line quotes
LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Subject:
    """What an alert is about: a channel, a product or a theme."""

    id: int
    name: str
    platform: str = ""

    def __str__(self) -> str:
        return short_title(self.name, LONGEST_NAME)


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """A review that was edited, or that went away: what it said and what it says."""

    id: int
    said_before: str
    said: str  # the rating in words
    worse: bool
    stars: int | None
    before: str
    text: str
    day: str | None


def turned(kind: str, subject: Subject, found: Turn, today: date) -> Alert:
    """A channel or a product whose latest ratings are worse than its year before."""
    title = _("{subject}: {bad} of the last {count} ratings were bad, {usually}").format(
        subject=subject,
        bad=found.now.bad,
        count=f"{found.now.all:,}",
        usually=usually(found.before.bad, found.before.all, found.now.all),
    )
    average = _("Average {now}, before {before}.").format(
        now=f"{found.now.mean or 0:.2f}", before=f"{found.before.mean or 0:.2f}"
    )
    return Alert(
        kind=kind,
        key=f"{kind}:{subject.id}",
        severity="bad" if kind == DROP else "warn",
        title=title,
        detail=_("{rare} {average}").format(rare=how_rare(found.months), average=average),
        tag=_since(found.since, today),
        since=found.since,
        found=found.until,
        ids=found.bad_ids[:MOST_IDS],
        total=len(found.bad_ids),
        platform=subject.platform,
    )


def clustered(kind_of: str, subject: Subject, found: Cluster, today: date) -> Alert:
    """The same complaint several times; `kind_of`: theme or product."""
    days = plural("in {count} day", "in {count} days", found.days)
    if kind_of == "theme":
        words = plural("{count} complaint", "{count} complaints", found.hits)
        title = _("“{subject}”: {words} {days}, among {drawn} ratings")
    else:
        words = plural("{count} bad review", "{count} bad reviews", found.hits)
        title = _("{subject}: {words} {days}, of {drawn} ratings")
    before = _("Before: {part} of {whole}.").format(part=f"{found.hits_before:,}", whole=f"{found.before:,}")
    return Alert(
        kind=COMPLAINT,
        key=f"{COMPLAINT}:{kind_of}:{subject.id}",
        severity="warn",
        title=title.format(subject=subject, words=words, days=days, drawn=f"{found.drawn:,}"),
        detail=_("{rare} {average}").format(rare=how_rare(found.months), average=before),
        tag=_since(found.since, today),
        since=found.since,
        found=found.until,
        ids=found.ids[:MOST_IDS],
        total=len(found.ids),
        platform=subject.platform,
    )


def flooded(channel: Subject, found: Flood, ids: Sequence[int], today: date) -> Alert:
    """Far more reviews than the busiest month had."""
    days = plural("in {count} day", "in {count} days", found.days)
    words = {
        "bad": _("{channel}: {count} reviews of 1 or 2 stars {days}"),
        "loose": _("{channel}: {count} reviews without a known order {days}"),
        "all": _("{channel}: {count} reviews {days}"),
    }[found.what]
    usual = f"{found.usual:.0f}" if found.usual >= 10 else f"{found.usual:.1f}"
    detail = _("Before, it was at most about {usual} in as many days. Are there orders for them?")
    return Alert(
        kind=FLOOD,
        key=f"{FLOOD}:{channel.id}",
        severity="plain" if found.what == "all" else "bad",
        title=words.format(channel=channel, count=f"{found.count:,}", days=days),
        detail=detail.format(usual=usual),
        tag=_since(found.since, today),
        since=found.since,
        found=found.until,
        ids=tuple(ids[:MOST_IDS]),
        total=found.count,
        platform=channel.platform,
    )


def edited(channel: Subject, seen_at: str, changes: Sequence[ReviewChange], today: date) -> Alert:
    """Reviews that read otherwise than in the import before."""
    worse = sum(one.worse for one in changes)
    words = plural(
        "{count} review was edited since the last import",
        "{count} reviews were edited since the last import",
        len(changes),
    )
    title = _("{subject}: {words}").format(subject=channel, words=words)
    first = max(changes, key=lambda one: one.worse)
    detail = _("“{before}” was {stars_before}, is {stars} now. The earlier text is kept.").format(
        before=clue(first.before), stars_before=first.said_before, stars=first.said
    )
    if first.said == first.said_before:
        detail = _("“{before}” now says “{text}”. The earlier text is kept.").format(
            before=clue(first.before), text=clue(first.text)
        )
    lost = plural("{count} is worse than before", "{count} are worse than before", worse)
    return Alert(
        kind=EDITED,
        key=f"{EDITED}:{channel.id}:{seen_at}",
        severity="warn" if worse else "plain",
        title=_("{title}, {lost}").format(title=title, lost=lost) if worse else title,
        detail=detail,
        tag=_on(seen_at[:10], today),
        since=seen_at[:10],
        found=seen_at[:10],
        ids=tuple(one.id for one in changes[:MOST_IDS]),
        total=len(changes),
        platform=channel.platform,
    )


def vanished(channel: Subject, noticed_at: str, gone: Sequence[ReviewChange], today: date) -> Alert:
    """Reviews that the channel's newest export no longer has."""
    words = plural("{count} review is no longer there", "{count} reviews are no longer there", len(gone))
    first = gone[0]
    day = spoken_day(date.fromisoformat(first.day), today) if first.day else _("No date")
    detail = _("“{text}”, {stars}, {day}. The copy here stays.").format(
        text=clue(first.before), stars=first.said, day=day
    )
    return Alert(
        kind=VANISHED,
        key=f"{VANISHED}:{channel.id}:{noticed_at}",
        severity="warn" if any((one.stars or 0) > 3 for one in gone) else "plain",
        title=_("{subject}: {words}").format(subject=channel, words=words),
        detail=detail,
        tag=_on(noticed_at[:10], today),
        since=noticed_at[:10],
        found=noticed_at[:10],
        ids=tuple(one.id for one in gone[:MOST_IDS]),
        total=len(gone),
        platform=channel.platform,
    )


def clue(text: str) -> str:
    """The first words of a review, on one line."""
    plain = " ".join(text.split()) or _("No words, only stars")
    return plain if len(plain) <= CLUE else f"{plain[: CLUE - 1].rstrip()}…"


def _since(day: str, today: date) -> str:
    return _("Since {day}").format(day=_brief(date.fromisoformat(day), today))


def _on(day: str, today: date) -> str:
    return _("Seen {day}").format(day=_brief(date.fromisoformat(day), today))


def _brief(day: date, today: date) -> str:
    """A day that fits into a tag: `today`, `yesterday`, `16 Jul`."""
    return spoken_day(day, today) if (today - day).days in (0, 1) else short_day(day, today)
