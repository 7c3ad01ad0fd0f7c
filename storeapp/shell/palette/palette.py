"""Ctrl+K: one box that finds records and runs commands, and teaches each command's keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from storeapp.kernel.targets import (
    OpenArticle,
    OpenCase,
    OpenCustomer,
    OpenOrder,
    OpenPage,
    OpenReview,
    OpenReviews,
    Target,
)
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit import painting
from storeapp.qtkit.labels import small
from storeapp.qtkit.marks import Icon
from storeapp.qtkit.page import Page
from storeapp.qtkit.reader import Reader
from storeapp.qtkit.theme import theme
from storeapp.shell.palette.matching import GOOD_ENOUGH, PaletteQuery, score, wanted
from storeapp.shell.palette.record_names import FoundRecord, record_names
from storeapp.shell.palette.results import PaletteList, ResultRow
from storeapp.shell.window.keyboard import OVER
from storeapp.store import search

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.shell.session.program import Program

WIDE, HIGH, HEAD = 560, 460, 44
OF_A_KIND = 6  # records of one kind; all of them where one kind was asked for
MOST_COMMANDS = 12
RECENT = "palette"
KEPT_RECENT = 6
ICONS = {"customers": "user", "orders": "bag", "products": "box", "reviews": "star", "cases": "lifebuoy"}
ICONS |= {"articles": "pencil"}
TARGETS: dict[str, Callable[[int], Target]] = {
    "customers": OpenCustomer,
    "orders": OpenOrder,
    "products": lambda number: OpenReviews(product=number),
    "reviews": OpenReview,
    "cases": OpenCase,
    "articles": OpenArticle,
}
NEEDS = {
    "undo": N_("There is nothing to undo"),
    "redo": N_("There is nothing to redo"),
    "shop": N_("Open a shop first"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """An action with what the box needs to find, show and run it."""

    id: str
    texts: tuple[str, ...]  # in the owner's language and in English
    keys: str
    icon: str
    page: Page | None
    reason: str  # why it can't be run now, "" if it can


class Palette(QFrame):
    """Lies over the window; gone after a choice, Esc, or a press beside it."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self._program = program
        self._before: QWidget | None = QApplication.focusWidget()
        self._records: list[FoundRecord] = []
        self._moved = False  # by the owner, since the words were typed
        self._asked = PaletteQuery("", "")
        self.setObjectName("palette")
        self.setProperty(OVER, True)
        self._page = program.window.navigation.current
        self.setAccessibleName(_("Search or run a command"))
        self.line = QLineEdit()
        self.line.setProperty("bare", True)
        self.line.setPlaceholderText(_("Search records, or type > for commands, @ customers, # orders, / products"))
        self.line.setAccessibleName(_("What to find or do"))
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.found = small()
        self.list = PaletteList()
        self.list.chosen.connect(self._chosen)
        bar = QWidget()
        bar.setFixedHeight(theme().px(HEAD))
        head = QHBoxLayout(bar)
        head.setContentsMargins(14, 0, 14, 0)
        head.setSpacing(10)
        for part in (Icon("search", "faint"), self.line, self.found):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 5)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.list, 1)
        desk = program.desk
        self._reader = Reader(desk.db.read, desk.jobs, self) if desk is not None else None
        program.book.registered.connect(self._fill)
        self._fill()

    def open_over(self, window: QWidget) -> None:
        """Show it below the top bar; a second one takes the place of the first."""
        for other in window.findChildren(Palette):
            if other is not self:
                other.leave()
        wide = min(theme().px(WIDE), window.width() - 48)
        high = min(theme().px(HIGH), window.height() - 120)
        self.setFixedSize(wide, high)
        self.move(QPoint((window.width() - wide) // 2, 60))
        self.show()
        self.raise_()
        self.line.setFocus()
        if (application := QApplication.instance()) is not None:
            application.installEventFilter(self)

    def leave(self) -> None:
        """Close it and give the keyboard back."""
        if (application := QApplication.instance()) is not None:
            application.removeEventFilter(self)
        if self._reader is not None:
            self._reader.forget()
        self.hide()
        self.deleteLater()
        if self._page is not self._program.window.navigation.current:  # another page came meanwhile
            self.setProperty(OVER, False)
            self._program.window.work.keyboard.give()
        elif self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() != QEvent.Type.MouseButtonPress or not isinstance(watched, QWidget):
            return False
        if watched is not self and not self.isAncestorOf(watched):
            self.leave()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painting.rounded(painter, QRectF(self.rect()), 8, look.color("surface"), look.color("border-strong"))
        painting.hair_line(painter, 1, self.width() - 1, theme().px(HEAD), look.color("border"))

    def _key(self, event: QKeyEvent) -> bool:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in moves:
            self._moved = True
            self.list.move_by(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.choose_current()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    @Slot(str)
    def _typed(self, typed: str) -> None:
        self._asked, self._moved = wanted(typed), False
        asked = self._asked
        if self._reader is None or not asked.words or asked.scope == "commands":
            self._records = []
        else:
            kinds = (asked.scope,) if asked.scope else search.KINDS
            limit = OF_A_KIND if not asked.scope else 50
            names = self._program.settings.show_names

            def read(conn: Connection) -> list[FoundRecord]:
                return record_names(conn, search.find(conn, asked.words, kinds, limit), names)

            self._reader.ask(read, self._heard)
        self._fill()

    def _heard(self, records: list[FoundRecord]) -> None:
        self._records = records
        self._fill()

    def _fill(self) -> None:
        rows: list[ResultRow] = []
        if self._records:
            rows.append(ResultRow("head", _("Records")))
            rows += [
                ResultRow(
                    "record", one.title, one.detail, ICONS[one.kind], platform=one.platform, key=(one.kind, one.id)
                )
                for one in self._records
            ]
        groups = self._commands()
        for title, commands in groups:
            if commands:
                rows.append(ResultRow("head", title))
                rows += [self._row(command) for command in commands]
        count = sum(row.kind != "head" for row in rows)
        self.found.setText(plural("{count} found", "{count} found", count) if self._asked.words else "")
        if not count:
            rows = [ResultRow("head", _("Nothing found. Try fewer letters, or another word."))]
        self.list.show_rows(rows, stay=self._moved)

    def _commands(self) -> list[tuple[str, list[Command]]]:
        asked = self._asked
        if asked.scope not in ("", "commands"):
            return []
        every = self._every_command()
        if asked.words:
            scored = [(score(asked.words, one.texts), one) for one in every]
            good = sorted((pair for pair in scored if pair[0] >= GOOD_ENOUGH), key=lambda pair: -pair[0])
            return [(_("Commands"), [one for _points, one in good[:MOST_COMMANDS]])]
        recent = [name for name in self._recent() if name != "window.palette"]
        first = [one for name in recent for one in every if one.id == name]
        rest = sorted((one for one in every if one.id not in recent), key=lambda one: bool(one.reason))
        return [(_("Recent"), first), (_("Commands"), rest)]

    def _every_command(self) -> list[Command]:
        book, made = self._program.book, []
        for entry in book.palette():
            if entry.id == "window.palette":
                continue
            spec, owner = book.spec(entry.id), book.owner(entry.id)
            page = owner if isinstance(owner, Page) else None
            ready = book.action(entry.id).isEnabled()
            reason = "" if ready else _(NEEDS.get(spec.needs, N_("Select a row first")))
            texts = (entry.text, spec.text.rstrip("…"))
            made.append(Command(entry.id, texts, entry.keys, entry.icon, page, reason))
        here = {one.texts for one in made if one.page is not None and one.page.isVisible()}
        # What several lists can do is meant of the one that is shown.
        return [one for one in made if one.texts not in here or one.page is None or one.page.isVisible()]

    @staticmethod
    def _row(command: Command) -> ResultRow:
        where = _(command.page.TITLE) if command.page is not None else ""
        detail = command.reason or where
        return ResultRow(
            "command", command.texts[0], detail, command.icon, command.keys, bool(command.reason), key=command
        )

    @Slot(object)
    def _chosen(self, row: ResultRow) -> None:
        if isinstance(row.key, Command):
            self._run(row.key)
        elif isinstance(row.key, tuple):
            kind, number = row.key
            self.leave()
            self._program.navigate(TARGETS[kind](number))

    def _run(self, command: Command) -> None:
        program = self._program
        if command.reason and (command.page is None or command.page.isVisible()):
            self.found.setText(command.reason)
            return
        recent = [command.id, *(name for name in self._recent() if name != command.id)][:KEPT_RECENT]
        program.settings.layout[RECENT] = {"recent": recent}
        self.leave()
        if command.page is not None and not command.page.isVisible():
            program.navigate(OpenPage(command.page.ID))
        if command.reason:
            program.notices.say(_("Select a row, then run “{command}”").format(command=command.texts[0]))
            return
        action = program.book.action(command.id)
        QTimer.singleShot(0, action, action.trigger)

    def _recent(self) -> Sequence[str]:
        kept = self._program.settings.layout.get(RECENT)
        recent = kept.get("recent", []) if isinstance(kept, dict) else []
        return [name for name in recent if isinstance(name, str)]
