"""Removal help in the window: questions with proof, the pack as a PDF, the log with its outcomes."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from storeapp.evidence.preparing import Chosen
from storeapp.evidence.ui.picking import of_paths
from storeapp.kernel.targets import OpenReview
from storeapp.qtkit import audit
from storeapp.qtkit.page import Page
from storeapp.reputation.inbox.ui.tab import MENU
from storeapp.reputation.overview.ui.page import ReputationPage
from storeapp.reputation.removal.queries import removal_requests
from storeapp.reputation.removal.ui.actions import RemovalActions
from storeapp.reputation.removal.ui.log import RemovalLog
from storeapp.reputation.removal.ui.sheet import RemovalSheet
from storeapp.reputation.reviews.queries.one_review import review_detail
from storeapp.store import journal
from tests.evidence.pictures import picture


class Bare(Page):
    """A page with nothing on it."""

    ID = "bare"
    TITLE = "Bare"

    def refresh(self) -> None:
        """Nothing to read."""


@pytest.fixture
def review(make):
    channel = make.channel(name="Etsy", platform="etsy")
    order = make.order(channel_id=channel, number="77", status="delivered", delivered_on="2026-06-10")
    text = "Phone this liar: 0660 123 45 67"
    return make.review(channel_id=channel, order_id=order, order_number="77", stars=1, text=text)


@pytest.fixture
def removal(qtbot, desk, review):
    page = Bare(desk)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    asked: list[str] = []
    made = RemovalActions(page, desk, lambda: review, lambda: asked.append("reply"))
    made.asked = asked  # type: ignore[attr-defined]
    yield made
    page.close_page()
    page.close()


def open_sheet(removal) -> RemovalSheet:
    removal.ask()
    QApplication.processEvents()
    return removal.page.findChild(RemovalSheet)


def answer(sheet, name, proof=""):
    row = next(row for row in sheet.rows if row.ground.id == name)
    row.answer.choose("yes")
    row.answer.chosen.emit("yes")
    if proof:
        QTest.keyClicks(row.proof, proof)
    return row


def test_an_honest_opinion_stays_and_leads_to_a_reply(removal):
    sheet = open_sheet(removal)
    assert len(sheet.rows) == 6
    assert sheet.told.label.text() == "This review may not be removed: it is an honest opinion. Reply to it instead."
    assert not sheet.save.isEnabled()
    assert not sheet.note.isEnabled()
    assert audit.nameless(sheet) == []
    QTest.mouseClick(sheet.answer, Qt.MouseButton.LeftButton)
    assert removal.asked == ["reply"]


def test_yes_alone_is_not_enough(removal):
    sheet = open_sheet(removal)
    row = answer(sheet, "etsy.private")
    assert row.wrong.text() == "Quote the words of the review that show it."
    assert sheet.told.label.text() == "A reason may apply, but its proof is missing."
    QTest.keyClicks(row.proof, "made up")
    assert row.wrong.text() == "These words are not in the review. Copy them from it."
    assert not sheet.save.isEnabled()


def test_the_pack_is_saved_as_a_pdf(removal, tmp_path, desk):
    sheet = open_sheet(removal)
    answer(sheet, "etsy.private", "0660 123 45 67")
    assert sheet.told.label.text().startswith("Private information. Etsy takes down")
    assert sheet.masked
    sheet.words.setPlainText("It is my own number.")
    QTest.mouseClick(sheet.save, Qt.MouseButton.LeftButton)
    dialog = sheet.findChild(QFileDialog)
    assert "Evidence Etsy" in dialog.selectedFiles()[0]
    dialog.reject()
    removal._save(sheet, tmp_path / "pack.pdf")
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF-")
    assert desk.notices.log[-1].text.startswith("Saved pack.pdf. Nothing was sent")


def test_what_is_attached_goes_into_the_pack_and_says_nothing_of_the_place(removal, tmp_path, desk):
    sheet = open_sheet(removal)
    photo, chat = tmp_path / "Ann Ott.jpg", tmp_path / "chat.txt"
    photo.write_bytes(picture(turned=6, size=(900, 600)))
    chat.write_text("Ann: pay me, or one star")
    sheet.proofs.given.emit(of_paths([photo, chat]))
    assert [file.name for file in sheet.proofs.shown] == ["Ann Ott.jpg", "chat.txt"]
    answer(sheet, "etsy.private", "0660 123 45 67")
    removal._save(sheet, tmp_path / "bare.pdf")
    removal._save(sheet, tmp_path / "bare.pdf")
    said = desk.notices.log[-1].text
    assert said.startswith("Saved bare.pdf, and its files in the folder bare files 2. Nothing was sent")
    beside = tmp_path / "bare files"
    assert sorted(file.name for file in beside.iterdir()) == ["Proof 1.jpg", "Proof 2.txt"]
    assert (beside / "Proof 2.txt").read_text() == chat.read_text()
    with Image.open(beside / "Proof 1.jpg") as cleaned:
        assert cleaned.size == (600, 900)
    for out in (beside / "Proof 1.jpg", tmp_path / "bare.pdf"):
        assert b"Ann Ott" not in out.read_bytes()
    assert b"/Subtype /Image" in (tmp_path / "bare.pdf").read_bytes()
    sheet.mask_box.setChecked(False)
    removal._save(sheet, tmp_path / "named.pdf")
    assert (tmp_path / "named files" / "Ann Ott.jpg").exists()
    assert sorted(path.name for path in tmp_path.glob(".*")) == []
    sheet.reject()
    again = open_sheet(removal)
    assert len(again.proofs.shown) == 2
    assert audit.nameless(again) == []


def test_a_proof_whose_file_is_gone_is_said_and_no_folder_is_left(removal, tmp_path, desk):
    sheet = open_sheet(removal)
    sheet.proofs.given.emit([Chosen("a.png", content=lambda: picture("PNG"))])
    answer(sheet, "etsy.private", "0660 123 45 67")
    next((desk.db.place.folder / "attachments").iterdir()).unlink()
    removal._save(sheet, tmp_path / "out" / "pack.pdf")
    removal._save(sheet, tmp_path / "pack.pdf")
    assert desk.notices.log[-1].text.startswith("The attached file Proof 1.png is gone or damaged")
    assert [path.name for path in tmp_path.iterdir() if "pack" in path.name or "evidence" in path.name] == []


def test_a_request_is_noted_decided_and_undone(removal, desk, review):
    sheet = open_sheet(removal)
    answer(sheet, "etsy.private", "0660 123 45 67")
    QTest.mouseClick(sheet.note, Qt.MouseButton.LeftButton)
    assert desk.notices.log[-1].text == "Noted. Say here how it ended."
    with desk.db.read() as conn:
        assert review_detail(conn, review).removal.outcome == "open"
    removal.show_log()
    QApplication.processEvents()
    log = removal.page.findChild(RemovalLog)
    log.table.go_to(0)
    log.table.reporter.flush()
    assert log.sums.text() == "Private information: 1 asked, none decided yet"
    assert not log.outcome_buttons["removed"].isHidden()
    assert log.outcome_buttons["open"].isHidden()
    QTest.mouseClick(log.outcome_buttons["removed"], Qt.MouseButton.LeftButton)
    assert log.sums.text() == "Private information: 1 of 1 decided were taken down"
    assert log.outcome_buttons["removed"].isHidden()
    assert audit.nameless(log) == []
    QTest.mouseClick(log.review, Qt.MouseButton.LeftButton)
    assert desk.navigate[-1] == OpenReview(review)
    journal.undo(desk.db)
    journal.undo(desk.db)
    with desk.db.read() as conn:
        assert removal_requests(conn) == []


def test_the_empty_log_says_where_to_begin(removal):
    removal.show_log()
    QApplication.processEvents()
    log = removal.page.findChild(RemovalLog)
    assert log.sums.isHidden()
    assert log.outcome_buttons["removed"].isHidden()
    log.reject()


def test_a_platform_without_a_verified_list_says_so(removal, make):
    channel = make.channel(name="Taobao", platform="taobao")
    number = make.review(channel_id=channel, stars=1)
    removal._in_hand = lambda: number
    sheet = open_sheet(removal)
    assert sheet.rows == []
    assert sheet.save.isHidden()
    assert sheet.note.isHidden()
    assert not sheet.answer.isHidden()
    sheet.reject()


def test_amazon_asks_which_sort_of_review_it_is(removal, make):
    channel = make.channel(name="Amazon", platform="amazon")
    number = make.review(channel_id=channel, stars=1, text="Post was slow")
    removal._in_hand = lambda: number
    sheet = open_sheet(removal)
    assert [row.ground.id.split(".")[1] for row in sheet.rows] == ["feedback"] * 4
    sheet._picked("amazon.review")
    assert [row.ground.id.split(".")[1] for row in sheet.rows] == ["review"] * 4
    sheet.reject()


def test_the_menu_of_a_review_leads_there(qtbot, desk, review):
    page = ReputationPage(desk)
    qtbot.addWidget(page)
    page.resize(1440, 824)
    page.show()
    QApplication.processEvents()
    page.open_target(OpenReview(review))
    QApplication.processEvents()
    menu = desk.actions.menu(MENU, page)
    offered = [action.text().replace("&", "") for action in menu.actions()]
    at = offered.index("Is this review against the rules?")
    assert offered[at + 1] == "Show removal requests"
    menu.deleteLater()
    page.reviews.removal.ask()
    sheet = page.findChild(RemovalSheet)
    assert sheet.facts.review_id == review
    sheet.reject()
    page.close_page()
    page.close()
