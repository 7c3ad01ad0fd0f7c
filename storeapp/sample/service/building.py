"""Builds the sample shop in a folder, through the same write door as everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock, utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import private_folder, scratch
from storeapp.kernel.text import N_, _
from storeapp.sample.doubles import Double, plant
from storeapp.sample.outside import answers, buyers_answers
from storeapp.sample.rules import Sale, Traders
from storeapp.sample.script import Script, load
from storeapp.sample.service.beside import Beside, Ids
from storeapp.sample.voices import SampleReview, Voices
from storeapp.store.db import FILE_NAME, Database
from storeapp.store.files import put_new, refusal
from storeapp.store.place import TAKEN
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import (
    Channel,
    Customer,
    Identity,
    ImportBatch,
    Listing,
    Order,
    OrderLine,
    Product,
    RatingSnapshot,
    Review,
    ReviewVersion,
)
from storeapp.store.tx import Tx

TITLE = N_("Opened the sample shop")


def build(folder: Path, clock: Clock, progress: Progress | None = None) -> Path:
    """Make the sample shop "Lumen & Loom" in an empty folder and close it again; returns the folder.

    The same day gives the same shop. UserError if a shop is there already.
    """
    progress = progress or Progress()
    progress.begin(_("Making up three years of orders"), 6)
    midnight = datetime.combine(clock.now().astimezone(timezone.utc).date(), datetime.min.time(), timezone.utc)
    script = load()
    traders = Traders(script, midnight)
    traders.trade_all()
    doubles = plant(script, traders.trade)
    progress.step()
    voices = Voices(script, traders).hear_all()
    progress.step()
    if (folder / FILE_NAME).exists():
        raise UserError(_(TAKEN))
    try:
        private_folder(folder)
        with scratch(folder) as work:  # half a sample shop would look like an empty one, and stop the next try
            db = Database.create(work / "shop", clock, derived=DERIVED)
            try:
                with db.write(_(TITLE), kind="sample", undoable=False, progress=progress) as tx:
                    _Writer(tx, script, traders, voices).write(progress, doubles)
            finally:
                db.close()
            put_new(db.place.file, folder / FILE_NAME)
    except FileExistsError as error:
        raise UserError(_(TAKEN)) from error
    except OSError as error:
        raise refusal(error, folder) from error
    return folder


class _Writer:
    """Puts a made-up trade into a new shop file, table by table."""

    def __init__(self, tx: Tx, script: Script, traders: Traders, voices: list[SampleReview]) -> None:
        self.tx, self.script, self.traders, self.voices = tx, script, traders, voices
        self.trade = traders.trade
        self.zones = [ZoneInfo(place.time_zone) for place in script.places]

    def write(self, progress: Progress, doubles: list[Double]) -> None:
        """Write everything; `progress` takes four steps."""
        set_shop_setting(self.tx, "shop_name", self.script.name)
        set_shop_setting(self.tx, "sample", True)
        self._channels()
        self._products()
        progress.step()
        self._customers()
        progress.step()
        self._orders()
        progress.step()
        self._reviews()
        self._snapshots()
        ids = Ids(self.channels, self.customers, self.orders, self.reviews)
        Beside(self.tx, self.script, self.traders, self.voices, ids).write(doubles)
        progress.step()

    def _day(self, place: int, moment: datetime | None) -> str | None:
        """A moment as the channel's own calendar day."""
        return moment.astimezone(self.zones[place]).date().isoformat() if moment else None

    def _channels(self) -> None:
        opened = self.traders.midnight - timedelta(days=self.script.days)
        self.channels = self.tx.insert(
            Channel,
            ("platform", "name", "currency", "time_zone", "locale", "region", "url", "created_at"),
            [
                (
                    *(p.platform, p.name, p.currency, p.time_zone, p.locale, p.region, p.url),
                    utc_text(opened + timedelta(p.opens)),
                )
                for p in self.script.places
            ],
        )
        files = []
        for index, place in enumerate(self.script.places):
            rows = sum(1 for sale in self.trade.sales if sale.place == index)
            said = sum(1 for voice in self.voices if voice.place == index)
            end = self.traders.ends[index]
            newest, heard = end.date().isoformat(), (self.traders.midnight - timedelta(days=1)).date().isoformat()
            files.append((self.channels[index], place.file, utc_text(end), rows, newest, "orders lines"))
            reviewed = f"{place.key}-reviews.csv"
            files.append((self.channels[index], reviewed, utc_text(self.traders.midnight), said, heard, "reviews"))
        self.batches = self.tx.insert(
            ImportBatch,
            ("channel_id", "file_name", "imported_at", "rows", "new", "newest_on", "kinds", "sha256"),
            [(channel, name, at, rows, rows, *more, "") for channel, name, at, rows, *more in files],
        )

    def _products(self) -> None:
        wares, places = self.script.wares, self.script.places
        self.products = self.tx.insert(
            Product,
            ("title", "sku", "category", "cost_minor", "cost_currency"),
            [(ware.title, ware.sku, ware.category, ware.cost, "EUR" if ware.cost else "") for ware in wares],
        )
        prices = {(s.place, item.ware): item.price for s in self.trade.sales for item in s.items}
        rows = []
        for index, place in enumerate(places):
            for number, ware in enumerate(wares):
                external = f"{(index + 3) * 10_000_000 + number * 7919 + 41}"
                title = ware.zh if place.platform == "taobao" else ware.title
                price = prices.get((index, number))
                if price is not None:
                    rows.append(
                        (
                            *(self.products[number], self.channels[index], f"id:{external}", external),
                            *(ware.sku, title, price, place.currency, f"{place.url}/{external}"),
                        )
                    )
        columns = ("product_id", "channel_id", "key", "external_id", "sku", "title", "price_minor", "currency", "url")
        self.tx.insert(Listing, columns, rows)

    def _customers(self) -> None:
        columns = ("name", "email", "phone", "language", "country", "city", "consent", "do_not_contact", "note")
        buyers, heard = self.trade.buyers, buyers_answers(self.script, self.traders)
        self.customers = self.tx.insert(
            Customer,
            (*columns, "heard_from"),
            [
                (b.name, b.email, b.phone, b.language, b.country, b.town, b.consent, b.do_not_contact, b.note, way)
                for b, way in zip(buyers, heard, strict=True)
            ],
        )
        self.tx.insert(
            Identity,
            ("customer_id", "channel_id", "kind", "value", "key"),
            [
                (self.customers[number], self.channels[place], kind, value, value.casefold())
                for number, buyer in enumerate(buyers)
                for place, (kind, value) in buyer.known.items()
            ],
        )

    def _orders(self) -> None:
        columns = (
            *("channel_id", "number", "customer_id", "buyer_name", "status", "status_raw", "placed_on", "placed_at"),
            *("paid_on", "paid_at", "shipped_on", "shipped_at", "delivered_on", "delivered_at", "due_on"),
            *("canceled_on", "cancel_reason", "currency", "items_minor", "shipping_minor", "discount_minor"),
            *("total_minor", "paid_minor", "refunded_minor", "ship_country", "ship_city"),
            *("heard_from", "source_batch", "source_row"),
        )
        self.orders = self.tx.insert(Order, columns, self._order_rows())
        line_columns = (
            *("order_id", "key", "product_id", "title", "sku", "options", "quantity", "price_minor"),
            *("total_minor", "currency"),
        )
        self.tx.insert(OrderLine, line_columns, self._line_rows())

    def _order_rows(self) -> Iterator[Sequence[Any]]:
        counts = [1 for _place in self.script.places]
        for sale, way in zip(self.trade.sales, answers(self.script, self.traders), strict=True):
            place, buyer = sale.place, self.trade.buyers[sale.buyer]
            counts[place] += 1
            yield (
                *(self.channels[place], sale.number, self.customers[sale.buyer], buyer.name, sale.status, sale.status),
                *self._times(sale),
                *(self._day(place, sale.canceled), sale.reason, self.script.places[place].currency),
                *(sale.worth(), sale.shipping, sale.discount, sale.total()),
                *(0 if sale.canceled else sale.total(), sale.refunded or None, buyer.country, buyer.town),
                *(way, self.batches[2 * place], counts[place]),
            )

    def _times(self, sale: Sale) -> Iterator[str | None]:
        for moment in (sale.placed, sale.paid, sale.shipped, sale.delivered):
            yield self._day(sale.place, moment)
            yield utc_text(moment) if moment else None
        yield sale.due.isoformat()

    def _line_rows(self) -> Iterator[Sequence[Any]]:
        for number, sale in enumerate(self.trade.sales):
            place = self.script.places[sale.place]
            for count, item in enumerate(sale.items, 1):
                ware = self.script.wares[item.ware]
                title = ware.zh if place.platform == "taobao" else ware.title
                yield (
                    *(self.orders[number], f"#{count}", self.products[item.ware], title, ware.sku, item.options),
                    *(item.quantity, item.price, item.price * item.quantity, place.currency),
                )

    def _reviews(self) -> None:
        columns = (
            *("channel_id", "key", "order_number", "order_id", "product_id", "customer_id", "reviewer", "rating"),
            *("scale", "stars", "title", "text", "language", "posted_on", "posted_at", "edited_on", "reply"),
            *("replied_on", "replied_at", "photos", "source_batch", "source_row"),
        )
        rows = (self._review_row(number, voice) for number, voice in enumerate(self.voices))
        self.reviews = self.tx.insert(Review, columns, rows)
        self.tx.insert(
            ReviewVersion,
            ("review_id", "rating", "text", "posted_on", "seen_at"),
            [
                (self.reviews[n], float(v.earlier_felt), v.earlier, self._day(v.place, v.posted), utc_text(v.edited))
                for n, v in enumerate(self.voices)
                if v.edited
            ],
        )

    def _review_row(self, number: int, voice: SampleReview) -> Sequence[Any]:
        place, index = self.script.places[voice.place], voice.place
        sale = self.trade.sales[voice.sale] if voice.sale is not None else None
        buyer = self.trade.buyers[voice.buyer]
        given, _blank, family = buyer.name.partition(" ")
        short = f"{given} {family[:1]}." if family else given[:1] + "**"
        return (
            *(self.channels[index], "" if place.platform == "etsy" else f"{place.key}-{number + 1}"),
            *(sale.number if sale else "", self.orders[voice.sale] if voice.sale is not None else None),
            *(self.products[voice.ware], self.customers[voice.buyer] if sale else None),
            *(voice.sender or short, _rating(place.scale, voice.felt)),
            *(float(place.scale), _stars(place.scale, voice.felt), voice.title, voice.text, voice.language),
            *(self._day(index, voice.posted), utc_text(voice.posted), self._day(index, voice.edited), voice.reply),
            *(self._day(index, voice.replied), utc_text(voice.replied) if voice.replied else None, voice.photos),
            *(self.batches[2 * index + 1], number + 2),
        )

    def _snapshots(self) -> None:
        """What each channel showed on the first of every month: its figure over the twelve months before."""
        rows = []
        first = self.traders.midnight.date() - timedelta(days=self.script.days)
        for index, place in enumerate(self.script.places):
            heard = sorted((v.posted.date(), _rating(place.scale, v.felt)) for v in self.voices if v.place == index)
            for day in _firsts(first + timedelta(days=120), self.traders.midnight.date()):
                window = [rating for posted, rating in heard if day - timedelta(days=365) <= posted < day]
                if len(window) >= 5:
                    metric, value = _shown(place.platform, window)
                    rows.append((self.channels[index], day.isoformat(), metric, value, len(window)))
        self.tx.insert(RatingSnapshot, ("channel_id", "taken_on", "metric", "value", "count"), rows)


def _rating(scale: int, felt: int) -> float:
    """The stars a buyer had in mind on a channel's own scale: five stars, or good, neutral and bad."""
    return float(felt) if scale == 5 else 3.0 if felt > 3 else 2.0 if felt == 3 else 1.0


def _stars(scale: int, felt: int) -> int:
    """What the rating counts like, as an import of it would find: good, neutral and bad are 5, 3 and 1."""
    return felt if scale == 5 else 5 if felt > 3 else 3 if felt == 3 else 1


def _shown(platform: str, ratings: list[float]) -> tuple[str, float]:
    if platform == "ebay":
        good, bad = ratings.count(3.0), ratings.count(1.0)
        return "positive_percent", round(100 * good / max(1, good + bad), 1)
    if platform == "taobao":
        return "score", round(3.5 + sum(ratings) / len(ratings) / 2, 1)
    return "rating", round(sum(ratings) / len(ratings), 2)


def _firsts(start: date, end: date) -> Iterator[date]:
    day = start.replace(day=1)
    while day <= end:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)
