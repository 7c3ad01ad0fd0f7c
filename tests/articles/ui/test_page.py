"""The page of articles: begin, write, leave and come back; what is typed is in the shop, whoever writes beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QInputMethodEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu

from storeapp.articles.drafts import queries, service
from storeapp.articles.drafts.rules import LONGEST_BODY, ArticleFields
from storeapp.articles.drafts.ui.brief_form import BriefSheet
from storeapp.articles.drafts.ui.text_marks import TextMark
from storeapp.articles.drafts.ui.versions_sheet import VersionsSheet
from storeapp.articles.library.queries import used_in
from storeapp.articles.library.rules import LibraryFields
from storeapp.articles.library.service import add_item
from storeapp.articles.library.ui.form import LibraryForm
from storeapp.articles.publishing.ui.card_form import CardForm
from storeapp.articles.ui.page import ArticlesPage
from storeapp.articles.ui.put_in import offer_pictures, offer_products
from storeapp.kernel.clock import utc_text
from storeapp.kernel.targets import OpenArticle
from storeapp.qtkit import audit
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Choice
from storeapp.store import attachment_files, journal
from storeapp.store.tables import LibraryItem

TEXT = "# Lamps\n\nOne two three.\n\n## Warm light\n\n- first\n- second\n"


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
def view(page, db):
    number = service.new_article(db, ArticleFields("Lamp guide", "en", "guide", TEXT)).value
    page.open_target(OpenArticle(number))
    return page.writing_view


def stored(db, number):
    with db.read() as conn:
        return queries.article(conn, number)


def body(db, view):
    return stored(db, view.found.id).body


def type_in(qtbot, view, words):
    qtbot.keyClicks(view.editor, words)


def test_an_article_is_begun_with_its_outline_and_opened(qtbot, page, db, make):
    lamp = make.product(title="Walnut lamp")
    page.new_article()
    sheet = page.findChild(BriefSheet)
    sheet.name.setText("Lamp guide")
    sheet.kind.choose("guide")
    sheet.product.choose(lamp)
    sheet.word_goal.setText("many")
    sheet.go.click()
    assert "number" in sheet.problem.label.text()
    sheet.word_goal.setText("1,200")
    sheet.country.setText("Atlantis")
    sheet.go.click()
    assert "is no country" in sheet.problem.label.text()  # and nothing typed is lost over it
    sheet.country.setText("germany")
    sheet.go.click()
    qtbot.waitUntil(lambda: page.is_writing and page.writing_view.found is not None)
    found = page.writing_view.found
    assert (found.title, found.word_goal, found.products) == ("Lamp guide", 1200, ((lamp, "Walnut lamp"),))
    assert found.country == "DE"  # the law that the checks ask for
    assert found.body.startswith("## ")
    assert page.writing_view.outline.places
    assert page.primary() is None


def test_typing_is_saved_after_a_rest_and_said_so(qtbot, view, db, desk):
    said = []
    desk.jobs.saved.connect(said.append)
    view.editor.moveCursor(view.editor.textCursor().MoveOperation.End)
    type_in(qtbot, view, "More words")
    assert view.keeper.loose
    assert said == [False]
    qtbot.waitUntil(lambda: body(db, view).endswith("More words"))
    assert said == [False, True]
    assert not view.keeper.loose
    with db.read() as conn:
        assert len(journal.history(conn)) == 1


def test_fast_typing_is_saved_without_a_rest(qtbot, view, db):
    before, letters = body(db, view), 0
    while body(db, view) == before and letters < 2000:  # a hand that never rests
        type_in(qtbot, view, "x")
        QApplication.processEvents()
        letters += 1
    assert body(db, view) != before
    assert view.keeper.loose or body(db, view) == view.editor.text()


def test_the_title_is_saved_and_the_crumb_follows(qtbot, page, view, db):
    crumbs = []
    page.crumb_changed.connect(crumbs.append)
    view.title.clear()
    qtbot.keyClicks(view.title, "Reading lamps")
    view.keeper.keep()
    assert stored(db, view.found.id).title == "Reading lamps"
    assert crumbs[-1] == "› Reading lamps"


def test_the_foot_says_when_it_was_saved_as_people_say_it(view, desk):
    now = desk.clock.now()
    for days, said in ((0, now.astimezone().strftime("%H:%M")), (1, "yesterday"), (14, "2 July")):
        then = utc_text(now - timedelta(days=days))
        view.foot.show_article(replace(view.found, changed_at=then))
        assert view.foot.at.text() == f"saved {said}"


def test_leaving_hands_over_the_last_letters(qtbot, page, view, db):
    number = view.found.id
    type_in(qtbot, view, "Z")
    qtbot.keyClick(view.editor, Qt.Key.Key_Escape)
    assert not page.is_writing
    assert stored(db, number).body.startswith("Z# Lamps")
    type_in_list = page.articles.table
    qtbot.waitUntil(lambda: type_in_list.hasFocus() or not page.isActiveWindow())


def test_closing_hands_over_the_last_letters(qtbot, page, view, db):
    number = view.found.id
    type_in(qtbot, view, "Q")
    page.close_page()
    assert stored(db, number).body.startswith("Q")


def test_a_text_that_can_not_be_saved_is_not_called_saved(qtbot, page, view, db, desk):
    said = []
    desk.jobs.saved.connect(said.append)
    view.editor.text = lambda: "x" * (LONGEST_BODY + 1)
    view.keeper.keep()
    assert said[-1] is False
    assert [notice.kind for notice in desk.notices.log] == ["problem"]
    assert body(db, view) == TEXT


def test_words_composed_by_an_input_method_arrive_whole(qtbot, view, db):
    editor = view.editor
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    for preedit in ("t", "tai", "tai'deng"):
        QApplication.sendEvent(editor, QInputMethodEvent(preedit, []))
    view.keeper.keep()
    assert body(db, view) == TEXT  # what is only being composed is no text yet
    done = QInputMethodEvent()
    done.setCommitString("台灯，书页")
    QApplication.sendEvent(editor, done)
    view.keeper.keep()
    assert body(db, view) == TEXT + "台灯，书页"
    view.editor.tell_count()
    assert view.foot.length.text().startswith("12 words")


def test_the_outline_follows_the_text_and_leads_to_it(qtbot, view):
    assert [(one.title, one.level, one.words) for one in view.outline.places] == [
        ("Lamps", 1, 4),
        ("Warm light", 2, 4),
    ]
    view.outline.chosen.emit(view.outline.places[1].line)
    assert view.editor.textCursor().block().text() == "## Warm light"
    type_in(qtbot, view, "#")
    qtbot.waitUntil(lambda: [one.level for one in view.outline.places] == [1, 3])


def test_an_earlier_version_comes_in_while_the_article_is_open(qtbot, page, view, db, desk):
    type_in(qtbot, view, "new ")
    view.keeper.keep()
    with db.read() as conn:
        first = queries.versions(conn, view.found.id)[-1].id
    desk.do("", service.restore_version, first)
    assert view.editor.text() == TEXT
    desk.do("", lambda shop: journal.undo(shop))
    assert view.editor.text() == "new " + TEXT
    assert not view.keeper.loose
    view.editor.undo()  # the editor's own steps go on
    assert view.editor.text() == TEXT


def test_an_article_that_is_gone_leads_back(page, view, db, desk):
    desk.do("", lambda shop: journal.undo(shop))
    assert not page.is_writing
    assert "gone" in desk.notices.log[-1].text


def test_odd_letters_come_back_as_they_were(view, db):
    odd = "a\u00a0b\u2028c 👩‍👩‍👧 مرحبا\t\n\n  x  \n"
    view.editor.show_text("")
    view.editor.insert_words(odd)
    view.keeper.keep()
    assert body(db, view) == odd
    view.editor.show_marks("checks", [TextMark(odd.index("م"), odd.index("م") + 5, "negative", "why")])
    [kept] = view.editor.extraSelections()
    assert kept.cursor.selectedText() == "مرحبا"
    assert view.editor.tip_at(kept.cursor.selectionStart()) == "why"
    assert view.editor.tone_of_line(0) == "negative"


def test_marks_of_markdown_go_on_and_off_in_one_step(qtbot, view):
    editor = view.editor
    editor.show_text("one two\nthree")
    editor.go_to(4, 7)
    qtbot.keyClick(editor, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "one **two**\nthree"
    editor.go_to(6, 9)
    qtbot.keyClick(editor, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "one two\nthree"
    editor.go_to(0, 13)
    view.bar.findChildren(type(view.bar.product))[5].click()  # a list
    assert editor.text() == "- one two\n- three"
    editor.undo()
    assert editor.text() == "one two\nthree"
    editor.show_text("- a")
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    for _press in range(2):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == "- a\n"


def test_plain_text_is_pasted_as_it_is(view):
    data = QMimeData()
    data.setText("a < b\n* c")
    view.editor.show_text("")
    view.editor.insertFromMimeData(data)
    assert view.editor.text() == "a < b\n* c"


def test_what_is_copied_elsewhere_keeps_its_structure(view, db, desk):
    data = QMimeData()
    data.setHtml("<h2>Care</h2><p>Wipe <b>gently</b>.<img src='http://x.example/p.png'></p><script>x</script>")
    data.setText("Care Wipe gently.")
    view.editor.show_text("Before")
    view.editor.moveCursor(view.editor.textCursor().MoveOperation.End)
    view.editor.insertFromMimeData(data)
    assert view.editor.text() == "Before\n\n## Care\n\nWipe **gently**."
    assert desk.notices.log[-1].text.startswith("1 picture was left out")
    view.editor.undo()
    assert view.editor.text() == "Before"
    data.setHtml("<span style='color:red'>let x = 1;</span>")  # an editor of code says no more than the text
    data.setText("let x = 1;")
    view.editor.show_text("")
    view.editor.insertFromMimeData(data)
    assert view.editor.text() == "let x = 1;"


def test_the_preview_runs_and_loads_nothing(qtbot, view):
    view.editor.show_text("# Hi\n\n<script>x</script> [go](javascript:alert(1)) ![p](http://x.example/p.png)\n")
    view.show_preview(True)
    assert view.previewed
    shown = view.preview.toPlainText()
    assert "Hi" in shown
    assert "javascript" not in view.preview.toHtml().split("<body", 1)[1].replace(shown, "")
    view.show_preview(False)
    assert not view.previewed


def test_only_the_text_is_shown_until_escape(qtbot, page, view):
    view.focus_on_text(True)
    assert not view.foot.isVisible()
    qtbot.keyClick(view.editor, Qt.Key.Key_Escape)
    assert view.foot.isVisible()
    assert page.is_writing


def test_a_product_is_put_in(page, view, make, qtbot):
    lamp = make.product(title="Lamp [walnut]")
    view.editor.show_text("")
    offer_products(view)
    page.findChild(FormSheet).go.click()
    assert view.editor.text() == f"[Lamp (walnut)](product:{lamp})"


def test_a_picture_of_the_library_is_put_in_and_seen(page, view, db, desk):
    with db.write("x") as tx:
        values = {
            "kind": "picture",
            "name": "Lamp",
            "alt": "A lamp on a desk",
            "sha256": "a" * 64,
            "file_kind": "image/png",
        }
        picture = tx.insert_one(LibraryItem, **values, width=900, height=600, added_at=tx.now)
    file = attachment_files.place_of(db.folder, "a" * 64, "png")
    file.parent.mkdir(exist_ok=True)
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(file))
    view.editor.show_text("")
    offer_pictures(view)
    page.findChild(FormSheet).go.click()
    assert view.editor.text() == f"![A lamp on a desk](picture:{picture})"
    view.keeper.keep()
    with db.read() as conn:
        assert [one.article_id for one in used_in(conn, picture)] == [view.found.id]
    view.show_preview(True)
    [(name, shown)] = view.preview._pictures.items()
    assert (shown.width(), shown.height()) == (544, 362)
    assert view.preview.loadResource(2, QUrl(name)) is shown
    assert view.preview.loadResource(2, QUrl("file:///etc/hostname")) is None
    file.write_bytes(b"no picture")
    view.show_preview(True)
    assert "A lamp on a desk" in view.preview.toPlainText()
    view.show_preview(False)
    view.editor.show_text("")
    view.editor.insert_words("none")
    view.keeper.keep()
    with db.read() as conn:
        assert used_in(conn, picture) == []


def test_the_list_marks_and_retires(page, db, desk):
    ids = [service.new_article(db, ArticleFields(f"Lamp {number}")).value for number in range(3)]
    page.refresh()
    page.articles.table.selectAll()
    desk.actions.run("articles.ready")
    assert [stored(db, number).status for number in ids] == ["ready"] * 3
    page.articles.table.selectAll()
    desk.actions.run("articles.retire")
    assert page.articles.table.rows().total() == 0
    journal.undo(db)
    assert [stored(db, number).status for number in ids] == ["ready"] * 3


@pytest.mark.parametrize("size", [(1232, 824), (968, 580)])
def test_nothing_is_cut_in_either_window(page, view, size):
    page.resize(*size)
    QApplication.processEvents()
    assert audit.cut_texts(page) == []
    assert audit.nameless(page) == []


def test_find_goes_round_and_replaces_in_one_step(qtbot, view):
    view.editor.show_text("lamp 👍 Lamp and lamps")
    view.find_words()
    bar = view.find_bar
    qtbot.keyClicks(bar.words, "lamp")
    assert bar.count.text() == "3 places"
    qtbot.keyClick(bar.words, Qt.Key.Key_Return)
    assert view.editor.textCursor().selectedText() == "Lamp"
    assert bar.count.text() == "2 of 3"
    bar.whole.setChecked(True)
    assert bar.count.text() == "2 places"
    bar.instead.setText("light")
    bar.replace_all()
    assert view.editor.text() == "light 👍 light and lamps"
    view.editor.undo()
    assert view.editor.text() == "lamp 👍 Lamp and lamps"
    bar.capitals.setChecked(True)
    view.editor.go_to(0, 4)
    bar.replace_one()
    assert view.editor.text() == "light 👍 Lamp and lamps"
    qtbot.keyClick(bar.words, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert view.editor.extraSelections() == []


def test_versions_are_compared_named_and_gone_back_to(qtbot, view, db, desk):
    view.editor.show_text("")
    view.editor.insert_words("Long cable")
    view.keeper.keep()
    service.keep_version(db, view.found.id, "First")
    view.editor.selectAll()
    view.editor.insert_words("Longer cable")
    view.show_versions()
    sheet = view.findChild(VersionsSheet)
    assert [sheet.model.row(number).name for number in range(2)] == ["First", ""]
    qtbot.waitUntil(lambda: sheet.said.text() == "1 word went since; 1 word came")
    assert "line-through" in sheet.shown.toHtml()
    sheet._rename(sheet.model.row(1).id, "As it began")
    assert sheet.model.row(1).name == "As it began"
    sheet.back.click()
    assert view.editor.text() == "Long cable"
    assert body(db, view) == "Long cable"
    desk.do("", lambda shop: journal.undo(shop))
    assert view.editor.text() == "Longer cable"
    assert view.foot.versions.text() == "2 versions"  # the one that going back kept went with it


def test_words_no_list_knows_are_underlined_and_can_be_taught(qtbot, view, db):
    view.editor.show_text("Teh lamp 👍 recieved")
    marks = view.spelling
    qtbot.waitUntil(lambda: marks.spelling is not None)

    def underlined():
        block = view.editor.document().firstBlock()
        style = QTextCharFormat.UnderlineStyle.SpellCheckUnderline
        formats = [one for one in block.layout().formats() if one.format.underlineStyle() == style]
        units = block.text().encode("utf-16-le")
        return "".join(units[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le") for one in formats)

    assert underlined() == "Tehrecieved"
    menu = QMenu()
    marks._add_offers(menu, view.editor.cursorRect(view.editor.cursor_over(1, 1)).center())
    assert menu.actions()[0].text() == "The"
    menu.actions()[0].trigger()
    assert view.editor.text() == "The lamp 👍 recieved"
    marks.teach("recieved")
    assert underlined() == ""
    with db.read() as conn:
        assert queries.taught_words(conn) == {"recieved"}
    menu.deleteLater()


def test_chinese_marks_are_mended_in_one_step(view, desk):
    view.editor.show_text("台灯,好.\n`a,b`")
    view.mend_marks()
    assert view.editor.text() == "台灯，好。\n`a,b`"
    assert desk.notices.log[-1].text.startswith("2 places")
    view.editor.undo()
    assert view.editor.text() == "台灯,好.\n`a,b`"


def test_pictures_are_dropped_and_pasted_into_the_text(view, db, tmp_path):
    place = tmp_path / "lamp.png"
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(place))
    view.editor.show_text("Before")
    view.editor.moveCursor(QTextCursor.MoveOperation.End)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place))])
    data.setText(str(place))  # as file managers do
    assert view.editor.canInsertFromMimeData(data)
    view.editor.insertFromMimeData(data)
    sheet = view.findChildren(LibraryForm)[-1]
    sheet.alt.setText("A lamp [blue]")
    sheet.go.click()
    assert view.editor.text() == "Before\n\n![A lamp (blue)](picture:1)\n"
    pasted = QMimeData()
    pasted.setImageData(image)
    view.editor.insertFromMimeData(pasted)
    view.findChildren(LibraryForm)[-1].go.click()
    assert view.editor.text().count("picture:1") == 2  # the same picture is one item


def test_a_text_and_a_video_of_the_library_are_put_in(page, view, db, desk):
    add_item(db, LibraryFields("text", "Care", "Dust it dry."))
    add_item(db, LibraryFields("video", "How to", url="https://video.example/1"))
    view.editor.show_text("")
    for key in (1, 2):
        desk.actions.run("articles.words")
        form = page.findChildren(FormSheet)[-1]
        form.findChild(Choice).choose(key)
        form.go.click()
    assert view.editor.text() == "Dust it dry.[How to](https://video.example/1)"


def test_an_article_is_closed_with_a_card_once(page, view, desk):
    view.editor.show_text("# Care\n\nUnplug it.")
    for _time in range(2):
        desk.actions.run("articles.card")
        form = page.findChildren(CardForm)[-1]
        form.sentence.setText("Every shade is tried at a desk.")
        form.name.setText("Lumen")
        form.address.setText("lumen.example")
        form.go.click()
        assert form.problem.isVisible()
        form.address.setText("https://lumen.example")
        form.go.click()
    assert view.editor.text().count("](picture:1)") == 1
    assert view.editor.text().startswith(
        "# Care\n\nUnplug it.\n\n![Every shade is tried at a desk. Lumen: scan the code"
    )
