"""A room with a list, an inspector, a message to write and three verbs, in one short file: how small a room can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import ColumnElement, Connection, Select, select

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenProduct
from storeapp.messages.drafts import DraftContext, Finding
from storeapp.messages.queries import own_templates
from storeapp.messages.service import save_template
from storeapp.messages.templates import MessageKind, TemplateRow, Variable
from storeapp.messages.ui.pane import MessagePane, PaneWords
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.table import Column
from storeapp.qtkit.widgets import Button, Hint, Inspector, Label, Toolbar, empty_state
from storeapp.qtkit.workbench.asking import ListingSource
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.filter_bar import Facet, Facets
from storeapp.qtkit.workbench.page import ListPage
from storeapp.qtkit.workbench.views import View, ViewsBar
from storeapp.store.db import Database
from storeapp.store.listing import Windows
from storeapp.store.saved_views import views_of
from storeapp.store.tables import Product

MOST_LINES = 300
ORDER_MORE = MessageKind("jars", {"jar": Variable("The jar", "Honey")}, lambda: {"more": "More of it"})
WORDS = PaneWords(
    "Note", "Write to the beekeeper", "Copy note", "Note copied", "Mark as sent", "Again", "Not sent", "Earlier", "When"
)


# ---- records


@dataclass(frozen=True, slots=True)
class JarFilters:
    """Which jars the shelf shows."""

    sent: bool | None = None
    search: str = ""
    sort: str = "title"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Jar:
    """One jar, with the note that was sent about it."""

    id: int
    title: str
    note: str


# ---- queries


class Jars(Windows[Jar, JarFilters]):
    """Jars by title, or in the order they came."""

    kind = "products"
    table = Product

    def conditions(self, wanted: JarFilters) -> list[ColumnElement[bool]]:
        return [] if wanted.sent is None else [(Product.note != "") if wanted.sent else (Product.note == "")]

    def indexed(self, wanted: JarFilters) -> tuple[Any, ...] | None:
        return None if wanted.sort == "title" else (Product.id,)

    def ordered(self, wanted: JarFilters) -> Select[Any]:
        return select(Product.id).order_by(Product.title, Product.id)

    def rows_of(self, conn: Connection, ids: Sequence[int]) -> list[Jar]:
        rows = conn.execute(select(Product.id, Product.title, Product.note).where(Product.id.in_(ids)))
        found = {row.id: Jar(*row) for row in rows}
        return [found[one] for one in ids if one in found]


def jar_and_templates(conn: Connection, jar: int) -> tuple[Jar, tuple[TemplateRow, ...]] | None:
    """What the inspector shows; None if the jar is gone."""
    rows = Jars().rows_of(conn, [jar])
    return (rows[0], tuple(own_templates(conn, ORDER_MORE.id))) if rows else None


# ---- service: the three verbs


def mark_sent(db: Database, jar: int, note: str) -> Outcome[bool]:
    """Note what was sent."""
    with db.write("Sent a note") as tx:
        return tx.outcome(tx.update(Product, jar, note=note))


def mark_unsent(db: Database, jar: int) -> Outcome[bool]:
    """It was not sent after all."""
    with db.write("Took back a note") as tx:
        return tx.outcome(tx.update(Product, jar, note=""))


def eat(db: Database, jar: int) -> Outcome[bool]:
    """The jar is empty."""
    with db.write("Ate a jar") as tx:
        return tx.outcome(tx.delete(Product, [jar]) == 1)


# ---- ui


class NoGifts:
    """A rule book of one rule."""

    def findings(self, text: str) -> list[Finding]:
        at = text.find("gift")
        return [] if at < 0 else [Finding("J-1", "BLOCK", "Offers a gift", "gift", (at, at + 4), "remove")]

    def source(self, rule: str) -> str:
        return f"{rule}: house rule"


class JarPane(Inspector):
    """One jar, and the note about it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Jar")
        self.title = Label("", "section", wrap=True)
        self.head.addWidget(self.title)
        self.message = MessagePane(desk, ORDER_MORE, WORDS)
        self.message.copy_asked.connect(self.message.put_on_clipboard)
        self.column.addWidget(self.message)
        self.column.addSpacing(900)  # more than fits, so that it scrolls
        for button in (self.message.copy, self.message.mark):
            self.add_to_footer(button)

    def show_jar(self, jar: Jar, templates: tuple[TemplateRow, ...]) -> None:
        self.title.setText(jar.title)
        context = DraftContext(jar.id, NoGifts(), {"jar": jar.title}, "en", templates)
        self.message.show_context(context, jar.note, "", bool(jar.note))


class JarPage(ListPage):
    """The shelf."""

    ID, TITLE, ICON, TOPICS = "jars", "Jars", "box", frozenset({"products", "views"})
    ACTIONS = (
        ActionSpec("jars.send", "Mark the note as sent", "check", "S", scope="list", waits=True),
        ActionSpec("jars.unsend", "Mark the note as not sent", "undo", "U", scope="list", waits=True),
        ActionSpec("jars.eat", "Eat this jar", "x", "D", scope="list", waits=True),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.bar = Toolbar()
        self.views = ViewsBar(desk, self.ID)
        self.views.chosen.connect(self.bench.show_filters)
        self.views.save_asked.connect(lambda: self.views.ask_name(self, {"sent": self.bench.filters.sent}))
        self.bench.filters_changed.connect(self.views.show_filters)
        self.bench.beside.built.connect(lambda pane: pane.message.mark_asked.connect(lambda _text: self.send()))
        self.bar.right.addWidget(self.views)

    def spec(self) -> ListSpec:
        return ListSpec(
            id="jars",
            title="Jars",
            columns=[
                Column("title", "Jar", width=160, stretch=True, text=lambda row: row.title),
                Column("sent", "Note", width=80, text=lambda row: "sent" if row.note else "", sortable=False),
            ],
            source=ListingSource(Jars(), JarFilters),
            filters=JarFilters(),
            sentences=Sentences(
                icon="box",
                find="Find a jar",
                counted=lambda count: f"{count:,} jars",
                reading="Looking into the cellar",
                failed="The jars could not be read",
                nothing=self.nothing,
                no_match="No jar matches",
                none_chosen="No jar selected",
                choose="Choose one from the list",
            ),
            book=Facets([Facet("sent", "Note", lambda: [(True, "Note sent"), (False, "No note")])]),
            inspector=lambda: JarPane(self.desk),
            read=jar_and_templates,
            show=lambda pane, found: pane.show_jar(*found),
            hints=[("J K", "move"), ("S", "sent"), ("D", "eat")],
        )

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {"jars.send": self.send, "jars.unsend": self.unsend, "jars.eat": self.eat}

    def toolbar(self) -> QWidget:
        return self.bar

    def refresh(self) -> None:
        self.ask_db(lambda conn: views_of(conn, self.ID), self.show_views)
        super().refresh()

    def show_views(self, kept: Sequence[Any]) -> None:
        own = [View(one.id, one.name, JarFilters(**one.state)) for one in kept]
        self.views.show_views([View(-1, "To be written", JarFilters(sent=False)), *own])

    def nothing(self) -> Hint:
        return empty_state("box", "No jars yet", "Buy some honey")

    def send(self) -> None:
        message = self.bench.inspector.message
        if message.text() and not message.refused():
            self.desk.do("Marking", mark_sent, self.bench.record, message.text(), said="Marked as sent")

    def unsend(self) -> None:
        self.desk.do("Marking", mark_unsent, self.bench.record, said="Not sent")

    def eat(self) -> None:
        self.desk.do("Eating", eat, self.bench.record, said="Eaten")


# ---- the room at work


@pytest.fixture
def page(qtbot, desk, db, make):
    for title in ("Acacia", "Chestnut", "Heather", "Lime"):
        make.product(title=title)
    save_template(db, ORDER_MORE, None, "en", "more", "Usual", "More {{ jar }}, please")
    made = JarPage(desk)
    for widget in (made, made.toolbar()):
        qtbot.addWidget(widget)
    made.resize(1440, 700)
    made.show()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def test_a_note_is_written_from_a_template_marked_and_taken_back(page, desk, qtbot):
    pane = page.bench.inspector
    assert (page.bench.list.count.text(), pane.title.text()) == ("4 jars", "Acacia")
    page.open_target(OpenProduct(2))
    assert page.table.current_row().title == pane.title.text() == "Chestnut"
    pane.message.insert(pane.message._context.templates[0])
    qtbot.waitUntil(lambda: pane.message.text() == "More Chestnut, please")
    pane.message.mark.click()
    assert desk.notices.log[-1].text == "Marked as sent"
    assert [page.model.row(number).note for number in range(4)] == ["", "More Chestnut, please", "", ""]
    desk.actions.run("jars.unsend")
    assert not page.table.current_row().note


def test_a_rule_stops_the_verb_and_says_why(page, desk):
    message = page.bench.inspector.message
    message.editor.setPlainText("A gift for you")
    desk.actions.run("jars.send")
    assert desk.notices.log[-1].text == "Fix 1 problem first: Offers a gift"
    assert not page.table.current_row().note


def test_views_filter_the_list_and_are_kept(page, desk, qtbot):
    mark_sent(desk.db, 1, "Sweet")
    page.bench.bar.change(sent=True)
    assert ([chip.text() for chip in page.views.chips.chips()], page.bench.list.count.text()) == (
        ["To be written"],
        "1 jars",
    )
    page.views._save({"sent": True}, "Written")
    assert [(chip.text(), chip.isChecked()) for chip in page.views.chips.chips()][1] == ("Written", True)
    page.views.chips.chips()[0].click()
    assert [page.model.row(number).title for number in range(page.model.total())] == ["Chestnut", "Heather", "Lime"]
    page.bench.bar.search.searched.emit("nothing like this")
    page.bench.list.states.findChild(Button).click()
    assert page.model.total() == 4


def test_the_whole_room_is_short():
    lines = Path(__file__).read_text("utf-8").count("\n")
    assert lines < MOST_LINES, f"the toy room has {lines} lines"
