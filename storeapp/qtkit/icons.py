"""One-colour icons: SVG files on a 24 grid, tinted with a theme colour when they are first drawn."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from storeapp.kernel.paths import resource
from storeapp.qtkit.theme import theme

SIZES = (14, 16, 18)
_GRID_STROKE = 1.5


def names() -> list[str]:
    """The names of all icons."""
    return sorted(file.stem for file in resource("icons").glob("*.svg"))


@cache
def _source(name: str) -> str:
    file = resource("icons", f"{name}.svg")
    if not file.is_file():
        raise KeyError(f"there is no icon {name!r}")
    return file.read_text("utf-8")


def pixmap(name: str, size: int, color: QColor, ratio: float = 0.0) -> QPixmap:
    """An icon of `size` logical pixels in a colour; strokes stay 1.5 px wide whatever the size."""
    ratio = ratio or _ratio()
    key = f"icon:{name}:{size}:{color.rgba()}:{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    stroke = f'stroke-width="{_GRID_STROKE * 24 / size:.3f}"'
    svg = _source(name).replace("#000", color.name()).replace('stroke-width="1.5"', stroke)
    found = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, found)
    return found


def icon(name: str, token: str = "text-2", disabled: str = "faint") -> QIcon:
    """An icon for a menu or a tool button in a theme colour; make it anew when the theme changes."""
    made = QIcon()
    for size in SIZES:
        made.addPixmap(pixmap(name, size, theme().color(token)), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, size, theme().color(disabled)), QIcon.Mode.Disabled)
    return made


def paint(painter: QPainter, name: str, x: float, y: float, size: int, color: QColor) -> None:
    """Draw an icon with its upper left corner at (x, y), on whole pixels."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), pixmap(name, size, color, ratio))


def _ratio() -> float:
    screens = QGuiApplication.screens()
    return max((screen.devicePixelRatio() for screen in screens), default=1.0)
