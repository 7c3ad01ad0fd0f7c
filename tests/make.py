"""Small factories: `make.order(delivered_on="2026-03-01")` gives a row's id, with sensible values for the rest."""

from __future__ import annotations

import itertools
from typing import Any

from storeapp.store.db import Database, Tx
from storeapp.store.tables import Base, Channel, Customer, Identity, Listing, Order, OrderLine, Product, Review


class Make:
    """Writes rows into `db`, each as one action, or all into `tx` if one is given."""

    def __init__(self, db: Database, tx: Tx | None = None) -> None:
        self.db = db
        self.tx = tx
        self._numbers = itertools.count(1)
        self._channel: int | None = None

    def _insert(self, table: type[Base], values: dict[str, Any]) -> int:
        if self.tx is not None:
            return self.tx.insert_one(table, **values)
        with self.db.write(f"Added to {table.__tablename__}") as tx:
            return tx.insert_one(table, **values)

    def _some_channel(self) -> int:
        if self._channel is None:
            self._channel = self.channel()
        return self._channel

    def channel(self, **values: Any) -> int:
        """A place of sale; Etsy in dollars unless said."""
        number = next(self._numbers)
        plain = {
            "platform": "etsy",
            "name": f"Etsy {number}",
            "currency": "USD",
            "time_zone": "America/New_York",
            "created_at": "2026-01-01T00:00:00Z",
        }
        made = self._insert(Channel, plain | values)
        self._channel = self._channel or made
        return made

    def customer(self, handle: str = "", channel_id: int | None = None, **values: Any) -> int:
        """A buyer; with `handle` also the identity by which the channel knows them."""
        number = next(self._numbers)
        made = self._insert(Customer, {"name": f"Buyer {number}"} | values)
        if handle:
            identity = {"customer_id": made, "channel_id": channel_id or self._some_channel(), "kind": "handle"}
            self._insert(Identity, identity | {"value": handle, "key": handle.casefold()})
        return made

    def product(self, listed_on: int | None = None, **values: Any) -> int:
        """A product; with `listed_on` (a channel's id) also its listing there."""
        number = next(self._numbers)
        title = values.get("title", f"Lamp {number}")
        made = self._insert(Product, {"title": title} | values)
        if listed_on:
            self._insert(
                Listing,
                {"product_id": made, "channel_id": listed_on, "title": title, "key": f"title:{title.casefold()}"},
            )
        return made

    def order(self, **values: Any) -> int:
        """An order of 20.00 dollars, placed on 2026-06-01 unless said."""
        number = next(self._numbers)
        plain = {
            "number": f"10{number:04}",
            "status": "paid",
            "placed_on": "2026-06-01",
            "currency": "USD",
            "items_minor": 2000,
            "total_minor": 2000,
        }
        if "channel_id" not in values:
            plain["channel_id"] = self._some_channel()
        return self._insert(Order, plain | values)

    def line(self, order_id: int, **values: Any) -> int:
        """One item of an order."""
        number = next(self._numbers)
        plain = {"order_id": order_id, "key": f"#{number}", "title": "Lamp", "price_minor": 2000, "total_minor": 2000}
        return self._insert(OrderLine, plain | {"currency": "USD"} | values)

    def review(self, **values: Any) -> int:
        """A review of five stars, posted on 2026-06-20 unless said."""
        stars = values.get("stars", 5)
        plain = {
            "stars": stars,
            "rating": float(stars) if stars else None,
            "text": "Lovely lamp",
            "reviewer": "Ann",
            "posted_on": "2026-06-20",
        }
        if "channel_id" not in values:
            plain["channel_id"] = self._some_channel()
        return self._insert(Review, plain | values)
