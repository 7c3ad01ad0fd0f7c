"""Keeps beside each case which one is on top of it, and what all cases under one say together, such as its turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_
from storeapp.store.bulk import LISTED, json_ids, plain_number, plain_rows, run, run_many
from storeapp.store.derived import CHUNK, Derived, Recount
from storeapp.store.sql import aside

if TYPE_CHECKING:
    from sqlalchemy import Connection

NEVER = "9999"  # in turn_at: nothing is promised with a day, and nothing put off
DAY_END = "24:00"  # a promise without a time is due at the end of its day, after all that have one
OPEN = "p.kept_on IS NULL AND p.broken_on IS NULL"
_PROMISED = f"FROM cases k JOIN promises p ON p.case_id = k.id WHERE k.root_id = cases.id AND {OPEN}"
# A case has few entries, a kind has many: without statistics SQLite would look through all of a kind.
_KIND = aside("e.kind")
_SAID = "FROM cases k JOIN case_entries e ON e.case_id = k.id WHERE k.root_id = cases.id AND"
_SUMS: Mapping[str, str] = {
    "turn_at": "min(coalesce(snoozed_until, '9999'), coalesce((SELECT min(p.due_on || ' ' || "
    f"coalesce(p.due_time, '{DAY_END}')) {_PROMISED}), '{NEVER}'))",
    "open_promises": f"(SELECT count(*) {_PROMISED})",
    "asked_at": f"(SELECT min(e.at) {_SAID} {_KIND} = 'in' AND e.at > "
    f"coalesce((SELECT max(e.at) {_SAID} {_KIND} = 'out'), ''))",
    "first_reply_at": f"(SELECT min(e.at) {_SAID} {_KIND} = 'out' AND e.at >= "
    f"coalesce((SELECT min(e.at) {_SAID} {_KIND} = 'in'), ''))",
    "last_contact_at": f"(SELECT max(e.at) {_SAID} {_KIND} IN ('in', 'out'))",
}
_NAMES = ", ".join(_SUMS)
_OF_ALL = f"({_NAMES}) = ({', '.join(_SUMS.values())})"
_OF_NONE = f"({_NAMES}) = ('{NEVER}', 0, NULL, NULL, NULL)"


class CaseSums(Derived):
    """Fills `cases.root_id` from the merges, and on the case on top what all of them say together."""

    name, title = "sums of cases", N_("Saved totals")
    reads: Mapping[str, frozenset[str]] = {
        "cases": frozenset({"merged_into", "snoozed_until"}),
        "promises": frozenset({"case_id", "due_on", "due_time", "kept_on", "broken_on"}),
        "case_entries": frozenset({"case_id", "kind", "at"}),
    }

    def __init__(self) -> None:
        self._noted: set[int] = set()

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Note whose rows are about to change."""
        self._note(conn, table, rows, value)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Note whose rows changed."""
        self._note(conn, table, rows, value)

    def done(self, conn: Connection) -> None:
        """Work out anew what the cases concerned say."""
        if not self._noted:
            return
        concerned = _groups(conn, self._noted)
        self._noted.clear()
        _set_roots(conn, concerned)
        ids = sorted(concerned)
        for place in range(0, len(ids), CHUNK):
            _add_up(conn, LISTED, json_ids(ids[place : place + CHUNK]))

    def rebuild(self, conn: Connection) -> None:
        """Work everything out anew."""
        run(conn, "UPDATE cases SET root_id = id WHERE merged_into IS NULL AND root_id IS NOT id")
        merged = plain_rows(conn, "SELECT id FROM cases WHERE merged_into IS NOT NULL")
        _set_roots(conn, _groups(conn, {number for (number,) in merged}))
        _add_up(conn, "?1 = ?1", "")

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Compare what every case says with its rows."""
        into = _chains(conn, {row[0] for row in plain_rows(conn, "SELECT id FROM cases WHERE merged_into IS NOT NULL")})
        kept = plain_rows(conn, "SELECT id, root_id FROM cases")
        wrong = sum(root != top_of(into, number) for number, root in kept)
        progress.check()
        differs = " OR ".join(f"{name} IS NOT {said}" for name, said in _SUMS.items())
        wrong += plain_number(conn, f"SELECT count(*) FROM cases WHERE root_id = id AND ({differs})")
        return Recount(len(kept), wrong)

    def _note(self, conn: Connection, table: str, rows: str, value: str) -> None:
        columns = "id, root_id, merged_into" if table == "cases" else "case_id"
        found = plain_rows(conn, f"SELECT {columns} FROM {table} WHERE {rows}", value)
        self._noted.update(number for row in found for number in row if number is not None)


def top_of(into: Mapping[int, int | None], case: int) -> int:
    """The case at the end of the chain of merges (case -> the one it is merged into).

    Undoing in another order than things were done can close a chain to a ring: its smallest number is on top.
    """
    seen: list[int] = []
    while (following := into.get(case)) is not None and following in into:
        if case in seen:
            return min(seen[seen.index(case) :])
        seen.append(case)
        case = following
    return case


def _chains(conn: Connection, cases: Iterable[int]) -> dict[int, int | None]:
    """What each of these cases, and each one further up, is merged into; those that are gone are left out."""
    into: dict[int, int | None] = {}
    wanted = set(cases)
    while wanted:
        found = plain_rows(conn, f"SELECT id, merged_into FROM cases WHERE {LISTED}", json_ids(sorted(wanted)))
        into.update(found)
        wanted = {above for _number, above in found if above is not None and above not in into}
    return into


def _groups(conn: Connection, cases: Iterable[int]) -> set[int]:
    """These cases with all that are or were under the same one."""
    chain = set(_chains(conn, cases))
    value = json_ids(sorted(chain))
    together = plain_rows(
        conn,
        f"SELECT id FROM cases WHERE root_id IN (SELECT root_id FROM cases WHERE {LISTED}) OR root_{LISTED} "
        f"OR merged_into {LISTED.removeprefix('id ')}",
        value,
    )
    return chain | {number for (number,) in together}


def _set_roots(conn: Connection, cases: Iterable[int]) -> None:
    numbers = sorted(cases)
    into = _chains(conn, numbers)
    rows = [(top_of(into, number), number) for number in numbers if number in into]
    run_many(conn, "UPDATE cases SET root_id = ?1 WHERE id = ?2 AND root_id IS NOT ?1", rows)


def _add_up(conn: Connection, rows: str, value: str) -> None:
    run(conn, f"UPDATE cases SET {_OF_NONE} WHERE root_id IS NOT id AND {rows}", value)
    run(conn, f"UPDATE cases SET {_OF_ALL} WHERE root_id = id AND {rows}", value)
