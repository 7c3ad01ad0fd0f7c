"""Saves a mail file of every request that is ready: says first what would be written, and what is left out and why."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.solicitation import service
from storeapp.solicitation.records import Mailing

REASONS = 6  # shown of those for which mails are left out, the most frequent first


class MailSaving:
    """Asks and tells over the page it belongs to."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self.desk, self._page = desk, page

    def ask(self) -> None:
        """Look what is ready, tell it, and ask for the folder."""
        self.desk.do(
            _("Looking which mails are ready"),
            partial(service.save_mails, dry_run=True),
            Path(),
            done=self._tell,
            progress=True,
        )

    def save_to(self, trial: Mailing, folder: Path) -> None:
        """Write the mails into a folder. `trial`: what was told before."""
        done = partial(self._left, trial)
        self.desk.do(_("Saving mails"), service.save_mails, folder, said=_said, done=done, progress=True)

    def _tell(self, outcome: Outcome[Mailing]) -> None:
        mailing = outcome.value
        count = len(mailing.written)
        if not count:
            words = _("No mail is ready to be saved.")
            self.desk.notices.refuse(" ".join([words, left_out(mailing).replace("\n", " ")]).strip())
            return
        question = plural("Save {count} mail into a folder?", "Save {count} mails into a folder?", count)
        text = _(
            "Your mail program opens the files as drafts: you send them there. Here they count as sent, "
            "which you can take back."
        )
        self.desk.ask.confirm(
            self._page,
            question,
            "\n\n".join(filter(None, (text, left_out(mailing)))),
            _("Choose the folder"),
            partial(self._choose, mailing),
        )

    def _choose(self, trial: Mailing) -> None:
        self.desk.ask.folder(self._page, _("Choose the folder for the mails"), partial(self.save_to, trial))

    def _left(self, trial: Mailing, outcome: Outcome[Mailing]) -> None:
        """Say what was left out only now, because something changed in between."""
        told = dict(trial.left)
        new = tuple((order, why) for order, why in outcome.value.left if told.get(order) != why)
        if new:
            self.desk.notices.problem(left_out(Mailing((), new, "")))


def left_out(mailing: Mailing) -> str:
    """How many are left out and why, a line for each reason; "" for none."""
    if not mailing.left:
        return ""
    reasons = Counter(why for _order, why in mailing.left)
    count = len(mailing.left)
    lines = [plural("{count} is left out:", "{count} are left out:", count)]
    lines += [_("{number}: {why}").format(number=number, why=why) for why, number in reasons.most_common(REASONS)]
    rest = len(reasons) - REASONS
    if rest > 0:
        lines.append(plural("and {count} other reason", "and {count} other reasons", rest))
    return "\n".join(lines)


def _said(mailing: Mailing) -> str:
    count, folder = len(mailing.written), Path(mailing.folder)
    words = plural("{count} mail saved in {{folder}}", "{count} mails saved in {{folder}}", count)
    return words.format(folder=folder.name or folder) if count else ""
