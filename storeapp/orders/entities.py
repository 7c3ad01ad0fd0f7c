"""Products and lines that came in before entities were undone: the next import that names them knows them again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storeapp.kernel.text import plural
from storeapp.store.intake import Intake
from storeapp.store.tables import Listing, OrderLine, Product

_MARKED = "instr({0}, '&') > 0 AND {0} LIKE '%&%;%'"


def decode(intake: Intake, plain: Callable[[str], str]) -> None:
    """Give stored products the name that a file now has for them; `plain` undoes the markup of a text.

    Only what a file names is touched: a shop may sell something that is called "&lt;b&gt;".
    """
    rows = list(
        intake.stream(
            "SELECT id, channel_id, product_id, key, title FROM main.listings "
            f"WHERE {_MARKED.format('key')} AND channel_id IN (SELECT channel_id FROM in_files) ORDER BY id"
        )
    )
    if not rows:
        return
    intake.scratch("in_plain", "id INTEGER PRIMARY KEY, channel_id INTEGER, product_id INTEGER, old TEXT, key TEXT")
    names = "id, channel_id, product_id, old, key"
    intake.gather_rows(
        "in_plain", names, ((i, channel, product, key, plain(key)) for i, channel, product, key, _ in rows)
    )
    intake.remove(
        "in_plain",
        "EXISTS (SELECT 1 FROM main.listings l WHERE l.channel_id = in_plain.channel_id AND l.key = in_plain.key) "
        "OR NOT EXISTS (SELECT 1 FROM staging.products s JOIN in_files f ON f.file_no = s.file_no "
        "WHERE f.channel_id = in_plain.channel_id AND s.listing_key = in_plain.key)",
    )
    found = list(intake.stream("SELECT p.id, p.key, l.title FROM in_plain p JOIN main.listings l ON l.id = p.id"))
    listings = {number: (number, key, plain(title)) for number, key, title in found}
    intake.tx.update_many(Listing, ("key", "title"), list(listings.values()))
    titled = intake.stream(
        "SELECT id, title FROM main.products WHERE id IN (SELECT product_id FROM in_plain) "
        f"AND {_MARKED.format('title')}"
    )
    intake.tx.update_many(Product, ("title",), [(number, plain(title)) for number, title in list(titled)])
    intake.tx.update_many(OrderLine, ("key", "title"), _lines(intake, plain))
    if listings:
        intake.mended += len(listings)
        intake.say(
            min(intake.files),
            plural(
                "{count} product name of an older import held signs like “&amp;”: it was put right.",
                "{count} product names of an older import held signs like “&amp;”: they were put right.",
                len(listings),
            ),
        )


def _lines(intake: Intake, plain: Callable[[str], str]) -> list[tuple[Any, ...]]:
    """Lines of these products with their key and title; a key that the order has already is left as it is."""
    lines = list(
        intake.stream(
            "SELECT e.id, e.order_id, e.key, e.title FROM in_plain p JOIN main.order_lines e "
            f"ON e.product_id = p.product_id WHERE {_MARKED.format('e.key')} OR {_MARKED.format('e.title')}"
        )
    )
    taken = set(
        intake.stream(
            "SELECT o.order_id, o.key FROM in_plain p JOIN main.order_lines e ON e.product_id = p.product_id "
            "JOIN main.order_lines o ON o.order_id = e.order_id"
        )
    )
    return [
        (number, key if (order, plain(key)) in taken else plain(key), plain(title))
        for number, order, key, title in lines
    ]
