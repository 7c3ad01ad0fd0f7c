"""Notes where orders came from."""

from __future__ import annotations

from sqlalchemy import select

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.orders.attribution.queries import sources_of
from storeapp.orders.attribution.rules import Source, checked
from storeapp.store.db import Database
from storeapp.store.tables import Attribution, Order


def attribute(db: Database, order_id: int, source: Source) -> Outcome[int]:
    """Note a source of an order, in the place of the same source noted before; gives the row's id.

    UserError where the order is gone, all sources make more than the order, or the window was over.
    """
    with db.write(_("Noted where an order came from")) as tx:
        order = tx.connection.execute(select(Order.number, Order.placed_on).where(Order.id == order_id)).first()
        if order is None:
            raise UserError(_("This order is gone. Nothing was changed."))
        named = source.name.strip()
        noted = sources_of(tx.connection, order_id)
        same = next((one.id for one in noted if (one.how, one.source) == (source.how, named)), None)
        checked(source, order.placed_on, [one.share for one in noted if one.id != same])
        tx.rename(_("Noted where order {number} came from").format(number=order.number))
        values = {
            "outlet_id": source.outlet_id,
            "share": source.share,
            "seen_on": source.seen_on,
            "window_days": source.window_days,
        }
        if same is not None:
            tx.update(Attribution, same, **values)
            return tx.outcome(same)
        whole = {"order_id": order_id, "how": source.how, "source": named, **values, "decided_at": tx.now}
        return tx.outcome(tx.insert_one(Attribution, **whole))


def forget_source(db: Database, attribution_id: int) -> Outcome[bool]:
    """Take back what was noted of where an order came from."""
    with db.write(_("Removed where an order came from")) as tx:
        return tx.outcome(tx.delete(Attribution, [attribution_id]) > 0)
