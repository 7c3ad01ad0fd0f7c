"""Addresses that open a written message in another program."""

from __future__ import annotations

from urllib.parse import quote

LONGEST_ADDRESS = 2_000  # characters of a whole mailto: address that mail programs and systems are sure to take


def mailto(to: str, subject: str, text: str) -> str | None:
    """A mailto: address (RFC 6068) that opens a message to be sent; None where it is longer than programs take.

    Lines end as RFC 6068 wants them; nothing in a value can begin a field of its own.
    """
    fields = {"subject": " ".join(subject.split()), "body": "\r\n".join(text.splitlines())}
    address = f"mailto:{quote(to, safe='@')}?" + "&".join(
        f"{name}={quote(value, safe='')}" for name, value in fields.items()
    )
    return address if len(address) <= LONGEST_ADDRESS else None
