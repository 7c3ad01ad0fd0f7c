"""Writes what the owner of the sample shop noted beside the files: cases, mentions, rivals, a request, a merge."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from storeapp.customers import people
from storeapp.kernel.clock import utc_text
from storeapp.sample.doubles import Double
from storeapp.sample.outside import Complaint, complaints, posters, unfair
from storeapp.sample.rules import Traders
from storeapp.sample.script import Script
from storeapp.sample.voices import SampleReview
from storeapp.store.tables import (
    Case,
    CaseOrder,
    Customer,
    CustomerMerge,
    Mention,
    Promise,
    RemovalRequest,
    Rival,
    RivalSnapshot,
)
from storeapp.store.tx import Tx

MERGED_DAYS = 20  # how long ago the owner saw that two customers are one
FIGURES = ("rating", "ratings", "positive_percent", "sales")


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of the rows written before, by the index of what they were made from."""

    channels: Sequence[int]
    customers: Sequence[int]
    orders: Sequence[int]
    reviews: Sequence[int]


class Beside:
    """Puts the owner's own notes into a shop that has its orders and reviews already."""

    def __init__(self, tx: Tx, script: Script, traders: Traders, voices: list[SampleReview], ids: Ids) -> None:
        self.tx, self.script, self.traders, self.voices, self.ids = tx, script, traders, voices, ids

    def write(self, doubles: list[Double]) -> None:
        """Write everything."""
        self._cases()
        self._mentions()
        self._rivals()
        self._removal()
        for double in doubles:
            if double.kind == "merged":
                self._merge(double)
        people.settle(self.tx)

    def _cases(self) -> None:
        found = complaints(self.script, self.traders, self.voices)
        columns = ("title", "reason", "state", "channel_id", "customer_id", "review_id")
        cases = self.tx.insert(Case, (*columns, "opened_at", "closed_at", "note"), map(self._case_row, found))
        orders = ((case, self.ids.orders[one.sale]) for case, one in zip(cases, found, strict=True))
        self.tx.insert(CaseOrder, ("case_id", "order_id"), orders)
        rows = []
        for case, complaint in zip(cases, found, strict=True):
            currency = self.script.places[self.traders.trade.sales[complaint.sale].place].currency
            for one in complaint.promises:
                money = (one.amount, currency if one.amount else "")
                kept = one.kept.isoformat() if one.kept else None
                made = utc_text(complaint.opened + timedelta(minutes=20))
                rows.append((case, one.kind, one.words, *money, one.due.isoformat(), made, kept))
        names = ("case_id", "kind", "words", "amount_minor", "currency", "due_on", "made_at", "kept_on")
        self.tx.insert(Promise, names, rows)

    def _case_row(self, one: Complaint) -> Sequence[Any]:
        sale = self.traders.trade.sales[one.sale]
        closed = utc_text(one.closed) if one.closed else None
        return (
            *(one.title, one.reason, "closed" if closed else "open", self.ids.channels[sale.place]),
            self.ids.customers[sale.buyer],
            self.ids.reviews[one.voice] if one.voice is not None else None,
            *(utc_text(one.opened), closed, one.note),
        )

    def _mentions(self) -> None:
        midnight = self.traders.midnight
        rows = []
        buyers = posters(self.script, self.voices, midnight)
        for told, buyer in zip(self.script.outside["mention"], buyers, strict=True):
            customer = self.ids.customers[buyer] if buyer is not None else None
            said = (midnight - timedelta(days=told["ago"])).date().isoformat()
            rows.append((told["kind"], said, told["title"], told["url"], customer, told.get("note", "")))
        self.tx.insert(Mention, ("kind", "said_on", "title", "url", "customer_id", "note"), rows)

    def _rivals(self) -> None:
        told = self.script.outside["rival"]
        rows = [(one["platform"], one["name"], one["url"], one["note"], place) for place, one in enumerate(told, 1)]
        rivals = self.tx.insert(Rival, ("platform", "name", "url", "note", "position"), rows)
        shown = [
            (
                rival,
                (self.traders.midnight - timedelta(days=day["ago"])).date().isoformat(),
                *(day.get(figure) for figure in FIGURES),
            )
            for rival, one in zip(rivals, told, strict=True)
            for day in one["shown"]
        ]
        self.tx.insert(RivalSnapshot, ("rival_id", "taken_on", *FIGURES), shown)

    def _removal(self) -> None:
        number, told = unfair(self.script, self.voices, self.traders.midnight), self.script.outside["removal"]
        if number is None:
            return
        voice = self.voices[number]
        asked, decided = (
            (voice.posted + timedelta(days=told[name])).date().isoformat() for name in ("after", "decided")
        )
        self.tx.insert_one(
            RemovalRequest,
            review_id=self.ids.reviews[number],
            ground=told["ground"],
            answers=json.dumps({told["ground"]: [True, voice.text]}, ensure_ascii=False),
            asked_on=asked,
            outcome="kept",
            decided_on=decided,
            note=told["note"],
        )

    def _merge(self, double: Double) -> None:
        """As the owner would have done it: the e-mail address is the same, the rest is the first one's own."""
        kept, lost = self.traders.trade.buyers[double.first], self.traders.trade.buyers[double.second]
        refused = "no" in (kept.consent, lost.consent)
        consent = "no" if refused else kept.consent if kept.consent != "unknown" else lost.consent
        fields = {"consent": [kept.consent, consent], "do_not_contact": [0, 0]}
        first, second = self.ids.customers[double.first], self.ids.customers[double.second]
        self.tx.insert_one(
            CustomerMerge,
            kept_id=first,
            lost_id=second,
            merged_at=utc_text(self.traders.midnight - timedelta(days=MERGED_DAYS)),
            fields=json.dumps(fields),
        )
        if consent != kept.consent:
            self.tx.update(Customer, first, consent=consent)
