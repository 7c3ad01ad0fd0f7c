"""A shop of any size for the benches: real review texts repeated under new ids, over years, channels and products."""

from __future__ import annotations

import csv
import itertools
import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.store.db import Database
from storeapp.store.derived import Kinds
from storeapp.store.tables import Channel, Order, Product, Review

SHARED = Path(os.environ.get("STOREAPP_SHARED") or Path(__file__).resolve().parents[3] / "shared") / "data"
FILES = (  # file, column of the text, share of the mixture
    ("olist_dev/olist_order_reviews_dataset.csv", "review_comment_message", 3),
    ("womens_clothing/Womens_Clothing_E_Commerce_Reviews.csv", "Review Text", 3),
    ("chinese_nlp/online_shopping_10_cats.csv", "review", 3),
    ("ru_marketplaces/ozon_reviews.csv", "User review", 1),
)
STARS = (5, 5, 5, 4, 5, 3, 5, 1, 4, 5, 2, 5, 5, 4, 5, 1)
COLUMNS = ("channel_id", "key", "product_id", "reviewer", "rating", "stars", "text", "posted_on", "replied_on")
ORDER_COLUMNS = ("channel_id", "number", "buyer_name", "status", "placed_on", "currency", "items_minor", "total_minor")
FIRST_DAY = date(2020, 1, 1)
DAYS = 2190


def shared_file(name: str) -> Path:
    """One of the real data files; ends the bench with a sentence where they are absent."""
    path = SHARED / name
    if not path.exists():
        sys.exit(f"The real data of this bench is not there: {path} (STOREAPP_SHARED names its folder).")
    return path


def texts() -> list[str]:
    """Review texts in Portuguese, English, Chinese and Russian, mixed in fixed shares."""
    lanes: list[Iterator[str]] = []
    for name, column, share in FILES:
        with shared_file(name).open(encoding="utf-8-sig", newline="") as stream:
            found = [row[column] for row in csv.DictReader(stream) if row[column]]
        lanes += [itertools.cycle(found[part::share]) for part in range(share)]
    return [next(lane) for _ in range(3000) for lane in lanes]


def build(
    folder: Path,
    reviews: int,
    *,
    orders: int = 0,
    channels: int = 4,
    products: int = 400,
    languages: bool = False,
    derived: Kinds = DERIVED,
) -> Database:
    """An open shop with that many reviews and orders, written as one import would write them.

    `languages`: reviews know their language, as an import would have found it.
    """
    db = Database.create(folder, Clock(), who="Bench", derived=derived)
    with db.write("Made a big shop", kind="import") as tx:
        places = tx.insert(
            Channel,
            ("platform", "name", "currency", "created_at"),
            [("etsy", f"Shop {number}", "USD", tx.now) for number in range(1, channels + 1)],
        )
        goods = tx.insert(Product, ("title", "sku"), [(f"Lamp {n}", f"L-{n:04}") for n in range(products)])
        tx.insert(Order, ORDER_COLUMNS, order_rows(orders, places))
        rows = review_rows(reviews, places, goods)
        if languages:
            tx.insert(Review, (*COLUMNS, "language"), ((*row, language_of(str(row[6]))) for row in rows))
        else:
            tx.insert(Review, COLUMNS, rows)
    return db


@cache
def language_of(text: str) -> str:
    """The language of one of `texts`, by the alphabet and a few words that only one of them has."""
    if not text.isascii():
        if any("\u4e00" <= sign <= "\u9fff" for sign in text):
            return "zh"
        if any("\u0400" <= sign <= "\u04ff" for sign in text):
            return "ru"
    english = {"the", "this", "is", "and", "it", "i"} & set(text.lower().split())
    return "en" if len(english) > 1 else "pt"


def order_rows(count: int, places: range) -> Iterator[tuple[object, ...]]:
    """That many rows of ORDER_COLUMNS over six years."""
    for number in range(count):
        day = (FIRST_DAY + timedelta(days=number * 7919 % DAYS)).isoformat()
        cents = 900 + number * 37 % 9000
        place, buyer = places[number % len(places)], f"Buyer {number % 90_000}"
        yield place, f"{5_000_000 + number}", buyer, "delivered", day, "USD", cents, cents + 450


def review_rows(count: int, places: range, goods: range) -> Iterator[tuple[object, ...]]:
    """That many rows of COLUMNS: dates shuffled over six years, one review in seven answered."""
    said = texts()
    for number in range(count):
        day = (FIRST_DAY + timedelta(days=number * 7919 % DAYS)).isoformat()
        stars = STARS[number * 31 % len(STARS)]
        yield (
            places[number % len(places)],
            f"r{number}",
            goods[number * 13 % len(goods)],
            f"Buyer {number % 90_000}",
            float(stars),
            stars,
            said[number % len(said)],
            day,
            day if number % 7 == 0 else None,
        )
