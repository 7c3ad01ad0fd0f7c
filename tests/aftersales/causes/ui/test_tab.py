"""The tab Causes, worked with as an owner does: rank, link, decline, fix, close, and back again."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from storeapp.aftersales.causes import service
from storeapp.aftersales.causes.queries.costs import rates
from storeapp.aftersales.causes.queries.effects import cause_detail
from storeapp.aftersales.causes.rules import CauseFields, Fix
from storeapp.aftersales.causes.ui.forms import CauseForm, CostsForm, FixForm, NoteForm
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.kernel.money import Money
from storeapp.kernel.targets import OpenCase, OpenPage
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.qtkit.widgets import Button, Link
from storeapp.store import journal
from tests.aftersales.causes import laid


@pytest.fixture
def shop(db, make):
    """Three damaged lamps, one late one, and the first two have a cause."""
    channel = make.channel(name="Etsy", currency="EUR")
    lamp = make.product(title="Lamp")
    order = make.order(channel_id=channel, placed_on="2026-07-01", currency="EUR", total_minor=9000, items_minor=9000)
    make.line(order, product_id=lamp)
    with db.write("Laid rows") as tx:
        found = [
            laid.case(tx, f"2026-07-0{number}", reason, product_id=lamp, channel_id=channel)
            for number, reason in enumerate(["DEL_DAMAGE", "DEL_DAMAGE", "DEL_DAMAGE", "DEL_LATE"], 1)
        ]
        for one in found:
            laid.entry(tx, one, "refund", "2026-07-05", 1000)
    cause = service.add_cause(db, CauseFields("Corner", "DEL_DAMAGE", lamp), found[:2]).value
    return {"cause": cause, "cases": found, "lamp": lamp}


@pytest.fixture
def page(qtbot, desk, shop):
    made = AftersalesPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.toolbar().resize(1440, 44)
    made.toolbar().show()
    made.open_target(OpenPage("aftersales", "causes"))
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def shown(page):
    return [(row.title, row.recent) for row in page.causes.bench.model.rows()]


def pane(page):
    return page.causes.bench.beside.inspector.pane


def dialog(page, kind):
    return next(one for one in page.findChildren(kind) if one.isVisible())


def detail(db, cause):
    with db.read() as conn:
        return cause_detail(conn, cause, date(2026, 7, 16))


def test_causes_stand_by_cost_with_what_has_none(page, desk):
    assert shown(page) == [("Corner", 2), ("", 2)]
    assert page.figures.text() == "Cost of issues in July €40.00, 44% of sales"
    assert page.causes.total.text() == "€40.00, running share"
    assert [row[0] for row in page.causes.chart.table()[1:]] == ["Corner", "No cause found yet"]
    assert page.primary().id == "causes.new"
    page.tabs.chosen.emit("open")
    assert page.primary().id == "aftersales.new"
    assert page.bench.isVisible()
    assert not page.causes.isVisible()


def test_what_is_offered_is_linked_or_declined_by_a_key_and_taken_back(page, db, desk, shop):
    side = pane(page).side
    assert [row.record.id for row in side.offers.rows] == [shop["cases"][2]]
    desk.actions.action("causes.link").trigger()
    assert shown(page) == [("Corner", 3), ("", 1)]
    assert side.offers.rows == []
    assert desk.notices.log[-1].text == "1 record linked"
    desk.jobs.write("Undo", lambda progress: journal.undo(db))
    assert shown(page) == [("Corner", 2), ("", 2)]
    desk.actions.action("causes.decline").trigger()
    assert side.offers.rows == []
    assert shown(page) == [("Corner", 2), ("", 2)]
    side.records.rows[0].drop.click()
    assert detail(db, shop["cause"]).cases == 1


def test_a_case_is_linked_by_its_number(page, db, desk, shop):
    service.decline(db, shop["cause"], "case", shop["cases"][2])
    desk.jobs.announce(frozenset({"causes"}))
    desk.actions.action("causes.link").trigger()
    question = page.findChild(Question)
    question.line.setText("twelve")
    question.go.click()
    assert desk.notices.log[-1].text == "“twelve” is not the number of a case."
    desk.actions.action("causes.link").trigger()
    question = next(one for one in page.findChildren(Question) if one.isVisible())
    question.line.setText(str(shop["cases"][3]))
    question.go.click()
    assert shown(page) == [("Corner", 3), ("", 1)]


def test_a_fix_is_recorded_judged_and_the_cause_closed(page, db, desk, shop):
    desk.actions.action("causes.fix").trigger()
    form = dialog(page, FixForm)
    form.go.click()
    assert form.problem.isVisible()
    form.what.setText("Double corners")
    form.each.setText("0,38")
    form.go.click()
    found = detail(db, shop["cause"])
    assert (found.facts.state, found.facts.fix.each) == ("fixed", Money(38, "EUR"))
    beside = pane(page)
    assert beside.primary.text() == "Close this cause"
    assert beside.tag.accessibleName() == "Too early to call"
    assert beside.fixes.table()[1][0] == "Corner"
    beside.back.click()
    assert detail(db, shop["cause"]).facts.state == "open"
    assert "It came back" in [one.words for one in detail(db, shop["cause"]).notes]
    service.set_state(db, shop["cause"], "fixed")
    desk.jobs.announce(frozenset({"causes"}))
    beside.primary.click()
    assert detail(db, shop["cause"]).facts.state == "closed"


def test_a_cause_is_asked_about_given_up_watched_and_removed(page, db, desk, shop):
    beside, cause = pane(page), shop["cause"]
    assert not beside.watch.isVisible()
    beside.asked.trigger()
    question = dialog(page, Question)
    question.line.setText("the box maker")
    question.go.click()
    assert detail(db, cause).facts.state == "asked"
    assert [one.words for one in detail(db, cause).notes] == ["Asked: the box maker"]
    beside.cannot.trigger()
    question = dialog(page, Question)
    question.line.setText("the carrier decides")
    question.go.click()
    assert detail(db, cause).facts.state == "cannot"
    assert not beside.cannot.isVisible()
    beside.primary.click()
    service.record_fix(db, cause, Fix("Double corners", done="2026-04-04"))
    desk.jobs.announce(frozenset({"causes"}))
    beside.watch.click()
    assert desk.notices.log[-1].text == "This fix comes back on Today on 14 September"
    assert detail(db, cause).facts.watch_until == "2026-09-14"
    beside.drop.trigger()
    dialog(page, Question).go.click()
    assert detail(db, cause) is None
    assert [row[0] for row in shown(page)] == [""]
    desk.jobs.write("Undo", lambda progress: journal.undo(db))
    assert detail(db, cause).facts.watch_until == "2026-09-14"


def test_a_cause_is_added_changed_and_noted(page, db, desk, shop):
    desk.actions.action("causes.new").trigger()
    form = dialog(page, CauseForm)
    form.go.click()
    assert form.problem.isVisible()
    form.title.setText("Sorting")
    form.reason.choose("DEL_LATE")
    form.go.click()
    assert pane(page).title.text() == "Sorting"
    assert [row.record.id for row in pane(page).side.offers.rows] == [shop["cases"][3]]
    pane(page).edit.click()
    form = dialog(page, CauseForm)
    form.supplier.setText("Carrier")
    form.go.click()
    assert pane(page).about.text() == "Arrived late, Carrier"
    pane(page).happened.add.click()
    form = dialog(page, NoteForm)
    form.words.setText("Asked the depot")
    form.go.click()
    (note,) = detail(db, 2).notes
    assert (note.day, note.words) == ("2026-07-16", "Asked the depot")
    (drop,) = [one for one in pane(page).happened.findChildren(Link) if one.text() == "Remove"]
    drop.click()
    assert detail(db, 2).notes == ()


def test_records_lead_to_their_pages(page, desk, shop):
    pane(page).side.records.rows[0].way.click()
    assert desk.navigate[-1] == OpenCase(shop["cases"][1])
    page.open_target(OpenCase(shop["cases"][1]))
    assert page.bench.isVisible()
    assert page.tabs.value() == "open"


def test_cases_without_a_cause_show_what_repeats(page, db, desk, shop):
    with db.write("Laid rows") as tx:
        for day in ("2026-06-01", "2026-06-10", "2026-06-20"):
            laid.case(tx, day, "PRD_SIZE", product_id=shop["lamp"])
    page.causes.bench.go_to(0)
    loose = page.causes.bench.beside.inspector.loose
    assert loose.isVisible()
    made = []
    loose.made.connect(made.append)
    button = next(one for one in loose.findChildren(type(pane(page).primary)) if one.text() == "Make a cause")
    button.click()
    assert made[0].reason == "PRD_SIZE"
    form = dialog(page, CauseForm)
    form.go.click()
    assert detail(db, 2).cases == 3


def test_what_costs_are_told_with_is_kept(page, db, desk):
    desk.actions.action("causes.costs").trigger()
    form = dialog(page, CostsForm)
    form.hour.setText("30")
    form.hour_currency.choose("EUR")
    form.go.click()
    desk.actions.action("causes.costs").trigger()
    assert dialog(page, CostsForm).hour.text() == "30.00"
    dialog(page, CostsForm).reject()
    service.set_rate(db, "USD", "EUR", "2026-07-01", "0.92")
    desk.actions.action("causes.costs").trigger()
    next(one for one in dialog(page, CostsForm).findChildren(Button) if one.text() == "Remove the last rate").click()
    with db.read() as conn:
        assert rates(conn) == []


def test_every_part_has_a_name(page, db, desk, shop):
    service.record_fix(db, shop["cause"], Fix("Double corners", done="2026-07-04"))
    desk.jobs.announce(frozenset({"causes"}))
    for record in (shop["cause"], 0):
        page.causes.bench.go_to(record)
        assert audit.nameless(page.causes) == []
        assert audit.rich_labels(page.causes) == []


def test_a_case_offers_the_cause_it_fits(page, db, desk, shop):
    page.open_target(OpenCase(shop["cases"][2]))
    facts = page.panel.facts
    assert facts.offered.text() == "Link to the cause “Corner”"
    facts.offered.click()
    assert facts.cause.text() == "Root cause: Corner"
    assert not facts.offered.isVisible()
    assert detail(db, shop["cause"]).cases == 3
    page.open_target(OpenCase(shop["cases"][3]))
    assert not facts.offered.isVisible()
