"""Who a row belongs to while customers are merged: each goes to the person its own customer became part of.

`customer_merges` says which customer the owner put into which. All else follows from it: `customers.merged_into` is the
person at the end of the chain, and a row of a table with `customer_id` and `merged_from` has that person as its
customer and its own customer in `merged_from` (None where they are the same). Taking a merge away and settling again
therefore gives every row back, also those that came in later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from storeapp.store.bulk import plain_rows
from storeapp.store.tables import Base, Customer, CustomerMerge

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from storeapp.store.intake import Intake
    from storeapp.store.tx import Tx

_HIDDEN = "SELECT id FROM customers WHERE merged_into IS NOT NULL"


def tables() -> Iterator[Table]:
    """The tables whose rows belong to customers."""
    for table in Base.metadata.sorted_tables:
        if {"customer_id", "merged_from"} <= set(table.columns.keys()):
            yield table


def homes(conn: Connection) -> dict[int, int]:
    """Every customer who was merged into another one -> the person they are now."""
    into = dict(plain_rows(conn, "SELECT lost_id, kept_id FROM customer_merges"))
    return {lost: _end(into, lost) for lost in into}


def _end(into: Mapping[int, int], customer: int) -> int:
    seen = {customer}
    while customer in into and into[customer] not in seen:
        customer = into[customer]
        seen.add(customer)
    return customer


def owner_of(intake: Intake, customer: int | None) -> tuple[int | None, int | None]:
    """Where a customer's row goes while records come in.

    `customer_id`, and `merged_from` where the customer is merged into that one.
    """
    home = intake.remembered(homes)
    return (customer, None) if customer is None or customer not in home else (home[customer], customer)


def gather_homes(intake: Intake) -> None:
    """The same for SQL: `temp.in_homes` names the person of every customer who is merged into another one."""
    intake.scratch("in_homes", "customer_id INTEGER PRIMARY KEY, home INTEGER")
    intake.gather_rows("in_homes", "customer_id, home", intake.remembered(homes).items())


def owner_sql(customer: str) -> tuple[dict[str, str], str]:
    """SQL of the two columns that `owner_of` gives, and the join they need."""
    columns = {
        "customer_id": f"coalesce(h.home, {customer})",
        "merged_from": f"CASE WHEN h.home IS NULL THEN NULL ELSE {customer} END",
    }
    return columns, f"LEFT JOIN in_homes h ON h.customer_id = {customer}"


def settle(tx: Tx) -> None:
    """Bring every row to the person it belongs to by `customer_merges`."""
    conn = tx.connection
    home = homes(conn)
    hidden = dict(plain_rows(conn, "SELECT id, merged_into FROM customers WHERE merged_into IS NOT NULL"))
    wanted = {number: home.get(number) for number in {*home, *hidden}}
    moved = [(number, person) for number, person in sorted(wanted.items()) if hidden.get(number) != person]
    tx.update_many(Customer, ("merged_into",), moved)
    for table in tables():
        tx.update_many(table, ("customer_id", "merged_from"), _strayed(conn, table.name, home))


def _strayed(conn: Connection, table: str, home: Mapping[int, int]) -> list[tuple[int, int, int | None]]:
    """(id, person, own customer) of the rows that are not where they belong."""
    found = plain_rows(
        conn,
        f"SELECT r.id, r.merged_from, r.merged_from FROM {table} r LEFT JOIN customers c ON c.id = r.merged_from "
        "WHERE r.merged_from IS NOT NULL AND c.id IS NOT NULL "
        "AND (c.merged_into IS NULL OR c.merged_into IS NOT r.customer_id) UNION ALL "
        f"SELECT r.id, r.customer_id, r.merged_from FROM {table} r "
        f"WHERE r.customer_id IN ({_HIDDEN}) AND r.merged_from IS NULL",
    )
    return [(row, home.get(own, own), own if own in home else None) for row, own, _before in found]


def join(tx: Tx, moves: Mapping[int, int]) -> None:
    """Make what is one customer's own another one's own (lost -> kept), because both were the same all along.

    What the owner merged with one of them is merged with the other from now on.
    """
    _rewire(tx, moves)
    home = homes(tx.connection)
    for table in tables():
        rows = []
        for lost, kept in moves.items():
            found = plain_rows(
                tx.connection,
                f"SELECT id FROM {table.name} WHERE customer_id = ?1 AND merged_from IS NULL "
                f"UNION ALL SELECT id FROM {table.name} WHERE merged_from = ?1",
                lost,
            )
            own = kept if kept in home else None
            rows += [(row, home.get(kept, kept), own) for (row,) in found]
        tx.update_many(table, ("customer_id", "merged_from"), rows)
    settle(tx)


def join_in(intake: Intake, moves: Mapping[int, int]) -> None:
    """The same while records come in."""
    join(intake.tx, moves)
    intake.forget(homes)


def _rewire(tx: Tx, moves: Mapping[int, int]) -> None:
    known = plain_rows(tx.connection, "SELECT id, kept_id, lost_id, merged_at, fields FROM customer_merges")
    rest = {row: (merged_at, fields) for row, _kept, _lost, merged_at, fields in known}
    before = {row: (kept, lost) for row, kept, lost, *_rest in known}
    after = dict(before)
    for lost, kept in moves.items():
        after = _rewired(after, lost, kept)
    changed = [row for row, pair in before.items() if after.get(row) != pair]
    tx.delete(CustomerMerge, changed)
    fresh = [(*after[row], *rest[row]) for row in changed if row in after]
    tx.insert(CustomerMerge, ("kept_id", "lost_id", "merged_at", "fields"), fresh)


def _rewired(rows: Mapping[int, tuple[int, int]], lost: int, kept: int) -> dict[int, tuple[int, int]]:
    """The merges (row -> kept, lost) once `lost` is `kept`: none leads back to itself, nobody has two ends."""
    found: dict[int, tuple[int, int]] = {}
    own: list[int] = []  # the row by which the lost one was merged into somebody
    for row, (into, gone) in rows.items():
        if gone == lost:
            own.append(row)
        else:
            found[row] = (into, gone)
    for row, (into, gone) in list(found.items()):
        if into == lost:
            del found[row]
            if _end({b: a for a, b in found.values()}, kept) != gone:
                found[row] = (kept, gone)
    for row in own:
        tree = {b: a for a, b in found.values()}
        target, person = rows[row][0], _end(tree, kept)
        if target != lost and _end(tree, target) != person:
            found[row] = (target, person)
    return found
