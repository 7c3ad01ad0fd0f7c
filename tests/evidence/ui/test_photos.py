"""Photos that buyers sent: kept with their order or review, with what was agreed, listed, proved and withdrawn."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from storeapp.customers.service.merges import merge
from storeapp.evidence.preparing import Chosen
from storeapp.evidence.queries import consent_rows, may_use
from storeapp.evidence.rules import Consented, consent_words
from storeapp.evidence.service import note_consent
from storeapp.evidence.ui.consent_form import ConsentForm
from storeapp.evidence.ui.consents_sheet import ConsentsSheet
from storeapp.evidence.ui.photo_sheet import PhotoDrop, PhotoSheet
from storeapp.qtkit.page import Page
from storeapp.store import journal
from tests.evidence.pictures import picture


class EmptyPage(Page):
    """A page with nothing on it."""

    ID = "empty"


@pytest.fixture
def page(qtbot, desk):
    made = EmptyPage(desk)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    yield made
    for child in made.children():
        if isinstance(child, PhotoSheet | ConsentsSheet | ConsentForm):
            child.close()
    made.close_page()
    made.close()


@pytest.fixture
def order(make):
    etsy = make.channel(platform="etsy", name="Etsy")
    return make.order(channel_id=etsy, customer_id=make.customer(name="Ann Lee"), number="10493")


@pytest.fixture
def sheet(page, order):
    made = PhotoSheet(page, "order", order, 1, "Ann Lee, Order 10493")
    made.open()
    return made


def give(sheet, *files):
    sheet.verbs.give([Chosen(name, content=lambda content=content: content) for name, content in files])


def form(sheet):
    return next(one for one in sheet.children() if isinstance(one, ConsentForm) and one.isVisible())


def test_a_photo_is_kept_once_and_nobody_may_use_it_yet(sheet, desk, db):
    give(sheet, ("lamp.jpg", picture()))
    (row,) = sheet.photo_rows()
    assert "Nobody agreed" in row.words.text()
    assert desk.notices.log[-1].text == "Kept 1 photo of a buyer"
    give(sheet, ("again.jpg", picture()))
    assert len(sheet.photo_rows()) == 1
    assert "already" in sheet.pane.wrong.text()
    with db.read() as conn:
        assert may_use(conn, "attachment", row.file.id, "picture", "article", "Etsy", date(2026, 7, 16)) is None
    row.remove.click()
    assert sheet.photo_rows() == []
    desk.jobs.write("Undo", lambda _progress: journal.undo(db))
    sheet.look()
    assert [one.file.name for one in sheet.photo_rows()] == ["lamp.jpg"]


def test_photos_are_dropped_on_a_pane_and_pasted_anywhere_in_the_sheet(sheet, page, tmp_path):
    pane, got = QWidget(page), []
    PhotoDrop(pane).given.connect(got.extend)
    file = tmp_path / "lamp.jpg"
    file.write_bytes(picture())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QCoreApplication.sendEvent(pane, QDragEnterEvent(QPoint(5, 5), action, data, button, none))
    QCoreApplication.sendEvent(pane, QDropEvent(QPointF(5, 5), action, data, button, none))
    assert [one.name for one in got] == ["lamp.jpg"]
    words = QMimeData()
    words.setText("no file")
    QCoreApplication.sendEvent(pane, QDropEvent(QPointF(5, 5), action, words, button, none))
    assert len(got) == 1
    sheet.give(got)
    assert [one.file.name for one in sheet.photo_rows()] == ["lamp.jpg"]
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("orange"))
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(sheet, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(sheet.photo_rows()) == 2


def test_a_buyers_photos_follow_them_through_a_merge(page, db, make):
    one, other = make.customer(name="Ann Lee"), make.customer(name="A. Lee")
    shown = PhotoSheet(page, "customer", other, other, "A. Lee")
    give(shown, ("lamp.jpg", picture()))
    merge(db, one, other)
    survivor = PhotoSheet(page, "customer", one, one, "Ann Lee")
    assert [row.file.name for row in survivor.photo_rows()] == ["lamp.jpg"]


def test_what_is_no_picture_is_refused_by_name(sheet):
    give(sheet, ("note.txt", b"They liked it."), ("lamp.jpg", picture()))
    assert [one.file.name for one in sheet.photo_rows()] == ["lamp.jpg"]
    assert "note.txt" in sheet.pane.wrong.text()


def test_a_consent_is_noted_shown_and_withdrawn(sheet, page, db, clock):
    give(sheet, ("lamp.jpg", picture()))
    sheet.photo_rows()[0].consent.click()
    asked = form(sheet)
    asked.save.click()
    assert asked.problem.isVisible()  # for what?
    asked.uses["article"].setChecked(True)
    asked.channels.setText("Etsy，Own shop")
    asked.ends.setChecked(True)
    asked.until.set_day(date(2026, 12, 31))
    asked.how.setText("Message of 14 July")
    asked.save.click()
    words = sheet.photo_rows()[0].words.text()
    assert "Articles" in words
    assert "Etsy, Own shop" in words
    photo = sheet.photo_rows()[0].file.id
    with db.read() as conn:
        assert may_use(conn, "attachment", photo, "picture", "article", "Etsy", date(2026, 12, 31)) is not None
        assert may_use(conn, "attachment", photo, "picture", "article", "Etsy", date(2027, 1, 1)) is None
        assert may_use(conn, "attachment", photo, "picture", "advert", "Etsy", clock.today()) is None
    listed = ConsentsSheet(page)
    listed.open()
    assert listed.model.row(0).about == "lamp.jpg"
    assert listed.model.row(0).proofs == 0
    listed.withdraw.click()
    assert "Withdrawn" in consent_words(listed.model.row(0).consent, clock.today())
    assert not listed.withdraw.isEnabled()
    sheet.look()
    assert "Withdrawn" in sheet.photo_rows()[0].words.text()


def test_a_consent_has_its_proof_and_a_person_where_there_is_no_customer(page, db, clock):
    about = Consented("review", 7, frozenset({"words"}), frozenset({"shop"}), frozenset(), clock.today())
    form = ConsentForm(about, clock.today(), lambda consent: note_consent(db, consent), page)
    form.open()
    form.save.click()
    assert form.problem.isVisible()
    form.person.setText("Zoë")
    form.save.click()
    listed = ConsentsSheet(page)
    listed.open()
    assert [row.who for row in (listed.model.row(0),)] == ["Zoë"]
    pane = listed.proof.itemAt(1).widget()
    pane.given.emit([Chosen("yes.txt", content=lambda: b"Yes, you may.")])
    with db.read() as conn:
        assert [row.proofs for row in consent_rows(conn)] == [1]
