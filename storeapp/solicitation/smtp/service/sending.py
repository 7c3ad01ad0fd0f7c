"""Hands the requests that are ready over to the mail server, one by one, each judged anew just before.

A mail is written down before the server gets it, and what became of it after. Whatever ends this program in between
leaves the honest word: nobody knows. Such a request waits for its owner and never goes again by itself.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.policy import SMTP, SMTPUTF8
from email.utils import formataddr
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from sqlalchemy import select

from storeapp.kernel import child
from storeapp.kernel.child import ChildStoppedError, Talk
from storeapp.kernel.clock import from_utc_text, utc_text
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.locks import try_lock
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.solicitation import service
from storeapp.solicitation.mail_files import message_of, one_line
from storeapp.solicitation.messages.letters import Letter
from storeapp.solicitation.records import Words
from storeapp.solicitation.sendable import due_mail, due_mails
from storeapp.solicitation.smtp.account import MailAccount
from storeapp.solicitation.smtp.queries import account as account_of
from storeapp.solicitation.smtp.queries import sent_since
from storeapp.solicitation.smtp.records import GOING, LATER, REFUSED, SENT, Posted, ServerAnswer
from storeapp.solicitation.smtp.service.accounts import CHILD, SILENCE, PasswordNeeded, asked
from storeapp.store.db import Database
from storeapp.store.tables import Order, RequestMail

LOCK_NAME = "mail.lock"  # in the shop's folder, held while mails go out
GRACE = 5.0  # seconds that a mail in the server's hands may still take after a cancel
LOOK = 0.05
MINUTE = 60.0
IN_A_ROW = 3  # mails that the server wants later, after which it is left in peace


@dataclass(frozen=True, slots=True)
class Going:
    """A mail that is written down and about to go."""

    id: int
    letter: Letter
    step: str
    message_id: str


def post(
    db: Database, progress: Progress | None = None, password: str = "", *, dry_run: bool = False
) -> Outcome[Posted]:
    """Send the requests that are ready and go by mail through the owner's account, and note each as sent.

    Gives up after what stops everything, which `Posted.stopped` says; cancelling ends it between two mails. UserError
    where the account is off, the line can't be opened, or another window is sending; PasswordNeeded asks for it.
    `dry_run`: only says whose mail would go.
    """
    progress = progress or Progress()
    with db.read() as conn:
        account = account_of(conn)
    if not account.on:
        raise UserError(_("Sending by mail is switched off. Settings, Mail has the switch."))
    with _only_one(db.folder):
        refreshed = service.refresh(db, progress)
        with db.read() as conn:
            due = due_mails(conn, db.clock.now(), progress)
        orders = [row.id for row, _letter in due.ready]
        if dry_run or not orders:
            return Outcome(Posted(tuple(orders), left=due.left), refreshed.touched)
        with child.talking(CHILD, asked("send", account, password)) as talk:
            run = Run(db, account, talk, progress, due.left)
            run.begin()
            run.through(orders)
            return Outcome(run.posted(), frozenset({"requests", "contacts", "history"}))


class Run:
    """One run over the requests that are due."""

    def __init__(
        self, db: Database, account: MailAccount, talk: Talk, progress: Progress, left: tuple[tuple[int, str], ...]
    ) -> None:
        self._db, self._account, self._talk, self._progress = db, account, talk, progress
        self._found: dict[str, list[tuple[int, str]]] = {SENT: [], REFUSED: [], LATER: [], GOING: []}
        self._left = list(left)
        self._stopped, self._waiting = "", 0

    def begin(self) -> None:
        """Wait until the server lets us in."""
        self._progress.begin(_("Signing in at the mail server"))
        word = self._talk.hear(self._progress, SILENCE)
        if "wants" in word:
            raise PasswordNeeded
        if "ready" not in word:
            raise RuntimeError(f"the process {CHILD} said {word}")

    def through(self, orders: list[int]) -> None:
        """Send to each in turn, no faster than the account wants it."""
        self._progress.begin(_("Sending mails"), len(orders))
        pause, free, in_a_row = MINUTE / self._account.a_minute, 0.0, 0
        for place, order in enumerate(orders):
            self._waiting = len(orders) - place
            try:
                self._wait_until(free)
            except Cancelled:
                self._stopped = _("Stopped.")
                return
            if self._full():
                words = plural(
                    "{count} mail went out in 24 hours", "{count} mails went out in 24 hours", self._account.a_day
                )
                self._stopped = _("{words}: the rest goes tomorrow. Settings, Mail has the number.").format(words=words)
                return
            going = self._write_down(order)
            if going is None:
                self._progress.done += 1
                continue
            free = time.monotonic() + pause
            answer = self._hand_over(going)
            self._note(going, answer)
            self._found[answer.state].append((order, answer.words))
            self._waiting -= 1
            self._progress.done += 1
            in_a_row = in_a_row + 1 if answer.state == LATER else 0
            if answer.stop or in_a_row == IN_A_ROW:
                self._stopped = answer.stop or _("The mail server wants no more mails just now: {words}").format(
                    words=answer.words
                )
                return
        self._waiting = 0
        self._talk.tell(bye=True)

    def posted(self) -> Posted:
        """What became of it."""
        found = {state: tuple(rows) for state, rows in self._found.items()}
        sent = tuple(order for order, _words in found[SENT])
        left = tuple(self._left)
        return Posted(sent, found[REFUSED], found[LATER], found[GOING], left, self._stopped, self._waiting)

    def _wait_until(self, moment: float) -> None:
        while True:
            self._progress.check()
            rest = moment - time.monotonic()
            if rest <= 0:
                return
            time.sleep(min(rest, LOOK))

    def _full(self) -> bool:
        since = utc_text(self._db.clock.now() - timedelta(days=1))
        with self._db.read() as conn:
            return sent_since(conn, since) >= self._account.a_day

    def _write_down(self, order: int) -> Going | None:
        """Judge the order as it stands this instant and write its mail down; None where it may not go any more."""
        service.refresh(self._db)
        with self._db.write(_("Sending a review request")) as tx:
            tx.leave_no_record()
            due = due_mail(tx.connection, order, from_utc_text(tx.now))
            if isinstance(due, str):
                self._left.append((order, due))
                return None
            letter, step = due
            table = RequestMail
            known = tx.connection.execute(
                select(table.id, table.message_id).where(table.order_id == order, table.step == step)
            ).first()
            if known is not None:
                tx.update(table, known.id, state=GOING, begun_at=tx.now, ended_at=None, answer="")
                return Going(known.id, letter, step, known.message_id)
            name = f"<{uuid4().hex}@{self._account.address.rpartition('@')[2]}>"
            made = tx.insert_one(
                table,
                order_id=order,
                step=step,
                message_id=name,
                state=GOING,
                begun_at=tx.now,
                ended_at=None,
                answer="",
            )
            return Going(made, letter, step, name)

    def _hand_over(self, going: Going) -> ServerAnswer:
        """Give one mail to the server; after a cancel it has a moment to say what became of it."""
        to, utf8 = _envelope(going.letter.to)
        text = _signed(going, self._account, self._db.clock.now(), utf8)
        self._talk.tell(sender=self._account.address, to=to, utf8=utf8, text=base64.b64encode(text).decode("ascii"))
        heard: list[child.Word] = []
        until = time.monotonic() + SILENCE
        with suppress(ChildStoppedError):
            while time.monotonic() < until and not any("state" in word for word in heard):
                word = self._talk.within(LOOK, Progress())
                if self._progress.cancel_asked:
                    until = min(until, time.monotonic() + GRACE)
                heard += [word] if word is not None else []
        if not any("state" in word for word in heard):
            heard += self._talk.stop()
        broken = _("The line to the mail server broke off.")
        said = next((word for word in heard if "state" in word), None)
        if said is None:  # before the sign that ends a mail nothing of it was taken, after it nobody knows
            return ServerAnswer(GOING if any("ending" in word for word in heard) else LATER, "", broken)
        return ServerAnswer(
            said["state"], said["words"], said.get("stop", "") or (broken if said["state"] == GOING else "")
        )

    def _note(self, going: Going, answer: ServerAnswer) -> None:
        number = self._number(going.letter.order_id)
        with self._db.write(_("Sent the request for order {number} by mail").format(number=number), kind="work") as tx:
            tx.undoable = False  # what went out can't be taken back
            if answer.state != SENT:
                tx.leave_no_record()
            ended = None if answer.state == GOING else tx.now
            tx.update(RequestMail, going.id, state=answer.state, ended_at=ended, answer=answer.words)
            if answer.state == SENT:
                one = going.letter
                words = Words(one.template, one.language, one.variant, "email")
                service.went_out_in(tx, one.order_id, going.step, words)
        service.refresh(self._db)

    def _number(self, order: int) -> str:
        with self._db.read() as conn:
            return str(conn.execute(select(Order.number).where(Order.id == order)).scalar())


def _signed(going: Going, account: MailAccount, now: datetime, utf8: bool) -> bytes:
    """The mail as it goes over the line: who writes, its own fixed name, and where to refuse such mail."""
    mail = message_of(going.letter, now)
    mail["From"] = formataddr((one_line(account.name), account.address))
    mail["Message-ID"] = going.message_id
    mail["List-Unsubscribe"] = f"<mailto:{quote(account.address, safe='@')}?subject=STOP>"
    return mail.as_bytes(policy=SMTPUTF8 if utf8 else SMTP)


def _envelope(address: str) -> tuple[str, bool]:
    """The address as the server is told it, and whether that takes letters beyond ASCII."""
    name, _at, domain = address.strip().rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return address.strip(), True
    return f"{name}@{domain}", not name.isascii()


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Two runs over one shop would send twice. UserError where another one is sending, or the folder is closed."""
    try:
        handle = (folder / LOCK_NAME).open("a+", encoding="utf-8")
    except OSError as why:
        words = _("The folder {folder} can't be written to. Nothing was sent.")
        raise UserError(words.format(folder=folder)) from why
    with handle:
        if not try_lock(handle):
            raise UserError(_("Mails of this shop are being sent already."))
        yield
