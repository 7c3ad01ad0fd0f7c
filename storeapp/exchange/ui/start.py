"""Where an import begins: the place to drop files, what is understood, and the imports so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.exchange.helper_workbooks.ui.card import HelpersCard
from storeapp.exchange.records import PastImport
from storeapp.exchange.ui import sentences
from storeapp.exchange.ui.setups import SetupsCard
from storeapp.kernel.text import _, plural
from storeapp.qtkit import painting
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, Card, Filled, Icon, Label, Link, Note, section, small

KNOWN_SHOWN = 12


class DropZone(QWidget):
    """The dashed place: drop, choose or paste. `dropped` carries paths."""

    dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(6)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Icon("import", "accent", 28), 0, middle)
        self.title = section(_("Drop your shop's files or a whole folder here"))
        self.help = small(
            _("Orders, items, reviews, products or customers: CSV, TSV, Excel, JSON or ZIP, several at once."),
            wrap=True,
        )
        for label in (self.title, self.help):
            label.setAlignment(middle)
            column.addWidget(label)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.choose = Button(_("Choose files"), "primary", "file")
        self.folder = Button(_("Choose a folder"), icon="folder")
        self.paste = Button(_("Paste rows"), icon="paste")
        for button in (self.choose, self.folder, self.paste):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            self._over = True
            self.title.setText(_("Let go to read these files"))
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self._leave()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        color = look.color("accent" if self._over else "border-strong")
        fill = look.color("accent-soft" if self._over else "surface")
        painting.dashed_box(QPainter(self), QRectF(self.rect()), color, fill)

    def _leave(self) -> None:
        self._over = False
        self.title.setText(_("Drop your shop's files or a whole folder here"))
        self.update()


def few_of(names: Sequence[str]) -> str:
    """One or two names, or the first one and how many more there are."""
    if len(names) <= 2:
        return _(", ").join(names)
    more = plural("{count} more file", "{count} more files", len(names) - 1)
    return _("{file} and {more}").format(file=names[0], more=more)


class PastRow(Filled):
    """One import of the history with its way back."""

    undo = Signal(int)

    def __init__(self, past: PastImport, today: date, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", "hair", parent)
        self.past = past
        row = QHBoxLayout(self)
        row.setContentsMargins(15, 8, 15, 9)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(past.title, "medium", elide=True))
        names = list(dict.fromkeys(batch.file_name for batch in past.batches))
        channels = list(dict.fromkeys(batch.channel for batch in past.batches if batch.channel))
        facts = [sentences.moment(past.at, today), *channels, few_of(names)]
        told = Label(" · ".join(filter(None, facts)), "small", "muted", elide=True)
        told.set_tip("\n".join(names))
        column.addWidget(told)
        row.addLayout(column, 1)
        sums = {key: sum(getattr(b, key) for b in past.batches) for key in ("new", "changed", "same", "rejected")}
        said = [f"{count:,} {_(sentences.VERDICTS[key])}" for key, count in sums.items() if count]
        row.addWidget(Label(" · ".join(said), "small", "text-2"))
        self.button = Button(_("Undo"), icon="undo", size="small", parent=self)  # shown alone it would be a window
        set_tip(self.button, _("Undo this import; what you changed since stays"))
        self.button.setAccessibleName(_("Undo: {title}").format(title=past.title))
        self.button.clicked.connect(partial(self.undo.emit, past.action_id))
        self.button.setVisible(past.undoable)
        row.addWidget(self.button)


class StartView(QWidget):
    """The empty page: drop zone, what is understood, and the history of imports."""

    undo = Signal(int)
    history = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        self.note = Note("", "good")
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.note.hide()
        column.addWidget(self.note)
        self.zone = DropZone()
        column.addWidget(self.zone)
        known = Card(_("Recognised without asking"), parent=self)
        self.known = small("", wrap=True)
        known.add(self.known)
        known.add(
            small(_("Any other table works too: say once what its columns are, and it is remembered."), wrap=True)
        )
        column.addWidget(known)
        self.helpers = HelpersCard(self)
        column.addWidget(self.helpers)
        self.setups = SetupsCard(self)
        column.addWidget(self.setups)
        self.past = Card(_("Imports so far"), " ", padded=False, parent=self)
        self.all = Link(_("Show in History"))
        self.all.clicked.connect(self.history)
        self.past.add_to_head(self.all)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._rows.setContentsMargins(0, 0, 0, 4)
        self.past.inside.addLayout(self._rows)
        column.addWidget(self.past)
        column.addStretch(1)
        self.rows: list[PastRow] = []
        self.show_past([], date.min)

    def show_known(self, titles: Sequence[str]) -> None:
        """Name the formats that are understood."""
        listed = _(", ").join(titles[:KNOWN_SHOWN])
        more = plural(" and {count} more", " and {count} more", len(titles) - KNOWN_SHOWN)
        self.known.setText(listed + (more if len(titles) > KNOWN_SHOWN else "") + _("."))

    def show_past(self, imports: Sequence[PastImport], today: date) -> None:
        """List the imports so far, newest first."""
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.rows = [PastRow(past, today, self) for past in imports]
        for row in self.rows:
            row.undo.connect(self.undo)
            self._rows.addWidget(row)
        self.past.setVisible(bool(imports))

    def say(self, text: str, kind: str = "good") -> None:
        """Say what the last import did, or why a file was refused; "" for nothing."""
        self.note.setVisible(bool(text))
        if text:
            self.note.set(text, kind)
