"""What the owner does with a change that matters: look, put it off, be done with it, not be told of its kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from storeapp.kernel.days import spoken_day
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import N_, _, in_context
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.today import queries, service
from storeapp.today.rules import Line
from storeapp.today.ui.told import ToldSheet

SNOOZES = ((1, N_("Snooze for a day")), (7, N_("Snooze for a week")), (30, N_("Snooze for a month")))


class AlertVerbs:
    """Works on lines that have a `kind`; asks over `page`."""

    def __init__(self, desk: Desk, page: Page) -> None:
        self.desk, self.page = desk, page

    def menu(self, line: Line, parent: QWidget) -> QMenu:
        """The menu of one line."""
        menu = QMenu(parent)
        menu.addAction(in_context("verb", "Look"), lambda: self.desk.navigate(line.page, line.target))
        menu.addSeparator()
        for days, words in SNOOZES:
            menu.addAction(_(words), partial(self.snooze, line, days))
        menu.addAction(_("Done"), partial(self.finish, line))
        menu.addSeparator()
        menu.addAction(_("Don't show this kind of alert"), partial(self.switch_off, line))
        menu.addAction(_("Choose which alerts are shown"), self.choose)
        return menu

    def pop_up(self, line: Line, over: QWidget) -> None:
        """Open that menu under a widget."""
        menu = self.menu(line, self.page)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(over.mapToGlobal(QPoint(0, over.height())))

    def snooze(self, line: Line, days: int) -> None:
        """Hide it for some days."""
        until = self.desk.clock.now() + timedelta(days=days)
        self.desk.jobs.write(_("Putting an alert off"), partial(_snooze, self.desk, line, until), self._snoozed)

    def finish(self, line: Line) -> None:
        """Be done with it."""
        self.desk.jobs.write(_("Marking as done"), partial(_finish, self.desk, line), self._finished)

    def switch_off(self, line: Line) -> None:
        """Never tell this kind again, until it is switched on."""
        self.desk.jobs.write(_("Changing the alerts"), partial(_switch_off, self.desk, line), self._switched)

    def choose(self) -> None:
        """The sheet of all kinds."""
        self.page.ask_db(queries.alert_rules, self._open_sheet, "today:kinds")

    def _open_sheet(self, rules: queries.AlertRules) -> None:
        sheet = ToldSheet(rules, self._keep, self.page)
        sheet.open()

    def _keep(self, rules: queries.AlertRules) -> None:
        self.desk.jobs.write(_("Changing the alerts"), partial(_keep, self.desk, rules), self._kept)

    def _snoozed(self, outcome: Outcome[datetime]) -> None:
        day = spoken_day(outcome.value.astimezone().date(), self.desk.clock.today())
        self.desk.notices.say(_("Comes back on {day}").format(day=day), undo=True)

    def _finished(self, _outcome: Outcome[str]) -> None:
        self.desk.notices.say(_("Done. It comes back only with new reviews."), undo=True)

    def _switched(self, _outcome: Any) -> None:
        self.desk.notices.say(
            _("This kind of alert is off now"), undo=True, action=(_("Choose which alerts are shown"), self.choose)
        )

    def _kept(self, outcome: Any) -> None:
        self.desk.notices.say(_("Saved the alerts"), undo=outcome.action_id is not None)


def _snooze(desk: Desk, line: Line, until: datetime, _progress: object) -> Outcome[datetime]:
    return service.snooze_alert(desk.db, line.key, line.title, until)


def _finish(desk: Desk, line: Line, _progress: object) -> Outcome[str]:
    return service.finish_alert(desk.db, line.key, line.title)


def _switch_off(desk: Desk, line: Line, _progress: object) -> Any:
    return service.switch_alerts(desk.db, line.kind, False)


def _keep(desk: Desk, rules: queries.AlertRules, _progress: object) -> Any:
    return service.set_alert_rules(desk.db, rules)
