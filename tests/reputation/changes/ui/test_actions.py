"""What can be done with an alert, on a page of any room that shows one."""

from __future__ import annotations

import pytest

from storeapp.kernel.targets import OpenReviews
from storeapp.qtkit.page import Page
from storeapp.reputation.changes.detection import DROP, KINDS, Alert
from storeapp.reputation.changes.queries.alerts import alert_rules, alert_states
from storeapp.reputation.changes.ui.actions import AlertActions
from storeapp.reputation.changes.ui.alert_rules_sheet import AlertRulesSheet
from storeapp.store import journal

ALERT = Alert(DROP, "drop:1", "bad", "Etsy: 5 of 5 were bad", "", "since 1 July", "2026-07-01", "2026-07-04", (3, 4), 2)


@pytest.fixture
def alerts(qtbot, desk):
    page = Page(desk)
    qtbot.addWidget(page)
    page.show()
    return desk.record_actions("alert", page)


def press(alerts, words):
    menu = alerts.menu(ALERT, alerts.page)
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.deleteLater()


def states(db):
    with db.read() as conn:
        return {key: (one.state, one.until) for key, one in alert_states(conn).items()}


def test_the_desk_gives_them_to_pages_of_other_rooms(alerts):
    assert isinstance(alerts, AlertActions)


def test_looking_opens_the_reviews_it_stands_on(alerts, desk):
    press(alerts, "Look")
    assert desk.navigate == [OpenReviews(ids=(3, 4))]


@pytest.mark.parametrize(
    ("words", "day"),
    [("Snooze for a day", "17"), ("Snooze for a week", "23"), ("Snooze for a month", "15")],
)
def test_it_is_put_off_by_days(alerts, desk, db, words, day):
    press(alerts, words)
    ((state, until),) = states(db).values()
    assert (state, until[8:10]) == ("snoozed", day)
    assert desk.notices.log[-1].text.startswith(f"Comes back on {day}")
    journal.undo(db)
    assert states(db) == {}


def test_it_is_done_with_twice_and_comes_back_by_undo(alerts, db):
    press(alerts, "Done")
    press(alerts, "Done")
    assert states(db) == {"drop:1": ("done", None)}
    journal.undo(db)  # the second time changed nothing
    assert states(db) == {}


def test_its_kind_is_switched_off_and_the_sheet_shows_it_so(alerts, desk, db):
    press(alerts, "Don't show this kind of alert")
    press(alerts, "Choose which alerts are shown")
    sheet = alerts.page.findChild(AlertRulesSheet)
    assert [kind for kind in KINDS if not sheet.kinds[kind].isChecked()] == [DROP]
    sheet.kinds[DROP].setChecked(True)
    sheet.days.choose(14)
    sheet.go.click()
    with db.read() as conn:
        rules = alert_rules(conn)
    assert (rules.off, rules.days) == ((), 14)
    assert desk.notices.log[-1].undo
