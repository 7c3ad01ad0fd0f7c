"""When two names on one channel mean the same person, and which of two facts is the later one."""

from __future__ import annotations

import re
from array import array

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
SHORTEST_PHONE = 7  # digits; anything shorter is an extension or a placeholder

CONSENT_RANK = {"unknown": 0, "yes": 1, "no": 2}


def email_key(value: str | None) -> str | None:
    """The key of an e-mail address, None where it is blank, masked or not one."""
    folded = (value or "").strip().strip("'").casefold()
    if not _EMAIL.fullmatch(folded) or "*" in folded:
        return None
    return folded


def phone_key(value: str | None) -> str | None:
    """The digits of a phone number without leading zeros and plus, None where it is blank, masked or a placeholder."""
    text = value or ""
    if "*" in text:
        return None
    digits = re.sub(r"\D", "", text).lstrip("0")
    if len(digits) < SHORTEST_PHONE or len(set(digits)) == 1:
        return None
    return digits


def consent_of(stored: str, incoming: str | None) -> str:
    """ "no" from any source stays, "yes" beats "unknown"."""
    if incoming is None:
        return stored
    return max(stored, incoming, key=lambda word: CONSENT_RANK.get(word, 0))


def later(incoming: str | None, stored: str | None) -> int:
    """1 if the incoming stamp is later, -1 if the stored one is, 0 if they are equal or one is unknown."""
    if not incoming or not stored or incoming == stored:
        return 0
    return 1 if incoming > stored else -1


def told(incoming: str | None, stored: str | None) -> bool | None:
    """Whether the incoming stamp is at least as late as the stored one; None where one of them is unknown."""
    if not incoming or not stored:
        return None
    return incoming >= stored


class Groups:
    """Which numbers from 1 to `size` belong together; the smallest of a group names it."""

    def __init__(self, size: int) -> None:
        self._parent = array("q", range(size + 1))

    def root(self, number: int) -> int:
        """The name of the group a number is in."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Put two groups together."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self._parent[max(first, second)] = min(first, second)

    def moved(self) -> list[tuple[int, int]]:
        """(number, name of its group) of all that aren't named by themselves."""
        return [(n, self.root(n)) for n in range(1, len(self._parent)) if self._parent[n] != n]
