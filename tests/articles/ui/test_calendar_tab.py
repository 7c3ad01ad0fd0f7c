"""The calendar in the page: keys and the mouse move pieces, cards are dragged onto days, warnings lead to theirs."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from storeapp.articles.calendar import service
from storeapp.articles.calendar.queries import plan_view
from storeapp.articles.ideas.service import add_idea
from storeapp.articles.ui.page import ArticlesPage
from storeapp.channels.outlets.rules import OutletFields
from storeapp.channels.outlets.service import add_outlet
from storeapp.kernel.errors import UserError
from storeapp.kernel.targets import OpenArticle, OpenPage
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Choice, TextLine
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


@pytest.fixture
def view(page):
    page.open_target(OpenPage("articles", "calendar"))
    return page.views.view("calendar")


def planned(db, day="2026-07-20", title="Washing wool", **fields):
    return service.plan_article(db, article(db, title, **fields), "site", day).value


def days(db):
    with db.read() as conn:
        return {one.title: one.day for one in plan_view(conn, date(2026, 6, 1), date(2026, 8, 31), TODAY).pieces}


def test_keys_walk_the_days_move_a_piece_open_it_and_take_it_off(view, db, desk):
    planned(db)
    grid = view.grid
    view.refresh()
    for _step in range(4):
        QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.day == date(2026, 7, 20)
    QTest.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert days(db) == {"Washing wool": "2026-07-27"}
    assert grid.day == date(2026, 7, 27)
    QTest.keyClick(grid, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert days(db) == {"Washing wool": "2026-07-26"}
    journal.undo(db)
    view.refresh()
    grid.go_to(date(2026, 7, 27))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert desk.navigate[-1] == OpenArticle(grid.piece().article_id)
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert days(db) == {}
    assert [one.card.title for one in view.backlog.cards] == ["Washing wool"]


def test_a_moved_piece_stays_in_hand_and_in_sight_among_others(view, db):
    for number in range(6):
        planned(db, "2026-07-21", f"There before {number}")
    moved = planned(db, "2026-07-20", "Washing wool")
    view.refresh()
    grid = view.grid
    grid.go_to(date(2026, 7, 20))
    for day in (21, 22):
        QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        assert days(db)["Washing wool"] == f"2026-07-{day}"
        assert grid.piece().id == moved
        assert grid.piece() in [piece for piece, _area in grid._cards(date(2026, 7, day))]
    assert [day for title, day in days(db).items() if title != "Washing wool"] == ["2026-07-21"] * 6


def test_a_day_that_is_over_says_that_the_piece_is_due(view, db, desk):
    piece = planned(db)
    view.refresh()
    view.move_piece(piece, "2026-07-15")
    assert desk.notices.log[-1].text == "Moved to yesterday, which is over: it is due now"
    view.move_piece(piece, "2026-07-16")
    assert desk.notices.log[-1].text == "Moved to today"


def test_the_mouse_drags_a_piece_but_nothing_that_came_out(view, db):
    planned(db)
    published(db, article(db, "Out"), "2026-07-02")
    view.refresh()
    grid = view.grid
    drag(grid, date(2026, 7, 20), date(2026, 7, 22))
    assert days(db)["Washing wool"] == "2026-07-22"
    drag(grid, date(2026, 7, 2), date(2026, 7, 23))
    assert days(db)["Out"] == "2026-07-02"


def drag(grid, start, end):
    (_piece, area) = grid._cards(start)[0]
    place = area.center().toPoint()
    target = next(one for day, one in grid._areas() if day == end).center().toPoint()
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseMove(grid, place + QPoint(30, 0))
    QTest.mouseMove(grid, target)
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, target)


def test_a_card_is_dropped_on_a_day_or_planned_by_enter(view, db, qtbot):
    add_idea(db, "Lamp wattage", "answer")
    article(db, "Care labels")
    view.refresh()
    assert [one.card.what for one in view.backlog.cards] == ["article", "idea"]
    day = next(area for day, area in view.grid._areas() if day == date(2026, 7, 22))
    place = view.grid.mapToGlobal(day.center().toPoint())
    view.backlog.cards[1].dropped.emit(place)
    assert days(db) == {"Lamp wattage": "2026-07-22"}
    view.grid.go_to(date(2026, 7, 23))
    QTest.keyClick(view.backlog.cards[0], Qt.Key.Key_Return)
    (sheet,) = view.findChildren(FormSheet)
    sheet.go.click()
    assert days(db)["Care labels"] == "2026-07-23"


def test_a_place_outside_the_days_drops_nothing(view, db):
    article(db, "Care labels")
    view.refresh()
    view.backlog.cards[0].dropped.emit(view.backlog.mapToGlobal(QPoint(5, 5)))
    assert days(db) == {}


def test_months_weeks_and_the_list_show_the_same_plan(view, db):
    planned(db, "2026-07-20")
    planned(db, "2026-08-20", "August")
    view.refresh()
    assert view.span() == (date(2026, 6, 29), date(2026, 8, 2))
    view.turn(1)
    assert view.span() == (date(2026, 7, 27), date(2026, 9, 6))
    view.modes.choose("week")
    view.modes.chosen.emit("week")
    assert (view.span()[1] - view.span()[0]).days == 6
    view.modes.choose("list")
    view.modes.chosen.emit("list")
    assert [view.model.row(number).title for number in range(view.model.rowCount())] == ["Washing wool", "August"]
    assert view.table is view.list


def test_a_piece_is_said_to_be_published_with_its_address(view, db, desk):
    planned(db, "2026-07-16")
    view.refresh()
    view.grid.go_to(TODAY)
    QTest.keyClick(view.grid, Qt.Key.Key_P)
    (sheet,) = view.findChildren(FormSheet)
    sheet.findChild(TextLine).setText("https://a.example/wool")
    sheet.go.click()
    piece = view.grid.piece()
    assert (piece.state, piece.url) == ("published", "https://a.example/wool")
    journal.undo(db)
    view.refresh()
    assert view.grid.piece().state == "draft"


def test_what_a_rule_stops_does_not_come_out(db):
    made = article(db, "灯", body="这是国家级的灯，最佳选择。", language="zh-Hans", country="CN")
    piece = service.plan_article(db, made, "site", "2026-07-16").value
    with pytest.raises(UserError, match=r"can.t be published there yet: .*goods\. Nothing"):
        service.came_out(db, piece)
    assert days(db) == {"灯": "2026-07-16"}


def test_a_warning_is_said_and_leads_to_its_piece(view, db):
    planned(db, "2026-07-20", "One")
    planned(db, "2026-07-20", "Two")
    view.refresh()
    assert "2 pieces around 10:00" in view.mix.first.accessibleName() or view.mix.first.isVisibleTo(view)
    view.mix.look.click()
    assert view.grid.day == date(2026, 7, 20)
    assert view.grid.piece().title == "Two"


def test_what_waits_behind_a_full_day_is_counted(view, db):
    for number in range(9):
        planned(db, "2026-07-20", f"Piece {number}")
    view.refresh()
    shown = len(view.grid._cards(date(2026, 7, 20)))
    assert 1 <= shown < 9
    assert not view.grid.grab().isNull()


@pytest.mark.parametrize("mode", ["month", "list"])
def test_a_piece_goes_to_another_place_by_a_key_as_one_step(view, db, mode):
    add_outlet(db, OutletFields("forum", "Lamp forum"))
    planned(db)
    view.modes.choose(mode)
    view._change_mode()
    view.refresh()
    if mode == "list":
        view.list.go_to(0)
    else:
        view.grid.go_to(date(2026, 7, 20))
    QTest.keyClick(view.table, Qt.Key.Key_E)
    form = view.findChildren(FormSheet)[-1]
    form.findChildren(Choice)[0].choose("outlet:1")
    form.go.click()
    with db.read() as conn:
        (piece,) = plan_view(conn, date(2026, 7, 1), date(2026, 7, 31), TODAY).pieces
    assert (piece.place, piece.day) == ("outlet:1", "2026-07-20")
    journal.undo(db)
    with db.read() as conn:
        assert plan_view(conn, date(2026, 7, 1), date(2026, 7, 31), TODAY).pieces[0].place == "site"


def test_a_piece_is_not_planned_twice_for_a_place(db):
    made = article(db)
    add_outlet(db, OutletFields("forum", "Lamp forum"))
    service.plan_article(db, made, "outlet:1", "2026-07-20")
    second = service.plan_article(db, made, "site", "2026-07-21").value
    with pytest.raises(UserError, match="already"):
        service.plan_again(db, second, "outlet:1", "2026-07-21", "")


def test_the_list_takes_pieces_off_by_key(view, db):
    planned(db)
    view.modes.choose("list")
    view._change_mode()
    view.list.go_to(0)
    QTest.keyClick(view.list, Qt.Key.Key_Delete)
    assert days(db) == {}
