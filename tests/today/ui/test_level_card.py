"""The card "Next level" on Today."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from storeapp.kernel.targets import OpenStanding
from storeapp.qtkit import audit
from storeapp.reputation.ratings.service import note_snapshot
from storeapp.today.ui.page import TodayPage
from tests.make import Make


@pytest.fixture
def page(qtbot, desk, db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        ebay = make.channel(name="eBay", platform="ebay")
        make.channel(name="Empty", platform="own")
    note_snapshot(db, ebay, "ebay-stars", 463, desk.clock.today())
    made = TodayPage(desk)
    qtbot.addWidget(made)
    made.resize(1240, 780)
    made.show()
    qtbot.waitUntil(lambda: bool(made.side.levels.rows))
    yield made
    made.close_page()
    made.close()


def test_the_nearest_channel_is_told_and_opens_its_standing(page, desk):
    card = page.side.levels
    assert card.isVisibleTo(page)
    (row,) = card.rows
    assert (row.line.headline, row.line.reached) == ("37 positive ratings to Purple star", "463 of 500")
    assert audit.nameless(card) == []
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert desk.navigate[-1] == OpenStanding(row.line.channel)
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert len(desk.navigate) == 2


def test_the_levels_are_read_again_after_the_list(page, db, desk, qtbot):
    before = page.side.levels.rows[0].line
    note_snapshot(db, before.channel, "ebay-stars", 470, desk.clock.today())
    page.mark_stale()
    assert page.side.levels.rows[0].line == before
    qtbot.waitUntil(lambda: page.side.levels.rows[0].line.reached == "470 of 500")


def test_without_a_known_level_the_card_is_not_there(page):
    page.side.levels.show_lines([])
    assert not page.side.levels.isVisibleTo(page)
