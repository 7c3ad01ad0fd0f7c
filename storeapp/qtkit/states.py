"""What a place shows when it has nothing yet, is reading, or could not read; progress; and notices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.buttons import Button, IconButton, Link
from storeapp.qtkit.labels import Label
from storeapp.qtkit.marks import Bar, Icon, KeyCap, Painted
from storeapp.qtkit.motion import Appearing
from storeapp.qtkit.notices import Notice
from storeapp.qtkit.theme import theme

LOADING_AFTER = 300  # ms: shorter waits show nothing


class Hint(QWidget):
    """An icon of 28, one line, one line of help, and buttons: for empty places and errors."""

    def __init__(
        self,
        icon: str,
        title: str,
        help_text: str = "",
        buttons: Sequence[Button] = (),
        tone: str = "faint",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(4)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.icon = Icon(icon, tone, 28)
        column.addWidget(self.icon, 0, middle)
        column.addSpacing(4)
        self.title = Label(title, "section", wrap=True)
        self.help = Label(help_text, "body", "muted", wrap=True)
        for label in (self.title, self.help):
            label.setAlignment(middle)
            column.addWidget(label)
        self.help.setVisible(bool(help_text))
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch(1)
        for button in buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        if buttons:
            column.addSpacing(6)
            column.addLayout(self._row)
        column.addStretch(1)

    def say(self, title: str, help_text: str = "") -> None:
        """Other words."""
        self.title.setText(title)
        self.help.setText(help_text)
        self.help.setVisible(bool(help_text))


def empty_state(icon: str, title: str, help_text: str = "", buttons: Sequence[Button] = (), done: bool = False) -> Hint:
    """Nothing is here: say why, and what helps. `done` is for "nothing is left to do"."""
    return Hint(icon, title, help_text, buttons, "positive" if done else "faint")


def error_state(title: str, help_text: str = "", buttons: Sequence[Button] = ()) -> Hint:
    """Something could not be read: what happened, that the data is safe, what to do."""
    return Hint("alert-circle", title, help_text, buttons, "negative")


class LoadingRows(Painted):
    """Two grey rows and a line that says what is being read; drawn only after 300 ms."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._late = text, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(LOADING_AFTER)
        self._wait.timeout.connect(self._show_now)

    def set_text(self, text: str) -> None:
        """What is being read."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, theme().px(92))

    def showEvent(self, event: object) -> None:
        self._late = False
        self._wait.start()

    def hideEvent(self, event: object) -> None:
        self._wait.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._late:
            return
        look, painter = theme(), QPainter(self)
        row, hair = look.px(32), look.color("hair")
        for number, wide in enumerate((150, 118)):
            top = number * row
            right = float(self.width() - 12)
            for left, width, height in ((12, 72, 10), (100, 18, 14), (134, wide, 10), (right - 40, 40, 10)):
                painting.rounded(painter, QRectF(left, top + (row - height) / 2, width, height), 3, hair)
            painting.hair_line(painter, 0, self.width(), top + row - 1, hair)
        area = QRectF(0, 2 * row, self.width(), look.px(28))
        painter.fillRect(area, look.color("raised"))
        painting.text_in(painter, area.adjusted(12, 0, -12, 0), self._text, look.font("small"), look.color("muted"))

    def _show_now(self) -> None:
        self._late = True
        self.update()


class States(QWidget):
    """A place that shows its content, or that it is empty, reading, or could not be read."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = QStackedLayout(self)
        self.content = content
        self.loading = LoadingRows()
        self._stack.addWidget(content)
        self._stack.addWidget(self.loading)
        self._hint: QWidget | None = None

    def show_content(self) -> None:
        """Show the content."""
        self._stack.setCurrentWidget(self.content)

    def show_loading(self, text: str) -> None:
        """Show that it is being read."""
        self.loading.set_text(text)
        self._stack.setCurrentWidget(self.loading)

    def show_hint(self, hint: Hint) -> None:
        """Show an empty or an error state; the earlier one is thrown away."""
        if self._hint is not None and self._hint is not hint:
            self._stack.removeWidget(self._hint)
            self._hint.deleteLater()
        if self._hint is not hint:
            self._hint = hint
            self._stack.addWidget(hint)
        self._stack.setCurrentWidget(hint)


class ProgressBar(QWidget):
    """A bar of 8 with words above it: text left, percent and time right."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        self.text = Label(text, "small-strong", elide=True)
        self.state = Label("", "small", "text-2")
        row.addWidget(self.text, 1)
        row.addWidget(self.state)
        column.addLayout(row)
        self.bar = Bar(0, height=8)
        column.addWidget(self.bar)

    def show_progress(self, progress: Progress, seconds: float = 0) -> None:
        """Show how far a job is; `seconds` since it began gives the time left."""
        self.text.setText(progress.note)
        if not progress.total:
            self.bar.set_share(0)
            self.state.setText(f"{progress.done:,}" if progress.done else "")
            return
        share = min(1.0, progress.done / progress.total)
        self.bar.set_share(share)
        self.state.setText(f"{share:.0%}{_time_left(share, seconds)}")


def _time_left(share: float, seconds: float) -> str:
    if share < 0.05 or seconds < 1:
        return ""
    left = round(seconds * (1 - share) / share)
    if left < 60:
        return _(", about {count} s left").format(count=left)
    return _(", about {count} min left").format(count=round(left / 60))


class Toast(QFrame):
    """A notice in the top bar, 32 high: leaves after 8 s unless the pointer rests on it; only a problem stays.

    `undo_asked` comes from its Undo; `way_out` names the action a refusal points to.
    """

    undo_asked = Signal()
    way_out = Signal(str)
    STAYS = 8000

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice: Notice | None = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 6, 0)
        row.setSpacing(8)
        self._icon = Icon("check-circle", "positive")
        self._text = Label("", "small", "text-2", elide=True)
        self._undo = Link(_("Undo"))
        self._key = KeyCap("Ctrl+Z")
        self._act = Link("")
        self._close = IconButton("x", _("Dismiss"), size="mini")
        for part in (self._icon, self._text, self._undo, self._key, self._act, self._close):
            row.addWidget(part)
        self._undo.clicked.connect(self._undone)
        self._act.clicked.connect(self._acted)
        self._close.clicked.connect(self.dismiss)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(self.STAYS)
        self._clock.timeout.connect(self._fade)
        self._appearing = Appearing(self, self.dismiss)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show this instead of what was shown."""
        self._notice = notice
        bad = notice.kind != "done"
        self._icon.set_icon("alert-circle" if bad else "check-circle", "negative" if bad else "positive")
        self._text.setText(notice.text)
        self._text.set_tone("text" if bad else "text-2")
        self.setAccessibleName(notice.text)
        self._undo.setVisible(notice.undo)
        self._key.setVisible(notice.undo)
        label = notice.action[0] if notice.action else _("Show") if notice.way_out else ""
        self._act.setText(label)
        self._act.setVisible(bool(label))
        self._close.setVisible(bad)
        self._clock.stop()
        if notice.kind != "problem":
            self._clock.start()
        self.updateGeometry()
        if self.isHidden():
            self._appearing.stop()
        self.show()
        self._appearing.come()
        self.update()

    def dismiss(self) -> None:
        """Take it away at once."""
        self._clock.stop()
        self._notice = None
        self._appearing.stop()
        self.hide()

    def _fade(self) -> None:
        """Its time is over."""
        self._appearing.leave()

    def sizeHint(self) -> QSize:
        return QSize(min(super().sizeHint().width() + 4, 640), theme().px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, theme().px(32))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._clock.stop()

    def leaveEvent(self, event: QEvent) -> None:
        if self._notice is not None and self._notice.kind != "problem":
            self._clock.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        bad = self._notice is not None and self._notice.kind == "problem"
        fill, line = ("negative-soft", "negative-line") if bad else ("raised", "border-strong")
        painting.rounded(QPainter(self), QRectF(self.rect()), 6, look.color(fill), look.color(line))

    def _undone(self) -> None:
        self.dismiss()
        self.undo_asked.emit()

    def _acted(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None and notice.action is not None:
            notice.action[1]()
        elif notice is not None and notice.way_out:
            self.way_out.emit(notice.way_out)
