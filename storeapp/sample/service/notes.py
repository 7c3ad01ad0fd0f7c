"""What the owner of the sample shop wrote down over the months: each note is a verb, done when it was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from storeapp.customers import service as customers
from storeapp.kernel.money import Money
from storeapp.orders import service as orders
from storeapp.reputation.ratings import service as ratings
from storeapp.reputation.removal import service as removal
from storeapp.reputation.removal.rules import GroundAnswer
from storeapp.reputation.reviews import service as reviews
from storeapp.reputation.trust import service as trust
from storeapp.reputation.trust.rivals import DayFigures, RivalFigures
from storeapp.reputation.trust.rules import MentionFields
from storeapp.sample.doubles import Double
from storeapp.sample.imports import known_from
from storeapp.sample.outside import buyers_answers, posters, unfair
from storeapp.sample.rules import Sale
from storeapp.sample.service.rows import SampleShop
from storeapp.sample.voices import SampleReview

MERGED_DAYS = 19  # how long ago the owner saw that two customers are one
AFTER = timedelta(minutes=40)  # an import, until the owner writes down what it is about

Entry = tuple[datetime, Callable[[], object]]


def notes(shop: SampleShop, doubles: list[Double]) -> Iterator[Entry]:
    """Everything but cases and requests: (when, the verb)."""
    yield from _costs(shop)
    yield from _buyers(shop)
    yield from _figures(shop)
    yield from _mentions(shop)
    yield from _rivals(shop)
    yield from _removal(shop)
    yield from _replies(shop)
    yield from _merges(shop, doubles)


def begun(shop: SampleShop) -> datetime:
    """The evening on which the owner began with the program, after the first imports."""
    return known_from(shop.script, 0, shop.midnight, datetime.min.replace(tzinfo=shop.midnight.tzinfo)) + AFTER


def _costs(shop: SampleShop) -> Iterator[Entry]:
    for number, ware in enumerate(shop.script.wares):
        if ware.cost:
            cost = Money(ware.cost, "EUR")
            yield begun(shop), lambda n=number, c=cost: orders.set_cost(shop.db, shop.product(n), c)  # type: ignore[misc]


def _buyers(shop: SampleShop) -> Iterator[Entry]:
    """Notes about a few buyers, written when the first order of each had come in."""
    heard = buyers_answers(shop.script, shop.traders)
    firsts: dict[int, Sale] = {}
    for sale in shop.traders.trade.sales:
        firsts.setdefault(sale.buyer, sale)
    for number, buyer in enumerate(shop.traders.trade.buyers):
        fields = {name: words for name, words in (("heard_from", heard[number]), ("note", buyer.note)) if words}
        if number not in firsts or not (fields or buyer.do_not_contact):
            continue
        first = firsts[number]
        at = known_from(shop.script, first.place, shop.midnight, first.placed) + AFTER
        if fields:
            yield at, partial(_note_buyer, shop, number, first.place, fields)
        if buyer.do_not_contact:
            yield at, partial(_leave_alone, shop, number, first.place)


def _note_buyer(shop: SampleShop, buyer: int, place: int, fields: dict[str, str]) -> None:
    customers.edit(shop.db, shop.customer(buyer, place), None, **fields)


def _leave_alone(shop: SampleShop, buyer: int, place: int) -> None:
    customers.set_do_not_contact(shop.db, shop.customer(buyer, place), True)


def _figures(shop: SampleShop) -> Iterator[Entry]:
    """What each channel showed, its figure over twelve months: noted monthly, of the time before only each quarter."""
    first = shop.midnight.date() - timedelta(days=shop.script.days)
    for index, place in enumerate(shop.script.places):
        said = sorted((v.posted.date(), place.rating(v.felt)) for v in shop.voices if v.place == index)
        for day in _firsts(first + timedelta(days=120), shop.midnight.date()):
            window = [rating for posted, rating in said if day - timedelta(days=365) <= posted < day]
            if len(window) >= 5 and (day > begun(shop).date() or day.month % 3 == 1):
                metric, value = _shown(place.platform, window)
                at = max(begun(shop), datetime(day.year, day.month, day.day, 7, 30, tzinfo=shop.midnight.tzinfo))
                yield at, partial(_note_figure, shop, index, metric, value, day, len(window))


def _note_figure(shop: SampleShop, place: int, metric: str, value: float, day: date, count: int) -> None:
    ratings.note_snapshot(shop.db, shop.channels[place], metric, value, day, count)


def _shown(platform: str, given: list[float]) -> tuple[str, float]:
    if platform == "ebay":
        good, bad = given.count(3.0), given.count(1.0)
        return "positive_percent", round(100 * good / max(1, good + bad), 1)
    if platform == "taobao":
        return "score", round(3.5 + sum(given) / len(given) / 2, 1)
    return "rating", round(sum(given) / len(given), 2)


def _firsts(start: date, end: date) -> Iterator[date]:
    day = start.replace(day=1)
    while day <= end:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _mentions(shop: SampleShop) -> Iterator[Entry]:
    """Posts, articles and answers, written down together after the import that followed them."""
    found: dict[datetime, list[tuple[MentionFields, int | None]]] = {}
    buyers = posters(shop.script, shop.voices, shop.midnight)
    for told, buyer in zip(shop.script.outside["mention"], buyers, strict=True):
        said = shop.midnight - timedelta(days=told["ago"])
        fields = MentionFields(
            told["kind"], said.date().isoformat(), told["title"], told["url"], note=told.get("note", "")
        )
        found.setdefault(known_from(shop.script, 0, shop.midnight, said) + AFTER, []).append((fields, buyer))
    for at, some in found.items():
        yield at, partial(_note_mentions, shop, some)


def _note_mentions(shop: SampleShop, some: list[tuple[MentionFields, int | None]]) -> None:
    trust.add_mentions(
        shop.db,
        [
            fields if buyer is None else MentionFields(*_plain(fields), shop.customer(buyer) or None, fields.note)
            for fields, buyer in some
        ],
    )


def _plain(fields: MentionFields) -> tuple[str, str, str, str]:
    return fields.kind, fields.said_on, fields.title, fields.url


def _rivals(shop: SampleShop) -> Iterator[Entry]:
    """Shops to compare with, and what their pages showed on some days."""
    for one in shop.script.outside["rival"]:
        made: list[int] = []
        yield begun(shop), partial(_add_rival, shop, one["platform"], one["name"], one["url"], one["note"], made)
        for shown in one["shown"]:
            at = shop.midnight - timedelta(days=shown["ago"]) + timedelta(hours=10)
            figures = RivalFigures(**{name: value for name, value in shown.items() if name != "ago"})
            yield at, partial(_note_rival, shop, made, DayFigures(at.date(), figures))


def _add_rival(shop: SampleShop, platform: str, name: str, url: str, note: str, made: list[int]) -> None:
    made.append(trust.add_rival(shop.db, platform, name, url, note).value)


def _note_rival(shop: SampleShop, made: list[int], figures: DayFigures) -> None:
    trust.note_rival(shop.db, made[0], [figures])


def _removal(shop: SampleShop) -> Iterator[Entry]:
    """A request to take a review down, and how it ended."""
    number, told = unfair(shop.script, shop.voices, shop.midnight), shop.script.outside["removal"]
    if number is None:
        return
    voice = shop.voices[number]
    known = known_from(shop.script, voice.place, shop.midnight, voice.posted)
    asked = max(voice.posted + timedelta(days=told["after"]), known) + AFTER
    decided = asked + timedelta(days=told["decided"] - told["after"])
    made: list[int] = []
    yield asked, partial(_ask_removal, shop, number, told["ground"], asked.date(), told["note"], made)
    yield decided, lambda: removal.decide_removal(shop.db, made[0], "kept", decided.date())


def _ask_removal(shop: SampleShop, voice: int, ground: str, day: date, note: str, made: list[int]) -> None:
    answer = {ground: GroundAnswer(True, shop.voices[voice].text)}
    made.append(removal.ask_removal(shop.db, shop.review(voice), ground, answer, day, note).value)


def _replies(shop: SampleShop) -> Iterator[Entry]:
    """Replies that were written after the import in which their review came: marked as sent in the program."""
    for number, voice in enumerate(shop.voices):
        if voice.replied is not None and voice.replied > begun(shop):
            known = known_from(shop.script, voice.place, shop.midnight, voice.posted)
            if known + AFTER < voice.replied:
                yield voice.replied, partial(_reply, shop, number, voice)


def _reply(shop: SampleShop, number: int, voice: SampleReview) -> None:
    assert voice.replied is not None
    reviews.mark_replied(shop.db, shop.review(number), voice.reply, voice.replied)


def _merges(shop: SampleShop, doubles: list[Double]) -> Iterator[Entry]:
    """Buyers whom two channels know: put together when the second one came in, or when the owner saw it."""
    known: Counter[int] = Counter()
    for sale in shop.traders.trade.sales:
        buyer = shop.traders.trade.buyers[sale.buyer]
        if len(buyer.known) > 1 and sale.place != next(iter(buyer.known)) and not known[sale.buyer]:
            known[sale.buyer] += 1
            at = known_from(shop.script, sale.place, shop.midnight, sale.placed) + AFTER
            yield at, partial(_merge, shop, (sale.buyer, next(iter(buyer.known))), (sale.buyer, sale.place))
    for double in doubles:
        if double.kind == "merged":
            at = shop.midnight - timedelta(days=MERGED_DAYS) + AFTER
            yield at, partial(_merge, shop, (double.first, None), (double.second, None))


def _merge(shop: SampleShop, kept: tuple[int, int | None], lost: tuple[int, int | None]) -> None:
    one, other = shop.customer(*kept), shop.customer(*lost)
    if one != other:  # the first import sees for itself that a phone number is the same
        customers.merge(shop.db, one, other)
