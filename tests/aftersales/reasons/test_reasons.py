"""Reasons of cases as the owner has them: added, renamed, hidden, with checklists; cases keep what they have."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from storeapp.aftersales import service as aftersales
from storeapp.aftersales.causes.printed import printed_costs
from storeapp.aftersales.causes.queries.causes import cause_list
from storeapp.aftersales.causes.queries.costs import cost_lines, last_days
from storeapp.aftersales.causes.queries.effects import cause_detail
from storeapp.aftersales.causes.queries.questions import recurring_questions
from storeapp.aftersales.causes.rules import CauseFields
from storeapp.aftersales.causes.service import add_cause
from storeapp.aftersales.causes.ui.forms import CauseForm
from storeapp.aftersales.causes.ui.sentences import about_words, chart_words
from storeapp.aftersales.messages.queries import case_desk
from storeapp.aftersales.printed import printed_cases
from storeapp.aftersales.proposals.queries import proposals
from storeapp.aftersales.reasons.queries import reason_book, two_levels
from storeapp.aftersales.reasons.service import hide_reason, save_reason
from storeapp.aftersales.reasons.ui.sheet import ReasonsSheet
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.kernel.errors import UserError
from storeapp.kernel.targets import OpenPage
from storeapp.qtkit import audit
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import TextLine
from storeapp.reports.aftersales_sheets import sheets
from storeapp.reports.rules import Scope
from storeapp.rulebook.reasons import reason_groups, reasons
from storeapp.store import journal
from tests.aftersales.causes import laid


def book(db):
    with db.read() as conn:
        return reason_book(conn)


def test_the_house_list_has_two_levels_and_a_checklist_each():
    assert all(one.group in reason_groups() and one.checklist for one in reasons().values())
    assert two_levels(reasons()["PRD_DEFECT"]) == "Product: Faulty"


def test_a_reason_is_added_renamed_and_hidden_and_each_is_taken_back(db):
    before = book(db)
    key = save_reason(db, "", "Wrong engraving", "PRD", ["Ask for a photo", " "]).value
    assert book(db).reasons[key].checklist == ("Ask for a photo",)
    assert (key, "Product: Wrong engraving") in book(db).offered()
    case = aftersales.open_plain(db, "Name spelt wrong", key).value
    save_reason(db, key, "Engraving", "ORD", [])
    assert two_levels(book(db).reasons[key]) == "Order: Engraving"
    save_reason(db, "PRD_DEFECT", "Does not work", "PRD", list(reasons()["PRD_DEFECT"].checklist))
    assert book(db).reasons["PRD_DEFECT"].title == "Does not work"
    assert book(db).reasons["PRD_DEFECT"].checklist == reasons()["PRD_DEFECT"].checklist
    hide_reason(db, "PRD_DEFECT")
    hide_reason(db, "INQ")
    assert not {"PRD_DEFECT", "INQ"} & {one for one, _words in book(db).offered()}
    with db.read() as conn:
        assert case_desk(conn, case, db.clock.now()).detail.row.reason == key
    hide_reason(db, "INQ", hidden=False)
    assert "INQ" in {one for one, _words in book(db).offered()}
    for _times in range(7):
        journal.undo(db)
    assert book(db).offered() == before.offered()


def test_what_is_no_name_is_refused(db):
    for title in ("  ", "x" * 200):
        with pytest.raises(UserError):
            save_reason(db, "", title, "PRD", [])
    with pytest.raises(UserError):
        save_reason(db, "OWN_77", "Gone", "PRD", [])


def test_points_of_the_checklist_are_ticked_off_in_the_case(qtbot, desk, db, make):
    make.channel(name="Etsy")
    case = aftersales.open_plain(db, "It is dead", "PRD_DEFECT").value
    page = AftersalesPage(desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.toolbar())
    page.resize(1440, 900)
    page.show()
    page.refresh()
    page.bench.go_to(case)
    QApplication.processEvents()
    boxes = page.panel.facts._points
    assert [box.text() for box in boxes] == list(reasons()["PRD_DEFECT"].checklist)
    boxes[0].click()
    QApplication.processEvents()
    with db.read() as conn:
        assert case_desk(conn, case, db.clock.now()).done == {reasons()["PRD_DEFECT"].checklist[0]}
    assert page.panel.facts._points[0].isChecked()
    sheet = ReasonsSheet(page)
    sheet.show()
    QApplication.processEvents()
    assert sheet.model.total() == len(reasons())
    assert audit.nameless(sheet) == []
    sheet.ask(None)
    (form,) = sheet.findChildren(FormSheet)
    next(one for one in form.findChildren(TextLine) if one.accessibleName() == "Reason").setText("Wrong engraving")
    form.go.click()
    QApplication.processEvents()
    assert sheet.model.total() == len(reasons()) + 1
    sheet.hide_it.click()
    QApplication.processEvents()
    assert len(book(db).hidden) == 1
    sheet.close()
    page.close_page()
    page.close()


def test_the_owners_names_stand_everywhere(db, make, qtbot, desk):
    channel = make.channel(name="Etsy", platform="etsy", currency="EUR")
    lamp = make.product(title="Lamp")
    own = save_reason(db, "", "Wrong engraving", "ORD", []).value
    save_reason(db, "PRD_DEFECT", "Does not work", "PRD", [])
    hide_reason(db, own)  # cases and causes that have it keep it
    make.review(channel_id=channel, stars=1, text="It does not work")
    with db.write("Laid rows") as tx:
        cases = [laid.case(tx, f"2026-07-0{day}", own, product_id=lamp, channel_id=channel) for day in (1, 2, 3)]
        laid.entry(tx, cases[0], "refund", "2026-07-05", 1000)
    cause = add_cause(db, CauseFields("Stencil", own), cases[:1]).value
    today = date(2026, 7, 16)
    with db.read() as conn:
        assert [one.words for one in cost_lines(conn, "reason", last_days(90, today))] == ["Wrong engraving"]
        assert [one.reason_title for one in cause_list(conn, last_days(90, today)).lines] == ["Wrong engraving"]
        detail = cause_detail(conn, cause, today)
        assert (about_words(detail), chart_words(detail)) == ("Wrong engraving", "Wrong engraving per 100 orders")
        assert [one.words for one in recurring_questions(conn, today)] == ["Wrong engraving"]
        (one,) = proposals(conn, today)
        assert one.reason_title == "Does not work"
        assert one.why[-1] == "The review speaks of: Does not work"
        figures, _costs, causes = sheets(conn, Scope(), today)
        assert "Wrong engraving" in {row[1] for row in figures.rows}
        assert [row[1] for row in causes.rows] == ["Wrong engraving"]
        assert {one["reason_title"] for one in printed_cases(conn, today)} == {"Wrong engraving"}
        assert [one["reason_title"] for one in printed_costs(conn, today, 90)["causes"]] == ["Wrong engraving"]
    page = AftersalesPage(desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.toolbar())
    page.open_target(OpenPage("aftersales", "causes"))
    QApplication.processEvents()
    page.causes.bench.beside.inspector.pane.edit.click()
    form = page.findChild(CauseForm)
    assert form.reason.value() == own
    assert form.reason.currentText() == "Order: Wrong engraving"
    page.close_page()
    page.close()
