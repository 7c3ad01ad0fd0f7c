"""Finds customers who may be one person: along the indexes of what they share, never by comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import Connection

from storeapp.customers.likeness import LEAST, KnownPerson, handle_of, known, likeness
from storeapp.store.sql import ask

MOST = 2000  # pairs that are shown; who has more works through these first
CROWD = 8  # customers who share a value: with more it stands for a firm, a placeholder or a common name
FEW = 4  # the same of a name alone; of a more common one only those in one place are compared
GROUPS = 1500  # shared values that are looked at, of each kind
BATCH = 400

_MERGED = "(SELECT id FROM customers WHERE merged_into IS NOT NULL)"
# Shared values with how many customers have them, read along one index each.
_BY_IDENTITY = (
    "SELECT key FROM identities WHERE kind = :kind GROUP BY key "
    f"HAVING min(customer_id) <> max(customer_id) LIMIT {GROUPS}"
)
_OF_IDENTITY = "SELECT key, customer_id FROM identities WHERE kind = :kind AND key IN :keys"
_BY_EMAIL = (
    f"SELECT email FROM customers WHERE email <> '' AND id NOT IN {_MERGED} GROUP BY email "
    f"HAVING count(*) BETWEEN 2 AND {CROWD} LIMIT {GROUPS}"
)
_OF_EMAIL = f"SELECT email, id FROM customers WHERE email IN :keys AND id NOT IN {_MERGED}"
_BY_NAME = (
    f"SELECT name_key FROM customers WHERE name_key IS NOT NULL AND id NOT IN {_MERGED} GROUP BY name_key "
    f"HAVING count(*) BETWEEN 2 AND {FEW} LIMIT {GROUPS}"
)
_OF_NAME = f"SELECT name_key, id FROM customers WHERE name_key IN :keys AND id NOT IN {_MERGED}"
_LONGER_HANDLE = (
    "SELECT b.key, a.customer_id, b.customer_id FROM identities a CROSS JOIN identities b ON b.kind = 'handle' "
    "AND b.key = substr(a.key, 1, instr(a.key, ' (') - 1) WHERE a.kind = 'handle' AND instr(a.key, ' (') > 0 "
    f"AND a.customer_id <> b.customer_id LIMIT {GROUPS}"
)
# Of a common name only those in one place.
_BY_PLACE = (
    f"SELECT name_key, country, city FROM customers WHERE name_key IS NOT NULL AND city <> '' AND id NOT IN {_MERGED} "
    f"GROUP BY name_key, country, city HAVING count(*) BETWEEN 2 AND {CROWD} LIMIT {GROUPS}"
)
_OF_PLACE = (
    "SELECT 0, id FROM customers WHERE name_key = :name AND country = :country AND city = :city "
    f"AND id NOT IN {_MERGED}"
)


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two customers who may be one person; `reasons` are codes of likeness.WORDS. A nobody's name is ""."""

    id: int
    first: int
    second: int
    confidence: float
    reasons: tuple[str, ...]
    names: tuple[str, str] = ("", "")


def pairs(conn: Connection, most: int = MOST) -> list[LikelyPair]:
    """The pairs worth a look, the surest first; those the owner called different people are left out."""
    wanted = _candidates(conn) - _apart(conn)
    found = []
    for batch in _batches(sorted(wanted)):
        people = _known(conn, {number for pair in batch for number in pair})
        for one, other in batch:
            if one in people and other in people:
                sure, reasons = likeness(people[one], people[other])
                if sure >= LEAST:
                    found.append((sure, one, other, reasons, (people[one].name, people[other].name)))
    found.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    return [
        LikelyPair(number, one, other, sure, reasons, names)
        for number, (sure, one, other, reasons, names) in enumerate(found[:most], 1)
    ]


def _candidates(conn: Connection) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for kind in ("email", "phone"):
        keys = _column(conn, _BY_IDENTITY, kind=kind)
        found |= _paired(conn, _OF_IDENTITY, keys, kind=kind)
    found |= _by_handle(conn)
    found |= _paired(conn, _OF_EMAIL, _column(conn, _BY_EMAIL))
    found |= _paired(conn, _OF_NAME, _column(conn, _BY_NAME))
    for place in ask(conn, _BY_PLACE).all():
        found |= _pairs_of([row[1] for row in ask(conn, _OF_PLACE, name=place[0], country=place[1], city=place[2])])
    return found


def _by_handle(conn: Connection) -> set[tuple[int, int]]:
    """The same user name on two channels; one of them may have a first name behind it."""
    keys = [key for key in _column(conn, _BY_IDENTITY, kind="handle") if handle_of(key)]
    found = _paired(conn, _OF_IDENTITY, keys, kind="handle")
    for key, one, other in ask(conn, _LONGER_HANDLE):
        if handle_of(key):
            found |= _pairs_of((one, other))
    return found


def _column(conn: Connection, sql: str, **values: Any) -> list[Any]:
    return list(ask(conn, sql, **values).scalars())


def _paired(conn: Connection, sql: str, keys: Sequence[Any], **values: Any) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for batch in _batches(keys):
        members: defaultdict[Any, set[int]] = defaultdict(set)
        for key, customer in ask(conn, sql, keys=batch, **values):
            members[key].add(customer)
        for group in members.values():
            found |= _pairs_of(group)
    return found


def _pairs_of(group: Iterable[int]) -> set[tuple[int, int]]:
    members = sorted(set(group))
    return set(combinations(members, 2)) if len(members) <= CROWD else set()


def _apart(conn: Connection) -> set[tuple[int, int]]:
    """Pairs of different people, as the persons they are now."""
    found = ask(
        conn,
        "SELECT coalesce(a.merged_into, p.first_id), coalesce(b.merged_into, p.second_id) FROM customer_pairs p "
        "LEFT JOIN customers a ON a.id = p.first_id LEFT JOIN customers b ON b.id = p.second_id",
    )
    return {(min(one, other), max(one, other)) for one, other in found}


def _known(conn: Connection, ids: set[int]) -> dict[int, KnownPerson]:
    keys: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for customer, kind, key in ask(
        conn, "SELECT customer_id, kind, key FROM identities WHERE customer_id IN :ids", ids=ids
    ):
        keys[customer].append((kind, key))
    rows = ask(
        conn,
        "SELECT id, name, country, city, email, phone FROM customers WHERE id IN :ids AND merged_into IS NULL",
        ids=ids,
    )
    return {row[0]: known(row[0], row[1], row[2], row[3], row[4], row[5], keys[row[0]]) for row in rows}


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
