"""The tab Library: pictures, texts and videos with whose they are, whether they may be used, and where they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.library.queries import fields_of, item_count, items, used_in
from storeapp.articles.library.records import LibraryFilters, LibraryRow, UsedIn
from storeapp.articles.library.rules import KINDS, ORIGINS, LibraryFields, checked, item_address
from storeapp.articles.library.service import add_item, describe, remove
from storeapp.articles.library.ui.form import LibraryForm
from storeapp.articles.library.ui.taking import ask_pictures, take_pictures
from storeapp.evidence.ui.picking import carries_files, of_mime
from storeapp.kernel.clock import local_day
from storeapp.kernel.days import short_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Choice, Filled, Label, SearchField, States, empty_state, section, small

LIST_ID = "articles.library"
SIDE = 288  # px of what stands beside the list


class LibraryView(TabView):
    """The items with their facts beside them. `card_asked`: a card is to be made, of what the rooms above know."""

    card_asked = Signal()

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self.search = SearchField(_("Search the library"))
        self.search.textChanged.connect(lambda _words: self.refresh())
        self.kind = Choice(_("Kind"), [("", _("All kinds")), *((key, _(words)) for key, words in KINDS.items())])
        self.origin = Choice(_("Whose it is"), [("", _("Anybody's")), *((k, _(words)) for k, words in ORIGINS.items())])
        self.blocked = Choice(_("Use"), [(False, _("All")), (True, _("May not be used"))])
        for choice in (self.kind, self.origin, self.blocked):
            choice.picked.connect(lambda _value: self.refresh())
        self.table = TableView(_("Library"), LIST_ID, self.desk.settings, first_pad=24)
        self.model = RowsModel(_columns(page.desk.clock.today), parent=self)
        self.table.show_model(self.model)
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(lambda _row: self.describe())
        self.states = States(self.table)
        self.setAcceptDrops(True)
        self._lay_out()

    def refresh(self) -> None:
        wanted = LibraryFilters(
            self.kind.value() or "", self.origin.value() or "", self.search.text().strip(), bool(self.blocked.value())
        )
        today = self.desk.clock.today()
        self.page.ask_db(
            lambda conn: (items(conn, wanted, today, 0, 500), item_count(conn, LibraryFilters())), self._show, "library"
        )

    def add_pictures(self) -> None:
        """Ask for pictures and take them in."""
        ask_pictures(self.page, self, lambda _ids: self.refresh())

    def take(self, data: QMimeData) -> bool:
        """Take the pictures of a drag or of the clipboard in; gives whether there were any."""
        chosen = of_mime(data)
        if chosen:
            take_pictures(self.page, self, chosen, lambda _ids: self.refresh())
        return bool(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if carries_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self.take(QGuiApplication.clipboard().mimeData()):
            event.accept()
            return
        super().keyPressEvent(event)

    def add(self, kind: str) -> None:
        """Ask for a text or a video and take it in."""

        def take(fields: LibraryFields) -> None:
            plain = checked(fields)
            self.desk.do(
                _("Taking it in"), add_item, plain, said=_("Taken into the library"), done=lambda _told: self.refresh()
            )

        LibraryForm(_("Take into the library"), _("Take in"), LibraryFields(kind), True, take, self).open()

    def describe(self) -> None:
        """Ask anew what is said of the chosen item."""
        row = self.table.current_row()
        if row is None:
            return

        def ask(old: LibraryFields | None) -> None:
            if old is not None:
                LibraryForm(_("Describe"), _("Save"), old, True, take, self).open()

        def take(fields: LibraryFields) -> None:
            plain = checked(fields)
            self.desk.do(
                _("Saving"),
                describe,
                row.id,
                plain,
                said=_("Saved what is said of it"),
                done=lambda _told: self.refresh(),
            )

        self.page.ask_db(lambda conn: fields_of(conn, row.id), ask, "library:item")

    def remove(self) -> None:
        """Take the chosen item out."""
        row = self.table.current_row()
        if row is not None:
            self.desk.do(
                _("Taking it out"),
                remove,
                row.id,
                said=_("Taken out of the library"),
                done=lambda _told: self.refresh(),
            )

    def _show(self, found: tuple[list[LibraryRow], int]) -> None:
        rows, count = found
        place = max(0, self.table.currentIndex().row())
        self.model.set_rows(rows)
        self.counted.emit("library", count)
        if rows:
            self.states.show_content()
            self.table.go_to(min(place, len(rows) - 1))
        elif count:
            self.states.show_hint(empty_state("image", _("Nothing in the library matches"), ""))
        else:
            hint = _("Drop or paste your own pictures here, and those that buyers and influencers let you use")
            self.states.show_hint(empty_state("image", _("Nothing in the library yet"), hint))
        self._chosen(self.table.current_row())

    def _chosen(self, row: LibraryRow | None) -> None:
        for button in (self.edit, self.gone):
            button.setEnabled(row is not None)
        self.side.setVisible(row is not None)
        self.picture.clear()
        self.picture.setMinimumHeight(0)
        if row is None:
            for label in (self.name, self.facts, self.may, self.where):
                label.setText("")
            return
        shown = QPixmap()
        if row.thumbnail and shown.loadFromData(row.thumbnail, "PNG"):
            self.picture.setPixmap(shown)
            self.picture.setMinimumHeight(shown.height())
        self.name.setText(row.name or row.url)
        who = row.source or _(ORIGINS[row.origin])
        size = f"{row.width} × {row.height}" if row.width else ""
        named = _("Its name in texts: {name}").format(name=item_address(row.id)) if row.kind == "picture" else ""
        agreed = _("Agreed to: {uses}").format(uses=row.consent) if row.consent else ""
        self.facts.setText("\n".join(filter(None, (who, row.alt, size, named, agreed, row.words[:400]))))
        self.may.setText(row.allowed or _("May be used in articles"))
        self.may.set_tone("negative" if row.allowed else "positive")
        self.page.ask_db(partial(_used, row.id), self._show_uses, "library:uses")

    def _show_uses(self, found: list[UsedIn]) -> None:
        lines = [plural("Used in {count} article:", "Used in {count} articles:", len(found))] if found else []
        self.where.setText("\n".join([*lines, *(f"• {one.title or _('Untitled')}" for one in found[:10])]))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = Filled("surface", "b")
        row = QVBoxLayout(bar)
        row.setContentsMargins(24, 6, 16, 7)
        self.pictures = Button(_("Add pictures"), icon="image", size="small")
        self.text = Button(_("Add a text"), icon="file-text", size="small")
        self.video = Button(_("Add a video"), icon="link", size="small")
        self.card = Button(_("Make a closing card"), "quiet", "image", size="small")
        self.card.clicked.connect(self.card_asked)
        for button, act in (
            (self.pictures, self.add_pictures),
            (self.text, partial(self.add, "text")),
            (self.video, partial(self.add, "video")),
        ):
            button.clicked.connect(act)
        chips = ChipFlow(gap=8)
        chips.show_chips(
            [self.search, self.kind, self.origin, self.blocked, self.pictures, self.text, self.video, self.card]
        )
        row.addWidget(chips)
        column.addWidget(bar)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.states, 1)
        self.side = self._side()
        middle.addWidget(self.side)
        column.addLayout(middle, 1)

    def _side(self) -> QWidget:
        side = Filled("surface", "l")
        side.setFixedWidth(theme().px(SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        self.picture = Label("")
        self.picture.setAccessibleName(_("Picture"))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = section("", wrap=True)
        self.facts, self.may, self.where = small("", "text-2", wrap=True), small("", wrap=True), small("", wrap=True)
        self.edit, self.gone = Button(_("Describe"), icon="pencil", size="small"), Button(_("Take out"), size="small")
        self.edit.clicked.connect(self.describe)
        self.gone.clicked.connect(self.remove)
        for part in (self.picture, self.name, self.may, self.facts, self.where):
            column.addWidget(part)
        foot = QHBoxLayout()
        foot.addWidget(self.edit)
        foot.addWidget(self.gone)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        return side


def _used(item_id: int, conn: Any) -> list[UsedIn]:
    return used_in(conn, item_id)


def _columns(today: Callable[[], date]) -> list[Column]:
    def text(key: str, title: str, width: int, words: Callable[[LibraryRow], str], stretch: bool = False) -> Column:
        return Column(key, title, width=width, sortable=False, text=words, stretch=stretch)

    return [
        text("name", _("Name"), 260, lambda row: row.name or row.url, stretch=True),
        text("kind", _("Kind"), 90, lambda row: _(KINDS[row.kind])),
        text("origin", _("Whose it is"), 130, lambda row: _(ORIGINS[row.origin])),
        text("use", _("May be used"), 100, lambda row: _("No") if row.allowed else _("Yes")),
        text("used", _("Articles"), 80, lambda row: str(row.used)),
        text("added", _("Added"), 100, lambda row: short_day(local_day(row.added_at), today())),
    ]
