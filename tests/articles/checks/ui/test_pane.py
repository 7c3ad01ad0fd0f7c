"""The checks beside the editor: they look after a rest, lead to the place, mend, link, and let stand with a reason."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from storeapp.articles.checks.records import ArticleGauge
from storeapp.articles.checks.ui.evidence_sheet import EvidenceSheet, ReasonSheet
from storeapp.articles.checks.ui.finding_list import MOST_ROWS
from storeapp.articles.checks.ui.gauge import GaugeRow
from storeapp.articles.checks.ui.pane import ChecksPane
from storeapp.articles.drafts import service
from storeapp.articles.drafts.rules import ArticleFields, MeantPlace
from storeapp.articles.ui.page import ArticlesPage
from storeapp.kernel.targets import OpenArticle
from storeapp.store import journal

BODY = "# Reading lamps\n\nAfter 268 reviews we know what people ask.\n\nOurs is the best lamp on the market.\n"


@pytest.fixture
def page(qtbot, desk):
    made = ArticlesPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 824)
    made.show()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


@pytest.fixture
def pane(qtbot, page, db):
    fields = ArticleFields("Lamps", "en", body=BODY, country="GB", relation="gifted")
    page.open_target(OpenArticle(service.new_article(db, fields).value))
    (made,) = [one for one in page.writing_view.panes if isinstance(one, ChecksPane)]
    qtbot.waitUntil(lambda: made.found is not None)
    return made


def rules_of(pane):
    return [one.finding.rule for one in pane.rows if one.finding.severity != "INFO"]


def row_of(pane, rule, line=None):
    return next(one for one in pane.rows if one.finding.rule == rule and line in (None, one.finding.line))


def press(pane, rule, words, line=None):
    button = row_of(pane, rule, line).button(words)
    assert button is not None, words
    button.click()


def test_what_stops_comes_first_and_is_marked_in_the_text(pane):
    assert rules_of(pane)[0] == "UK-ASA"
    assert rules_of(pane).count("CLAIM-PROOF") == 2
    assert not pane.stops.isHidden()
    assert pane.editor.tone_of_line(4) == "warning"


def test_without_a_country_the_pane_says_which_rules_were_looked_at(qtbot, page, pane, db):
    assert not pane.lawless.isVisibleTo(pane)
    page.open_target(OpenArticle(service.new_article(db, ArticleFields("Oils", "en")).value))
    qtbot.waitUntil(lambda: pane.found is not None and not pane.found.length)
    assert "no country" in pane.lawless.text()
    assert pane.lawless.isVisibleTo(pane)
    assert not pane.fine.isVisibleTo(pane)  # of a text that isn't there nothing is fine
    service.change_brief(db, page.writing_view.found.id, {"country": "Germany"})
    page.refresh()
    qtbot.waitUntil(lambda: not pane.lawless.isVisibleTo(pane))


def test_a_finding_leads_to_its_place(pane):
    press(pane, "CLAIM-PROOF", "Go to line 5", 5)
    assert pane.editor.textCursor().selectedText() == "the best"
    pane.editor.go_to(0, 0)
    pane.writing.next_finding()
    first = pane.editor.textCursor().selectedText()
    pane.writing.next_finding()
    assert pane.editor.textCursor().selectedText() != first


def test_a_mend_changes_the_text_and_the_next_look_is_content(qtbot, pane):
    press(pane, "UK-ASA", "Add “Ad”")
    assert pane.editor.text().startswith("Ad\n\n# Reading lamps")
    qtbot.waitUntil(lambda: "UK-ASA" not in rules_of(pane))
    assert pane.stops.isHidden()
    pane.editor.undo()
    qtbot.waitUntil(lambda: "UK-ASA" in rules_of(pane))


def test_typing_is_looked_at_after_a_rest(qtbot, pane):
    pane.editor.moveCursor(pane.editor.textCursor().MoveOperation.End)
    qtbot.keyClicks(pane.editor, "It works for everyone. ")
    qtbot.waitUntil(lambda: rules_of(pane).count("CLAIM-PROOF") == 3)
    assert row_of(pane, "CLAIM-PROOF", 6).finding.code == "absolute"


def proven_of(pane):
    rows = [one for one in pane.findChildren(GaugeRow) if one.isVisibleTo(pane)]
    return next((one.value.text() for one in rows if one.name.text() == "Claims proven"), "")


def test_evidence_is_linked_and_an_opinion_marked(qtbot, pane, make, db):
    make.review()
    press(pane, "CLAIM-PROOF", "Link evidence…", 3)
    qtbot.waitUntil(lambda: pane.findChild(EvidenceSheet) is not None)
    sheet = pane.findChild(EvidenceSheet)
    sheet.go.click()  # Enter alone links nothing
    assert "Choose what proves" in sheet.problem.label.text()
    assert sheet.choice.itemText(1) == "Reviews in all: 1"
    sheet.choice.choose("web")
    sheet.go.click()
    assert "https://" in sheet.problem.label.text()
    sheet.address.setText("https://lab.example/test.pdf")
    sheet.go.click()
    qtbot.waitUntil(lambda: rules_of(pane).count("CLAIM-PROOF") == 1)
    assert proven_of(pane) == "1 of 2"
    press(pane, "CLAIM-PROOF", "My opinion", 5)
    qtbot.waitUntil(lambda: "CLAIM-PROOF" not in rules_of(pane))
    qtbot.waitUntil(lambda: proven_of(pane) == "1 of 1")  # an opinion isn't proven, nor to be proven
    with db.read() as conn:
        assert journal.history(conn)[0].title == "Marked a sentence in “Lamps” as an opinion"
    journal.undo(db)
    pane.page.refresh()
    qtbot.waitUntil(lambda: "CLAIM-PROOF" in rules_of(pane))


def test_a_finding_stands_with_a_reason_and_counts_again(qtbot, pane):
    press(pane, "UK-ASA", "Let it stand…")
    sheet = pane.findChild(ReasonSheet)
    sheet.go.click()
    assert "why" in sheet.problem.label.text()
    sheet.reason.setText("The label is in the picture")
    sheet.go.click()
    qtbot.waitUntil(lambda: row_of(pane, "UK-ASA").finding.accepted is not None)
    assert pane.stops.isHidden()
    press(pane, "UK-ASA", "Let it count again")
    qtbot.waitUntil(lambda: row_of(pane, "UK-ASA").finding.accepted is None)


def test_a_finding_of_one_place_names_it(qtbot, page, db, make):
    taobao = make.channel(name="Taobao", platform="taobao", currency="CNY", locale="zh-CN")
    places = [MeantPlace(), MeantPlace(taobao)]
    number = service.new_article(db, ArticleFields("灯", "zh", body="国家级工艺。"), places=places).value
    page.open_target(OpenArticle(number))
    (pane,) = [one for one in page.writing_view.panes if isinstance(one, ChecksPane)]
    qtbot.waitUntil(lambda: pane.found is not None and bool(pane.found.blockers))
    assert {one.places for one in pane.found.blockers} == {("Taobao",)}


def test_a_line_that_stays_the_same_stays(qtbot, pane):
    row = row_of(pane, "CLAIM-PROOF", 5)
    pane.editor.replace(0, 0, "\n\nSome words before.\n\n")
    qtbot.waitUntil(lambda: row.finding.line == 9)
    assert row_of(pane, "CLAIM-PROOF", 9) is row
    assert row.button("Go to line 9") is not None


def test_very_many_findings_are_cut(qtbot, pane):
    body = "\n\n".join(f"Lamp {n} is the best lamp in town." for n in range(MOST_ROWS + 10))
    pane.editor.change_text(body)
    qtbot.waitUntil(lambda: pane.found.length > 100)
    qtbot.waitUntil(lambda: [one.finding.severity for one in pane.rows].count("WARN") == MOST_ROWS)


@pytest.mark.parametrize(
    ("one", "value", "limit"),
    [
        (ArticleGauge("promotion", 14.2, 20, "%"), "14%", "max 20%"),
        (ArticleGauge("title", 251, 600, "px"), "251", "max 600 px"),
        (ArticleGauge("ease", 52, 60, least=True), "52", "min 60"),
        (ArticleGauge("claims", 4, 5, least=True), "4 of 5", ""),
    ],
)
def test_a_measure_stands_beside_its_limit(qtbot, one, value, limit):
    row = GaugeRow()
    qtbot.addWidget(row)
    row.show_gauge(one, "Claims proven" if one.name == "claims" else "")
    assert (row.value.text(), row.limit.text()) == (value, limit)
    row.resize(288, row.height())  # what the pane beside the text has
    row.show()
    assert row.limit.width() >= row.limit.fontMetrics().horizontalAdvance(limit)


def menu_of(pane):
    return next(one for one in pane.editor.findChildren(QMenu) if one.isVisible())


def test_the_ways_out_of_a_finding_open_at_the_cursor(qtbot, pane):
    """What the buttons beside the text do, one key does at the place that F8 led to."""
    pane.writing.next_finding()
    at = pane.editor.textCursor().selectedText()
    pane.page.desk.actions.run("articles.ways")
    menu = menu_of(pane)
    words = [one.text() for one in menu.actions() if one.text()]
    assert words[1:4] == ["Link evidence…", "My opinion", "Let it stand…"]
    assert at in words[0]
    assert "Add “Ad”" in words  # about the whole text: it has no place to go to
    assert menu.activeAction().text() == "Link evidence…"
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: all(one.place_text != at for one in pane._open()))
    assert pane.found.claims[0].state == "opinion"


def test_the_ways_out_lead_to_the_next_finding_where_the_cursor_has_none(pane):
    pane.editor.go_to(0, 0)
    pane.writing.offer_ways()
    assert pane.editor.textCursor().hasSelection()
    menu_of(pane).close()


def test_a_text_in_order_has_no_ways_to_offer(qtbot, pane, page, db):
    number = service.new_article(db, ArticleFields("Care", "en", body="Unplug it first.\n")).value
    page.open_target(OpenArticle(number))
    qtbot.waitUntil(lambda: pane.found is not None and pane._article == number and not pane.found.to_fix)
    pane.writing.offer_ways()
    assert page.desk.notices.log[-1].text == "The checks have nothing to show in the text."


def test_an_outline_is_answered_from_question_to_question(qtbot, page, db):
    """The cursor stands where the first answer goes, not before the heading; a long name shows its beginning."""
    body = "## One\n\n<!-- Why? -->\n\n\n\n## Two\n\n<!-- How? -->\n\n\n"
    page.open_target(OpenArticle(service.new_article(db, ArticleFields("A name " * 12, "en", body=body)).value))
    view = page.writing_view
    assert view.title.cursorPosition() == 0
    qtbot.keyClicks(view.editor, "So.")
    page.desk.actions.run("articles.question")
    qtbot.keyClicks(view.editor, "By hand.")
    page.desk.actions.run("articles.question")
    qtbot.keyClicks(view.editor, " And so.")
    answered = body.replace("Why? -->\n\n", "Why? -->\n\nSo. And so.").replace("How? -->\n\n", "How? -->\n\nBy hand.")
    assert view.editor.text() == answered
