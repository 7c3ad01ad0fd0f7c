"""Tabs that are built when they are first chosen, read for themselves, and are told when their page closes."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from storeapp.qtkit.page import Page
from storeapp.qtkit.tabs import TabPlan, TabView, TabViews
from storeapp.store.tables import Review


class Counting(TabView):
    """Counts the reviews of the shop."""

    def __init__(self, page, parent=None):
        super().__init__(page, parent)
        self.seen, self.closed = [], False

    def refresh(self):
        self.page.ask_db(lambda conn: conn.execute(select(func.count(Review.id))).scalar_one(), self._show, "counting")

    def close_tab(self):
        self.closed = True

    def _show(self, count):
        self.seen.append(count)
        self.counted.emit("first", count)


PLANS = [TabPlan(key, key, __name__, "Counting") for key in ("first", "second")]


class Tabbed(Page):
    ID = "tabbed"
    TOPICS = frozenset({"reviews"})

    def __init__(self, desk):
        super().__init__(desk)
        self.tabs = TabViews(self, PLANS)
        self.built, self.numbers = [], {}
        self.tabs.made.connect(self._made)

    def _made(self, tab):
        self.built.append(tab)
        self.tabs.view(tab).counted.connect(self.numbers.__setitem__)

    def refresh(self):
        self.tabs.view(self.tabs.front or "first").refresh()

    def close_page(self):
        self.tabs.close_tabs()
        super().close_page()


@pytest.fixture
def page(qtbot, desk):
    made = Tabbed(desk)
    qtbot.addWidget(made)
    made.tabs.show_tab("first")
    made.show()
    yield made
    made.close_page()
    assert all(made.tabs.view(tab).closed for tab in made.built)


def test_a_tab_is_built_when_it_is_first_chosen_and_once(page):
    assert (page.built, page.tabs.front, page.tabs.has("second")) == (["first"], "first", False)
    page.tabs.show_tab("second")
    page.tabs.show_tab("first")
    page.tabs.show_tab("second")
    assert (page.built, page.tabs.front) == (["first", "second"], "second")


def test_the_tab_in_front_reads_what_changed_and_tells_its_number(page, make, desk):
    assert page.tabs.view("first").seen == [0]
    make.review(stars=5)
    desk.jobs.announce(frozenset({"reviews"}))
    assert page.tabs.view("first").seen == [0, 1]
    assert page.numbers == {"first": 1}
    page.tabs.show_tab("second")
    desk.jobs.announce(frozenset({"reviews"}))
    assert (page.tabs.view("first").seen, page.tabs.view("second").seen) == ([0, 1], [1])
