"""A buyer's story drawn downwards: a dot with an icon for each event, a rail between them, what was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.text import _, plural
from storeapp.orders.records import Event
from storeapp.orders.ui.sentences import EVENTS, OrderMoment, event_detail, event_title, when
from storeapp.qtkit import icons, painting
from storeapp.qtkit.gradually import Gradually
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Label, Link, Painted, Stars

DOT = 24
AT_FIRST = 24  # events drawn before the owner asks for more


class Dot(Painted):
    """The dot of an event and the rail that leads to the next one."""

    def __init__(self, icon: str, tone: str, last: bool, ours: bool) -> None:
        super().__init__()
        self._icon, self._tone, self._last, self._ours = icon, tone, last, ours
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(DOT, DOT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        if not self._last:
            painter.fillRect(QRectF(DOT / 2 - 0.5, DOT, 1, self.height() - DOT), look.color("border"))
        soft = {"positive": "positive", "warning": "warning", "negative": "negative", "info": "info"}.get(self._tone)
        fill, line = (f"{soft}-soft", f"{soft}-line") if soft else ("surface", "border")
        if self._ours:
            fill, line = "accent-soft", "accent-line"
        if self._tone == "star":
            fill, line = "warning-soft", "warning-line"
        painting.rounded(painter, QRectF(0, 0, DOT, DOT), DOT / 2, look.color(fill), look.color(line))
        icons.paint(painter, self._icon, 5, 5, 14, look.color(self._tone))


class Bubble(QFrame):
    """What somebody wrote; ours is tinted."""

    def __init__(self, text: str, ours: bool) -> None:
        super().__init__()
        self._ours = ours
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        self.label = Label(text, "message", wrap=True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.label)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        fill, line = ("accent-soft", "accent-line") if self._ours else ("raised", "border")
        painting.rounded(QPainter(self), QRectF(self.rect()), 6, look.color(fill), look.color(line))


class EventRow(QWidget):
    """One event. `link` is drawn where the event leads somewhere; `opened` tells that it was pressed."""

    opened = Signal(object)

    def __init__(self, event: Event, moment: OrderMoment, last: bool, link: bool) -> None:
        super().__init__()
        self.told = event
        icon, tone, _words = EVENTS[event.kind]
        ours = event.kind == "replied"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Dot(icon, tone, last, ours))
        column = QVBoxLayout()
        column.setContentsMargins(0, 3, 0, 4 if last else 14)
        column.setSpacing(2)
        row.addLayout(column, 1)
        column.addLayout(self._head(event, link))
        column.addWidget(Label(when(event, moment.today), "small", "muted", elide=True))
        detail = event_detail(event)
        if detail:
            column.addWidget(Label(detail, "body", "text-2", wrap=True))
        if (stars := shown_stars(event.stars, event.scale)) is not None:
            column.addSpacing(2)
            column.addWidget(Stars(stars, 13))
        elif words := rating_words(event.platform, event.rating, event.scale):
            column.addWidget(Label(words, "body", "text-2"))
        if event.text and event.kind in ("reviewed", "edited", "replied"):
            column.addSpacing(4)
            column.addWidget(Bubble(event.text, ours))
        column.addStretch(1)

    def _head(self, event: Event, link: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        title = Label(event_title(event), "strong", wrap=True)
        title.set_tip(event.product)
        head.addWidget(title, 1)
        if link:
            self.link = Link(_("Open"))
            self.link.setAccessibleName(_("Open: {what}").format(what=event_title(event)))
            self.link.clicked.connect(self._open)
            head.addWidget(self.link)
        return head

    def _open(self) -> None:
        self.opened.emit(self.told)


class Timeline(QWidget):
    """Events, newest first; only the first are drawn until more are asked for."""

    opened = Signal(object)  # Event

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._events: Sequence[Event] = ()
        self._moment: OrderMoment | None = None
        self._links: frozenset[str] = frozenset()
        self._older = 0
        self._building = Gradually(self)

    def show_events(self, events: Sequence[Event], moment: OrderMoment, links: frozenset[str], older: int = 0) -> None:
        """Draw the events; `links`: kinds that lead somewhere; `older`: orders that are not among them."""
        if (events, moment, links, older) == (self._events, self._moment, self._links, self._older):
            return
        self._events, self._moment, self._links, self._older = events, moment, links, older
        self._draw(AT_FIRST)

    def rows(self) -> list[EventRow]:
        """The events that are drawn."""
        return [row for row in self.findChildren(EventRow) if not row.isHidden()]

    def show_all(self) -> None:
        """Draw every event."""
        self._draw(len(self._events))

    def _draw(self, most: int) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._moment is not None:
            self._building.begin(self._built(self._events[:most], self._moment))

    def _built(self, shown: Sequence[Event], moment: OrderMoment) -> Iterator[None]:
        """Row after row, a dozen widgets each."""
        for number, event in enumerate(shown):
            linked = event.kind in self._links and (event.kind in ("ordered",) or event.review_id is not None)
            row = EventRow(event, moment, number == len(shown) - 1, linked)
            row.opened.connect(self.opened)
            self._column.addWidget(row)
            yield
        left = len(self._events) - len(shown)
        if left:
            more = Button(plural("Show {count} earlier event", "Show {count} earlier events", left), size="mini")
            more.clicked.connect(self.show_all)
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        elif self._older:
            words = plural("{count} older order is not shown.", "{count} older orders are not shown.", self._older)
            self._column.addWidget(Label(words, "small", "muted", wrap=True))
