"""Finds the rows that came of what was made up: orders by number, reviews by their own, customers by who they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storeapp.kernel.clock import FixedClock
from storeapp.sample.exports import review_key
from storeapp.sample.rules import Traders
from storeapp.sample.script import Script
from storeapp.sample.voices import SampleReview
from storeapp.store.db import Database
from storeapp.store.sql import ask


@dataclass(slots=True)
class SampleShop:
    """The shop in the making and what it is made from. `channels` holds the ids of the script's places, in order.

    The ids that the methods give are 0 where the shop doesn't know the thing (yet).
    """

    db: Database
    clock: FixedClock
    script: Script
    traders: Traders
    voices: list[SampleReview]
    channels: list[int] = field(default_factory=list)
    _found: dict[tuple[str, int, str], int] = field(default_factory=dict)  # orders, reviews and products stay theirs

    @property
    def midnight(self) -> datetime:
        """The beginning of today, UTC."""
        return self.traders.midnight

    def order(self, sale: int) -> int:
        """The id of a made-up order's row."""
        made = self.traders.trade.sales[sale]
        return self._kept(
            "SELECT id FROM orders WHERE channel_id = :channel AND number = :key",
            self.channels[made.place],
            made.number,
        )

    def review(self, voice: int) -> int:
        """The id of a made-up review's row."""
        place = self.voices[voice].place
        key = review_key(self.script.places[place], voice)
        return self._kept(
            "SELECT id FROM reviews WHERE channel_id = :channel AND key = :key", self.channels[place], key
        )

    def customer(self, buyer: int, place: int | None = None) -> int:
        """The id of a made-up buyer's row, as one channel knows them; by default the first."""
        known = self.traders.trade.buyers[buyer].known
        there = next(iter(known)) if place is None else place
        return self._one(
            "SELECT coalesce(merged_from, customer_id) FROM identities WHERE channel_id = :channel AND key = :key",
            self.channels[there], known[there][1].casefold(),
        )  # fmt: skip

    def product(self, ware: int) -> int:
        """The id of a product's row."""
        return self._kept("SELECT id FROM products WHERE sku = :key AND :channel = 0", 0, self.script.wares[ware].sku)

    def _kept(self, sql: str, channel: int, key: str) -> int:
        wanted = (sql, channel, key)
        if wanted not in self._found and (found := self._one(*wanted)):
            self._found[wanted] = found
        return self._found.get(wanted, 0)

    def _one(self, sql: str, channel: int, key: str) -> int:
        with self.db.read() as conn:
            return int(ask(conn, sql, channel=channel, key=key).scalar() or 0)
