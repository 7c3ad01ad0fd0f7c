"""The cards of the check page: which files, what was recognised, how much is new, which rows were left out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.exchange import reading
from storeapp.exchange.reading import Rejected, StagedFile
from storeapp.exchange.ui import sentences
from storeapp.exchange.ui.flow import ImportFlow
from storeapp.kernel.text import _
from storeapp.qtkit import icons, painting
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.motion import PlainButton
from storeapp.qtkit.reader import Reader
from storeapp.qtkit.table import Column, Query, TableView, WindowModel
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, Card, Label, MixBar, Tag, scrolling, small

TONES = {"new": "accent", "changed": "info", "same": "chart-grey", "rejected": "negative"}
MOST_FILES = 4  # rows of the list of files before it scrolls


class FileBox(PlainButton):
    """One file: icon, name, facts, and what it was recognised as. Pressing it looks at it."""

    def __init__(self, boxed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxed = boxed
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if boxed else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(15, 6 if boxed else 13, 15, 6 if boxed else 13)
        row.setSpacing(12)
        self._icon = _FileIcon(small=boxed)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.name = Label("", "strong", elide=True, middle=True)
        self.facts = Label("", "small", "muted", elide=True)
        self.tag = Tag("")
        self.more = Label("", "small", "muted", elide=True)
        tags = QHBoxLayout()
        tags.setSpacing(8)
        tags.addWidget(self.tag)
        tags.addWidget(self.more, 1)
        column.addWidget(self.name)
        column.addWidget(self.facts)
        column.addSpacing(2 if boxed else 8)
        column.addLayout(tags)
        row.addLayout(column, 1)

    def show_file(self, flow: ImportFlow, file: StagedFile) -> None:
        """Say what this file is."""
        self.name.setText(file.name)
        facts = _("{size}, {rows}").format(size=sentences.size_text(file.size), rows=sentences.rows_text(file.rows))
        if flow.dropped_at is not None:
            facts = _("{facts}, dropped at {time}").format(facts=facts, time=f"{flow.dropped_at.astimezone():%H:%M}")
        self.facts.setText(facts)
        known = flow.names.get(file.header_key) or file.format_title
        if file.refused is not None:
            self.tag.set(_("Refused"), "bad", "ban")
            self.more.setText(file.refused)
        elif known or file.kinds:
            self.tag.set(known or _("Matched by its columns"), "good", "check-circle")
            used = sum(column.state != "unused" for column in file.columns)
            message = _("{used} of {all} columns")
            self.more.setText(message.format(used=used, all=len(file.columns)))
        else:
            self.tag.set(_("Unknown file"), "warn", "triangle-alert")
            self.more.setText(_("say what its columns are"))
        if file.refused is None and file.sha256 in flow.known and flow.dropped_at is not None:
            when = sentences.moment(flow.known[file.sha256], flow.dropped_at.date())
            self.more.setText(_("already imported, {when}").format(when=when))
        self.setAccessibleName(f"{file.name}: {self.more.text()}")
        self.more.set_tone("negative" if file.refused is not None else "muted")

    def sizeHint(self) -> QSize:
        inner = self.layout()
        high = inner.sizeHint().height() if inner is not None else 0
        return QSize(344, max(theme().px(98 if not self._boxed else 0), high))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._boxed:
            return
        painter, look = QPainter(self), theme()
        if self.isChecked():
            painter.fillRect(self.rect(), look.color("accent-soft"))
            painter.fillRect(0, 0, 3, self.height(), look.color("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), look.color("hover"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("hair"))
        if self.hasFocus():
            painting.rounded(painter, QRectF(self.rect()).adjusted(1, 1, -1, -2), 4, None, look.color("accent"), 2)


class _FileIcon(QWidget):
    def __init__(self, small: bool = False) -> None:
        super().__init__()
        self._side = (28, 32) if small else (40, 48)
        self.setFixedSize(*self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painting.rounded(painter, QRectF(self.rect()), 6, look.color("raised"), look.color("border"))
        size = 22 if self.width() > 30 else 16
        left, top = (self.width() - size) / 2, (self.height() - size) / 2
        icons.paint(painter, "table", left, top, size, look.color("accent"))


class FilesCard(Card):
    """One file as a card of its own, several as a list to choose from."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padded=False, parent=parent)
        self.setAccessibleName(_("Files"))
        self._boxes: list[FileBox] = []
        self._area: QWidget | None = None

    def show_files(self, flow: ImportFlow) -> None:
        """Show the files of this import."""
        if len(self._boxes) != len(flow.files):
            self._build(len(flow.files))
        for number, (box, file) in enumerate(zip(self._boxes, flow.files, strict=True)):
            box.show_file(flow, file)
            box.setChecked(number == flow.current)

    def _build(self, count: int) -> None:
        if self._area is not None:
            self.inside.removeWidget(self._area)
            self._area.deleteLater()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._boxes = [FileBox(boxed=count > 1) for _number in range(count)]
        for number, box in enumerate(self._boxes):
            box.clicked.connect(partial(self.chosen.emit, number))
            column.addWidget(box)
        column.addStretch(1)
        self._area = holder
        if count > 1:
            self._area = scrolling(holder, _("Files"))
            self._area.setFixedHeight(min(count, MOST_FILES) * self._boxes[0].sizeHint().height())
        self.add(self._area)


class Tile(PlainButton):
    """One verdict of the check: its colour, how many rows, and what happens to them. Pressing it opens the rows."""

    def __init__(self, verdict: str, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict, self._caption = verdict, caption
        self._count: int | None = 0
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int | None) -> None:
        """How many rows; None while they aren't known."""
        self._count = count
        self.setEnabled(bool(count))
        word = _(sentences.VERDICTS[self.verdict])
        self.setAccessibleName(f"{count or 0:,} {word}, {self._caption}")
        set_tip(self, _("Show these rows") if count else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        top = look.metrics("figure").horizontalAdvance(self._figure()) + 8
        top += look.metrics("medium").horizontalAdvance(_(sentences.VERDICTS[self.verdict]))
        wide = 18 + max(top, look.metrics("small").horizontalAdvance(self._caption)) + 4
        return QSize(round(wide), look.px(42))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        line = look.px(24)
        painting.rounded(painter, QRectF(0, line / 2 - 4, 10, 10), 2, look.color(TONES[self.verdict]))
        lively = self.isEnabled() and (self.underMouse() or self.isChecked() or self.hasFocus())
        ink = look.color("accent" if lively else "text")
        figure = self._figure()
        wide = look.metrics("figure").horizontalAdvance(figure)
        painting.text_in(painter, QRectF(18, 0, wide + 2, line), figure, look.font("figure"), ink)
        word = QRectF(18 + wide + 8, 2, self.width() - wide - 26, line)
        painting.text_in(painter, word, _(sentences.VERDICTS[self.verdict]), look.font("medium"), ink)
        below = QRectF(18, line, self.width() - 18, look.px(16))
        painting.text_in(painter, below, self._caption, look.font("small"), look.color("muted"))
        if self.hasFocus():
            painting.rounded(painter, QRectF(self.rect()), 4, None, look.color("accent"), 2)

    def _figure(self) -> str:
        return "–" if self._count is None else f"{self._count:,}"


class SummaryCard(Card):
    """New, changed, same and rejected rows of all files, side by side. `opened` names the verdict to look at."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(_("What the files contain"))
        self.tiles = {
            "new": Tile("new", _("added to the shop")),
            "changed": Tile("changed", _("newer in this file")),
            "same": Tile("same", _("left out, already here")),
            "rejected": Tile("rejected", _("left out, see the list")),
        }
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 24, 0)
        for number, tile in enumerate(self.tiles.values()):
            if number:
                row.addStretch(1)
            tile.clicked.connect(partial(self.opened.emit, tile.verdict))
            row.addWidget(tile)
        self.bar = MixBar(height=12)
        self.inside.addLayout(row)
        self.inside.addSpacing(12)
        self.add(self.bar)

    def show_report(self, flow: ImportFlow, verdict: str) -> None:
        """Show the sums of the check; `verdict` is the one whose rows are open."""
        files = flow.report.files if flow.report is not None else ()
        sums = {name: sum(getattr(file, name) for file in files) for name in self.tiles}
        for name, tile in self.tiles.items():
            tile.show_count(sums[name] if flow.report is not None else None)
            tile.setChecked(name == verdict)
        self.bar.set_parts([(sums[name], TONES[name]) for name in self.tiles])


class RejectedSource:
    """Reads the rejected rows of one file; the connection is the path of the staging file."""

    def __init__(self, file_no: int, count: int) -> None:
        self._file_no, self._count = file_no, count

    def count(self, conn: Path, query: Query) -> int:
        """Number of rejected cells."""
        return self._count

    def rows(self, conn: Path, query: Query, first: int, limit: int, backwards: bool) -> Sequence[Rejected]:
        """A window of them."""
        if backwards:
            first = max(0, self._count - first - limit)
        found = reading.rejected_rows(conn, self._file_no, first, limit)
        return found[::-1] if backwards else found


def rejected_columns() -> list[Column]:
    """Row, column, value and reason."""
    return [
        Column("row", _("Row"), "number", 48, text=lambda r: f"{r.row:,}", tone="muted", sortable=False),
        Column("column", _("Column"), width=88, text=lambda r: r.column, sortable=False),
        Column(
            "value",
            _("Value"),
            width=84,
            text=lambda r: r.value or _("empty"),
            font="mono",
            tone="text-2",
            sortable=False,
        ),
        Column("reason", _("Reason"), width=96, text=lambda r: r.reason, tone="negative", stretch=True, sortable=False),
    ]


def low(table: TableView) -> TableView:
    """Let a list be as low as three rows where the window is low."""
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    table.setMinimumHeight(theme().px(124))
    return table


class RejectedCard(Card):
    """The rows that were left out, and the way to mend them."""

    save_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Rejected rows"), padded=False, parent=parent)
        self._desk = desk
        self.head.setContentsMargins(15, 0, 15, 0)
        self.count = Tag("0", "bad")
        self.head.insertWidget(1, self.count)
        self.table = low(TableView(_("Rejected rows"), first_pad=16))
        self.add(self.table, 1)
        below = QVBoxLayout()
        below.setContentsMargins(15, 10, 15, 15)
        below.setSpacing(10)
        self.help = small("", "text-2", wrap=True)
        self.help.setMinimumHeight(theme().px(32))
        self.save = Button(_("Save rejected rows to a file"), icon="save")
        self.save.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.save.clicked.connect(self.save_asked)
        below.addWidget(self.help)
        below.addWidget(self.save)
        self.inside.addLayout(below)
        self.inside.addStretch(0)
        self._shown: tuple[Any, ...] = ()

    def show_file(self, flow: ImportFlow, file: StagedFile) -> None:
        """Show what was left out of this file."""
        self.count.set(f"{file.rejected:,}", "bad")
        self.count.setVisible(file.rejected > 0)
        self.inside.setStretch(self.inside.count() - 1, 0 if file.rejected else 1)
        self.hint.setText(sentences.share_text(file.rejected, file.rows) if file.rejected else "")
        some = file.rejected > 0
        self.table.setVisible(some)
        self.save.setVisible(some)
        self.setMinimumHeight(theme().px(296 if some else 96))
        self.help.setText(
            _("They are left out. Nothing is guessed. Fix them in the saved file and drop it here again.")
            if some
            else _("Every row of this file could be read.")
        )
        key = (str(flow.staging), file.file_no, file.rejected, file.sha256)
        if not some or key == self._shown or flow.staging is None:
            return
        self._shown = key
        reader = Reader(partial(nullcontext, flow.staging), self._desk.jobs, self)
        model = WindowModel(reader, RejectedSource(file.file_no, file.rejected), rejected_columns(), parent=self)
        self.table.show_model(model)
