"""What became of the mails that a server was handed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storeapp.kernel.text import _, plural

# States of request_mails. GOING: written down before the server got it, so that after a kill it is the honest word.
GOING, SENT, REFUSED, LATER, AGAIN = "going", "sent", "refused", "later", "again"


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """What a server made of one mail: `state` is SENT, REFUSED, LATER (it may be tried again) or GOING (nobody knows).

    `words`: the server's own, with its code. `stop`: a sentence, where nothing else can go either.
    """

    state: str
    words: str = ""
    stop: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a run: orders (ids) whose mail went out, and (order, why) of those that were refused, that the
    server wants to get later, that nobody knows of, and that were left out before a server saw them.

    `stopped`: why it ended before its end, "" where it didn't; `waiting`: how many ready ones it did not come to.
    """

    sent: tuple[int, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()
    later: tuple[tuple[int, str], ...] = ()
    unsure: tuple[tuple[int, str], ...] = ()
    left: tuple[tuple[int, str], ...] = ()
    stopped: str = ""
    waiting: int = 0


def ends(posted: Posted) -> Iterator[str]:
    """What became of a run, a sentence for each kind of end."""
    count = len(posted.sent)
    yield plural("{count} mail was sent.", "{count} mails were sent.", count)
    if count := len(posted.refused):
        yield plural("{count} was refused by the mail server.", "{count} were refused by the mail server.", count)
    if count := len(posted.later):
        yield plural(
            "{count} was put off by the mail server and stays in the queue.",
            "{count} were put off by the mail server and stay in the queue.",
            count,
        )
    if posted.unsure:
        yield _("Of one nobody knows whether it went out: it is held back. Look whether it is in your sent mail.")
    if count := len(posted.left):
        yield plural("{count} was left out.", "{count} were left out.", count)
    if posted.stopped:
        yield posted.stopped
    if count := posted.waiting:
        yield plural("{count} still waits in the queue.", "{count} still wait in the queue.", count)
