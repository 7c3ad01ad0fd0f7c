"""The password of the mail account in the system's key ring; only the process that sends asks for it.

Rings that keep their words in a plain file, or nowhere, are none.
"""

from __future__ import annotations

from typing import Any

import keyring
from keyring.backends import chainer

RECOMMENDED = 1  # the least priority of a backend that keeps a secret as the system keeps its own


def place_of(host: str) -> str:
    """Under what name a server's password stands in the ring, where its owner finds it."""
    return f"Storeapp: {host}"


def find(host: str, user: str) -> str | None:
    """The password, None where no ring works or has it."""
    for ring in _rings():
        found = _asked(ring.get_password, place_of(host), user)
        if found:
            return str(found)
    return None


def keep(host: str, user: str, password: str) -> bool:
    """Put the password into the first ring that takes it, and gives it back; whether one did."""
    for ring in _rings():
        _asked(ring.set_password, place_of(host), user, password)
        if _asked(ring.get_password, place_of(host), user) == password:
            return True
    return False


def forget(host: str, user: str) -> None:
    """Take the password out of every ring that has it."""
    for ring in _rings():
        if _asked(ring.get_password, place_of(host), user):
            _asked(ring.delete_password, place_of(host), user)


def _rings() -> list[Any]:
    chosen = keyring.get_keyring()
    rings = list(chosen.backends) if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    return [one for one in rings if one.priority >= RECOMMENDED]


def _asked(ring: Any, *words: str) -> Any:
    """What a ring says; None where it is locked, gone or broken, which each backend says with errors of its own."""
    try:
        return ring(*words)
    except Exception:  # noqa: BLE001 - a ring that doesn't work is no ring: the password is asked for
        return None
