"""Merges cases, splits them, and takes both back at any later time.

A merge moves no row. A split moves rows to a new case and remembers each step.
"""

from __future__ import annotations

from collections.abc import Sequence

from storeapp.aftersales.rules import checked_title
from storeapp.aftersales.tops import group_of, is_there, top_case, values_of
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _, plural
from storeapp.store.bulk import LISTED, json_ids, plain_rows
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Base, Case, CaseEntry, CaseMove, CaseOrder, Promise

TABLES: tuple[type[Base], ...] = (CaseEntry, Promise, CaseOrder)


@dataclass(frozen=True, slots=True)
class SplitPart:
    """What of a case goes into a new one: ids of its entries, promises and orders (rows of case_orders)."""

    entries: tuple[int, ...] = ()
    promises: tuple[int, ...] = ()
    orders: tuple[int, ...] = ()


def merge(db: Database, into: int, cases: Sequence[int]) -> Outcome[int]:
    """Put cases under another one, which shows the rows of all; gives how many. Each keeps its own rows."""
    with db.write(_("Merged cases"), kind="case_merge") as tx:
        top = top_case(tx, into)
        lost: list[int] = []
        for one in cases:
            other = top_case(tx, one)
            if other != top and other not in lost:
                lost.append(other)
        done = tx.update_many(Case, ("merged_into",), [(one, top) for one in lost])
        title = plural("Merged {count} case into case {{number}}", "Merged {count} cases into case {{number}}", done)
        tx.rename(title.format(number=top))
        return tx.outcome(done)


def unmerge(db: Database, case_id: int) -> Outcome[bool]:
    """Take a case out of the one it was merged into: it has exactly its own rows again, also those made before."""
    with db.write(_("Took a case out of another one"), kind="case_merge") as tx:
        top = top_case(tx, case_id)
        if values_of(tx, case_id, "merged_into")["merged_into"] is None:
            raise UserError(_("This case is not merged into another one. Nothing was changed."))
        words = _("Took case {number} out of case {other}").format(number=case_id, other=top)
        tx.rename(words)
        return tx.outcome(tx.update(Case, case_id, merged_into=None))


def split(db: Database, case_id: int, part: SplitPart, title: str) -> Outcome[int]:
    """Give some rows of a case to a new one; gives the new case's id."""
    plain = checked_title(title)
    with db.write(_("Split a case")) as tx:
        top, group = top_case(tx, case_id), set(group_of(tx, case_id))
        wanted = zip(TABLES, (part.entries, part.promises, part.orders), strict=True)
        chosen = [(table, number, case) for table, ids in wanted for number, case in _cases_of(tx, table, ids)]
        chosen = [one for one in chosen if one[2] in group]
        if not chosen:
            raise UserError(_("Choose what goes into the new case. Nothing was changed."))
        like = values_of(tx, top, "reason", "severity", "channel_id", "customer_id", "merged_from", "product_id")
        made = tx.insert_one(Case, title=plain, opened_at=tx.now, split_from=top, **like)
        for table in TABLES:
            tx.update_many(table, ("case_id",), [(number, made) for of, number, _case in chosen if of is table])
        steps = [(table.__tablename__, number, case, made) for table, number, case in chosen]
        tx.insert(CaseMove, ("record_kind", "record_id", "from_id", "into_id"), steps)
        tx.rename(_("Split case {number}: {title}").format(number=made, title=plain))
        return tx.outcome(made)


def unsplit(db: Database, case_id: int) -> Outcome[int]:
    """Give what a split took back to the case it came from; gives how many rows.

    What was added to the new case since stays its own: the new case is then merged into the old one, and can be taken
    out again like any other. Rows that went on into a third case by another split stay there.
    """
    with db.write(_("Took a split back"), kind="case_merge") as tx:
        if top_case(tx, case_id) != case_id:
            raise UserError(_("Take this case out of the one it is merged into first. Nothing was changed."))
        source = values_of(tx, case_id, "split_from")["split_from"]
        if source is None or not is_there(tx, source):
            raise UserError(_("This case was not split off another one. Nothing was changed."))
        top, back = top_case(tx, source), 0
        for table in TABLES:
            back += _go_back(tx, table, case_id)
        if top != case_id:
            tx.update(Case, case_id, merged_into=top)
        tx.rename(_("Took the split of case {number} back").format(number=case_id))
        return tx.outcome(back)


def _go_back(tx: Tx, table: type[Base], case_id: int) -> int:
    steps = plain_rows(
        tx.connection,
        f"SELECT m.id, m.record_id, m.from_id FROM case_moves m JOIN {table.__tablename__} r ON r.id = m.record_id "
        "JOIN cases c ON c.id = m.from_id WHERE m.into_id = ?1 AND m.record_kind = ?2 AND r.case_id = ?1",
        case_id,
        table.__tablename__,
    )
    tx.delete(CaseMove, [step for step, _record, _from in steps])
    return tx.update_many(table, ("case_id",), [(record, source) for _step, record, source in steps])


def _cases_of(tx: Tx, table: type[Base], ids: Sequence[int]) -> list[tuple[int, int]]:
    """(id, case) of those of these rows that are there."""
    return [
        (number, case)
        for number, case in plain_rows(
            tx.connection, f"SELECT id, case_id FROM {table.__tablename__} WHERE {LISTED} ORDER BY id", json_ids(ids)
        )
    ]
