"""The clocks in the window: beside a case, and in the dialog of time limits and working hours."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from storeapp.aftersales.clocks.queries import clock_book, working_hours
from storeapp.aftersales.clocks.rules import day_words
from storeapp.aftersales.clocks.ui.form import ClockForm
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.kernel.targets import OpenCase
from storeapp.qtkit import audit
from storeapp.qtkit.labels import Label
from tests.aftersales.causes import laid


@pytest.fixture
def page(qtbot, desk, db, make):
    channel = make.channel(name="Etsy")
    with db.write("Laid rows") as tx:
        case = laid.case(tx, "2026-07-15", channel_id=channel)
        laid.entry(tx, case, "in", "", at="2026-07-15T10:00:00Z", made_at="2026-07-15T10:00:00Z")
        laid.case(tx, "2026-07-16")
    made = AftersalesPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def words(page):
    return [one.text() for one in page.panel.facts.clocks.findChildren(Label) if one.isVisible()]


def read(db, ask):
    with db.read() as conn:
        return ask(conn)


def test_a_case_shows_what_is_left_and_what_happens_then(page):
    page.open_target(OpenCase(1))
    said = words(page)
    assert "Answer to a buyer's message" in said
    assert "60 min left" in said or "1 h left" in said
    assert any("Star Seller" in one for one in said)
    page.open_target(OpenCase(2))
    assert not page.panel.facts.clocks.isVisible()


def test_lengths_and_hours_are_changed_and_wrong_ones_refused(page, db, desk):
    desk.actions.run("clocks.change")
    form = next(one for one in page.findChildren(ClockForm) if one.isVisible())
    assert audit.nameless(form) == []
    form.lengths["CK-ETSY-REPLY"].setText("soon")
    form.go.click()
    assert form.problem.isVisible()
    form.lengths["CK-ETSY-REPLY"].setText("36")
    form.week[5].setText("10-12")
    form.holidays.setPlainText("2026-12-25")
    form.answer.setValue(4)
    form.go.click()
    work = read(db, working_hours)
    assert (day_words(work.week[5]), work.answer, len(work.holidays)) == ("10:00-12:00", 4, 1)
    assert [one.length for one in read(db, clock_book) if one.own] == [36]
    page.open_target(OpenCase(1))
    assert "13 h left" in words(page)
