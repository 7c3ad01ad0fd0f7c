"""Puts two customers together that are one person, parts them again at any time, and notes who are different people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select

from storeapp.customers import merging, people
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Customer, CustomerMerge, CustomerPair

KIND = "merge"  # in History; what a merge moves doesn't count as the owner's own edit of an order or a name


def merge(db: Database, kept_id: int, lost_id: int, sides: Mapping[str, str] | None = None) -> Outcome[int]:
    """Put one customer into another; the value is the kept one's id.

    `sides` maps fields of `merging.FIELDS` to merging.KEPT, LOST or BOTH; left out, the likely value is taken. All
    orders, reviews and names of the lost one then belong to the kept one. UserError where one is gone or merged.
    """
    if kept_id == lost_id:
        raise ValueError("a customer can't be put into itself")
    with db.write(_("Merged two customers"), kind=KIND) as tx:
        kept, lost = _values(tx, kept_id), _values(tx, lost_id)
        for one in (kept, lost):
            if one["merged_into"] is not None:
                message = _("Customer {number} is part of customer {person} already. Nothing was changed.")
                raise UserError(message.format(number=one["id"], person=one["merged_into"]))
        tx.rename(_("Merged customer {lost} into customer {kept}").format(lost=lost_id, kept=kept_id))
        fields = merging.plan(kept, lost, sides or {})
        packed = json.dumps(fields, ensure_ascii=False)
        tx.insert_one(CustomerMerge, kept_id=kept_id, lost_id=lost_id, merged_at=tx.now, fields=packed)
        tx.update(Customer, kept_id, **{field: value for field, (_before, value) in fields.items()})
        tx.delete(CustomerPair, _pairs(tx, kept_id, lost_id))
        people.settle(tx)
        return tx.outcome(kept_id)


def part(db: Database, lost_id: int) -> Outcome[int]:
    """Make a merged customer one of their own again, with all that was and has since become theirs; gives their id.

    The other one's fields go back to what they were before, wherever the merged value still stands.
    """
    with db.write(_("Split two customers"), kind=KIND) as tx:
        row = _merge_of(tx, lost_id)
        if row is None:
            raise UserError(_("Customer {number} is not merged. Nothing was changed.").format(number=lost_id))
        person = people.homes(tx.connection)[lost_id]
        tx.rename(_("Split customer {lost} from customer {kept}").format(lost=lost_id, kept=person))
        chain = _chain(tx, row)
        meanwhile = merging.said_meanwhile(_values(tx, person), [json.loads(one.fields) for one in chain])
        _give_back(tx, chain)
        tx.delete(CustomerMerge, [row.id])
        if meanwhile:
            tx.update(Customer, lost_id, **meanwhile)
        people.settle(tx)
        return tx.outcome(lost_id)


def keep_apart(db: Database, one_id: int, other_id: int) -> Outcome[bool]:
    """Note that two customers are different people: they are not suggested as one again."""
    first, second = sorted((one_id, other_id))
    with db.write(_("Noted two different people")) as tx:
        title = _("Noted that customers {first} and {second} are different people")
        tx.rename(title.format(first=first, second=second))
        for number in (first, second):
            _values(tx, number)
        if _pairs(tx, first, second):
            return tx.outcome(False)
        tx.insert_one(CustomerPair, first_id=first, second_id=second, decided_at=tx.now)
        return tx.outcome(True)


def _values(tx: Tx, customer_id: int) -> dict[str, Any]:
    found = tx.connection.execute(select(*Customer.__table__.columns).where(Customer.id == customer_id)).first()
    if found is None:
        raise UserError(_("This customer is gone. Nothing was changed."))
    return dict(found._mapping)


def _merge_of(tx: Tx, lost_id: int) -> Row[Any] | None:
    columns = CustomerMerge.__table__.columns
    return tx.connection.execute(select(*columns).where(CustomerMerge.lost_id == lost_id)).first()


def _pairs(tx: Tx, one_id: int, other_id: int) -> list[int]:
    first, second = sorted((one_id, other_id))
    wanted = select(CustomerPair.id).where(CustomerPair.first_id == first, CustomerPair.second_id == second)
    return list(tx.connection.execute(wanted).scalars())


def _chain(tx: Tx, row: Row[Any]) -> list[Row[Any]]:
    """The merge and those further up, to the person that is listed."""
    chain = [row]
    while (above := _merge_of(tx, chain[-1].kept_id)) is not None:
        chain.append(above)
    return chain


def _give_back(tx: Tx, chain: list[Row[Any]]) -> None:
    fields = json.loads(chain[0].fields)
    for place, link in enumerate(chain):
        now = _values(tx, link.kept_id)
        back = merging.taken_back(now, fields)
        if back:
            tx.update(Customer, link.kept_id, **back)
        if not back or place + 1 == len(chain):
            return
        above = json.loads(chain[place + 1].fields)
        fields = merging.without(back, now, above)
        tx.update(CustomerMerge, chain[place + 1].id, fields=json.dumps(above, ensure_ascii=False))
