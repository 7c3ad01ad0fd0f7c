"""Letters as .eml files, which any mail program opens as drafts: all of them are there, or none."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from storeapp.customers.matching import email_key
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import scratch
from storeapp.kernel.text import _
from storeapp.solicitation.messages.letters import Letter

_FULL = (errno.ENOSPC, errno.EDQUOT)


def mail_of(letter: Letter, now: datetime) -> bytes:
    """One letter as a draft without a sender: the mail program that opens it fills that in."""
    mail = message_of(letter, now)
    mail["X-Unsent"] = "1"
    return mail.as_bytes()


def message_of(letter: Letter, now: datetime) -> EmailMessage:
    """One letter as a message whose sender is still to be named."""
    mail = EmailMessage(policy=SMTP)
    mail["To"] = letter.to.strip()
    mail["Subject"] = one_line(letter.subject)
    mail["Date"] = format_datetime(now)
    mail.set_content(letter.body + "\n", charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = letter.language  # after the content, whose setting clears the fields about it
    return mail


def has_address(letter: Letter) -> bool:
    """Whether the address can be written to, and nothing in it can name anybody else, as mail programs read it."""
    plain = letter.to.strip()
    if email_key(plain) is None or not plain.isprintable():
        return False
    try:
        read = SMTP.header_factory("To", plain).addresses
        return [one.addr_spec for one in read] == [plain]
    except (AttributeError, IndexError, ValueError, MessageError):
        return False


def file_name(number: str, order_id: int) -> str:
    """A file's name that every system takes, and no two orders share."""
    plain = re.sub(r"[^\w.-]+", "_", number).strip("._")[:60]
    return f"{plain or 'order'}-{order_id}.eml"


class WrittenMails:
    """Mails that are written and not yet seen in their folder. What lies there under the same name is kept aside."""

    def __init__(self, folder: Path, work: Path) -> None:
        self._folder, self._work = folder, work
        self._aside = work / "aside"
        self._aside.mkdir()
        self._placed: list[str] = []

    def put_in_place(self, names: Iterable[str]) -> None:
        """Let these files be seen. OSError where one can't be; the others are taken back with the block."""
        for name in names:
            if (self._folder / name).is_file():
                os.replace(self._folder / name, self._aside / name)
            self._placed.append(name)
            os.replace(self._work / name, self._folder / name)

    def take_back(self) -> None:
        """Leave the folder as it was."""
        for name in reversed(self._placed):
            with suppress(OSError):
                if (self._aside / name).exists():
                    os.replace(self._aside / name, self._folder / name)
                elif not (self._work / name).exists():
                    (self._folder / name).unlink()


@contextmanager
def written_mails(
    folder: Path, mails: Sequence[tuple[str, Letter]], now: datetime, progress: Progress | None = None
) -> Iterator[WrittenMails]:
    """Write (file name, letter) for a folder; the block puts them in place, and notes that, as one change.

    Whatever the block raises leaves the folder as it was. UserError where it isn't there or can't be written to.
    """
    progress = progress or Progress()
    if not folder.is_dir():
        raise UserError(_("The folder {folder} isn't there. Choose another place.").format(folder=folder))
    with _spoken(folder), scratch(folder) as work:
        for name, letter in progress.over(mails, len(mails)):
            (work / name).write_bytes(mail_of(letter, now))
        written = WrittenMails(folder, work)
        try:
            yield written
        except BaseException:
            written.take_back()
            raise


def save_mail(path: Path, letter: Letter, now: datetime) -> None:
    """Write one letter to `path`, in place of what is there. UserError where it has no address or can't be written."""
    if not has_address(letter):
        raise UserError(_("“{value}” is no e-mail address.").format(value=letter.to))
    with written_mails(path.parent, [(path.name, letter)], now) as written:
        written.put_in_place([path.name])


def one_line(words: str) -> str:
    """A header's value: whatever would end its line, or isn't to be seen, is a space."""
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())


@contextmanager
def _spoken(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as why:
        if why.errno in _FULL:
            words = _("The disk is full. Nothing was written; free some space or choose another place.")
        else:
            words = _("The folder {folder} can't be written to. Choose another place. Nothing was written.")
        raise UserError(words.format(folder=folder)) from why
