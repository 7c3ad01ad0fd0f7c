"""The mail account in Settings: off at first, its server known for some addresses, its password kept nowhere here."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from storeapp.kernel.targets import OpenPage
from storeapp.qtkit.ask import Question
from storeapp.solicitation.smtp.queries import account
from storeapp.store import journal
from storeapp.store.unsaved_text import unsaved_texts


@pytest.fixture
def part(program):
    program.navigate(OpenPage("settings", "mail"))
    return program.window.navigation.current.parts["mail"]


def kept(program):
    with program.desk.db.read() as conn:
        return account(conn)


def test_it_is_off_and_says_that_it_is_the_only_network(program, part):
    assert not part.on.isChecked()
    assert not kept(program).on
    assert any("only thing in the program that uses the internet" in one.text() for one in part.findChildren(QLabel))


def test_a_known_address_brings_its_server_and_what_its_password_is(program, part):
    part.on.setChecked(True)
    part.address.setText("me@gmail.com")
    part.address.editingFinished.emit()
    assert (part.host.text(), part.port.value(), part.user.text()) == ("smtp.gmail.com", 465, "me@gmail.com")
    assert not part.hint.isHidden()
    part.save.click()
    assert (kept(program).on, kept(program).host) == (True, "smtp.gmail.com")
    assert part.problem.isHidden()
    assert program.window.status.place.text() == "Offline but for your mail"
    journal.undo(program.desk.db)
    program.desk.jobs.announce(frozenset({"settings", "history"}))
    part.refresh()
    assert not part.on.isChecked()
    assert program.window.status.place.text() == "Works offline"


def test_what_is_wrong_is_said_beside_it_and_nothing_is_kept(program, part):
    part.on.setChecked(True)
    part.address.setText("me@own.example")
    part.save.click()
    assert not part.problem.isHidden()
    assert not kept(program).on
    part.host.setText("mail.own.example")
    part.security.picked.emit("starttls")
    assert part.port.value() == 587
    part.save.click()
    assert (part.problem.isHidden(), kept(program).host) == (True, "mail.own.example")


def test_a_password_that_is_typed_is_written_nowhere(qtbot, program, part):
    part.password.setFocus()
    part.password.insert("a secret")
    part.password.setModified(True)
    program.desk.ask.secret(part, "Password", "Password", lambda _words: None, "Send")
    dialog = program.window.findChild(Question)
    assert dialog.line.echoMode() == QLineEdit.EchoMode.Password
    dialog.line.setFocus()
    dialog.line.insert("another secret")
    program.session.typing.keep()
    with program.desk.db.read() as conn:
        assert not [words for words in unsaved_texts(conn).values() if "secret" in words]
    dialog.reject()
    everything = b"".join(file.read_bytes() for file in program.desk.db.folder.rglob("*") if file.is_file())
    assert b"secret" not in everything
