"""What the owner changes about an order: a note, its days and its status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.money import Money
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.kernel.titles import LONGEST, short_title, width
from storeapp.orders import rules
from storeapp.store.comparing import refuse_changed, settled
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Channel, Listing, Order, Product
from storeapp.store.tx import table_of

PAGE = "customers"


def set_note(db: Database, order_id: int, note: str, shown: Shown | None = None) -> Outcome[bool]:
    """Keep the owner's own note on an order; the value says whether it changed.

    ChangedMeanwhile where it is no longer the "note" that was `shown`.
    """
    plain = note.strip()
    if len(plain) > rules.LONGEST_NOTE:
        message = _("The note is too long. Use at most {count} characters.")
        raise UserError(message.format(count=f"{rules.LONGEST_NOTE:,}"))
    with db.write(_("Changed an order's note")) as tx:
        order = _order(tx, order_id)
        tx.rename(_("Changed the note of order {number}").format(number=order.number))
        return tx.outcome(tx.update(Order, order_id, **settled(tx, Order, order_id, _("note"), shown, {"note": plain})))


def set_heard_from(db: Database, order_id: int, words: str, shown: Shown | None = None) -> Outcome[bool]:
    """Note how the buyer came to know the shop; "" clears it. The value says whether it changed.

    ChangedMeanwhile where it is no longer the "heard_from" that was `shown`.
    """
    plain = " ".join(words.split())
    if len(plain) > rules.LONGEST_HEARD:
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=rules.LONGEST_HEARD))
    with db.write(_("Noted how a buyer found the shop")) as tx:
        order = _order(tx, order_id)
        tx.rename(_("Noted how the buyer of order {number} found the shop").format(number=order.number))
        values = settled(tx, Order, order_id, _("entry"), shown, {"heard_from": plain})
        return tx.outcome(tx.update(Order, order_id, **values))


def correct_days(db: Database, order_id: int, days: Mapping[str, str], shown: Shown | None = None) -> Outcome[bool]:
    """Set days of an order (names of rules.DAYS to ISO days, "" to clear); instants that no longer fit are cleared.

    UserError where a text is no day, or the days contradict each other; ChangedMeanwhile where one of them is no longer
    as it was `shown` (an ISO day, "" for none).
    """
    wanted = {name: rules.checked_day(text) for name, text in days.items()}
    if unknown := wanted.keys() - rules.DAYS.keys():
        raise ValueError(f"not a day of an order: {sorted(unknown)}")
    with db.write(_("Corrected an order's days")) as tx:
        order = _order(tx, order_id)
        known = {name: getattr(order, name) for name in rules.DAYS}
        new, now = ({name: one[name] or "" for name in wanted} for one in (wanted, known))
        refuse_changed(tx, table_of(Order), order_id, _("day"), shown, new, now)
        changed = _changed_days(order, wanted, _tomorrow(tx))
        tx.rename(_("Corrected the days of order {number}").format(number=order.number))
        return tx.outcome(bool(changed) and tx.update(Order, order_id, **changed))


def note_parcels_in(tx: Tx, parcels: Mapping[int, Mapping[str, str]]) -> int:
    """Note tracking numbers ("tracking") and days (names of rules.DAYS) of orders (ids), inside a larger change.

    UserError as in `correct_days`; gives how many orders changed.
    """
    changed = 0
    for order_id, said in parcels.items():
        order = _order(tx, order_id)
        days = {name: rules.checked_day(text) for name, text in said.items() if name in rules.DAYS}
        values = _changed_days(order, days, _tomorrow(tx))
        if "tracking" in said:
            values["tracking"] = rules.checked_tracking(said["tracking"])
        changed += bool(values) and tx.update(Order, order_id, **values)
    return changed


def _tomorrow(tx: Tx) -> str:
    """The last day that may have come on some channel: its own day may be ahead of the day in UTC."""
    return (tx.clock.now() + timedelta(days=1)).date().isoformat()


def _changed_days(order: Row[Any], wanted: Mapping[str, str | None], latest: str) -> dict[str, Any]:
    """What to write where days of an order are set; UserError where they contradict each other."""
    known = {name: getattr(order, name) for name in rules.DAYS}
    rules.check_order_of_days(known | dict(wanted), latest)
    changed: dict[str, Any] = {name: day for name, day in wanted.items() if day != known[name]}
    for name in list(changed):
        instant = name.removesuffix("_on") + "_at"
        if instant in Order.__table__.columns:
            changed[instant] = None  # it belonged to the other day
    return changed


def correct_status(db: Database, order_id: int, status: str, shown: Shown | None = None) -> Outcome[bool]:
    """Set the status of an order by hand; the channel's own word for it is kept.

    ChangedMeanwhile where it is no longer the "status" that was `shown`.
    """
    if status not in rules.STATUSES:
        raise ValueError(status)
    with db.write(_("Corrected an order's status")) as tx:
        order = _order(tx, order_id)
        named = rules.status_title(status).lower()
        tx.rename(_("Set order {number} to {status}").format(number=order.number, status=named))
        values = settled(tx, Order, order_id, _("status"), shown, {"status": status}, say=rules.status_title)
        return tx.outcome(tx.update(Order, order_id, **values))


def set_cost(db: Database, product_id: int, cost: Money | None, shown: Shown | None = None) -> Outcome[bool]:
    """Keep what one piece of a product costs the shop, all in; None to forget it. Says whether it changed.

    ChangedMeanwhile where it is no longer the "cost" that was `shown` (plain digits, "" for none).
    """
    if cost is not None and cost.minor < 0:
        raise UserError(_("A cost can't be below 0. Nothing was changed."))
    with db.write(_("Set the cost of a product")) as tx:
        columns = (Product.title, Product.cost_minor, Product.cost_currency)
        known = tx.connection.execute(select(*columns).where(Product.id == product_id)).first()
        if known is None:
            raise UserError(_("This product is gone. Nothing was changed."))
        tx.rename(_("Set the cost of {product}").format(product=known.title))
        before = None if known.cost_minor is None else Money(known.cost_minor, known.cost_currency)
        new, now = ({"cost": one.plain() if one is not None else ""} for one in (cost, before))
        refuse_changed(tx, table_of(Product), product_id, _("cost"), shown, new, now)
        minor, currency = (None, "") if cost is None else (cost.minor, cost.currency)
        return tx.outcome(tx.update(Product, product_id, cost_minor=minor, cost_currency=currency))


def type_cost(db: Database, product_id: int, text: str, shown: Shown | None = None) -> Outcome[bool]:
    """Note the cost as the owner typed it, in the currency the product is sold in; "" clears it.

    UserError where the text is no amount, or no currency is known.
    """
    with db.read() as conn:
        known = conn.execute(select(Product.cost_currency).where(Product.id == product_id)).scalar()
        currency = known or _sold_in(conn, product_id)
    return set_cost(db, product_id, rules.checked_cost(text, currency), shown)


def set_label(db: Database, product_id: int, words: str, shown: Shown | None = None) -> Outcome[bool]:
    """Give a product the short name it is shown by; "" goes back to its title. Says whether it changed.

    No import touches it. UserError where it is longer than titles.LONGEST, ChangedMeanwhile where it is no longer the
    "label" that was `shown`.
    """
    label = " ".join(words.split())
    if width(label) > LONGEST:
        message = _("This name is too long. Use at most {count} letters, or {half} Chinese characters.")
        raise UserError(message.format(count=LONGEST, half=LONGEST // 2))
    with db.write(_("Changed the short name of a product")) as tx:
        title = tx.connection.execute(select(Product.title).where(Product.id == product_id)).scalar()
        if title is None:
            raise UserError(_("This product is gone. Nothing was changed."))
        tx.rename(_("Changed the short name of {product}").format(product=short_title(title)))
        values = settled(tx, Product, product_id, _("name"), shown, {"label": "" if label == title else label})
        return tx.outcome(tx.update(Product, product_id, **values))


def _sold_in(conn: Connection, product_id: int) -> str:
    """The currency of the product's listings, else of a channel; "" where none is known."""
    listed = select(Listing.currency).where(Listing.product_id == product_id, Listing.currency != "")
    known = select(Channel.currency).where(Channel.currency != "").order_by(Channel.id)
    for wanted in (listed, known):
        found = conn.execute(wanted.limit(1)).scalar()
        if found:
            return str(found)
    return ""


def _order(tx: Tx, order_id: int) -> Row[Any]:
    days = [getattr(Order, name) for name in rules.DAYS]
    found = tx.connection.execute(select(Order.number, *days).where(Order.id == order_id)).first()
    if found is None:
        raise UserError(_("This order is gone. Nothing was changed."))
    return found
