"""Lists: windowed reading, keys, selection, sorting, filters, copying, layout, accessibility."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from storeapp.kernel.money import Money
from storeapp.qtkit.audit import nameless
from storeapp.qtkit.jobs import Jobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.reader import Reader
from storeapp.qtkit.table import Column, Query, RowsModel, TableView, WindowModel
from storeapp.qtkit.table.copying import as_html, as_tsv
from storeapp.qtkit.table.selection import add_up

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Line:
    """One order."""

    id: int
    stars: int
    total: Money


class Shelf:
    """A source over made-up rows; keeps what it was asked."""

    def __init__(self, size):
        self.size, self.asked = size, []

    def _numbers(self, query):
        step = len(query.filters.get("stars", ())) or 5
        size = self.size * step // 5
        return range(size - 1, -1, -1) if query.descending else range(size)

    def count(self, conn, query):
        return len(self._numbers(query))

    def rows(self, conn, query, first, limit, backwards):
        self.asked.append((first, limit, backwards))
        numbers = self._numbers(query)
        numbers = numbers[::-1] if backwards else numbers
        return [Line(n, n % 5 + 1, Money(100 * n, "EUR")) for n in numbers[first : first + limit]]

    def values(self, conn, query, column_id, limit):
        return [(n, str(n), self.size // 5) for n in range(1, 6)]


COLUMNS = [
    Column("number", "Order", text=lambda row: f"LL-{row.id}", stretch=True),
    Column(
        "stars", "Stars", "stars", 90, text=lambda row: str(row.stars), value=lambda row: row.stars, filterable=True
    ),
    Column("total", "Total", "money", 90, text=lambda row: str(row.total), value=lambda row: row.total),
    Column("secret", "Secret", text=lambda row: "s", hidden=True, sortable=False),
]


@pytest.fixture
def shelf():
    return Shelf(1000)


@pytest.fixture
def model(inline, shelf):
    made = WindowModel(Reader(partial(nullcontext, None), inline), shelf, COLUMNS)
    yield made
    made.deleteLater()


@pytest.fixture
def view(look, qtbot, model, settings):
    made = TableView("Orders", "orders", settings)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show_model(model)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    made.go_to(0)
    return made


def current(view):
    return view.current_row().id


def test_the_models_keep_qts_rules(inline, qapp):
    model = WindowModel(Reader(partial(nullcontext, None), inline), Shelf(450), COLUMNS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.reload()
    model.set_query(Query({"stars": (1, 2)}))
    model.source.size = 700
    model.refresh()
    model.source.size = 20
    model.refresh()
    assert model.rowCount() == 8
    model.set_query(Query(sort="stars", descending=True))
    tester.deleteLater()
    short = RowsModel(COLUMNS, [Line(n, n, Money(n, "EUR")) for n in range(4)])
    QAbstractItemModelTester(short, QAbstractItemModelTester.FailureReportingMode.Fatal)
    short.set_rows([])
    short.set_rows([Line(9, 1, Money(1, "EUR"))])
    assert short.rowCount() == 1


def test_only_what_is_in_sight_is_read_and_the_end_is_read_from_behind(view, model, shelf, qtbot):
    assert model.rowCount() == 1000
    assert shelf.asked == [(0, 200, False)]
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.current_row() is not None)
    assert current(view) == 999
    assert shelf.asked[1:] == [(0, 200, True)]
    assert [model.row(n).id for n in (800, 900, 999)] == [800, 900, 999]
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert current(view) == 0


def test_a_fast_scroll_does_not_read_what_it_passes(view, model, shelf, qtbot):
    for number in range(200, 1000, 10):
        model.row(number)
    qtbot.waitUntil(lambda: model.loaded(999) is not None)
    assert len(shelf.asked) <= 1 + 4


def test_rows_stay_while_they_are_read_again(qtbot, look):
    jobs, shelf = Jobs(Notices()), Shelf(300)
    model = WindowModel(Reader(partial(nullcontext, None), jobs), shelf, COLUMNS)
    with qtbot.waitSignal(jobs.idle):
        model.reload()
    shelf.size = 310
    with qtbot.waitSignal(jobs.idle):
        model.refresh()
        assert model.row(5).id == 5
        assert model.rowCount() == 300
    assert model.rowCount() == 310
    jobs.close()


def test_an_answer_to_an_earlier_question_changes_nothing(qtbot, look):
    jobs, shelf = Jobs(Notices()), Shelf(300)
    model = WindowModel(Reader(partial(nullcontext, None), jobs), shelf, COLUMNS)
    with qtbot.waitSignal(jobs.idle):
        model.reload()
        model.set_query(Query({"stars": (1,)}, descending=True))
    assert (model.rowCount(), model.row(0).id) == (60, 59)
    jobs.close()


def test_the_keyboard_moves_picks_extends_and_leaves(view, qtbot):
    left = []
    view.escaped.connect(lambda: left.append(True))
    for key in (Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_K):
        qtbot.keyClick(view, key)
    assert (current(view), view.selected_runs()) == (2, [(2, 2)])
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_J)
    qtbot.keyClick(view, Qt.Key.Key_J)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.selected_runs() == [(2, 2), (4, 4)]
    qtbot.keyClick(view, Qt.Key.Key_J, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_J, SHIFT)
    assert view.selected_runs() == [(2, 2), (4, 6)]
    qtbot.keyClick(view, Qt.Key.Key_K, SHIFT)
    assert view.selected_runs() == [(2, 2), (4, 5)]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert (view.selected_runs(), left) == ([(5, 5)], [])
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert left == [True]


def test_the_first_move_shows_where_the_keyboard_stands(view, qtbot):
    view.selectionModel().clearSelection()
    qtbot.keyClick(view, Qt.Key.Key_J)
    assert (current(view), view.selected_runs()) == (0, [(0, 0)])
    qtbot.keyClick(view, Qt.Key.Key_J)
    assert (current(view), view.selected_runs()) == (1, [(1, 1)])


def test_enter_opens_and_ctrl_f_asks_for_the_search(view, qtbot):
    opened, asked = [], []
    view.opened.connect(lambda row: opened.append(row.id))
    view.find_asked.connect(lambda: asked.append(True))
    qtbot.keyClick(view, Qt.Key.Key_J)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_F, CTRL)
    assert (opened, asked) == ([1], [True])


def test_the_inspector_follows_after_the_last_move(view, qtbot):
    told = []
    view.current_changed.connect(lambda row: told.append(row.id))
    for _move in range(5):
        qtbot.keyClick(view, Qt.Key.Key_J)
    view.reporter.flush()
    assert told == [5]


def test_all_of_a_long_list_is_selected_without_reading_it(view, shelf, qtbot):
    before = len(shelf.asked)
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    assert view.selected_count() == 1000
    assert len(shelf.asked) == before


def test_the_selection_adds_up_even_where_it_was_not_read(view, qtbot):
    told = []
    view.stats_changed.connect(told.append)
    view.setCurrentIndex(view.model().index(0, 2))
    qtbot.keyClick(view, Qt.Key.Key_J, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_J, SHIFT)
    view.reporter.flush()
    assert told[-1].sentence() == "3 rows selected, Total: sum €3.00, average €1.00"
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    view.reporter.flush()
    assert told[-1].sentence() == "1,000 rows selected, Total: sum €499,500.00, average €499.50"


def test_currencies_are_not_added_up_unsaid(view):
    column = COLUMNS[2]
    stats = add_up(column, 3, [Money(100, "EUR"), Money(250, "USD"), Money(100, "EUR")])
    assert (stats.sum, stats.average) == ("€2.00 + $2.50", "")


def test_a_click_on_the_head_sorts_and_a_second_one_turns_it(view, model, settings):
    view.head.sectionClicked.emit(1)
    assert (model.query.sort, model.query.descending) == ("stars", True)
    view.head.sectionClicked.emit(1)
    assert (model.query.sort, model.query.descending) == ("stars", False)
    view.head.sectionClicked.emit(3)
    assert model.query.sort == "stars"
    assert settings.layout["orders"]["sort"] == ["stars", False]


def test_the_heads_menu_filters_by_value_and_chooses_columns(view, model):
    menu = view.menus.open_at(1, QPoint(0, 0))
    entries = {action.text(): action for action in menu.actions()}
    values = entries["Only these values"].menu()
    assert [action.text() for action in values.actions()] == [f"{n}\t200" for n in range(1, 6)]
    values.actions()[0].trigger()
    assert (model.query.filters, model.rowCount()) == ({"stars": (1,)}, 200)
    entries["Secret"].trigger()
    assert [column.id for column in view.shown_columns()] == ["number", "stars", "total", "secret"]
    entries["Hide this column"].trigger()
    assert [column.id for column in view.shown_columns()] == ["number", "total", "secret"]
    menu.close()
    again = view.menus.open_at(1, QPoint(0, 0))
    next(action for action in again.actions() if action.text() == "All values").trigger()
    assert model.query.filters == {}
    again.close()


def test_the_arrangement_is_kept(view, model, settings, inline, shelf, qtbot):
    view.show_column(3, True)
    view.setColumnWidth(2, 155)
    view.head.moveSection(0, 2)
    view.sort_by("total", True)
    other = TableView("Orders", "orders", settings)
    qtbot.addWidget(other)
    other.show_model(WindowModel(Reader(partial(nullcontext, None), inline), shelf, COLUMNS, parent=other))
    assert [column.id for column in other.shown_columns()] == ["stars", "total", "number", "secret"]
    assert other.columnWidth(2) == 155
    assert (other.rows().query.sort, other.rows().query.descending) == ("total", True)
    other.layout_kept.reset()
    assert [column.id for column in other.shown_columns()] == ["number", "stars", "total"]


def test_copied_rows_paste_well(view, qtbot):
    copied = []
    view.copied.connect(copied.append)
    qtbot.keyClick(view, Qt.Key.Key_J, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "Order\tStars\tTotal\nLL-0\t1\t0.00\nLL-1\t2\t1.00\n"
    assert "<td style='mso-number-format:\"\\@\"'>LL-1</td><td>2</td><td>1.00</td>" in data.html()
    assert copied == [2]


def test_foreign_signs_survive_the_clipboard():
    columns = [
        Column("text", "Text", text=lambda row: row.text),
        Column("day", "Day", "date", text=lambda row: "15 Jul", value=lambda row: "2026-07-15"),
        Column("none", "None", "number", text=lambda row: "", value=lambda row: None),
    ]
    rows = [SimpleNamespace(id=1, text='=1+1\t"a"\n<b>&')]
    assert as_tsv(columns, rows) == 'Text\tDay\tNone\n"=1+1\t""a""\n<b>&"\t2026-07-15\t\n'
    html = as_html(columns, rows)
    assert "=1+1\t&quot;a&quot;<br style='mso-data-placement:same-cell'>&lt;b&gt;&amp;</td>" in html
    assert "<td style='mso-number-format:\"yyyy-mm-dd\"'>2026-07-15</td><td></td>" in html


def test_too_many_rows_are_not_copied_but_said(view, qtbot):
    said, given = [], []
    view.refused.connect(said.append)
    view.selectAll()
    view.selected_rows(given.append, most=500)
    assert (said, given) == (["Select at most 500 rows for this."], [])
    view.selected_rows(given.append)
    assert [row.id for row in given[0]] == list(range(1000))


def test_the_current_row_is_followed_when_rows_come_before_it(inline, look, qtbot):
    class Growing(Shelf):
        shift = 0

        def rows(self, conn, query, first, limit, backwards):
            return [Line(n - self.shift, 1, Money(0, "EUR")) for n in range(first, min(first + limit, self.size))]

    shelf = Growing(50)
    view = TableView("Orders")
    qtbot.addWidget(view)
    model = WindowModel(Reader(partial(nullcontext, None), inline), shelf, COLUMNS, parent=view)
    view.show_model(model)
    view.go_to(4)
    view.reporter.flush()
    shelf.shift, shelf.size = 3, 53
    model.refresh()
    assert (current(view), view.currentIndex().row()) == (4, 7)


def test_a_short_list_sorts_by_value_with_empty_ones_last(look):
    rows = [SimpleNamespace(id=n, worth=worth) for n, worth in enumerate((10, None, 9, 100))]
    column = Column("worth", "Worth", "number", text=lambda row: str(row.worth), value=lambda row: row.worth)
    model = RowsModel([column], rows)
    model.sort_by("worth")
    assert [row.worth for row in model.rows()] == [100, 10, 9, None]
    model.sort_by("worth")
    assert [row.worth for row in model.rows()] == [9, 10, 100, None]


def test_a_reader_hears_cells_and_heads(view, model):
    index = model.index(3, 2)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "€3.00"
    assert model.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) == "Total"
    assert nameless(view) == []


def test_a_long_list_draws_within_a_frame(view, qtbot, shelf):
    view.resize(1200, 900)
    calls = []
    view.model().dataChanged.connect(lambda *_area: calls.append(1))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    qtbot.waitUntil(lambda: view.model().loaded(500) is not None)
    assert view.grab().size().width() == 1200
    assert len(calls) <= 2


def test_a_stretching_column_keeps_room_for_its_words_in_a_narrow_list(qtbot, look):
    view = TableView("Themes")
    qtbot.addWidget(view)
    wide = [Column(f"n{number}", f"Number {number}", "number", 100, value=lambda row: 1) for number in range(5)]
    view.show_model(RowsModel([Column("name", "Name", width=180, stretch=True), *wide], []))
    view.resize(1000, 300)
    view.show()
    qtbot.waitUntil(lambda: view.columnWidth(0) > 180)
    view.resize(420, 300)
    qtbot.waitUntil(lambda: view.columnWidth(0) == 120)
    view.show_column(5, False)
    view.show_column(4, False)
    view.resize(1000, 300)
    qtbot.waitUntil(lambda: view.columnWidth(0) > 300)
