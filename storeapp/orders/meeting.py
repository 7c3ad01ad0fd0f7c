"""Buyers whom a list of items names in one way and a list of orders in another: one order has one buyer."""

from __future__ import annotations

from collections.abc import Iterator

from storeapp.orders.finding import place_of
from storeapp.store.intake import Intake

NAME = "name"  # how a user name that is but a person's name counts: two people may share it

_KEY = "k.channel_id = f.channel_id AND k.kind = s.customer_kind AND k.key = s.customer_key"
_KIND = f"iif(k.weak, '{NAME}', k.kind)"


def meet(intake: Intake) -> Iterator[tuple[int, int]]:
    """Pairs of nodes of `temp.in_keys` that name the buyer of one order in two ways, among them nodes made for it.

    Two different names of one kind are two people: the file that is newer says who bought. A name that people share is
    given to one of them only.
    """
    given: set[int] = set()
    yield from _in_shop(intake, given)
    if intake.number("SELECT count(*) - count(DISTINCT channel_id) FROM in_files"):
        yield from _in_files(intake, given)


def _in_shop(intake: Intake, given: set[int]) -> Iterator[tuple[int, int]]:
    """New names of buyers whose order the shop has."""
    rows = list(
        intake.stream(
            f"SELECT k.node, {_KIND}, k.channel_id, coalesce(o.merged_from, o.customer_id) AS buyer "
            f"FROM staging.orders s JOIN in_files f ON f.file_no = s.file_no JOIN in_keys k ON {_KEY} "
            f"{place_of(intake, 's')} CROSS JOIN main.orders o ON o.id = i.id "
            "WHERE k.customer_id IS NULL AND buyer IS NOT NULL GROUP BY 1, 4 ORDER BY min(s.seq)"
        )
    )
    named: set[int] = set()
    for node, kind, channel, buyer in rows:
        known = _names_of(intake, channel, buyer)
        kinds = {one[0] for one in known}
        if not known or kind in kinds or (kind == NAME and node in named):
            continue
        if kinds == {NAME} and buyer in given:
            continue
        named.add(node)
        given.add(buyer)
        for _kind, of_kind, key, value in known:
            intake.gather_rows(
                "in_keys",
                "channel_id, kind, key, value, customer_id, known",
                [(channel, of_kind, key, value, buyer, 1)],
            )
            intake.amend("in_keys", "grp = node WHERE grp IS NULL")
            same = "SELECT node FROM in_keys WHERE channel_id = ? AND kind = ? AND key = ?"
            yield node, intake.number(same, (channel, of_kind, key))
            break


def _names_of(intake: Intake, channel: int, buyer: int) -> list[tuple[str, str, str, str]]:
    """(kind, kind as stored, key, value) of a stored customer on one channel."""
    return [
        (kind, of_kind, key, value)
        for kind, of_kind, key, value in intake.stream(
            f"SELECT iif({weak('i')}, '{NAME}', i.kind), i.kind, i.key, i.value FROM main.identities i "
            "WHERE (i.customer_id = ?1 OR i.merged_from = ?1) AND coalesce(i.merged_from, i.customer_id) = ?1 "
            "AND i.channel_id = ?2 ORDER BY i.id",
            (buyer, channel),
        )
    ]


def _in_files(intake: Intake, given: set[int]) -> Iterator[tuple[int, int]]:
    """Names of buyers whose order comes in with two files at once."""
    rows = intake.stream(
        f"SELECT i.pos, k.node, {_KIND} FROM staging.orders s JOIN in_files f ON f.file_no = s.file_no "
        f"JOIN in_keys k ON {_KEY} {place_of(intake, 's')} GROUP BY 1, 2 ORDER BY 1, min(s.seq)"
    )
    order, names = 0, dict[str, int]()
    for pos, node, kind in rows:
        if pos != order:
            order, names = pos, {}
        if kind in names:
            continue
        for other_kind, other in names.items():
            shared = node if kind == NAME else other if other_kind == NAME else 0
            if -shared not in given:  # nodes are told from customers by their sign
                given.update((-shared,) if shared else ())
                yield node, other
        names[kind] = node


def weak(table: str) -> str:
    """SQL of whether an identity is but a person's name, which a file gave where others give a user name."""
    return f"({table}.kind = 'handle' AND {table}.key LIKE '% %' AND {table}.key NOT LIKE '% (%)')"
