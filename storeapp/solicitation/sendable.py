"""What may go out this instant, judged anew, and the mails of it as they would go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.solicitation import rules, verdicts
from storeapp.solicitation.facts import Known, setting
from storeapp.solicitation.mail_files import has_address
from storeapp.solicitation.messages.letters import Letter
from storeapp.solicitation.messages.queries import mails_of
from storeapp.solicitation.queries import RequestList, plans_of, rows_of
from storeapp.solicitation.records import QUEUE, RequestRow, RequestWanted
from storeapp.solicitation.rules import Verdict
from storeapp.solicitation.wording import reason_words, state_title

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 10**9  # rows: all
Left = tuple[int, str]  # an order, and why it stays


@dataclass(frozen=True, slots=True)
class DueMails:
    """The mails that are ready, each with its order's row, and (order, why) of the others that are due."""

    ready: tuple[tuple[RequestRow, Letter], ...]
    left: tuple[Left, ...]


def due_mails(conn: Connection, now: datetime, progress: Progress) -> DueMails:
    """The mails of all requests that are ready, as the last look has them, held against the rules."""
    return _mails(conn, RequestList().rows(conn, RequestWanted(states=QUEUE), 0, MOST), now, progress)


def due_mail(conn: Connection, order: int, now: datetime) -> tuple[Letter, str] | str:
    """The mail of one order judged this instant, and its step; else the sentence why it may not go."""
    may, left = sendable(conn, [order], now)
    if not may:
        return left[0][1]
    found = _mails(conn, rows_of(conn, [order]), now, Progress())
    if not found.ready:
        return found.left[0][1] if found.left else _("This order is gone.")
    row, letter = found.ready[0]
    return letter, row.step


def _mails(conn: Connection, rows: Sequence[RequestRow], now: datetime, progress: Progress) -> DueMails:
    of_order = {row.id: row for row in rows}
    mailed = {plan.key for plan in plans_of(conn) if plan.through == "email"}
    mails = mails_of(conn, [row for row in rows if row.plan in mailed], now, progress)
    left = [(row.id, _("Goes through its platform: copy it there.")) for row in rows if row.plan not in mailed]
    ready = []
    for mail in mails:
        one = mail.letter
        if mail.stop:
            left.append((one.order_id, mail.stop))
        elif not has_address(one):
            left.append((one.order_id, _("“{value}” is no e-mail address.").format(value=one.to)))
        elif one.missing:
            named = _(", ").join(_(title) for title in one.missing)
            left.append((one.order_id, _("Not known: {names}.").format(names=named)))
        else:
            ready.append((of_order[one.order_id], one))
    return DueMails(tuple(ready), tuple(left))


def sendable(
    conn: Connection, orders: Sequence[int], now: datetime, unsure: bool = False
) -> tuple[list[tuple[Known, Verdict]], list[Left]]:
    """Of these orders what may be sent this instant, of one person's only the first, and why the others may not.

    `unsure`: also those whose mail may have gone out, for the owner who says that it did.
    """
    about = setting(conn, now)
    judged = verdicts.judged_now(conn, list(dict.fromkeys(orders)), about)
    return _ready(judged, orders, now.date(), unsure)


def _ready(
    judged: dict[int, tuple[Known, Verdict]], orders: Sequence[int], today: date, unsure: bool
) -> tuple[list[tuple[Known, Verdict]], list[Left]]:
    sent: list[tuple[Known, Verdict]] = []
    left: list[Left] = []
    for order in dict.fromkeys(orders):
        if order not in judged:
            left.append((order, _("This order is gone.")))
            continue
        one, verdict = judged[order]
        if verdict.state != rules.READY and not (unsure and verdict.reason == rules.UNSURE):
            why = reason_words(verdict.reason, verdict.detail, today, resume=one.plan.resume)
            left.append((order, _("{state}: {reason}").format(state=state_title(verdict.state), reason=why)))
        else:
            sent.append((one, verdict))
    return sent, left
