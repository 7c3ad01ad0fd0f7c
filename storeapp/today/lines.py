"""What the rooms report, turned into lines of work in the owner's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from storeapp.aftersales.records import DueRow
from storeapp.aftersales.rules import promise_words
from storeapp.kernel.clock import local_day
from storeapp.kernel.days import ago, long_day, stretch
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.targets import AnswerReview, OpenCase, OpenPage, OpenReviews
from storeapp.kernel.text import _, in_context, plural
from storeapp.kernel.titles import short_name, short_title
from storeapp.reputation.changes.detection import Alert
from storeapp.reputation.ratings.rules import waited
from storeapp.reputation.reviews.records import ReviewRow
from storeapp.today.queries import Doubtful, OverdueWorkbook, StaleFile, Unlinked, Waiting
from storeapp.today.rules import (
    ALERTS,
    HELPERS,
    LINKS,
    PROMISES,
    REVIEWS,
    SHOWN_ALERTS,
    SHOWN_PROMISES,
    STALE,
    Line,
    Tone,
    days_old,
)

REPLY_MINUTES, HEAP_MINUTES, FILE_MINUTES = 1.6, 2.0, 1.0
ALERT_MINUTES, PROMISE_MINUTES = 1.5, 2.0
LONGEST_NAME = 42  # of a product in a line that must also hold buyer and order
OVERDUE_TAG_DAYS = 7  # from this age a helper's workbook is marked in red
OLD_TAG_DAYS = 30  # from this age a stale file is marked in red
_TONES: dict[str, Tone] = {"calm": "plain", "due": "warning", "overdue": "negative"}
_SEVERITIES: dict[str, Tone] = {"bad": "negative", "warn": "warning", "plain": "plain"}
_ICONS = {
    "drop": "trend-down",
    "product": "box",
    "complaint": "message",
    "flood": "triangle-alert",
    "edited": "pencil",
    "vanished": "eye-off",
}


def review_lines(waiting: Waiting, now: datetime, today: date, show_names: bool) -> Iterator[Line]:
    """One line a review, and one for the heap that isn't shown one by one."""
    for row in waiting.shown:
        wait = waited(row.posted_on, row.posted_at, now, today)
        yield Line(
            key=f"review:{row.id}",
            group=REVIEWS,
            title=_review_title(row),
            detail=about(row, show_names),
            tag=_("Waiting {time}").format(time=stretch(wait.hours)) if wait else _("No date"),
            tone=_TONES[wait.tone] if wait else "plain",
            verb=_("Write reply"),
            letter="E",
            target=AnswerReview(row.id),
            minutes=REPLY_MINUTES,
            platform=row.platform,
            stars=shown_stars(row.exact, row.scale),
        )
    more = waiting.total - len(waiting.shown)
    if more > 0:
        yield Line(
            key="reviews:older",
            group=REVIEWS,
            title=plural("{count} more bad review has no reply", "{count} more bad reviews have no reply", more),
            detail=_("The list of reviews shows all that wait"),
            tag=plural("{count} open", "{count} open", more),
            tone="plain",
            verb=_("See them"),
            letter="O",
            target=OpenReviews(reply="waiting"),
            minutes=HEAP_MINUTES,
            icon="star",
        )


def said(row: ReviewRow) -> str:
    """What the review says, on one line."""
    return " ".join((row.title or row.text).split())


def about(row: ReviewRow, show_names: bool) -> str:
    """`Walnut reading lamp, Customer 2041, order 3382-1107`, as far as it is known."""
    named_by = short_name(row.product, row.label, LONGEST_NAME) or short_title(row.channel, LONGEST_NAME)
    parts = [named_by]
    if row.customer_id is not None:
        named = show_names and row.customer
        parts.append(row.customer if named else _("Customer {number}").format(number=row.customer_id))
    if row.order_number:
        parts.append(_("order {number}").format(number=row.order_number))
    return _(", ").join(parts)


def link_lines(found: Iterable[Unlinked]) -> Iterator[Line]:
    """Reviews whose orders are missing, one line a channel."""
    for one in found:
        yield Line(
            key=f"links:{one.channel_id}",
            group=LINKS,
            title=plural(
                "{count} review names an order that isn't here",
                "{count} reviews name orders that aren't here",
                one.reviews,
            ),
            detail=_("{channel}: import the orders of that time, and they are linked automatically").format(
                channel=one.channel
            ),
            tag=plural("{count} unlinked", "{count} unlinked", one.reviews),
            tone="warning",
            verb=_("See them"),
            letter="O",
            target=OpenReviews(channels=(one.channel_id,), linked=False),
            minutes=FILE_MINUTES,
            platform=one.platform,
            tag_icon="link",
        )


def doubtful_lines(found: Doubtful) -> Iterator[Line]:
    """Reviews that came again and may be, or are, ones the shop has."""
    told = (
        (
            "doubles", found.doubles,
            plural("{count} review was imported twice", "{count} reviews were imported twice", found.doubles),
            _("An older version took them for new ones. Merge them with one press; nothing is lost"),
        ),
        (
            "edited", found.asked,
            plural("{count} review may be one you have, edited", "{count} reviews may be ones you have, edited",
                   found.asked),
            _("Look at both versions and say yes or no"),
        ),
    )  # fmt: skip
    for name, count, title, detail in told:
        if count:
            yield Line(
                key=f"links:{name}:{count}",
                group=LINKS,
                title=title,
                detail=detail,
                tag=plural("{count} open", "{count} open", count),
                tone="warning",
                verb=_("See them"),
                letter="O",
                target=OpenPage("reputation", "links"),
                minutes=FILE_MINUTES,
                icon="link",
                tag_icon="link",
            )


def helper_lines(found: Iterable[OverdueWorkbook], today: date) -> Iterator[Line]:
    """Workbooks that should be back by now, one line each, taking the file when it is dropped."""
    for one in found:
        days = days_old(one.until_on, today)
        rows = plural("{count} row", "{count} rows", one.rows)
        yield Line(
            key=f"helper:{one.id}",
            group=HELPERS,
            title=_("{rows} with {helper} should be back").format(rows=rows, helper=one.helper or _("a helper")),
            detail=_("Drop {file} anywhere on this row, or choose the file").format(file=one.file_name),
            tag=plural("{count} day overdue", "{count} days overdue", days),
            tone="negative" if days >= OVERDUE_TAG_DAYS else "warning",
            verb=_("Choose file"),
            letter="I",
            target=OpenPage("import"),
            minutes=HEAP_MINUTES,
            icon="users",
            files=True,
        )


def stale_lines(files: Iterable[StaleFile], today: date) -> Iterator[Line]:
    """Files that should come in again, one line each, taking dropped files."""
    for one in files:
        when = ago(local_day(one.imported_at), today)
        title = (
            _("{channel} reviews: last import {when}")
            if one.kind == "reviews"
            else _("{channel} orders: last import {when}")
        )
        yield Line(
            key=f"stale:{one.channel_id}:{one.kind}",
            group=STALE,
            title=title.format(channel=one.channel, when=when),
            detail=_("Drop {file} anywhere on this row, or choose the file").format(file=one.file_name),
            tag=_("{time} old").format(time=stretch(one.days * 24)),
            tone="negative" if one.days >= OLD_TAG_DAYS else "warning",
            verb=_("Choose file"),
            letter="I",
            target=OpenPage("import"),
            minutes=FILE_MINUTES,
            icon="import",
            files=True,
        )


def alert_lines(found: Iterable[Alert], today: date) -> Iterator[Line]:
    """Changes that matter, the gravest first; the reviews behind each are what its button opens."""
    for number, one in enumerate(found):
        if number == SHOWN_ALERTS:
            return
        yield Line(
            key=one.key,
            group=ALERTS,
            title=one.title,
            detail=one.detail,
            tag=one.tag,
            tone=_SEVERITIES[one.severity],
            verb=in_context("verb", "Look"),
            letter="O",
            target=OpenReviews(ids=tuple(one.ids)),
            minutes=ALERT_MINUTES,
            platform=one.platform,
            icon=_ICONS[one.kind],
            tag_icon=_ICONS[one.kind],
            kind="alert",
            record=one,
        )


def promise_lines(found: Iterable[DueRow], today: date, show_names: bool) -> Iterator[Line]:
    """Promises of open cases whose day is today or past, the oldest first; many in one line."""
    every = list(found)
    for one in every[:SHOWN_PROMISES]:
        due = one.promise.due_on or today.isoformat()
        over = days_old(due, today)
        yield Line(
            key=f"promise:{one.promise.id}",
            group=PROMISES,
            title=_("Case {number}: {promise}").format(number=one.case_id, promise=_promised(one)),
            detail=_(", ").join(_about_case(one, date.fromisoformat(due), show_names)),
            tag=plural("{count} day over", "{count} days over", over) if over else _("Due today"),
            tone="negative" if over else "warning",
            verb=_("Open case"),
            letter="O",
            target=OpenCase(one.case_id),
            minutes=PROMISE_MINUTES,
            platform=one.platform,
            icon="lifebuoy",
        )
    rest = every[SHOWN_PROMISES:]
    if rest:
        over = any((one.promise.due_on or "") < today.isoformat() for one in rest)
        yield Line(
            key="promises:more",
            group=PROMISES,
            title=plural("{count} more promise is due", "{count} more promises are due", len(rest)),
            detail="",
            tag=plural("{count} promise", "{count} promises", len(rest)),
            tone="negative" if over else "warning",
            verb=_("Show them"),
            letter="O",
            target=OpenPage("aftersales", "promises"),
            minutes=PROMISE_MINUTES * len(rest),
            icon="lifebuoy",
        )


def _promised(one: DueRow) -> str:
    return promise_words(one.promise.kind, one.promise.words or one.title, one.promise.amount)


def _about_case(one: DueRow, due: date, show_names: bool) -> Iterator[str]:
    yield _("Promised by {day}").format(day=long_day(due))
    if one.customer_id is not None:
        named = show_names and one.customer
        yield one.customer if named else _("Customer {number}").format(number=one.customer_id)
    if one.channel:
        yield one.channel


def _review_title(row: ReviewRow) -> str:
    """What was said, behind the platform's word for the rating where there are no stars to paint."""
    title = _("“{text}”").format(text=said(row)) if said(row) else _("No words, only a rating")
    if shown_stars(row.stars, row.scale) is not None:
        return title
    return _("{stars}: {words}").format(stars=rating_words(row.platform, row.rating, row.scale), words=title)
