"""Three years of orders and buyers of the sample shop, made up from its script; nothing is written here."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from storeapp.kernel.names import name_key
from storeapp.sample.dice import Dice
from storeapp.sample.script import SamplePlace, Script, Ware

REASONS = ("Changed my mind", "Ordered twice by mistake", "Out of stock", "Wrong address", "Found it cheaper")
NOTES = (
    "Prefers e-mail to phone calls.",
    "Runs a small guesthouse, orders before the season.",
    "Leave parcels with the neighbour on the left.",
    "Asked for an invoice with the firm's name.",
)


@dataclass(slots=True)
class SampleBuyer:
    """A made-up customer; `known` maps a channel's index to (kind, value) of its identity there."""

    name: str
    email: str
    phone: str
    language: str
    country: str
    town: str
    consent: str
    do_not_contact: int
    note: str
    known: dict[int, tuple[str, str]]
    last: datetime


@dataclass(slots=True)
class SampleItem:
    """A line of a made-up order: `ware` is an index, `price` is in minor units of the channel's currency."""

    ware: int
    quantity: int
    price: int
    options: str


@dataclass(slots=True)
class Sale:
    """A made-up order: `place` and `buyer` are indexes, instants are aware, amounts in minor units."""

    place: int
    number: str
    buyer: int
    placed: datetime
    items: list[SampleItem]
    shipping: int
    discount: int
    due: date
    status: str = "paid"
    paid: datetime | None = None
    shipped: datetime | None = None
    delivered: datetime | None = None
    canceled: datetime | None = None
    reason: str = ""
    refunded: int = 0
    late: bool = False

    def worth(self) -> int:
        """The sum of the lines, in minor units."""
        return sum(item.price * item.quantity for item in self.items)

    def total(self) -> int:
        """What the buyer paid, in minor units."""
        return self.worth() - self.discount + self.shipping


@dataclass(slots=True)
class Trade:
    """All buyers and orders, the orders by time."""

    buyers: list[SampleBuyer] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)


class Traders:
    """Makes buyers and orders out of a script, day after day, up to `midnight` (UTC)."""

    def __init__(self, script: Script, midnight: datetime) -> None:
        self.script = script
        self.midnight = midnight
        self.dice = Dice(script.seed + midnight.toordinal())
        self.trade = Trade()
        self.zones = [ZoneInfo(place.time_zone) for place in script.places]
        self.ends = [midnight - timedelta(days=place.ends, hours=6) for place in script.places]
        self._regulars: list[list[int]] = [[] for _ in script.places]
        self._counts = [0 for _ in script.places]
        self._names: set[str | None] = set()
        self._wares = {index: float(ware.weight) for index, ware in enumerate(script.wares)}
        newest = date(midnight.year - (0 if midnight.month == 12 and midnight.day > 20 else 1), 12, 1)
        self.december = newest.replace(year=newest.year - int(script.december["years_back"]))

    def trade_all(self) -> Trade:
        """About `script.orders` orders with their buyers, oldest first."""
        first = self.midnight.date() - timedelta(days=self.script.days)
        days = [first + timedelta(days=number) for number in range(self.script.days)]
        busy = [self._busy(number, day) for number, day in enumerate(days)]
        each = self.script.orders / sum(busy)
        due = 0.0
        for number, day in enumerate(days):
            due += busy[number] * each * (0.7 + 0.6 * self.dice.share())
            while due >= 1:
                due -= 1
                self._sell(number, day)
        self.trade.sales.sort(key=lambda sale: sale.placed)
        return self.trade

    def _busy(self, number: int, day: date) -> float:
        script = self.script
        low, high = script.growth
        grown = low + (high - low) * number / script.days
        return script.months[day.month - 1] * script.weekdays[day.weekday()] * grown

    def _sell(self, number: int, day: date) -> None:
        dice, script = self.dice, self.script
        open_now = {i: float(place.share) for i, place in enumerate(script.places) if place.opens <= number}
        place = dice.weighted(open_now)
        hour = dice.pick((7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 19, 20, 20, 21, 21, 22))
        minute, second = dice.between(0, 59), dice.between(0, 59)
        local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=self.zones[place])
        placed = local.astimezone(timezone.utc)
        if placed < self.ends[place]:
            self.sale(place, self._buyer(place, placed), placed, self._items(script.places[place]))

    def sale(self, place: int, buyer: int, placed: datetime, items: list[SampleItem]) -> Sale:
        """Write down one order and let it run its course until its channel's file ends."""
        dice, where = self.dice, self.script.places[place]
        sale = Sale(
            place=place,
            number=self._number(place, placed),
            buyer=buyer,
            placed=placed,
            items=items,
            shipping=0,
            discount=0,
            due=placed.astimezone(self.zones[place]).date() + timedelta(days=where.promise_days),
        )
        if dice.chance(0.08):
            sale.discount = sale.worth() // 10
        if sale.worth() < 12000 * where.rate:
            sale.shipping = round(where.shipping * where.rate)
        self._run(sale)
        self.trade.sales.append(sale)
        self.trade.buyers[buyer].last = placed
        return sale

    def _run(self, sale: Sale) -> None:
        dice, usual, end = self.dice, self.script.usual, self.ends[sale.place]
        sale.paid = sale.placed + timedelta(minutes=dice.between(0, 14))
        if dice.chance(usual["canceled"]):
            when = sale.placed + timedelta(hours=dice.between(1, 40))
            if when < end:
                sale.status, sale.canceled, sale.reason = "canceled", when, dice.pick(REASONS)
                return
        in_december = (sale.placed.year, sale.placed.month) == (self.december.year, 12) and sale.placed.day > 4
        sale.late = dice.chance(self.script.december["late"] if in_december else usual["late"])
        promise = self.script.places[sale.place].promise_days
        shipped = self._by_day(sale, sale.placed + timedelta(days=dice.between(1, 3)), 9, 16)
        days = promise + dice.between(2, 9) if sale.late else dice.between(min(4, promise - 1), promise - 1)
        delivered = self._by_day(sale, sale.placed + timedelta(days=days), 10, 18)
        sale.late = sale.late and delivered < end
        if shipped < end:
            sale.status, sale.shipped = "shipped", shipped
        if shipped < delivered < end:
            sale.status, sale.delivered = "delivered", delivered
            self._aftermath(sale, delivered, end)
        elif sale.status == "paid" and dice.chance(0.3):
            sale.status = "processing"

    def _by_day(self, sale: Sale, moment: datetime, first: int, last: int) -> datetime:
        """The same day at an hour at which parcels are handed over."""
        local = moment.astimezone(self.zones[sale.place])
        hour, minute = self.dice.between(first, last), self.dice.between(0, 59)
        return local.replace(hour=hour, minute=minute).astimezone(timezone.utc)

    def _aftermath(self, sale: Sale, delivered: datetime, end: datetime) -> None:
        if delivered > end - timedelta(days=9):
            return
        draw, usual = self.dice.share(), self.script.usual
        if draw < usual["refunded"]:
            sale.status, sale.refunded = "refunded", sale.total()
        elif draw < usual["refunded"] + usual["returned"]:
            sale.status, sale.refunded = "returned", sale.worth() - sale.discount
        elif draw < usual["refunded"] + usual["returned"] + 0.012:
            sale.refunded = sale.total() // 5

    def item(self, place: SamplePlace, index: int) -> SampleItem:
        """A line with one or more pieces of a product, in the channel's currency."""
        dice, ware = self.dice, self.script.wares[index]
        several = ware.price < 5000 and dice.chance(0.3)
        return SampleItem(
            ware=index,
            quantity=dice.between(2, 4) if several else 1,
            price=price_at(place, ware),
            options=dice.pick(ware.options) if ware.options else "",
        )

    def _items(self, place: SamplePlace) -> list[SampleItem]:
        draw = self.dice.share()
        wanted: list[int] = []
        for _ in range(1 if draw < 0.70 else 2 if draw < 0.92 else 3):
            index = self.dice.weighted(self._wares)
            if index not in wanted:
                wanted.append(index)
        return [self.item(place, index) for index in wanted]

    def _buyer(self, place: int, placed: datetime) -> int:
        dice = self.dice
        regulars = self._regulars[place]
        if regulars and dice.chance(self.script.places[place].again):
            index = dice.pick(regulars)
            if self.trade.buyers[index].last < placed - timedelta(days=12):
                regulars.append(index)  # who came back comes back more often
                return index
        etsy = self._regulars[1]
        if place == 0 and etsy and dice.chance(0.03):
            index = dice.pick(etsy)  # an Etsy buyer who found the own shop
            buyer = self.trade.buyers[index]
            if 0 not in buyer.known and buyer.email and buyer.last < placed:
                buyer.known[0] = ("email", buyer.email)
                regulars.append(index)
                return index
        return self.newcomer(place, placed, dice.weighted(self.script.places[place].countries))

    def newcomer(self, place: int, placed: datetime, country: str) -> int:
        """A new customer of a channel; its index."""
        dice, home = self.dice, self.script.people[country]
        index = len(self.trade.buyers)
        given, family, name = self._name(home)
        platform = self.script.places[place].platform
        plain = unicodedata.normalize("NFKD", f"{given}{family[:1]}".lower())
        slug = "".join(c for c in plain if c.isascii() and c.isalnum()) or "tb"
        handle = f"{slug}{dice.between(1, 9)}{index:04d}"
        email = f"{slug}{index}@example.org" if platform == "own" or (platform == "etsy" and dice.chance(0.4)) else ""
        kind, value = {"own": ("email", email), "amazon": ("account", f"A{index:05d}{handle[:4].upper()}")}.get(
            platform, ("handle", handle)
        )
        self.trade.buyers.append(
            SampleBuyer(
                name=name,
                email=email,
                phone=f"+49 000 {index:07d}" if platform == "own" and dice.chance(0.3) else "",
                language=home["language"],
                country=country,
                town=dice.pick(home["towns"]),
                consent=dice.pick(("yes", "yes", "no", "unknown", "unknown")) if platform == "own" else "unknown",
                do_not_contact=int(dice.chance(0.008)),
                note=dice.pick(NOTES) if dice.chance(0.012) else "",
                known={place: (kind, value)},
                last=placed,
            )
        )
        self._regulars[place].append(index)
        return index

    def _name(self, home: Mapping[str, Any]) -> tuple[str, str, str]:
        """Given name, family name and both together: a pair nobody has yet, or every namesake looked like a double."""
        givens, families = home["given"], home["family"]
        first, second = self.dice.between(0, len(givens) - 1), self.dice.between(0, len(families) - 1)
        for step in range(len(givens) * len(families)):
            given = givens[(first + step) % len(givens)]
            family = families[(second + step // len(givens)) % len(families)]
            name = family + given if home["language"] == "zh" else f"{given} {family}"
            sound = name_key(name)
            if sound not in self._names:
                break
        self._names.add(sound)
        return given, family, name

    def _number(self, place: int, placed: datetime) -> str:
        count = self._counts[place]
        self._counts[place] += 1
        dice, days = self.dice, (placed.date() - date(2020, 1, 1)).days
        match self.script.places[place].number:
            case "etsy":
                return f"{2_000_000_000 + days * 600_000 + count * 37 + dice.between(0, 36):010d}"
            case "ebay":
                return f"{placed.year % 100:02d}-{9000 + count:05d}-{dice.between(10000, 99999)}"
            case "amazon":
                return f"305-{7_700_000 + count * 7:07d}-{dice.between(1_000_000, 9_999_999)}"
            case "taobao":
                return f"{days:05d}{count:06d}{dice.between(10_000_000, 99_999_999)}"
            case _:
                return f"LL-{10001 + count}"


def price_at(place: SamplePlace, ware: Ware) -> int:
    """A product's price on a channel, in minor units of the channel's currency, ending in round tens."""
    return round(ware.price * place.rate / 10) * 10
