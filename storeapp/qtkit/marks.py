"""Small things to see: stars, channel tiles, tags, key caps, counts and bars as widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from storeapp.kernel.text import plural
from storeapp.qtkit import icons, painting
from storeapp.qtkit.labels import Label
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip

SHORTEST = 160  # a tag is cut only where even this has no room


class Painted(QWidget):
    """A widget that paints itself with the theme: sized again when the text grows, drawn again when colours change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
            self.update()

    def changed(self) -> None:
        """What it shows has changed."""
        self.updateGeometry()
        self.update()


class Stars(Painted):
    """A rating in stars; always put the number beside it or use it in fives. `of` 1 is a star after a number."""

    def __init__(self, count: float = 0, size: int = 14, of: int = 5, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._size, self._of = count, size, of
        self.set_count(count)

    def set_count(self, count: float) -> None:
        """How many of five are filled."""
        self._count = count
        spoken = plural("{count} star", "{count} stars", int(count)) if count == int(count) else f"{count:.1f}"
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(painting.stars_width(self._size, of=self._of)), theme().px(self._size) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.stars(QPainter(self), 0, self.height() / 2, self._count, self._size, of=self._of)


class Icon(Painted):
    """One icon in a theme colour."""

    def __init__(self, name: str, tone: str = "faint", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size

    def set_icon(self, name: str, tone: str | None = None) -> None:
        """Show another one."""
        self._name, self._tone = name, tone or self._tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._size), theme().px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        side = theme().px(self._size)
        left, top = (self.width() - side) / 2, (self.height() - side) / 2
        icons.paint(QPainter(self), self._name, left, top, side, theme().color(self._tone))


class ChannelTile(Painted):
    """Two letters that say where something was sold; the tooltip gives the channel's name."""

    def __init__(self, platform: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._platform, self._name = platform, name
        self.set_channel(platform, name)

    def set_channel(self, platform: str, name: str = "") -> None:
        """Show another channel."""
        self._platform, self._name = platform, name
        set_tip(self, name)
        self.setAccessibleName(name or platform)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(painting.tile_width(), theme().px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.tile(QPainter(self), 0, self.height() / 2, self._platform, self._name)


class Tag(Painted):
    """A word on a soft fill, 20 high; `line` draws only its border.

    `kind`: plain | good | warn | bad | info | accent.
    """

    def __init__(
        self, text: str = "", kind: str = "plain", icon: str = "", line: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._line = line
        self._told = False  # the tooltip is the text, because it is cut
        self.set(text, kind, icon)

    def set(self, text: str, kind: str = "plain", icon: str = "") -> None:
        """Show something else."""
        self._text, self._kind, self._icon = text, kind, icon
        self.setAccessibleName(text)
        self.changed()

    def sizeHint(self) -> QSize:
        return QSize(round(painting.tag_width(self._text, self._icon)), theme().px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint().boundedTo(QSize(theme().px(SHORTEST), theme().px(20)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = self.width() < self.sizeHint().width()
        if cut and (self._told or not self.toolTip()):
            self._told = True
            set_tip(self, self._text)
        elif self._told:
            self._told = False
            set_tip(self, "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.tag(QPainter(self), 0, self.height() / 2, self._text, self._kind, self._icon, self.width(), self._line)


class Count(Painted):
    """A count pill, 18 high, hidden at 0. `state`: plain | on | red."""

    def __init__(self, count: int = 0, state: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._state = "", state
        self.set(count, state)

    def set(self, count: int, state: str = "plain") -> None:
        """Show another number."""
        self._text, self._state = f"{count:,}", state
        self.setVisible(count > 0)
        self.setAccessibleName(self._text)
        self.changed()

    def sizeHint(self) -> QSize:
        return QSize(round(painting.count_width(self._text)), theme().px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.count(QPainter(self), self.width(), self.height() / 2, self._text, self._state)


class KeyCap(Painted):
    """A key, 18 high."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return QSize(round(painting.key_width(self._text)), theme().px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.key(QPainter(self), 0, self.height() / 2, self._text)


class KeyHints(QWidget):
    """What keys do under a list: pairs of keys (parted by spaces) and a word, those needed most first."""

    def __init__(self, hints: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._parts: list[QWidget] = []
        for keys, word in hints:
            part = QWidget()
            inside = QHBoxLayout(part)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(4)
            for one in keys.split():
                inside.addWidget(KeyCap(one))
            inside.addWidget(Label(word, "small", "muted"))
            row.addWidget(part)
            self._parts.append(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def fit(self, width: int) -> None:
        """Show as many as have room, from the first on."""
        left = width + 16
        for part in self._parts:
            left -= part.sizeHint().width() + 16
            part.setVisible(left >= 0)
        self.setVisible(any(not part.isHidden() for part in self._parts))


class Bar(Painted):
    """A share of a whole as a bar; `tone` is its colour's token."""

    def __init__(self, share: float = 0, tone: str = "accent", height: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share, self._tone, self._height = share, tone, height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(share)

    def set_share(self, share: float) -> None:
        """From 0 to 1."""
        self._share = share
        self.setAccessibleName(f"{share:.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(16, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.bar(QPainter(self), QRectF(self.rect()), self._share, theme().color(self._tone))


class MixBar(Painted):
    """Parts of a whole side by side, 8 or 12 high, 2 px apart; each part is an amount and a colour's token."""

    def __init__(self, parts: Sequence[tuple[float, str]] = (), height: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._height = list(parts), height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[tuple[float, str]]) -> None:
        """Show other parts; what they mean belongs in words beside the bar."""
        self._parts = list(parts)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(32, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        parts = [(amount, tone) for amount, tone in self._parts if amount > 0]
        whole = sum(amount for amount, _tone in parts)
        if not whole:
            painting.bar(painter, QRectF(self.rect()), 0, None, 2)
            return
        # Every part stays visible: 3 px at least, taken from the others' share.
        room = self.width() - 2 * (len(parts) - 1) - 3 * len(parts)
        left = 0.0
        for amount, tone in parts:
            wide = 3 + max(0.0, room) * amount / whole
            painter.fillRect(QRectF(round(left), 0, round(wide), self.height()), theme().color(tone))
            left += wide + 2


class Rule(Painted):
    """A line one pixel thick: across by default."""

    def __init__(
        self, tone: str = "hair", upright: bool = False, length: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone, self._length, self._upright = tone, length, upright
        grow = QSizePolicy.Policy.Fixed if length else QSizePolicy.Policy.Expanding
        fixed = QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed if upright else grow, grow if upright else fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:
        return QSize(1, self._length or 8) if self._upright else QSize(self._length or 8, 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self._length or 1) if self._upright else QSize(self._length or 1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color(self._tone))
