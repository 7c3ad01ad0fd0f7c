"""What the owner does with an alert: look, put it off, be done with it, not be told of its kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from storeapp.kernel.days import spoken_day
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenReviews
from storeapp.kernel.text import N_, _, in_context
from storeapp.qtkit.page import Page
from storeapp.reputation.changes import service
from storeapp.reputation.changes.detection import Alert, AlertRules
from storeapp.reputation.changes.queries.alerts import alert_rules
from storeapp.reputation.changes.ui.alert_rules_sheet import AlertRulesSheet

SNOOZES = ((1, N_("Snooze for a day")), (7, N_("Snooze for a week")), (30, N_("Snooze for a month")))


class AlertActions:
    """Asks over `page`, which may be any room's: alerts are shown where the owner looks first."""

    def __init__(self, page: Page) -> None:
        self.desk, self.page = page.desk, page

    def menu(self, alert: Alert, parent: QWidget) -> QMenu:
        """The menu of one alert."""
        menu = QMenu(parent)
        menu.addAction(in_context("verb", "Look"), partial(self.look, alert))
        menu.addSeparator()
        for days, words in SNOOZES:
            menu.addAction(_(words), partial(self.snooze, alert, days))
        menu.addAction(_("Done"), partial(self.finish, alert))
        menu.addSeparator()
        menu.addAction(_("Don't show this kind of alert"), partial(self.switch_off, alert))
        menu.addAction(_("Choose which alerts are shown"), self.choose)
        return menu

    def pop_up(self, alert: Alert, over: QWidget) -> None:
        """Open that menu under a widget."""
        menu = self.menu(alert, self.page)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(over.mapToGlobal(QPoint(0, over.height())))

    def look(self, alert: Alert) -> None:
        """Show the reviews it stands on."""
        self.desk.navigate(OpenReviews(ids=tuple(alert.ids)))

    def snooze(self, alert: Alert, days: int) -> None:
        """Hide it for some days."""
        until = self.desk.clock.now() + timedelta(days=days)
        title = _("Putting an alert off")
        self.desk.do(title, service.snooze_alert, alert.key, alert.title, until, said=self._comes_back)

    def finish(self, alert: Alert) -> None:
        """Be done with it."""
        said = _("Done. It comes back only with new reviews.")
        self.desk.do(_("Marking as done"), service.finish_alert, alert.key, alert.title, said=said)

    def switch_off(self, alert: Alert) -> None:
        """Never tell this kind again, until it is switched on."""
        self.desk.do(_("Changing the alerts"), service.switch_alerts, alert.kind, False, done=self._switched)

    def choose(self) -> None:
        """The sheet of all kinds."""
        self.page.ask_db(alert_rules, self._open_sheet, "alerts:rules")

    def _open_sheet(self, rules: AlertRules) -> None:
        AlertRulesSheet(rules, self._keep, self.page).open()

    def _keep(self, rules: AlertRules) -> None:
        self.desk.do(_("Changing the alerts"), service.set_alert_rules, rules, said=_("Saved the alerts"))

    def _comes_back(self, until: datetime) -> str:
        day = spoken_day(until.astimezone().date(), self.desk.clock.today())
        return _("Comes back on {day}").format(day=day)

    def _switched(self, _outcome: Outcome[AlertRules]) -> None:
        self.desk.notices.say(
            _("This kind of alert is off now"), undo=True, action=(_("Choose which alerts are shown"), self.choose)
        )
