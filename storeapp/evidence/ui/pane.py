"""The files that prove something, each with a small picture; more come by button, drop or paste."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.evidence.records import AttachedFile
from storeapp.evidence.rules import KINDS, is_picture
from storeapp.evidence.ui.picking import carries_files, of_mime
from storeapp.kernel.text import _
from storeapp.qtkit import icons, painting
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, IconButton, small

SIDE, WIDE = 72, 96  # pixels of a small picture, and of its tile with its name


class Thumbnail(QWidget):
    """A small picture in a frame, or the sign of a paper where there is nothing to see."""

    def __init__(self, file: AttachedFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QPixmap()
        if file.thumbnail:
            self.picture.loadFromData(file.thumbnail, "PNG")
        side = theme().px(SIDE)
        self.setFixedSize(side, side)
        size = _size(file.size)
        about = f"{file.width} × {file.height}, {size}" if is_picture(file.kind) else size
        words = _("{file}, {kind}, {size}").format(file=file.name, kind=_(KINDS[file.kind][1]), size=size)
        self.setAccessibleName(words)
        set_tip(self, f"{file.name}\n{about}")

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, area = theme(), QPainter(self), QRectF(self.rect())
        painting.rounded(painter, area, 6, look.color("raised"), look.color("border"))
        if self.picture.isNull():
            icons.paint(painter, "file-text", self.width() / 2 - 12, self.height() / 2 - 12, 24, look.color("faint"))
            return
        ratio = self.devicePixelRatioF()
        shown = self.picture.scaled(
            QSize(self.width() - 4, self.height() - 4) * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(ratio)
        wide, high = shown.width() / ratio, shown.height() / ratio
        painter.drawPixmap(int((self.width() - wide) / 2), int((self.height() - high) / 2), shown)


class FileTile(QWidget):
    """One attached file with its name, and the way to take it away."""

    removed = Signal()

    def __init__(self, file: AttachedFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self.thumbnail = Thumbnail(file)
        self.remove = IconButton("x", _("Remove {file}").format(file=file.name))
        self.remove.clicked.connect(self.removed)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.thumbnail)
        head.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.name = small(file.name, "text-2", elide=True)
        self.name.setFixedWidth(theme().px(WIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.name)


class ProofPane(QWidget):
    """`given` carries files to attach (list[Chosen]), `remove_asked` the id of one, `choose_asked` asks for a dialog.

    Files dropped on what it was told to `watch`, or pasted there, are given too.
    """

    given = Signal(list)
    remove_asked = Signal(int)
    choose_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: tuple[AttachedFile, ...] = ()
        self._over = False
        self.setObjectName("proofs")
        self.button = Button(self.verb(), icon="image", size="small")
        self.button.clicked.connect(self.choose_asked)
        self.hint = small(self.invitation(), "muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self.hint, 1)
        self.tiles = ChipFlow()
        self.wrong = small("", "negative", wrap=True)
        words = _("Place, time and camera are left out of pictures that go out. Names in them are not: look first.")
        self.advice = small(words, "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addLayout(row)
        for part in (self.tiles, self.wrong, self.advice):
            column.addWidget(part)
            part.hide()
        self.watch(self)

    def verb(self) -> str:
        """What the button says."""
        return _("Attach a file")

    def invitation(self) -> str:
        """What stands beside the button."""
        return _("A picture, a PDF or a text: choose it, drop it here, or paste it.")

    def watch(self, part: QWidget) -> None:
        """Take files that are dropped on this part, or pasted while it has the cursor."""
        part.installEventFilter(self)
        if isinstance(part, QAbstractScrollArea):
            part.viewport().installEventFilter(self)
        part.setAcceptDrops(True)

    def show_files(self, files: Sequence[AttachedFile]) -> None:
        """Show these."""
        self.shown = tuple(files)
        tiles = []
        for file in files:
            tile = FileTile(file)
            tile.removed.connect(partial(self.remove_asked.emit, file.id))
            tiles.append(tile)
        self.tiles.show_chips(tiles)
        self.tiles.setVisible(bool(files))
        self.advice.setVisible(any(is_picture(file.kind) for file in files))

    def show_wrong(self, sentences: Sequence[str]) -> None:
        """Say why files were not attached; an empty list takes it away."""
        self.wrong.setText("\n".join(dict.fromkeys(sentences)))
        self.wrong.setVisible(bool(sentences))

    def show_busy(self, busy: bool) -> None:
        """Files are being looked at."""
        self.button.setEnabled(not busy)
        self.button.setText(_("Looking at the files") if busy else self.verb())

    def paste(self) -> bool:
        """Take what the clipboard has, where that is no text; whether it had something."""
        data = QGuiApplication.clipboard().mimeData()
        chosen = of_mime(data) if data is not None and carries_files(data) else []
        if chosen:
            self.given.emit(chosen)
        return bool(chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return event.matches(QKeySequence.StandardKey.Paste) and self.paste()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop) and isinstance(event, QDropEvent):
            if not carries_files(event.mimeData()):
                return False
            event.acceptProposedAction()
            self._mark(kind != QEvent.Type.Drop)
            if kind == QEvent.Type.Drop:
                self.given.emit(of_mime(event.mimeData()))
            return True
        if kind == QEvent.Type.DragLeave:
            self._mark(over=False)
        return False

    def _mark(self, over: bool) -> None:
        if over != self._over:
            self._over = over
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        ink, fill = ("accent", look.color("accent-soft")) if self._over else ("border-strong", None)
        painting.dashed_box(QPainter(self), QRectF(self.rect()), look.color(ink), fill)


def _size(size: int) -> str:
    """Bytes as a person says them."""
    if size >= 1_000_000:
        return _("{size} MB").format(size=f"{size / 1_000_000:,.1f}")
    return _("{size} KB").format(size=f"{max(1, round(size / 1000)):,}")
