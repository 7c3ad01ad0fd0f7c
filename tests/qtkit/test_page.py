"""Pages refresh when seen, and drop late answers."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.settings import Settings
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.ask import Ask
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.jobs import InlineJobs, Jobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.page import Page


class Shelf:
    """Something to read from, that counts how often it was opened."""

    def __init__(self):
        self.opened = 0

    @contextmanager
    def read(self):
        self.opened += 1
        yield self.opened


class Sums(Page):
    """A page that reads one number."""

    ID, TOPICS = "sums", frozenset({"orders"})

    def __init__(self, desk):
        super().__init__(desk)
        self.shown = []

    def refresh(self):
        self.ask_db(lambda shelf: shelf, self.show_sum)

    def show_sum(self, value):
        self.shown.append(value)


def desk_with(lanes, notices, look):
    settings = Settings()
    return Desk(
        Shelf(), lanes, notices, Ask(), lambda page, target: None, Clock(), settings, ActionBook(settings), look
    )


@pytest.fixture
def page(look, qtbot):
    notices = Notices()
    lanes = InlineJobs(notices)
    made = Sums(desk_with(lanes, notices, look))
    qtbot.addWidget(made)
    yield made
    lanes.close()


def test_a_page_reads_when_first_seen_and_again_when_its_topics_change(page):
    jobs = page.desk.jobs
    assert page.shown == []
    page.show()
    assert page.shown == [1]
    jobs.write("w", lambda progress: Outcome(None, frozenset({"orders"})))
    jobs.write("w", lambda progress: Outcome(None, frozenset({"reviews"})))
    assert page.shown == [1, 2]


def test_a_hidden_page_waits_until_it_is_seen(page):
    page.show()
    page.hide()
    page.desk.jobs.announce(frozenset({"orders", "reviews"}))
    page.desk.jobs.announce(frozenset({"orders"}))
    assert page.shown == [1]
    assert page.stale
    page.show()
    assert page.shown == [1, 2]


def test_a_late_answer_to_an_old_question_is_dropped(look, qtbot):
    notices = Notices()
    lanes = Jobs(notices)
    page = Sums(desk_with(lanes, notices, look))
    qtbot.addWidget(page)
    with qtbot.waitSignal(lanes.idle):
        for number in range(5):
            page.ask_db(lambda shelf, n=number: n, page.show_sum)
            page.ask_db(lambda shelf, n=number: -n, page.show_sum, key="other")
    assert sorted(page.shown) == [-4, 4]
    with qtbot.waitSignal(lanes.idle):
        page.ask_db(lambda shelf: 7, page.show_sum)
        page.close_page()
    assert sorted(page.shown) == [-4, 4]
    lanes.close()


def test_a_refused_reading_is_told_to_the_one_who_asked_or_to_the_notices(page):
    def refuse(shelf):
        raise UserError("The file is locked.")

    heard = []
    page.ask_db(refuse, page.show_sum, failed=heard.append)
    page.ask_db(refuse, page.show_sum)
    assert [error.sentence for error in heard] == ["The file is locked."]
    assert [notice.text for notice in page.desk.notices.log] == ["The file is locked."]
    assert page.shown == []
