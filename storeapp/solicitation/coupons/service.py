"""What the owner does with coupons: bring or make them, give them with a request, take them back, remove them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import choice

from sqlalchemy import select

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.messages.queries import owner_rules
from storeapp.rulebook import requests as rulebook
from storeapp.solicitation import rules as states
from storeapp.solicitation.coupons.rules import NewCoupon, key_of, made_codes
from storeapp.solicitation.facts import known, setting
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Coupon, ReviewRequest

_COLUMNS = ("code", "key", "worth", "until_on", "origin", "made_at")


@dataclass(frozen=True, slots=True)
class Brought:
    """How many codes are new, and how many known ones got another worth or last day."""

    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class Giving:
    """Orders (ids) that have a coupon now, and (order, why not) of the others."""

    given: tuple[int, ...]
    left: tuple[tuple[int, str], ...] = ()


def bring_coupons(db: Database, coupons: Sequence[NewCoupon]) -> Outcome[Brought]:
    """Take codes in that were made elsewhere; a known one changes only in what it gives and until when."""
    with db.write(_("Brought coupons in")) as tx:
        table = Coupon
        wanted = select(table.key, table.id, table.worth, table.until_on)
        there = {row.key: row for row in tx.connection.execute(wanted)}
        fresh: dict[str, NewCoupon] = {}
        changed = 0
        for one in coupons:
            row = there.get(key_of(one.code))
            if row is None:
                fresh[key_of(one.code)] = one
                continue
            said = {"worth": one.worth or row.worth, "until_on": one.until_on or row.until_on}
            changed += tx.update(table, row.id, **said)
        rows = [(one.code, key, one.worth, one.until_on, "brought", tx.now) for key, one in fresh.items()]
        tx.insert(table, _COLUMNS, rows)
        tx.rename(plural("Brought {count} coupon in", "Brought {count} coupons in", len(rows) + changed))
        return tx.outcome(Brought(len(rows), changed))


def make_coupons(
    db: Database, count: int, prefix: str = "", worth: str = "", until_on: str | None = None
) -> Outcome[int]:
    """Make new codes; they do nothing until they are set up in the shop. UserError says what can't be."""
    with db.write(plural("Made {count} coupon", "Made {count} coupons", count)) as tx:
        taken = set(tx.connection.execute(select(Coupon.key)).scalars())
        codes = made_codes(prefix, count, taken, choice)
        tx.insert(Coupon, _COLUMNS, [(code, key_of(code), worth.strip(), until_on, "made", tx.now) for code in codes])
        return tx.outcome(len(codes))


def give_coupons(db: Database, orders: Sequence[int]) -> Outcome[Giving]:
    """Give each of these orders the next free coupon, to go with its request.

    Left out with the reason: where platform or law bans a reward, what was asked already, who has one, and whoever no
    coupon is left for. Everybody of an order in the list gets the same: nobody is chosen by how happy they are.
    """
    with db.write(_("Gave coupons")) as tx:
        about = setting(tx.connection, db.clock.now())
        book = owner_rules(tx.connection)
        judged = {one.facts.order_id: one for one in known(tx.connection, orders, about)}
        has = set(tx.connection.execute(select(Coupon.order_id).where(Coupon.order_id.in_(orders))).scalars())
        first = select(ReviewRequest.order_id).where(ReviewRequest.kind == states.FIRST)
        asked = set(tx.connection.execute(first.where(ReviewRequest.order_id.in_(orders))).scalars())
        free = _free(tx, about.now.date().isoformat())
        given: list[int] = []
        left: list[tuple[int, str]] = []
        for order in dict.fromkeys(orders):
            one = judged.get(order)
            if one is None:
                left.append((order, _("This order is gone.")))
                continue
            place = about.places[one.channel]
            rewards = rulebook.rewards_on(place.platform, one.facts.country, place.seller, about.now.date(), book)
            if rewards.banned:
                left.append((order, _(rewards.banned[0].title)))
            elif order in has:
                left.append((order, _("It has a coupon.")))
            elif order in asked:
                left.append((order, _("It was asked already.")))
            elif not free:
                left.append((order, _("No coupon is left.")))
            else:
                tx.update(Coupon, free.pop(0), order_id=order, given_at=tx.now)
                given.append(order)
        tx.rename(plural("Gave {count} coupon", "Gave {count} coupons", len(given)))
        return tx.outcome(Giving(tuple(given), tuple(left)))


def take_back(db: Database, coupons: Sequence[int]) -> Outcome[int]:
    """Take coupons (ids) back whose request did not go out yet; gives how many."""
    with db.write(_("Took coupons back")) as tx:
        sent = select(ReviewRequest.order_id)
        mine = select(Coupon.id).where(
            Coupon.id.in_(coupons), Coupon.order_id.is_not(None), Coupon.order_id.not_in(sent)
        )
        rows = tx.connection.execute(mine.order_by(Coupon.id)).scalars().all()
        for number in rows:
            tx.update(Coupon, number, order_id=None, given_at=None)
        tx.rename(plural("Took {count} coupon back", "Took {count} coupons back", len(rows)))
        return tx.outcome(len(rows))


def remove_coupons(db: Database, coupons: Sequence[int]) -> Outcome[int]:
    """Remove coupons (ids) that nobody got; gives how many."""
    with db.write(_("Removed coupons")) as tx:
        mine = select(Coupon.id).where(Coupon.id.in_(coupons), Coupon.order_id.is_(None))
        gone = tx.delete(Coupon, list(tx.connection.execute(mine).scalars()))
        tx.rename(plural("Removed {count} coupon", "Removed {count} coupons", gone))
        return tx.outcome(gone)


def _free(tx: Tx, today: str) -> list[int]:
    """The coupons that can be given: not given, not over, in the order they came."""
    table = Coupon
    wanted = select(table.id).where(table.order_id.is_(None), (table.until_on.is_(None)) | (table.until_on >= today))
    return list(tx.connection.execute(wanted.order_by(table.id)).scalars())
