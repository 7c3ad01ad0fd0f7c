"""Amounts of an order that a file lists entry by entry: each entry is kept, so that files add up whatever their order.

`orders.parts` holds one line an entry: the column of the amount, the format that lists it, the entry's key and minor
units, with tabs between them. Another report lists the same money once more; entries of two formats are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable

Entry = tuple[str, str, str]  # column, source, key
STATED = "="  # the source of an amount that a file states as a whole
BEFORE = "?"  # the key of what came in before entries were kept
REFUNDED = "refunded_minor"
_LONGEST = 120  # letters of a key


def line(column: str, source: str, key: str, minor: int) -> str:
    """One entry as text."""
    return f"{column}\t{source}\t{' '.join(key.split())[:_LONGEST]}\t{minor}"


def refund_key(when: str, minor: int, reference: str) -> str:
    """What tells one refund from another: its day or instant, its amount, and its reference where the file has one."""
    return f"{when}|{minor}|{reference}"


def read(text: str | None) -> dict[Entry, int]:
    """The entries of a text."""
    found: dict[Entry, int] = {}
    for one in (text or "").split("\n"):
        column, _tab, rest = one.partition("\t")
        if rest:
            source, key, minor = rest.split("\t")
            found[column, source, key] = int(minor)
    return found


def written(entries: dict[Entry, int]) -> str | None:
    """The text of entries, the same for the same entries; None for none."""
    return "\n".join(line(*entry, minor) for entry, minor in sorted(entries.items())) or None


def together(stored: dict[Entry, int], incoming: dict[Entry, int]) -> dict[Entry, int]:
    """The entries of both; one that comes again is the one that is there, and takes the newer amount."""
    found = dict(stored)
    free = {entry for entry in stored if entry not in incoming}
    for entry, minor in incoming.items():
        same = _without_reference(entry, free) if entry not in stored else None
        if same is None:
            found[entry] = minor
        elif entry[2].endswith("|"):
            free.discard(same)  # the stored one says more
        else:
            free.discard(same)
            del found[same]
            found[entry] = minor
    for one in [entry for entry in found if entry[2] == BEFORE]:
        if sum_of(found, one[0], one[1]) >= 2 * found[one]:  # the others now make up for it
            del found[one]
    return found


def sum_of(entries: dict[Entry, int], column: str, source: str) -> int:
    """What the entries of one column in one source come to; 0 where there are none."""
    return sum(minor for (name, origin, _key), minor in entries.items() if (name, origin) == (column, source))


def columns(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """The sources of each column."""
    found: dict[str, set[str]] = {}
    for column, source, _key in entries:
        found.setdefault(column, set()).add(source)
    return found


def _without_reference(entry: Entry, free: set[Entry]) -> Entry | None:
    """The entry of the same time and amount, where only one of both files gives a reference."""
    column, source, key = entry
    if column != REFUNDED or key.count("|") < 2:
        return None
    when, minor, reference = key.split("|", 2)
    for other in sorted(free):
        if other[:2] == (column, source) and other[2].startswith(f"{when}|{minor}|"):
            theirs = other[2].split("|", 2)[2]
            if not reference or not theirs:
                return other
    return None
