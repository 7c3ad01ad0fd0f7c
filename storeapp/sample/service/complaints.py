"""The complaints of the sample shop: cases with their stories and promises, and why they happen, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from storeapp.aftersales import service as aftersales
from storeapp.aftersales.causes import service as causes
from storeapp.aftersales.causes.rules import CauseFields, Fix
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.queries import case_of
from storeapp.aftersales.rules import Promised
from storeapp.aftersales.story import service as stories
from storeapp.aftersales.story.rules import Entry as StoryLine
from storeapp.kernel.clock import utc_text
from storeapp.kernel.money import Money
from storeapp.sample.imports import moments
from storeapp.sample.outside import Complaint, SampleLine, SamplePromise, complaints
from storeapp.sample.service.notes import AFTER, Entry, begun
from storeapp.sample.service.rows import SampleShop

AGREED = "Agreed with the buyer"


@dataclass(slots=True)
class SampleCause:
    """A cause's id, 0 until it is found, the cases that led to it, and the reviews that are linked to it."""

    id: int = 0
    led_to_it: list[int] = field(default_factory=list)
    reviews: set[int] = field(default_factory=set)


def cases(shop: SampleShop) -> Iterator[Entry]:
    """All that was done about the complaints and their causes: (when, the verb)."""
    found = {told["key"]: SampleCause() for told in shop.script.outside["cause"]}
    yield from _costs(shop)
    for told in shop.script.outside["cause"]:
        yield from _cause(shop, told, found[told["key"]])
    for one in complaints(shop.script, shop.traders, shop.voices):
        yield from _case(shop, one, found.get(one.cause))


def _case(shop: SampleShop, told: Complaint, cause: SampleCause | None) -> Iterator[Entry]:
    made: list[int] = []
    yield told.opened, partial(_open, shop, told, made, cause)
    for one in told.promises:
        promise: list[int] = []
        yield told.opened + timedelta(minutes=20), partial(_promise, shop, told, made, one, promise)
        if one.kept is not None:
            at = datetime.combine(one.kept, told.opened.timetz()) + timedelta(hours=3)
            yield at, partial(_keep, shop, promise, one.kept)
    for line in told.story:
        yield max(line.at, told.opened + timedelta(minutes=5)), partial(_tell, shop, told, made, line)
    if told.waits:
        yield max(line.at for line in told.story) + timedelta(minutes=10), partial(_wait, shop, made)
    if told.closed is not None:
        yield told.closed, partial(_close, shop, made)


def _open(shop: SampleShop, told: Complaint, made: list[int], cause: SampleCause | None) -> None:
    if told.voice is not None and shop.review(told.voice):
        case = aftersales.open_for_review(shop.db, shop.review(told.voice), told.title, told.reason).value
    else:
        case = aftersales.open_for_order(shop.db, shop.order(told.sale), told.title, told.reason).value
    if told.severity != "normal":
        aftersales.change(shop.db, [case], {"severity": told.severity})
    if told.note:
        aftersales.set_note(shop.db, case, told.note)
    if cause is not None and cause.id:
        causes.link(shop.db, cause.id, "case", [case])
    elif cause is not None:
        cause.led_to_it.append(case)
    made.append(case)


def _money(shop: SampleShop, told: Complaint, amount: int | None) -> Money | None:
    currency = shop.script.places[shop.traders.trade.sales[told.sale].place].currency
    return Money(amount, currency) if amount else None


def _promise(shop: SampleShop, told: Complaint, made: list[int], one: SamplePromise, promise: list[int]) -> None:
    promised = Promised(one.kind, one.words, _money(shop, told, one.amount), one.due.isoformat())
    promise.append(promises.promise(shop.db, made[0], promised).value)


def _keep(shop: SampleShop, promise: list[int], day: date) -> None:
    promises.keep_promise(shop.db, promise[0], day.isoformat())


def _tell(shop: SampleShop, told: Complaint, made: list[int], line: SampleLine) -> None:
    """A line of the story: what was sent and noted by their own verbs, what came in and was done by theirs."""
    match line.kind:
        case "out":
            stories.mark_sent(shop.db, made[0], line.words)
        case "note":
            stories.add_note(shop.db, made[0], line.words)
        case kind:
            through = "platform" if kind == "in" else ""
            amount = _money(shop, told, line.amount)
            entry = StoryLine(kind, line.words, utc_text(line.at), through=through, amount=amount, minutes=line.minutes)
            stories.record(shop.db, made[0], entry, AGREED)


def _wait(shop: SampleShop, made: list[int]) -> None:
    aftersales.wait_for(shop.db, made)


def _close(shop: SampleShop, made: list[int]) -> None:
    aftersales.close(shop.db, made[0])


def _costs(shop: SampleShop) -> Iterator[Entry]:
    """What costs are told with."""
    told = shop.script.outside["costs"]
    at = begun(shop)
    yield at, partial(causes.set_hour_rate, shop.db, Money(told["hour"], "EUR"))
    yield at, partial(causes.set_into, shop.db, "EUR")
    for currency, rate in told["rates"].items():
        yield at, partial(causes.set_rate, shop.db, currency, "EUR", at.date().isoformat(), rate)


def _cause(shop: SampleShop, told: Mapping[str, Any], made: SampleCause) -> Iterator[Entry]:
    """A cause from its finding on: reviews are linked after each import, the fix is recorded, notes are written."""
    found = _days_ago(shop, told["found"])
    yield found, partial(_find, shop, told, made)
    if "story" in told:
        for at in sorted({at for place in shop.script.places for at in moments(place, shop.midnight)}):
            if at + AFTER > found:
                yield at + AFTER, partial(_link, shop, told["story"], made)
    if "sweep" in told:
        yield _days_ago(shop, told["sweep"]["ago"]) + timedelta(hours=7), partial(_sweep, shop, told, made)
    for note in told["notes"]:
        day = _days_ago(shop, note["ago"])
        yield day, partial(_note, shop, made, note["words"], day.date(), note.get("who", ""))
    if "fix" in told:
        yield _days_ago(shop, told["fix"]["done"]) + timedelta(hours=1), partial(_fix, shop, told["fix"], made)
    elif "state" in told:
        yield found + timedelta(days=2), partial(_set_state, shop, told["state"], made)


def _days_ago(shop: SampleShop, days: int) -> datetime:
    return shop.midnight - timedelta(days=days) + timedelta(hours=12)


def _telling(shop: SampleShop, story: str) -> list[int]:
    """The reviews that tell a story and are known by now."""
    return [
        review
        for number, voice in enumerate(shop.voices)
        if voice.story == story
        and (voice.felt < 4 or voice.earlier)
        and voice.posted < shop.clock.at
        and (review := shop.review(number))
    ]


def _find(shop: SampleShop, told: Mapping[str, Any], made: SampleCause) -> None:
    product = None
    if "product" in told:
        number = next(n for n, ware in enumerate(shop.script.wares) if ware.sku == told["product"])
        product = shop.product(number)
    fields = CauseFields(told["title"], told["reason"], product, told.get("supplier", ""))
    reviews = _telling(shop, told["story"]) if "story" in told else []
    made.reviews.update(reviews)
    made.id = causes.add_cause(shop.db, fields, made.led_to_it, reviews).value


def _link(shop: SampleShop, story: str, made: SampleCause) -> None:
    fresh = [review for review in _telling(shop, story) if review not in made.reviews]
    if fresh:
        causes.link(shop.db, made.id, "review", fresh)
        made.reviews.update(fresh)


def _sweep(shop: SampleShop, told: Mapping[str, Any], made: SampleCause) -> None:
    """One evening's work: a case for each bad review that tells the story, with what was sent anew, and settled."""
    since = _days_ago(shop, told["sweep"]["since"])
    opened = []
    for number, voice in enumerate(shop.voices):
        review = shop.review(number) if voice.story == told["story"] and voice.felt < 4 and voice.posted > since else 0
        with shop.db.read() as conn:
            if not review or voice.sale is None or case_of(conn, "review", review):
                continue
        place, ware = shop.script.places[voice.place], shop.script.wares[voice.ware]
        title = told["sweep"]["title"].format(product=ware.title)
        case = aftersales.open_for_review(shop.db, review, title, told["reason"]).value
        sent = Money(round((ware.cost or ware.price // 2) * place.rate / 20) * 10, place.currency)
        stories.record(shop.db, case, StoryLine("replacement", amount=sent), AGREED)
        opened.append(case)
    causes.link(shop.db, made.id, "case", opened)
    aftersales.close_all(shop.db, opened)


def _note(shop: SampleShop, made: SampleCause, words: str, day: date, who: str) -> None:
    causes.add_note(shop.db, made.id, words, day.isoformat(), who)


def _fix(shop: SampleShop, told: Mapping[str, Any], made: SampleCause) -> None:
    once, each = (Money(told[name], "EUR") if name in told else None for name in ("once", "each"))
    began, done = (_days_ago(shop, told[name]).date().isoformat() for name in ("began", "done"))
    causes.record_fix(shop.db, made.id, Fix(told["what"], told["who"], once, each, began, done))


def _set_state(shop: SampleShop, state: str, made: SampleCause) -> None:
    causes.set_state(shop.db, made.id, state)
