"""The sheet of publishing: words for a place, what stops it, copies and files, and what came out shown again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from storeapp.articles.drafts import service
from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.publishing.queries import publications, typed_words, variants
from storeapp.articles.publishing.records import TypedWords
from storeapp.articles.publishing.ui.archive_sheet import ArchiveSheet
from storeapp.articles.publishing.ui.sheet import PublishSheet
from storeapp.articles.ui.page import ArticlesPage
from storeapp.channels.outlets.rules import OutletFields
from storeapp.channels.outlets.service import add_outlet
from storeapp.kernel.targets import OpenArticle
from storeapp.qtkit import audit
from storeapp.store import journal
from storeapp.store.tables import Publication

BODY = "# Care of a lamp\n\nUnplug it. See [the shop](https://shop.example).\n"


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
def sheet(page, db):
    """The sheet over an article, with a Xiaohongshu account among the places."""
    add_outlet(db, OutletFields("account", "小红书", cost_minor=500, cost_currency="EUR"))
    number = service.new_article(db, ArticleFields("Care", "en", "", BODY)).value
    page.open_target(OpenArticle(number))
    page.desk.actions.run("articles.publish")
    return page.findChild(PublishSheet)


def kept(db, read):
    with db.read() as conn:
        return read(conn, 1)


def test_copied_with_its_looks_and_as_plain_text(sheet):
    sheet.copy()
    data = QGuiApplication.clipboard().mimeData()
    assert '<section style="' in data.html()
    assert "Care of a lamp" not in data.html()  # an editor has a field for the title
    assert data.text().startswith("Unplug it. See the shop (https://shop.example).")


def test_words_of_its_own_are_held_against_the_place(sheet, db, qtbot):
    sheet.place.choose("outlet:1")
    sheet.place.picked.emit("outlet:1")
    assert "Title up to 20 characters" in sheet.takes.text()
    assert "become numbers" in sheet.too_much.label.text()
    sheet.own.setChecked(True)
    sheet.name.clear()
    qtbot.keyClicks(sheet.name, "A very long title for a short note")
    qtbot.keyClicks(sheet.tags, "lamp, care")
    sheet._hold()
    assert "34 characters; 20 fit" in sheet.too_much.label.text()
    sheet.keeper.take()
    (found,) = kept(db, variants)
    assert (found.place, found.title, found.tags) == (
        "outlet:1",
        "A very long title for a short note",
        ("lamp", "care"),
    )
    service.save_text(db, 1, "Care", BODY.replace("Unplug it.", "Pull the plug."))
    sheet.look()
    assert "Gone: Unplug it." in sheet.change.label.text()
    assert "New: Pull the plug." in sheet.change.label.text()
    sheet.looked_over()
    assert sheet.change.isHidden()
    sheet.drop_words.click()
    assert kept(db, variants) == []
    assert sheet.words.toPlainText() == sheet._master[1]
    assert sheet.drop_words.isHidden()
    journal.undo(db)
    assert len(kept(db, variants)) == 1


def test_words_become_the_places_own_when_one_goes_on_to_the_next(sheet, db, qtbot):
    order = [sheet.place.itemText(number) for number in range(sheet.place.count())]
    sheet.own.setChecked(True)
    qtbot.keyClicks(sheet.words, "For here. ")
    first = sheet.place.value()
    sheet.desk.actions.run("publishing.next")
    (found,) = kept(db, variants)
    assert (found.place, found.body) == (first, f"For here. {BODY}")
    assert not sheet.own.isChecked()
    assert sheet.words.toPlainText() == BODY
    sheet.desk.actions.run("publishing.before")
    assert sheet.own.isChecked()
    assert sheet.words.toPlainText() == f"For here. {BODY}"
    sheet.own.setChecked(False)
    assert sheet.words.toPlainText() == BODY
    sheet.own.setChecked(True)
    assert sheet.words.toPlainText() == f"For here. {BODY}"
    qtbot.keyClicks(sheet.words, "Now ")
    sheet.reject()
    assert kept(db, variants)[0].body == f"Now For here. {BODY}"
    journal.undo(db)
    assert kept(db, variants)[0].body == f"For here. {BODY}"
    assert len(order) > 1


def test_words_never_taken_are_there_again(sheet, db, page, qtbot):
    """What is typed is in the shop after a rest; a program that was stopped suddenly never closed its sheet."""
    last = sheet.place.itemData(sheet.place.count() - 1, 0x101).value
    sheet.next_place(-1)
    sheet.own.setChecked(True)
    sheet.words.selectAll()
    qtbot.keyClicks(sheet.words, "Short.")
    qtbot.waitUntil(lambda: bool(kept(db, typed_words)), timeout=5_000)
    assert kept(db, variants) == []
    sheet.desk.actions.forget(sheet)
    sheet.keeper.deleteLater()  # it takes nothing any more, as after a kill
    again = PublishSheet(page, 1, ("Care", BODY))
    assert kept(db, typed_words)[last] == TypedWords("Care of a lamp", "Short.", "")
    assert not again.own.isChecked()
    again.next_place(-1)
    assert again.own.isChecked()
    assert again.words.toPlainText() == "Short."
    again.reject()
    assert (kept(db, typed_words), kept(db, variants)[0].body) == ({}, "Short.")


def test_tags_that_cannot_be_are_told_and_the_words_stay(sheet, db, qtbot):
    sheet.own.setChecked(True)
    qtbot.keyClicks(sheet.tags, "x" * 61)
    sheet.next_place(1)
    assert "too many tags" in sheet.problem.label.text()
    assert kept(db, variants) == []
    sheet.next_place(-1)
    assert sheet.tags.text() == "x" * 61


def test_five_places_one_after_the_other_by_keys(sheet, db, make, qtbot):
    for name in ("Etsy", "eBay", "Weibo"):
        add_outlet(db, OutletFields("account", name))
    sheet.look()
    for number in range(sheet.place.count()):
        qtbot.keyClicks(sheet.url, f"https://place{number}.example/care")
        qtbot.keyClicks(sheet.coupon, f"CARE{number}")
        qtbot.keyClick(sheet.coupon, Qt.Key.Key_Return)  # Enter alone publishes nothing
        assert len(kept(db, publications)) == number
        qtbot.keyClick(sheet.coupon, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert sheet.go.text() == "It is published again"
        sheet.desk.actions.run("publishing.next")
        assert (sheet.url.text(), sheet.link.text(), sheet.coupon.text()) == ("", "", "")
    rows = kept(db, publications)
    assert len(rows) == sheet.place.count() == len({row.place for row in rows})
    assert sorted((row.url, row.coupon) for row in rows) == [
        (f"https://place{number}.example/care", f"CARE{number}") for number in range(len(rows))
    ]


def test_a_tracking_link_leads_where_the_one_before_led(sheet, db):
    sheet.link.setText("https://shop.example/lamps")
    sheet.make_link()
    sheet.next_place(1)
    sheet.make_link()
    assert sheet.link.text().startswith("https://shop.example/lamps?utm_source=")


def test_what_comes_out_in_own_words_names_them(sheet, db, qtbot):
    sheet.own.setChecked(True)
    qtbot.keyClicks(sheet.words, "Here: ")
    sheet.publish()
    (row,) = kept(db, publications)
    with db.read() as conn:
        variant = conn.execute(select(Publication.variant_id).where(Publication.id == row.id)).scalar_one()
    assert variant == kept(db, variants)[0].id


def test_published_noted_shown_and_taken_back(sheet, db):
    sheet.url.setText("https://lumen.example/care")
    sheet.make_link()
    assert "utm_source=own-site" in sheet.link.text()
    sheet.publish()
    (row,) = kept(db, publications)
    assert (row.place, row.title, row.url) == ("site", "Care of a lamp", "https://lumen.example/care")
    sheet.out.column.itemAt(0).widget().click()
    archive = sheet.findChild(ArchiveSheet)
    assert archive.words.toPlainText() == BODY
    assert archive.words.isReadOnly()
    QApplication.processEvents()
    assert audit.cut_texts(sheet) == []
    assert audit.nameless(sheet) == []
    journal.undo(db)
    assert kept(db, publications) == []


def test_a_blocker_locks_the_button_and_is_told(sheet):
    sheet.own.setChecked(True)
    sheet.words.setPlainText("Text.\n\n![a](picture:99)")
    sheet._hold()
    assert not sheet.go.isEnabled()
    assert "no longer in the library" in sheet.stopped.label.text()
    assert all(button.isEnabled() for button in sheet._ways)  # writing elsewhere is never stopped


def test_a_piece_costs_what_the_place_asks(sheet, db):
    sheet.place.choose("outlet:1")
    sheet.publish()
    assert (kept(db, publications)[0].cost_minor, kept(db, publications)[0].currency) == (500, "EUR")


def test_saved_in_each_format(sheet, tmp_path, monkeypatch):
    monkeypatch.setattr(sheet.desk.ask, "save_file", lambda _over, _title, name, then, _kinds: then(tmp_path / name))
    monkeypatch.setattr(sheet.desk.ask, "folder", lambda _over, _title, then: then(tmp_path))
    for kind in ("word", "html", "markdown", "plain"):
        sheet.save(kind)
    sheet.save_all()
    assert sorted(path.name for path in tmp_path.glob("*are*")) == [
        *("Care of a lamp.docx", "Care of a lamp.html", "Care of a lamp.md", "Care of a lamp.txt", "care-of-a-lamp"),
    ]
