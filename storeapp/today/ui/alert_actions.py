"""What the owner does with a change that matters: look, put it off, be done with it, not be told of its kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import N_, _, in_context
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.today import queries, service
from storeapp.today.rules import Line
from storeapp.today.ui.told import ToldSheet

SNOOZES = ((1, N_("Snooze for a day")), (7, N_("Snooze for a week")), (30, N_("Snooze for a month")))


class AlertActions:
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
        title = _("Putting an alert off")
        self.desk.do(title, service.snooze_alert, line.key, line.title, until, said=self._comes_back)

    def finish(self, line: Line) -> None:
        """Be done with it."""
        said = _("Done. It comes back only with new reviews.")
        self.desk.do(_("Marking as done"), service.finish_alert, line.key, line.title, said=said)

    def switch_off(self, line: Line) -> None:
        """Never tell this kind again, until it is switched on."""
        self.desk.do(_("Changing the alerts"), service.switch_alerts, line.kind, False, done=self._switched)

    def choose(self) -> None:
        """The sheet of all kinds."""
        self.page.ask_db(queries.alert_rules, self._open_sheet, "today:kinds")

    def _open_sheet(self, rules: queries.AlertRules) -> None:
        sheet = ToldSheet(rules, self._keep, self.page)
        sheet.open()

    def _keep(self, rules: queries.AlertRules) -> None:
        self.desk.do(_("Changing the alerts"), service.set_alert_rules, rules, said=_("Saved the alerts"))

    def _comes_back(self, until: datetime) -> str:
        day = spoken_day(until.astimezone().date(), self.desk.clock.today())
        return _("Comes back on {day}").format(day=day)

    def _switched(self, _outcome: Any) -> None:
        self.desk.notices.say(
            _("This kind of alert is off now"), undo=True, action=(_("Choose which alerts are shown"), self.choose)
        )
