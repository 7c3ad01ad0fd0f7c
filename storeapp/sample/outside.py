"""What the owner of the sample shop wrote down beside the files: answers, complaints, mentions; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from storeapp.sample.dice import Dice
from storeapp.sample.imports import known_from
from storeapp.sample.rules import Sale, Trade, Traders
from storeapp.sample.script import Script
from storeapp.sample.voices import SampleReview

REACH = 60  # days between a good review and the same buyer's post


@dataclass(frozen=True, slots=True)
class SamplePromise:
    """A promise of a case, with `amount` in minor units of the channel's currency; days are the owner's own."""

    kind: str
    words: str
    due: date
    kept: date | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A line of a case's story: its kind, when, the words, an amount in minor units of the channel's currency."""

    kind: str
    at: datetime
    words: str
    amount: int | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """A case about a review (`voice`) or an order (`sale`), both by index; open while `closed` is None.

    `cause` is the key of the cause it has, `waits` says that it is the buyer's turn.
    """

    title: str
    reason: str
    severity: str
    note: str
    cause: str
    waits: bool
    voice: int | None
    sale: int
    opened: datetime
    closed: datetime | None
    promises: tuple[SamplePromise, ...]
    story: tuple[SampleLine, ...]


def answers(script: Script, traders: Traders) -> list[str]:
    """How the buyer of each order found the shop, "" where nothing was said, in the order of the sales."""
    told = script.outside["heard"]
    dice = Dice(script.seed * 5 + traders.midnight.toordinal())
    start = traders.midnight - timedelta(days=script.days)
    seen: set[int] = set()
    found = []
    for sale in traders.trade.sales:
        key = script.places[sale.place].key
        grown = (sale.placed - start).days / script.days
        says = dice.chance(told["share"][key])
        if says and sale.buyer in seen and dice.chance(told["again"]):
            found.append(told["before"])
        elif says:
            found.append(dice.weighted(_weights(told["answer"], key, sale.placed.month, grown)))
        else:
            found.append("")
        seen.add(sale.buyer)
    return found


def buyers_answers(script: Script, traders: Traders) -> list[str]:
    """The same of the buyers themselves: a few told the owner once, and it stands for all they buy."""
    told = script.outside["heard"]
    dice = Dice(script.seed * 7 + traders.midnight.toordinal())
    found = []
    for buyer in traders.trade.buyers:
        key = script.places[next(iter(buyer.known))].key
        says = dice.chance(told["customers"])
        found.append(dice.weighted(_weights(told["answer"], key, buyer.last.month, 1.0)) if says else "")
    return found


def _weights(some: list[dict[str, Any]], key: str, month: int, grown: float) -> dict[str, float]:
    return {
        one["words"]: one["weights"][0] + (one["weights"][1] - one["weights"][0]) * grown
        for one in some
        if key in one["channels"] and month in one.get("months", range(1, 13))
    }


def complaints(script: Script, traders: Traders, voices: list[SampleReview]) -> list[Complaint]:
    """The cases, oldest first. Those of a story that nobody tells are left out."""
    found, used = [], set[int]()
    midnight = traders.midnight
    for told in script.outside["case"]:
        voice, sale = _subject(told, traders.trade, voices, midnight - timedelta(days=told.get("ago", 0)), used, script)
        if sale is None:
            continue
        if not any("kept" in one for one in told["promises"]):
            opened = midnight + timedelta(hours=7) - timedelta(days=told["opened"])
        else:
            since = voices[voice].posted if voice is not None else traders.trade.sales[sale].delivered
            opened = (since or midnight) + timedelta(days=told["opened"], hours=3)
            known = known_from(script, traders.trade.sales[sale].place, midnight, since or midnight)
            opened = max(opened, known + timedelta(hours=2))
        made = traders.trade.sales[sale]
        promises = tuple(_promised(each, opened) for each in told["promises"])
        story = tuple(_line(each, opened, script, traders.trade, made) for each in told.get("told", ()))
        last = max((one.kept for one in promises if one.kept), default=None)
        done = bool(promises) and all(one.kept for one in promises)
        closed = datetime.combine(last, opened.timetz()) + timedelta(hours=4) if done and last else None
        if closed is not None:
            closed = max([closed, *(line.at + timedelta(minutes=30) for line in story)])
        found.append(
            Complaint(
                title=told["title"].format(product=_product(script, traders.trade, voices, voice, sale)),
                reason=told["reason"],
                severity=told.get("severity", "normal"),
                note=told["note"],
                cause=told.get("cause", ""),
                waits=told.get("waits", False),
                voice=voice,
                sale=sale,
                opened=opened,
                closed=closed,
                promises=promises,
                story=story,
            )
        )
    return sorted(found, key=lambda one: one.opened)


def _subject(
    told: Mapping[str, Any], trade: Trade, voices: list[SampleReview], day: datetime, used: set[int], script: Script
) -> tuple[int | None, int | None]:
    """(index of the review, index of the order) a case is about."""
    if "product" in told:
        sold = [
            (abs(sale.delivered - day), number)
            for number, sale in enumerate(trade.sales)
            if sale.delivered
            and sale.delivered < day
            and number not in used
            and script.wares[sale.items[0].ware].sku == told["product"]
            and script.places[sale.place].key == told.get("channel", script.places[sale.place].key)
            and told.get("language") in (None, trade.buyers[sale.buyer].language)
        ]
        if not sold:
            return None, None
        used.add(min(sold)[1])
        return None, min(sold)[1]
    fits = [
        (abs(voice.posted - day), number)
        for number, voice in enumerate(voices)
        if voice.sale is not None
        and (
            voice.waiting == told["waiting"]
            if "waiting" in told
            else voice.story == told["story"] and voice.felt < 4 and voice.sale not in used and voice.text
        )
    ]
    if not fits:
        return None, None
    chosen = min(fits)[1]
    sale = voices[chosen].sale
    if sale is not None:
        used.add(sale)
    return chosen, sale


def _line(told: Mapping[str, Any], opened: datetime, script: Script, trade: Trade, sale: Sale) -> SampleLine:
    place = script.places[sale.place]
    amount = round(told["amount"] * place.rate / 10) * 10 if "amount" in told else None
    sorry = script.words[trade.buyers[sale.buyer].language]["sorry"][0]
    words = told.get("words", "").format(sorry=sorry)
    return SampleLine(told["kind"], opened + timedelta(hours=told["at"]), words, amount, told.get("minutes"))


def _product(script: Script, trade: Trade, voices: list[SampleReview], voice: int | None, sale: int) -> str:
    ware = voices[voice].ware if voice is not None else trade.sales[sale].items[0].ware
    return script.wares[ware].title


def _promised(told: Mapping[str, Any], opened: datetime) -> SamplePromise:
    due = opened.date() + timedelta(days=told["due"])
    kept = opened.date() + timedelta(days=told["kept"]) if "kept" in told else None
    return SamplePromise(told["kind"], told["words"], due, kept, told.get("amount"))


def posters(script: Script, voices: list[SampleReview], midnight: datetime) -> Iterator[int | None]:
    """For each mention the index of its buyer: one who praised in the weeks before, None for what no buyer wrote."""
    used: set[int] = set()
    for told in script.outside["mention"]:
        day = midnight - timedelta(days=told["ago"])
        fits = [
            voice.buyer
            for voice in voices
            if told["kind"] == "post"
            and voice.felt == 5
            and voice.text
            and voice.sale is not None
            and voice.buyer not in used
            and day - timedelta(days=REACH) < voice.posted < day
        ]
        if fits:
            used.add(fits[-1])
        yield fits[-1] if fits else None


def unfair(script: Script, voices: list[SampleReview], midnight: datetime) -> int | None:
    """The index of the review whose removal was asked for: the newest bad one that tells the story of `removal`."""
    told = script.outside["removal"]
    fits = [
        number
        for number, voice in enumerate(voices)
        if voice.story == told["story"]
        and voice.felt < 3
        and voice.text
        and script.places[voice.place].key == told["channel"]
        and voice.posted < midnight - timedelta(days=40)
    ]
    return fits[-1] if fits else None
