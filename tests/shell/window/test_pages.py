"""Every page: opens in every language and scheme, names every part for a screen reader, cuts no word at 200 %."""

from __future__ import annotations

import io
import time
from functools import cache

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import select

from storeapp.articles.ui import tabs as articles
from storeapp.kernel.paths import resource
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import LANGUAGES, PSEUDO
from storeapp.qtkit import audit
from storeapp.qtkit.bars import Tab, Tabs
from storeapp.reputation.overview.ui import tabs as reputation
from storeapp.shell.rooms import PLAN, rooms
from storeapp.store.tables import Channel

PAGES = [room.id for room in rooms()]
STALL = 0.05  # seconds; one pass of the event loop that takes longer is felt


def settle() -> None:
    for _round in range(6):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def views(program):
    """Every view of every page, each of its tabs by its button, as (name, page)."""
    for page_id in PAGES:
        program.navigate(OpenPage(page_id))
        settle()
        page = program.window.navigation.current
        bars = [bar for bar in page.window().findChildren(Tabs) if bar.isVisible()]
        for tab in [tab for bar in bars for tab in bar.findChildren(Tab)]:
            tab.click()
            settle()
            yield f"{page_id} {tab.text()}", page
        if not bars:
            yield page_id, page


def test_every_planned_page_is_built_and_its_id_is_the_rooms(on_sample):
    assert [room.id for room in PLAN] == PAGES
    for room in rooms():
        page = on_sample.window.navigation.page(room.id)
        assert room.id == page.ID
        assert type(page).__name__ == room.page


LOOKS = {  # every language, both schemes, the largest text and the smallest window
    "english": ("en", "light", 100, (1440, 900)),
    "large": ("en", "dark", 200, (1600, 1100)),
    "chinese": ("zh_CN", "dark", 100, (1024, 680)),
    "pseudo": (PSEUDO, "light", 100, (1440, 900)),
}


def test_the_looks_are_of_every_language():
    assert {language for language, *_ in LOOKS.values()} == {*LANGUAGES, PSEUDO}


@pytest.mark.parametrize("name", LOOKS)
def test_every_view_is_whole(on_sample, english, name):
    """It opens without a problem, names what takes the keyboard, cuts no word, and reads no buyer's text as HTML."""
    language, scheme, scale, size = LOOKS[name]
    on_sample.window.resize(*size)
    on_sample.restyle(choice=scheme, text_scale=scale)
    on_sample.speak(language)
    settle()
    with on_sample.desk.db.read() as conn:
        own_words = set(conn.execute(select(Channel.name)).scalars())
    found, seen = [], set()
    for view, page in views(on_sample):
        seen.add(view)
        window = page.window()
        assert page.isVisible()
        found += [(view, "nameless", widget) for widget in audit.nameless(window)]
        found += [(view, "HTML", label) for label in audit.rich_labels(window)]
        if language != PSEUDO:  # its words are longer than any language's
            found += [(view, "cut", words) for words in audit.cut_texts(window)]
        else:
            found += [(view, "plain", words) for words in plain_sentences(window) if words not in own_words]
    on_sample.restyle(choice="light", text_scale=100)
    assert found == []
    assert not [notice for notice in on_sample.notices.log if notice.kind == "problem"]
    assert len(seen) == sum(VIEWS.get(page, 1) for page in PAGES), sorted(seen)


VIEWS = {
    "reputation": len(reputation.PLANS),
    "customers": 5,
    "aftersales": 6,
    "articles": len(articles.PLANS),
    "requests": 4,
    "settings": 6,
    "rulebook": 5,
}


def plain_sentences(window):
    """What the window says in plain English although it is a sentence of the catalogue."""
    shown = {label.text() for label in window.findChildren(QLabel) if label.isVisible()}
    return sorted(words for words in shown & catalogue() if " " in words.strip())


@cache
def catalogue():
    file = resource("i18n", "zh_CN", "LC_MESSAGES", "storeapp.po")
    messages = read_po(io.BytesIO(file.read_bytes()), locale="zh_CN")
    return {message.id if isinstance(message.id, str) else message.id[0] for message in messages}


def test_changing_pages_stalls_the_window_for_no_longer_than_a_blink(on_sample, record_property):
    for _name, _page in views(on_sample):
        pass
    took = {page_id: [] for page_id in PAGES}
    for page_id in PAGES * 2:
        began = time.thread_time()  # of work: a busy machine lets it wait, which is not this program's
        on_sample.window.navigation.show(page_id)
        took[page_id].append(time.thread_time() - began)
        settle()
    best = {page_id: min(seconds) for page_id, seconds in took.items()}
    record_property("worst_ms", round(max(best.values()) * 1000))
    assert {page_id: seconds for page_id, seconds in best.items() if seconds > 2 * STALL} == {}


def test_the_first_page_and_the_others_are_there_before_they_are_asked_for(on_sample, qtbot):
    qtbot.waitUntil(lambda: set(on_sample.window.navigation.pages) == set(PAGES), timeout=30_000)
