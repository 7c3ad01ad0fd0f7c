"""The complaints of the sample shop: each is a case, opened, promised, kept and closed on its own days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from storeapp.aftersales import service as aftersales
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.kernel.money import Money
from storeapp.sample.outside import Complaint, SamplePromise, complaints
from storeapp.sample.service.notes import Entry
from storeapp.sample.service.rows import SampleShop


def cases(shop: SampleShop) -> Iterator[Entry]:
    """All that was done about the complaints: (when, the verb)."""
    for told in complaints(shop.script, shop.traders, shop.voices):
        made: list[int] = []
        yield told.opened, partial(_open, shop, told, made)
        for one in told.promises:
            promise: list[int] = []
            yield told.opened + timedelta(minutes=20), partial(_promise, shop, told, made, one, promise)
            if one.kept is not None:
                at = datetime.combine(one.kept, told.opened.timetz()) + timedelta(hours=3)
                yield at, partial(_keep, shop, promise, one.kept)
        if told.closed is not None:
            yield told.closed, partial(_close, shop, made)


def _open(shop: SampleShop, told: Complaint, made: list[int]) -> None:
    if told.voice is not None and shop.review(told.voice):
        case = aftersales.open_for_review(shop.db, shop.review(told.voice), told.title, told.reason).value
    else:
        case = aftersales.open_for_order(shop.db, shop.order(told.sale), told.title, told.reason).value
    if told.note:
        aftersales.set_note(shop.db, case, told.note)
    made.append(case)


def _promise(shop: SampleShop, told: Complaint, made: list[int], one: SamplePromise, promise: list[int]) -> None:
    currency = shop.script.places[shop.traders.trade.sales[told.sale].place].currency
    amount = Money(one.amount, currency) if one.amount else None
    promise.append(promises.promise(shop.db, made[0], Promised(one.kind, one.words, amount, one.due.isoformat())).value)


def _keep(shop: SampleShop, promise: list[int], day: date) -> None:
    promises.keep_promise(shop.db, promise[0], day.isoformat())


def _close(shop: SampleShop, made: list[int]) -> None:
    aftersales.close(shop.db, made[0])
