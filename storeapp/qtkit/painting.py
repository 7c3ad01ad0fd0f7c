"""How the small marks are drawn: stars, tiles, tags, keys, counts and bars, alike in widgets and in table cells."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from storeapp.qtkit import icons
from storeapp.qtkit.theme import theme

# kind of a tag or note: (ink, fill, line)
KINDS = {
    "plain": ("text-2", "hover", "border"),
    "good": ("positive", "positive-soft", "positive-line"),
    "warn": ("warning", "warning-soft", "warning-line"),
    "bad": ("negative", "negative-soft", "negative-line"),
    "info": ("info", "info-soft", "info-line"),
    "accent": ("accent", "accent-soft", "accent-line"),
}


_LONGEST = 400  # characters of one line that are looked at: a screen shows fewer


def rounded(
    painter: QPainter, area: QRectF, radius: float, fill: QColor | None, line: QColor | None = None, width: float = 1
) -> None:
    """A rounded box whose border lies inside `area`, on whole pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area, radius, radius)
        return
    painter.setPen(QPen(line, width))
    half = width / 2
    painter.drawRoundedRect(area.adjusted(half, half, -half, -half), radius - half, radius - half)


class _Cuts:
    """How texts were cut and how wide they are: lists draw the same words again and again, measuring is dear."""

    MOST = 6000

    def __init__(self) -> None:
        self.stamp = -1
        self.fonts: dict[int, tuple[QFont, QFontMetricsF, float]] = {}
        self.texts: dict[tuple[str, int, int, Qt.TextElideMode], tuple[str, float, bool]] = {}

    def metrics(self, font: QFont) -> tuple[QFontMetricsF, float]:
        """Metrics of a font, and how far its base line lies under the middle of a line."""
        stamp = theme().stamp
        if stamp != self.stamp or len(self.fonts) > 200:
            self.stamp = stamp
            self.fonts.clear()
            self.texts.clear()
        found = self.fonts.get(id(font))
        if found is None:
            metrics = QFontMetricsF(font)
            # The font is kept with its metrics, so that its id can't be given to another one.
            found = self.fonts[id(font)] = (font, metrics, (metrics.ascent() - metrics.descent()) / 2)
        return found[1], found[2]

    def cut(self, text: str, font: QFont, room: float, elide: Qt.TextElideMode) -> tuple[str, float, bool]:
        """The text as it fits into `room`, its width, and whether it was cut."""
        key = (text, id(font), int(room), elide)
        found = self.texts.get(key)
        if found is None:
            if len(self.texts) > self.MOST:
                self.texts.clear()
            metrics = self.fonts[id(font)][1]
            line = " ".join(text[:_LONGEST].splitlines())
            width = metrics.horizontalAdvance(line)
            short = width > room + 0.5 or len(text) > _LONGEST
            if short:
                line = metrics.elidedText(line, elide, room)
                width = metrics.horizontalAdvance(line)
            found = self.texts[key] = (line, width, short)
        return found


_cuts = _Cuts()


def text_in(
    painter: QPainter,
    area: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> bool:
    """One line of text in the middle of `area`; returns whether it had to be cut."""
    room = area.width()
    if not text or room <= 0:
        return bool(text)
    _metrics, lift = _cuts.metrics(font)
    line, width, cut = _cuts.cut(text, font, room, elide)
    left = area.left()
    if align == Qt.AlignmentFlag.AlignRight:
        left += room - width
    elif align == Qt.AlignmentFlag.AlignHCenter:
        left += (room - width) / 2
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(QPointF(left, round(area.top() + area.height() / 2 + lift)), line)
    return cut


def stars(painter: QPainter, x: float, middle: float, count: float, size: int = 13, gap: int = 1, of: int = 5) -> float:
    """`count` filled stars of `of`, a part of a star for a fraction; returns the width."""
    look = theme()
    size = look.px(size)
    top = middle - size / 2
    for number in range(of):
        left = x + number * (size + gap)
        share = max(0.0, min(1.0, count - number))
        icons.paint(painter, "star-fill", left, top, size, look.color("star" if share >= 1 else "star-off"))
        if 0 < share < 1:
            painter.save()
            painter.setClipRect(QRectF(left, top, size * share, size), Qt.ClipOperation.IntersectClip)
            icons.paint(painter, "star-fill", left, top, size, look.color("star"))
            painter.restore()
    return of * size + (of - 1) * gap


def stars_width(size: int = 13, gap: int = 1, of: int = 5) -> float:
    """Width of a row of stars, `size` at text scale 1."""
    return of * theme().px(size) + (of - 1) * gap


def tile_width() -> int:
    """Width of a channel tile at the present text scale."""
    return theme().px(22)


def tile(painter: QPainter, x: float, middle: float, platform: str, name: str = "", small: bool = True) -> float:
    """A channel's tile, 22 x 18 (24 x 20 if not small); returns its width."""
    look = theme()
    mark = look.channel(platform, name)
    width, height = (tile_width(), look.px(18)) if small else (look.px(24), look.px(20))
    area = QRectF(x, round(middle - height / 2), width, height)
    rounded(painter, area, 4, mark.soft)
    text_in(painter, area, mark.letters, look.font("tile"), mark.ink, Qt.AlignmentFlag.AlignHCenter)
    return width


def tag_width(text: str, icon: str = "") -> float:
    """Width of a tag with this text."""
    return 12 + theme().width(text, "tag") + (theme().px(12) + 4 if icon else 0)


def tag(
    painter: QPainter,
    x: float,
    middle: float,
    text: str,
    kind: str = "plain",
    icon: str = "",
    most: float = 0,
    line: bool = False,
) -> float:
    """A tag 20 high: an icon and a word on a soft fill; cut at `most` pixels if given. Returns its width."""
    look = theme()
    ink, fill, border = (look.color(token) for token in KINDS[kind])
    width = tag_width(text, icon)
    width = min(width, most) if most else width
    height = look.px(20)
    area = QRectF(x, round(middle - height / 2), round(width), height)
    rounded(painter, area, 4, None if line else fill, border if line else None)
    inner = area.adjusted(6, 0, -6, 0)
    if icon:
        side = look.px(12)
        icons.paint(painter, icon, inner.left(), area.center().y() - side / 2, side, ink)
        inner.setLeft(inner.left() + side + 4)
    text_in(painter, inner, text, look.font("tag"), ink)
    return width


def key_width(text: str) -> float:
    """Width of a key cap."""
    look = theme()
    return max(look.px(18), round(look.width(text, "axis-medium") + 10))


def key(painter: QPainter, x: float, middle: float, text: str) -> float:
    """A key cap 18 high; returns its width."""
    look = theme()
    width, height = key_width(text), look.px(18)
    area = QRectF(x, round(middle - height / 2), width, height)
    rounded(painter, area, 4, look.color("surface"), look.color("border-strong"))
    text_in(painter, area, text, look.font("axis-medium"), look.color("muted"), Qt.AlignmentFlag.AlignHCenter)
    return width


def count_width(text: str) -> float:
    """Width of a count pill."""
    look = theme()
    return max(look.px(22), round(look.width(text, "axis-strong") + 12))


def count(painter: QPainter, right: float, middle: float, text: str, state: str = "plain") -> float:
    """A count pill 18 high ending at `right`; state "plain", "on" or "red". Returns its width."""
    look = theme()
    ink, fill = {"plain": ("text-2", "border"), "on": ("accent", "accent-soft"), "red": ("negative", "negative-soft")}[
        state
    ]
    width, height = count_width(text), look.px(18)
    area = QRectF(right - width, round(middle - height / 2), width, height)
    rounded(painter, area, 9, look.color(fill))
    text_in(painter, area, text, look.font("axis-strong"), look.color(ink), Qt.AlignmentFlag.AlignHCenter)
    return width


def bar(
    painter: QPainter, area: QRectF, share: float, color: QColor | None = None, radius: float | None = None
) -> None:
    """A filled share of a track, 0 to 1."""
    look = theme()
    radius = area.height() / 2 if radius is None else radius
    rounded(painter, area, radius, look.color("track"))
    if share > 0:
        filled = QRectF(area)
        filled.setWidth(max(1.0, area.width() * min(1.0, share)))
        shape = QPainterPath()
        shape.addRoundedRect(area, radius, radius)
        painter.save()
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        rounded(painter, filled, radius, color or look.color("accent"))
        painter.restore()


def tick_side() -> int:
    """Side of a tick box: 16 at text scale 1."""
    return theme().px(16)


def tick_box(
    painter: QPainter, x: float, middle: float, state: Qt.CheckState, enabled: bool = True, focus: bool = False
) -> None:
    """A tick box: off, on or partly."""
    look = theme()
    side = tick_side()
    area = QRectF(round(x), round(middle - side / 2), side, side)
    if state == Qt.CheckState.Unchecked:
        rounded(painter, area, 4, look.color("surface" if enabled else "raised"), look.color("border-strong"))
    else:
        rounded(painter, area, 4, look.color("accent" if enabled else "faint"))
        mark = "check" if state == Qt.CheckState.Checked else "minus"
        icons.paint(painter, mark, area.left() + 2, area.top() + 2, side - 4, look.color("on-accent"))
    if focus:
        rounded(painter, area.adjusted(-3, -3, 3, 3), 6, None, look.color("accent"), 2)


def hair_line(painter: QPainter, x1: float, x2: float, y: float, color: QColor) -> None:
    """A horizontal line one pixel high at pixel row `y`."""
    painter.fillRect(QRectF(round(x1), round(y), round(x2) - round(x1), 1), color)


def dashed_box(painter: QPainter, area: QRectF, color: QColor, fill: QColor | None = None) -> None:
    """The dashed border of a place where files may be dropped."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    pen = QPen(color, 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


def point(x: float, y: float) -> QPointF:
    """A point in the middle of a pixel, for lines one pixel wide."""
    return QPointF(round(x) + 0.5, round(y) + 0.5)


def by_keyboard(event: QFocusEvent) -> bool:
    """Whether the focus came by a key, so that a ring should show where it is."""
    keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
    return event.reason() in keys
