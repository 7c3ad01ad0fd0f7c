"""Changes that matter on Today: told with their figures, opened, put off, done with, switched off and on again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from storeapp.kernel.targets import OpenCase, OpenReviews
from storeapp.qtkit import audit
from storeapp.reputation.changes.detection import AlertRules
from storeapp.reputation.changes.queries.alerts import alert_rules
from storeapp.reputation.changes.ui.alert_rules_sheet import AlertRulesSheet
from storeapp.store import journal
from storeapp.store.tables import Case, Promise, Review
from storeapp.today.ui.page import TodayPage

TODAY = date(2026, 7, 16)


@pytest.fixture
def shop(make, db):
    """A year of good ratings, then six bad ones that were answered."""
    channel = make.channel(name="Etsy", platform="etsy")
    with db.write("Added") as tx:
        days = [(back, 5, None) for back in range(50, 440, 3)] + [(back, 1, "2026-07-16") for back in range(12, 18)]
        names = ("channel_id", "stars", "rating", "posted_on", "text", "replied_on")
        ids = tx.insert(
            Review,
            names,
            [
                (channel, stars, float(stars), (TODAY - timedelta(days=back)).isoformat(), "Said", replied)
                for back, stars, replied in days
            ],
        )
    return channel, list(ids[-6:])


@pytest.fixture
def page(qtbot, desk, shop):
    made = TodayPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 824)
    made.show()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def titles(page):
    return [line.title for line in page.list.lines()]


def press(page, words):
    """Press a line of the menu of the first change."""
    menu = page.line_actions.alerts.menu(page.list.lines()[0].record, page)
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.deleteLater()


def test_a_change_is_told_with_its_figures_and_opens_its_reviews(page, desk, shop):
    assert titles(page) == ["Etsy: 5 of the last 5 ratings were bad, usually none of 5"]
    line = page.list.lines()[0]
    assert line.detail == "By chance alone this would happen less than once in 100 years. Average 1.00, before 5.00."
    page.list.keyPressEvent(_key(Qt.Key.Key_Return))
    wanted = desk.navigate[-1]
    assert set(wanted.ids) <= set(shop[1])
    assert wanted == OpenReviews(ids=wanted.ids)
    assert len(wanted.ids) == 5
    assert audit.nameless(page) == []


def _key(key):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Snooze for a week", "Comes back on 23 July 2026"),
        ("Done", "Done. It comes back only with new reviews."),
        ("Don't show this kind of alert", "This kind of alert is off now"),
    ],
)
def test_what_the_menu_does_can_be_undone(page, desk, words, said):
    press(page, words)
    assert titles(page) == []
    assert desk.notices.log[-1].text.startswith(said.removesuffix(" 2026"))
    assert desk.notices.log[-1].undo
    journal.undo(desk.db)
    page.mark_stale()
    assert len(titles(page)) == 1


def test_the_sheet_switches_kinds_on_again_and_sets_how_easily(page, desk, qtbot):
    press(page, "Don't show this kind of alert")
    page.choose_alerts.click()
    sheet = page.findChild(AlertRulesSheet)
    assert not sheet.kinds["drop"].isChecked()
    assert audit.nameless(sheet) == []
    sheet.kinds["drop"].setChecked(True)
    sheet.times.choose("3.0")
    sheet.same.choose(5)
    sheet.go.click()
    assert len(titles(page)) == 1
    with desk.db.read() as conn:
        assert alert_rules(conn) == AlertRules((), 3.0, 5, 7)


def test_promises_that_are_due_stand_before_the_changes(page, desk, shop, db):
    with db.write("Case") as tx:
        case = tx.insert_one(Case, title="Missing rose", channel_id=shop[0], opened_at="2026-07-10T09:00:00Z")
        promise = {"case_id": case, "kind": "refund", "words": "for a missing rose", "made_at": "2026-07-10T09:00:00Z"}
        tx.insert_one(Promise, **promise, amount_minor=1800, currency="EUR", due_on="2026-07-14")
        tx.insert_one(Promise, **promise, due_on="2026-07-17")
    page.mark_stale()
    line = page.list.lines()[0]
    assert (line.title, line.tag) == (f"Case {case}: Refund €18.00, for a missing rose", "2 days over")
    assert line.detail == "Promised by Tuesday 14 July 2026, Etsy"
    assert line.target == OpenCase(case)
    assert len(page.list.lines()) == 2
