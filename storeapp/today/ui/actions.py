"""What the keys of Today do: to the selected line if they mean it, else to the first one they mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from storeapp.kernel.targets import AnswerReview, OpenCaseOfReview
from storeapp.kernel.text import N_, _
from storeapp.qtkit.desk import Desk, RecordActions
from storeapp.qtkit.page import Page
from storeapp.today import service
from storeapp.today.rules import PROMISES, Line, later_today
from storeapp.today.ui.work_list import WorkList, WorkRow

NOTHING = {
    "E": N_("No bad review waits for a reply"),
    "I": N_("No file is old enough to be imported again"),
    "O": N_("There is nothing more to see for this line"),
    "M": N_("No change that matters is listed now"),
    "C": N_("No bad review waits for a reply"),
    "P": N_("No promise is due today"),
}


class LineActions:
    """A key that finds no line says so. `do` carries out a line's own button."""

    def __init__(self, page: Page, listed: WorkList, do: Callable[[Line], None]) -> None:
        self.desk: Desk = page.desk
        self.page, self.list, self._do = page, listed, do
        self._alerts: RecordActions | None = None

    @property
    def alerts(self) -> RecordActions:
        """What can be done with a change that matters, built when it is first wanted."""
        if self._alerts is None:
            self._alerts = self.desk.record_actions("alert", self.page)
        return self._alerts

    def handlers(self) -> dict[str, Callable[[], None]]:
        """By the id of the action."""
        return {
            "today.work": self.work,
            "today.reply": partial(self.press, "E"),
            "today.import": partial(self.press, "I"),
            "today.open": partial(self.press, "O"),
            "today.later": self.later,
            "today.more": self.more,
            "today.done": self.finish,
            "today.kept": self.keep,
            "today.case": self.open_case,
            "today.alerts": self.choose_alerts,
        }

    def work(self) -> None:
        """Do the selected line."""
        self.list.setFocus()
        line = self.list.selected()
        if line is not None:
            self._do(line)

    def press(self, letter: str) -> None:
        """Do a line whose button has this letter."""
        line = self._meant(letter, lambda one: one.letter == letter)
        if line is not None:
            self._do(line)

    def more(self, row: WorkRow | None = None) -> None:
        """Open the menu of a change that matters."""
        line = row.line if row is not None else self._meant("M", _is_change)
        chosen = self.list.row_of(line) if line is not None else None
        if line is not None and chosen is not None and chosen.more is not None:
            self.alerts.pop_up(line.record, chosen.more)

    def finish(self) -> None:
        """Be done with a change that matters."""
        line = self._meant("M", _is_change)
        if line is not None:
            self.alerts.finish(line.record)

    def choose_alerts(self) -> None:
        """Choose which changes are told at all."""
        self.alerts.choose()

    def keep(self) -> None:
        """Mark a due promise as kept."""
        line = self._meant("P", _is_promise)
        if line is not None:
            number = int(line.key.partition(":")[2])
            title, said = _("Marking a promise as kept"), _("Marked as kept")
            self.desk.do(title, service.keep_promise, number, said=said)

    def open_case(self) -> None:
        """Open the case of a bad review, a new one where it has none."""
        line = self._meant("C", _is_review)
        if line is not None and isinstance(line.target, AnswerReview):
            self.desk.navigate(OpenCaseOfReview(line.target.id))

    def later(self) -> None:
        """Put the selected line off until later today."""
        line = self.list.selected()
        if line is None:
            self.desk.notices.say(_("Nothing waits for you"))
            return
        until = later_today(self.desk.clock.now().astimezone())
        title = _("Putting an alert off")
        self.desk.do(title, service.put_off, line.key, line.title, until, said=_comes_back)

    def _meant(self, letter: str, fits: Callable[[Line], bool]) -> Line | None:
        line = self.list.first(fits)
        if line is None:
            words = NOTHING[letter]
            self.desk.notices.say(_(words))
        return line


def _is_promise(line: Line) -> bool:
    """Whether it is a promise itself: clocks that run out stand among them."""
    return line.group == PROMISES and line.key.startswith("promise:")


def _is_review(line: Line) -> bool:
    return isinstance(line.target, AnswerReview)


def _is_change(line: Line) -> bool:
    return line.kind == "alert"


def _comes_back(until: datetime) -> str:
    return _("Comes back at {time}").format(time=until.strftime("%H:%M"))
