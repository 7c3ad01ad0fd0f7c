"""The sheet that prints cards: for any parcel, for selected orders, held against the rules, written whole or not."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.qtkit.theme import theme
from storeapp.solicitation import service
from storeapp.solicitation.cards.layout import PAPERS, code_of, paper
from storeapp.solicitation.cards.texts import ParcelCard
from storeapp.solicitation.ui.card_painting import card_fits, dots, draw_card, write_cards
from storeapp.solicitation.ui.card_sheet import CHOSEN, CardSheet
from storeapp.store.tables import Channel

A4 = PAPERS[0]
CARD = ParcelCard(
    "Please tell others honestly how it is, good or bad.", "https://lumen.example/r", "Lumen & Loom", "en"
)


@pytest.fixture
def orders(db, make):
    """Three orders to be packed on an own shop, one of them canceled."""
    own = make.channel(platform="own", name="Lumen & Loom", region="US")
    with db.write("Named") as tx:
        tx.update(Channel, own, url="https://lumen.example")
    made = [own]
    for number, status in (("1", "paid"), ("2", "paid"), ("3", "canceled")):
        buyer = make.customer(name="Ann Lee", country="US", language="en")
        made.append(
            make.order(
                channel_id=own,
                customer_id=buyer,
                number=number,
                status=status,
                placed_on="2026-07-10",
                paid_on="2026-07-10",
                ship_country="US",
            )
        )
    service.refresh(db)
    return made


@pytest.fixture
def sheet(qtbot, desk, orders):
    """Makes one over a plain window."""
    made = []

    def make(chosen=()):
        over = QWidget()
        over.resize(1000, 700)
        qtbot.addWidget(over)
        over.show()
        found = CardSheet(desk, chosen, orders[0], over)
        found.open()
        made.extend([found, over])
        return found

    yield make
    for one in made:
        if isValid(one):
            one.close()


def pages(path):
    """How many sheets a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def test_cards_for_any_parcel_are_printed_four_to_a_sheet(sheet, tmp_path, desk):
    shown = sheet()
    assert "lumen.example" in shown.code.text()
    assert shown.preview.card.shop == ""
    shown.number.setValue(9)
    assert "3 sheets" in shown.which.text()
    shown.save_to(tmp_path / "cards.pdf")
    assert pages(tmp_path / "cards.pdf") == 3
    assert "9 cards" in desk.notices.log[-1].text


def test_a_text_that_breaks_a_rule_is_not_printed(sheet):
    shown = sheet()
    assert shown.save.isEnabled()
    shown.text.setPlainText("Leave 5 stars and get a $10 gift card!")
    assert not shown.save.isEnabled()
    assert shown.checks.overrule.isHidden()
    shown.text.setPlainText("")
    assert not shown.save.isEnabled()
    shown.text.setPlainText("Honestly. " * 200)
    assert not shown.save.isEnabled()


def test_own_words_stay_when_another_language_is_chosen(sheet):
    shown = sheet()
    english = shown.text.toPlainText()
    shown.language.picked.emit("de")
    assert shown.text.toPlainText() != english
    assert "ehrlich" in shown.text.toPlainText()
    shown.text.setPlainText("Mine, honest and short.")
    shown.language.picked.emit("es")
    assert shown.text.toPlainText() == "Mine, honest and short."


def test_selected_orders_get_theirs_and_the_others_are_named(sheet, orders, tmp_path):
    shown = sheet(orders[1:])
    assert shown.whose.value() == CHOSEN
    assert [one.number for one in shown.cards()] == ["1", "2"]
    assert "canceled" in shown.left_out.label.text().casefold()
    first = shown.preview.card
    shown.after.click()
    assert shown.preview.card is not first
    shown.save_to(tmp_path / "cards.pdf")
    assert pages(tmp_path / "cards.pdf") == 1


def test_the_code_on_a_card_reads_as_it_was_meant(qapp):
    """The dark modules on the paper are those of the code, each as wide as every other."""
    size = A4.card
    image = QImage(QSize(round(dots(size[0])), round(dots(size[1]))), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_card(painter, CARD, size, theme().font("body").family())
    painter.end()
    dark = [
        [image.pixelColor(x, y).lightness() < 128 for x in range(106, 508)]
        for y in range(image.height() - 508, image.height() - 106)
    ]
    rows = [number for number, row in enumerate(dark) if any(row)]
    columns = [number for number in range(len(dark[0])) if any(row[number] for row in dark)]
    modules = code_of(CARD.link)
    step = (rows[-1] - rows[0] + 1) // len(modules)
    assert (rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1) == (step * len(modules),) * 2
    read = tuple(
        tuple(dark[rows[0] + y * step + step // 2][columns[0] + x * step + step // 2] for x in range(len(modules)))
        for y in range(len(modules))
    )
    assert read == modules


@pytest.mark.parametrize("words", ["好的坏的都可以如实说。" * 200, "x" * 3000, "Honest words. " * 150])
def test_a_text_without_room_is_refused_and_leaves_what_was_there(qapp, tmp_path, words):
    family = theme().font("body").family()
    long = ParcelCard(words, "", "", "en", 7, "10493")
    assert not card_fits(long, A4.card, family)
    place = tmp_path / "cards.pdf"
    place.write_text("earlier")
    with pytest.raises(UserError, match="10493"):
        write_cards(place, [CARD, long], A4, True, family, Progress())
    assert place.read_text() == "earlier"
    assert [one.name for one in tmp_path.iterdir()] == ["cards.pdf"]


def test_a_folder_that_takes_no_file_is_said(qapp, tmp_path):
    family = theme().font("body").family()
    with pytest.raises(UserError, match="gone"):
        write_cards(tmp_path / "gone" / "cards.pdf", [CARD], paper("letter"), False, family, Progress())
