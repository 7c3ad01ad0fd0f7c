"""What is typed in any field is in the shop within a second; a program killed then gives it back in its field."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from storeapp.kernel.targets import OpenCase, OpenCustomer, OpenPage, OpenReview
from storeapp.store.unsaved_text import unsaved_texts

WORDS = "half a sentence"
WAITING = 1  # a review of the sample


def settle() -> None:
    for _round in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def dialog() -> QDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())


def case(program):
    program.navigate(OpenCase(11))
    settle()
    return program.window.navigation.current.panel


def promise_words(program):
    promises = case(program).promises
    promises.open_form()
    return promises.words


def template(program):
    program.navigate(OpenPage("reputation", "reviews"))
    settle()
    program.window.navigation.current.reviews.inspector.reply.templates()
    settle()
    return dialog().body


def question(program):
    program.navigate(OpenPage("aftersales"))
    program.book.run("aftersales.new")
    settle()
    return dialog().line


def channel(program):
    program.navigate(OpenPage("settings", "shop"))
    settle()
    program.window.navigation.current.parts["shop"]._add()
    settle()
    return dialog().name


def shop_name(program):
    program.navigate(OpenPage("settings", "shop"))
    settle()
    return program.window.navigation.current.parts["shop"].name


def mention(program):
    program.navigate(OpenPage("reputation", "trust"))
    settle()
    program.book.run("reputation.mention")
    settle()
    return dialog().note


def buyer_note(program):
    program.navigate(OpenCustomer(1))
    settle()
    return program.window.navigation.current.tab.inspector.note


def message(program):
    return case(program).composer.begin("out")


def private_note(program):
    return case(program).composer.begin("note")


def reply(program):
    program.navigate(OpenReview(WAITING))
    settle()
    return program.window.navigation.current.reviews.inspector.editor


KEPT_BY_ROOMS = {"message to a buyer": message, "private note of a case": private_note, "reply to a review": reply}
FIELDS = {
    "note of a case": lambda program: case(program).facts.note,
    "words of a promise": promise_words,
    "title of a case": lambda program: case(program).title,
    "note of a buyer": buyer_note,
    "name of the shop": shop_name,
    "reply template": template,
    "question": question,
    "channel": channel,
    "mention": mention,
}


def text_of(field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


@pytest.mark.parametrize("name", FIELDS)
def test_what_is_typed_is_back_after_the_program_was_killed(on_sample, home, qtbot, name):
    on_sample.window.activateWindow()
    field = FIELDS[name](on_sample)
    field.window().activateWindow()
    field.setFocus()
    settle()
    told = []
    on_sample.desk.jobs.saved.connect(told.append)
    QTest.keyClicks(field, WORDS)
    assert told[:1] == [False]
    assert on_sample.window.status.saved.text() == "Saving"
    assert on_sample.session.typing._typing.rest.remainingTime() <= 600  # ms; the rest of the second is for the disk
    qtbot.waitUntil(lambda: on_sample.window.status.saved.text() == "Saved")
    with on_sample.desk.db.read() as conn:
        assert any(WORDS in words for words in unsaved_texts(conn).values())

    killed = home / "shops" / "Killed"
    shutil.copytree(on_sample.shop.db.folder, killed, ignore=shutil.ignore_patterns("*lock*"))
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QDialog):
            one.close()
    on_sample.open(killed)
    settle()
    on_sample.window.activateWindow()
    again = FIELDS[name](on_sample)
    again.window().activateWindow()
    again.setFocus()
    settle()
    qtbot.waitUntil(lambda: WORDS in text_of(again))
    assert any(notice.text.startswith("What you were typing is back") for notice in on_sample.notices.log)


@pytest.mark.parametrize("name", KEPT_BY_ROOMS)
def test_what_a_room_keeps_as_a_draft_is_back_after_the_program_was_killed(on_sample, home, qtbot, name):
    on_sample.window.activateWindow()
    field = KEPT_BY_ROOMS[name](on_sample)
    field.setFocus()
    settle()
    told = []
    on_sample.desk.jobs.saved.connect(told.append)
    QTest.keyClicks(field, WORDS)
    assert told[:1] == [False]
    assert on_sample.window.status.saved.text() == "Saving"
    qtbot.waitUntil(lambda: on_sample.window.status.saved.text() == "Saved", timeout=1_000)
    killed = home / "shops" / "Killed"
    shutil.copytree(on_sample.shop.db.folder, killed, ignore=shutil.ignore_patterns("*lock*"))
    on_sample.open(killed)
    settle()
    on_sample.window.activateWindow()
    again = KEPT_BY_ROOMS[name](on_sample)
    qtbot.waitUntil(lambda: WORDS in text_of(again))


def waiting(program) -> dict[str, str]:
    with program.desk.db.read() as conn:
        return unsaved_texts(conn)


def focused(program, field) -> bool:
    program.window.activateWindow()
    field.setFocus()
    return field.hasFocus()


def test_what_was_taken_or_given_up_is_no_longer_kept(on_sample, qtbot):
    on_sample.window.activateWindow()
    panel = case(on_sample)
    qtbot.waitUntil(lambda: focused(on_sample, panel.facts.note))
    QTest.keyClicks(panel.facts.note, WORDS)
    qtbot.waitUntil(lambda: waiting(on_sample) != {})
    panel.title.setFocus()
    settle()
    assert waiting(on_sample) == {}
    panel.promises.open_form()
    qtbot.waitUntil(lambda: focused(on_sample, panel.promises.words))
    QTest.keyClicks(panel.promises.words, WORDS)
    qtbot.waitUntil(lambda: waiting(on_sample) != {})
    QTest.keyClick(panel.promises.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: waiting(on_sample) == {})
    field = question(on_sample)
    field.window().activateWindow()
    field.setFocus()
    QTest.keyClicks(field, WORDS)
    qtbot.waitUntil(lambda: waiting(on_sample) != {})
    dialog().reject()
    settle()
    assert waiting(on_sample) == {}


def test_typing_leaves_no_line_in_history(on_sample, qtbot):
    panel = case(on_sample)
    on_sample.window.activateWindow()
    before = on_sample.session.can_undo
    panel.promises.open_form()
    qtbot.waitUntil(lambda: focused(on_sample, panel.promises.words))
    QTest.keyClicks(panel.promises.words, WORDS)
    qtbot.waitUntil(lambda: waiting(on_sample) != {})
    on_sample.session.look()
    settle()
    assert on_sample.session.can_undo == before


def test_a_dialog_about_another_record_is_not_given_these_words(on_sample, qtbot):
    """What was typed for one article or place waits for that one."""
    program = on_sample

    def name(record: str) -> str:
        sheet = dialog()
        sheet.record = lambda: record
        return program.session.typing._name(sheet.line)

    program.navigate(OpenPage("aftersales"))
    program.book.run("aftersales.new")
    settle()
    one, other = name("1:site"), name("1:outlet:2")
    assert one != other
    case(program)
    assert name("1:site") == one  # whatever the page behind it shows meanwhile
    dialog().reject()
