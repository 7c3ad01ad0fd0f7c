"""Sends every request that is ready through the owner's mail account: says first what would go, then what went."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.jobs import Job
from storeapp.solicitation.records import Mailing
from storeapp.solicitation.smtp.records import Posted, ends
from storeapp.solicitation.smtp.service.accounts import PasswordNeeded
from storeapp.solicitation.smtp.service.sending import post
from storeapp.solicitation.ui.mail_saving import left_out

TOPICS = frozenset({"requests", "contacts"})


class MailSending:
    """Asks and tells over the page it belongs to."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self.desk, self._page = desk, page
        self._job: Job | None = None
        self._told = 0
        desk.jobs.progressed.connect(self._follow)

    def ask(self) -> None:
        """Look what is ready, tell it, and ask whether it is to go."""
        if self._job is not None and not self._job.ended:
            self.desk.notices.refuse(_("Mails are on their way already. The strip below shows how far they are."))
            return

        def work(progress: Progress) -> Outcome[Posted]:
            return post(self.desk.db, progress, dry_run=True)

        self.desk.jobs.mail(_("Looking which mails are ready"), work, self._tell)

    def send(self, password: str = "") -> None:
        """Send now, in a lane of its own; the strip shows how far it is and can stop it."""
        self._told = 0

        def work(progress: Progress) -> Outcome[Posted]:
            return post(self.desk.db, progress, password)

        self._job = self.desk.jobs.mail(_("Sending mails"), work, self._ended, self._failed)

    def _tell(self, outcome: Outcome[Posted]) -> None:
        trial = outcome.value
        count, left = len(trial.sent), left_out(Mailing((), trial.left, ""))
        if not count:
            words = _("No mail is ready to be sent.")
            self.desk.notices.refuse(" ".join([words, left.replace("\n", " ")]).strip())
            return
        text = _(
            "They go out through your mail account now. Each is looked at again just before, and noted as sent. "
            "What went out can't be taken back."
        )
        self.desk.ask.confirm(
            self._page,
            plural("Send {count} mail?", "Send {count} mails?", count),
            "\n\n".join(filter(None, (text, left))),
            plural("Send {count} mail", "Send {count} mails", count),
            self.send,
        )

    def _follow(self, job: Job) -> None:
        """Let the lists show what went out by now."""
        if job is self._job and job.progress.done != self._told:
            self._told = job.progress.done
            self.desk.jobs.announce(TOPICS)

    def _ended(self, outcome: Outcome[Posted]) -> None:
        posted = outcome.value
        words = " ".join(ends(posted))
        whys = [why for _order, why in (*posted.refused, *posted.later, *posted.left) if why]
        if posted.stopped or posted.unsure or posted.refused or posted.later:
            self.desk.notices.problem(" ".join([words, *whys[:1]]))
        else:
            self.desk.notices.say(words)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PasswordNeeded):
            self.desk.ask.secret(
                self._page,
                _("Password of the mail account"),
                _("Password"),
                self.send,
                _("Send"),
                _("No key ring of this PC has it. It is used for this run and kept nowhere."),
            )
            return
        if isinstance(error, UserError):
            self.desk.notices.problem(error.sentence)
