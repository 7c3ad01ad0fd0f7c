"""Ideas, results and positioning in the page: what their buttons do to the shop."""

from datetime import date

import pytest
from openpyxl import Workbook

from storeapp.articles.drafts import queries
from storeapp.articles.drafts.ui.brief_form import BriefSheet
from storeapp.articles.ideas.queries import idea_rows
from storeapp.articles.ideas.service import add_idea
from storeapp.articles.positioning import service as positioning
from storeapp.articles.positioning.queries import position_page
from storeapp.articles.positioning.rules import AudienceFields, PointFields
from storeapp.articles.results import service
from storeapp.articles.results.queries import lessons, results
from storeapp.articles.results.service import add_lesson
from storeapp.articles.ui.lessons_sheet import LessonsSheet
from storeapp.articles.ui.meant_sheets import MeantSheet, TranslationSheet
from storeapp.articles.ui.page import ArticlesPage
from storeapp.kernel.targets import OpenArticle, OpenPage, ReviewPublication
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Area, Button, IconButton, Label, Link, TextLine
from storeapp.store import journal
from tests.articles.making import article, published

TODAY = date(2026, 7, 16)


@pytest.fixture
def page(qtbot, desk):
    made = ArticlesPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 848)
    made.show()
    yield made
    made.close_page()


def tab(page, name):
    page.open_target(OpenPage("articles", name))
    return page.views.view(name)


def sheet(view):
    return view.findChildren(FormSheet)[-1]


def button(form, words):
    return next(one for one in form.findChildren(Button) if one.text() == words)


def fill(form, *texts):
    fields = [*form.findChildren(TextLine), *form.findChildren(Area)]
    for field, text in zip(fields, texts, strict=False):
        field.setPlainText(text) if isinstance(field, Area) else field.setText(text)
    form.go.click()


@pytest.mark.parametrize("name", ["calendar", "ideas", "results", "positioning", "library", "places", "site"])
def test_the_palette_leads_to_every_tab(page, desk, name):
    desk.actions.action(f"articles.{name}").trigger()
    assert page.tabs.value() == page.views.front == name
    assert page.views.view(name).isVisibleTo(page)


def test_an_offer_is_dismissed_for_good_and_another_written(page, db, make, desk):
    lamp, lantern = make.product(title="Lamp"), make.product(title="Lantern")
    for number, product in enumerate((lamp, lamp, lantern)):
        make.line(make.order(number=str(number), placed_on="2026-05-01", status="delivered"), product_id=product)
    view = tab(page, "ideas")
    assert [row.words for row in view.bench.answer] == ["How to look after Lamp", "How to look after Lantern"]
    view.table.go_to(0)
    desk.actions.run("articles.dismiss_idea")
    assert [row.words for row in view.bench.answer] == ["How to look after Lantern"]
    view.table.go_to(0)
    desk.actions.run("articles.note_idea")
    assert view.bench.answer == []
    view.states.choose("open")
    view.refresh()
    view.table.go_to(0)
    desk.actions.run("articles.note_idea")
    assert desk.notices.log[-1].text == "The idea is on the board already."
    assert {one.shortcut().toString() for one in view.table.actions()} >= {"N", "I"}
    view.write()
    assert isinstance(desk.navigate[-1], OpenArticle)
    with db.read() as conn:
        assert [row.words for row in idea_rows(conn, "used", TODAY)] == ["How to look after Lantern"]
        assert [row.words for row in idea_rows(conn, "dismissed", TODAY)] == ["How to look after Lamp"]


def test_ideas_are_noted_pasted_changed_and_counted(page, db):
    view = tab(page, "ideas")
    view.ask_idea()
    fill(sheet(view), "Lamp wattage")
    view.ask_paste()
    fill(sheet(view), "- Lamp wattage\n- Cats and wool")
    view.states.choose("open")
    view.refresh()
    assert {row.words for row in view.bench.answer} == {"Lamp wattage", "Cats and wool"}
    view.table.go_to(0)
    view.change()
    fill(sheet(view), "Other words")
    assert "Other words" in {row.words for row in view.bench.answer}
    view.ask_idea()
    sheet(view).go.click()
    assert sheet(view).problem.isVisibleTo(view)


def test_figures_lessons_and_codes_are_kept_from_the_results(page, db, desk):
    published(db, article(db, "Lamp sizes"), "2026-07-09")
    view = tab(page, "results")
    view.table.go_to(0)
    view.ask_figures()
    fill(sheet(view), "many")
    assert "“many” is not a whole number" in sheet(view).problem.label.text()
    fill(sheet(view), "2,140", "610")
    assert desk.notices.log[-1].text == "Figures kept. What worked?"
    desk.notices.log[-1].action[1]()
    sheet(view).reject()
    view.ask_review()
    fill(sheet(view), "The table was saved", "A shorter title")
    view.ask_tracking()
    fill(sheet(view), "https://a.example/x", "", "LAMP")
    with db.read() as conn:
        (row,) = results(conn, TODAY).rows
        assert (row.figures.views, row.figures.reads, row.trackable) == (2140, 610, True)
        assert [one.worked for one in lessons(conn)] == ["The table was saved"]
    pane = view.bench.inspector
    assert "LAMP" in pane.known.text()
    assert "610" in pane.figures.text()
    view.show_lessons()
    (found,) = view.findChildren(LessonsSheet)
    ((row, link),) = found.rows
    assert row.next_try == "A shorter title"
    link.click()
    fill(sheet(found), "The table was saved", "A question as the title")
    ((row, link),) = found.rows
    assert row.next_try == "A question as the title"
    link.click()
    button(sheet(found), "Remove").click()
    assert found.rows == []
    journal.undo(db)
    found.look()
    assert [one.next_try for one, _link in found.rows] == ["A question as the title"]
    found.accept()


def test_a_pasted_table_says_what_it_left_out(page, db, desk):
    published(db, article(db, "Lamp sizes"), "2026-07-09")
    view = tab(page, "results")
    view.ask_table()
    fill(sheet(view), "Title\tReads\tMood\nLamp sizes\t5\t\nUnknown\t7\t")
    assert view.bench.answer.rows[0].figures.reads == 5
    view.ask_table()
    fill(sheet(view), "no heads here")
    with db.read() as conn:
        assert results(conn, TODAY).rows[0].figures.reads == 5


def test_the_positioning_is_written_and_a_point_is_proved(page, db):
    view = tab(page, "positioning")
    view.ask_entry("who")
    fill(sheet(view), "Two people who make lamps")
    view.ask_point()
    fill(sheet(view), "22 years at the same loom", "", "Since 2004", "They have done it for ever", "New every year")
    view.table.go_to(0)
    view.link_proof()
    form = sheet(view)
    form.go.click()
    with db.read() as conn:
        found = position_page(conn, TODAY)
    assert found.entries[0].words == "Two people who make lamps"
    assert [one.kind for one in found.points[0].proofs] == ["figure"]
    assert "1 selling point" in view.told.text()
    view.retire()
    assert not view.bench.answer[0].points


def test_readers_and_aims_are_kept(page, db):
    view = tab(page, "positioning")
    view.ask_audience(None)
    fill(sheet(view), "Evening readers", "30–55")
    view.ask_aims()
    sheet(view).go.click()
    with db.read() as conn:
        assert [one.fields.name for one in position_page(conn, TODAY).audiences] == ["Evening readers"]


def test_a_moved_figure_is_looked_at_again(page, db, make):
    point = positioning.add_point(db, PointFields("Sold since the start", "company")).value
    positioning.prove_point(db, point, "figure", text="orders")
    make.order(status="delivered", placed_on="2026-07-01")
    view = tab(page, "positioning")
    view.table.go_to(0)
    assert "leans on a fact that has changed" in view.told.text()
    pane = view.bench.inspector
    again = [one for one in pane.findChildren(Link) if one.text() == "Look again" and one.isVisibleTo(pane)]
    again[0].click()
    assert "changed" not in view.told.text()


def test_a_new_brief_offers_the_shops_readers_and_what_was_learned(page, db):
    positioning.add_audience(db, AudienceFields("Evening readers"))
    add_lesson(db, published(db, article(db, "Washing wool", kind="howto", topic="wool")), "A table helped", "")
    page.new_article()
    (brief,) = page.findChildren(BriefSheet)
    brief.audience.picked.emit("Evening readers")
    assert brief.readers.toPlainText() == "Evening readers"
    assert not brief.problem.isVisibleTo(brief)
    brief.topic.setText("Wool")
    brief.topic.editingFinished.emit()
    assert brief.problem.isVisibleTo(brief)
    brief.reject()


def test_an_idea_shows_what_was_learned_of_articles_like_it(page, db):
    add_lesson(db, published(db, article(db, "Washing wool", kind="howto")), "A table helped", "")
    add_idea(db, "Washing linen", "howto")
    view = tab(page, "ideas")
    view.states.choose("open")
    view.refresh()
    view.table.go_to(0)
    pane = view.bench.inspector
    assert "A table helped" in pane.lessons.text()
    assert "The steps" in pane.outline.text()


def test_figures_come_from_a_workbook_twice_renamed_in_parts_and_edited(page, db, desk, tmp_path):
    for title in ("Lamp sizes", "Care"):
        published(db, article(db, title), "2026-07-09")
    view = tab(page, "results")

    def brought(name, *rows):
        book = Workbook()
        book.create_sheet("empty", 0)
        for row in (("Title", "Date", "Reads"), *rows):
            book["Sheet"].append(row)
        book.save(tmp_path / name)
        view.bring_file(tmp_path / name)
        return desk.notices.log[-1].text

    sizes, care = ("Lamp sizes", date(2026, 7, 15), 610), ("Care", date(2026, 7, 15), 40)
    assert brought("july.xlsx", sizes, care) == "2 rows kept"
    assert brought("july.xlsx", sizes, care) == "0 rows kept, 2 known already"
    assert brought("july (1).xlsx", care, sizes) == "0 rows kept, 2 known already"
    assert brought("july (2).xlsx", ("Care", date(2026, 7, 15), 41)) == "1 row kept"
    assert not view.left.isVisibleTo(view)
    assert brought("july (3).xlsx", ("Lamps", date(2026, 7, 15), 3), care) == "1 row kept, 1 row left out"
    assert "Row 2 was left out: Nothing published is called “Lamps”" in view.left.label.text()  # until it is read
    assert view.left.isVisibleTo(view)
    view.left.findChild(IconButton).click()
    assert not view.left.isVisibleTo(view)
    brought("july (2).xlsx", ("Care", date(2026, 7, 15), 41))
    service.bring_figures(db, "Title\tDate\tReads\nLamp sizes\t2026-07-15\t610")
    with db.read() as conn:
        assert {row.title: row.figures.reads for row in results(conn, TODAY).rows} == {"Lamp sizes": 610, "Care": 41}
        assert conn.exec_driver_sql("SELECT count(*) FROM publication_results").scalar() == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\x00\x00\x00\x00", b"PK\x03\x04 broken", None])
def test_what_is_no_table_is_a_sentence(page, desk, tmp_path, content):
    view = tab(page, "results")
    if content is not None:
        (tmp_path / "figures.xlsx").write_bytes(content)
    view.bring_file(tmp_path / "figures.xlsx")
    assert "figures.xlsx" in desk.notices.log[-1].text
    assert desk.notices.log[-1].kind != "done"


def test_today_leads_to_the_one_minute_review(page, db):
    out = published(db, article(db, "Lamp sizes"), "2026-01-09")  # older than the list shows
    page.open_target(ReviewPublication(out))
    fill(sheet(page.views.view("results")), "The table", "A question")
    with db.read() as conn:
        assert [one.publication_id for one in lessons(conn)] == [out]


def test_readers_are_taken_off_the_page(page, db):
    positioning.add_audience(db, AudienceFields("Givers"))
    view = tab(page, "positioning")
    with db.read() as conn:
        (row,) = position_page(conn, TODAY).audiences
    view.ask_audience(row)
    button(sheet(view), "Remove").click()
    with db.read() as conn:
        assert position_page(conn, TODAY).audiences == ()
    journal.undo(db)


def test_an_article_is_meant_for_places_and_says_another_ones_words(page, db, desk):
    first = article(db, "Care", language="en")
    second = article(db, "保养", language="zh-Hans")
    page.open_target(OpenArticle(second))
    view = page.writing_view
    desk.actions.run("articles.meant")
    view.findChildren(MeantSheet)[-1].ticks["site"].setChecked(True)
    view.findChildren(MeantSheet)[-1].go.click()
    desk.actions.run("articles.translation")
    form = view.findChildren(TranslationSheet)[-1]
    form.of.choose(first)
    form.go.click()
    with db.read() as conn:
        found = queries.article(conn, second)
    assert (found.place_names, found.translation_of, found.translates) == (("Own site",), first, "Care")
    assert "Care" in {label.text() for label in view.findChildren(Label)}
    desk.actions.run("articles.translation")
    form = view.findChildren(TranslationSheet)[-1]
    assert form.of.value() == first
    form.of.choose(None)
    form.go.click()
    with db.read() as conn:
        assert queries.article(conn, second).translation_of is None


def test_which_point_for_whom_is_looked_at_both_ways(page, db, make):
    positioning.add_audience(db, AudienceFields("Givers"))
    positioning.add_point(db, PointFields("tried at a desk"))
    view = tab(page, "positioning")
    assert view.whom.words.text() == "No order is known yet by an article that uses a point and says for whom it is."
    published(db, article(db, readers="Givers", body="It is tried at a desk."), coupon="DESK")
    for number in range(12):
        make.order(number=str(number), placed_on="2026-07-05", status="delivered", discount_code="DESK")
    view.refresh()
    assert view.whom.bars.table() == [["", "Givers"], ["tried at a desk", "12"]]
    assert view.whom.words.text() == "Givers bought most by “tried at a desk”."
    view.whom.side.choose("readers")
    view.whom._tell()
    assert view.whom.bars.table() == [["", "tried at a desk"], ["Givers", "12"]]
    model = view.table.model()
    assert model.index(0, model.columnCount() - 1).data() == "12"
