"""Colours, type and scale: one file of tokens per colour scheme, put on the application and changed live."""

from __future__ import annotations

import tomllib
import zlib

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass

FAMILIES = ["Inter", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei UI", "PingFang SC", "WenQuanYi Micro Hei"]
FAMILIES += ["Noto Sans", "DejaVu Sans"]
STYLE = ("-style", "Fusion")
MONO = ["DejaVu Sans Mono", "Consolas", "Menlo", "monospace"]

# role: (pixels, line height, weight)
ROLES: dict[str, tuple[float, int, int]] = {
    "title": (20, 24, 600),
    "greeting": (18, 24, 600),
    "section": (14, 20, 600),
    "body": (13, 16, 400),
    "medium": (13, 16, 500),
    "strong": (13, 16, 600),
    "message": (13, 20, 400),
    "small": (12, 16, 400),
    "small-medium": (12, 16, 500),
    "small-strong": (12, 16, 600),
    "chip": (12, 16, 400),
    "axis": (11, 14, 400),
    "axis-medium": (11, 14, 500),
    "axis-strong": (11, 14, 600),
    "tile": (11, 18, 600),
    "big": (28, 32, 600),
    "rating": (24, 32, 600),
    "figure": (20, 24, 600),
    "large": (14, 20, 500),
    "large-strong": (14, 20, 600),
    "tag": (12, 20, 500),
    "mono": (12, 16, 400),
    "article": (15, 24, 400),
    "article-h1": (22, 28, 600),
    "article-h2": (17, 24, 600),
    "article-h3": (15, 24, 600),
}

LETTERS = {
    "own": "OS",
    "etsy": "Et",
    "ebay": "eB",
    "amazon": "Am",
    "taobao": "Tb",
    "shopify": "Sh",
    "woocommerce": "Wo",
    "olist": "Ol",
    "aliexpress": "Al",
    "mercadolibre": "ML",
    "jd": "JD",
    "pinduoduo": "Pd",
    "tmall": "Tm",
    "google": "Go",
    "trustpilot": "Tp",
}


# `$token` is a colour, `@n` a height that grows with the text.
_SHEET = """
QToolTip { background: $surface; color: $text; border: 1px solid $border-strong; padding: 4px 6px; }
QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
  background: $surface; color: $text; border: 1px solid $border-strong; border-radius: 6px;
  selection-background-color: $accent; selection-color: $on-accent; }
QLineEdit { padding: 0 9px; min-height: @30; }
QAbstractSpinBox { padding: 0 4px 0 6px; min-height: @30; }
QAbstractSpinBox QLineEdit { border: none; padding: 0 0 0 3px; background: transparent; min-height: 0; }
QDateEdit::drop-down { border: none; background: transparent; width: 24px; }
QDateEdit::down-arrow { image: none; width: 0; height: 0; }
QLineEdit[small="true"], QAbstractSpinBox[small="true"] { padding: 0 7px; min-height: @26; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; }
QLineEdit:focus { padding: 0 8px; min-height: @28; }
QLineEdit[small="true"]:focus { padding: 0 6px; min-height: @24; }
QAbstractSpinBox:focus { padding: 0 3px 0 5px; min-height: @28; }
QAbstractSpinBox[small="true"]:focus { min-height: @24; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 5px 7px; }
QTextEdit[page="true"], QTextEdit[page="true"]:focus { border: none; border-radius: 0; padding: 0; }
QLineEdit[wrong="true"], QAbstractSpinBox[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $negative; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled, QTextEdit:disabled,
QPlainTextEdit[readOnly="true"] { background: $raised; color: $muted; border-color: $border; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus { border: none; padding: 0; background: transparent;
  min-height: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; width: 18px; border: none;
  background: transparent; }
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow { image: none; width: 0; height: 0; }
QMenu { background: $surface; border: 1px solid $border-strong; border-radius: 8px; padding: 4px; color: $text; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 4px; min-height: @18; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $accent-soft; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $hair; margin: 4px 0; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 6px; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; }
QScrollBar::handle { background: $border-strong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; } QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; } QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QTableView, QListView, QTreeView { background: $surface; border: none; outline: none; color: $text;
  selection-background-color: $accent-soft; selection-color: $text; }
QComboBox QListView { border: 1px solid $border-strong; }
QListView::item { min-height: @26; padding: 0 6px; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $accent-soft; color: $text; }
QScrollArea { background: transparent; border: none; }
QDialog { background: $surface; }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $on-accent; }
"""


@dataclass(frozen=True, slots=True)
class ChannelMark:
    """How a channel is marked: two letters in `ink` on `soft`."""

    letters: str
    ink: QColor
    soft: QColor


class Look(QObject):
    """The look in use. There is one per application; painted parts reach it through `theme()`."""

    changed = Signal()

    def __init__(self, choice: str = "light", text_scale: int = 100, reduce_motion: bool = False) -> None:
        super().__init__()
        self._choice = choice
        self._scale = _bounded(text_scale)
        self.reduce_motion = reduce_motion
        self.stamp = 0  # grows with every change; parts compare it to know that they are out of date
        self._app: QApplication | None = None
        self._window: QWidget | None = None
        self._wear = True
        self._dark = choice == "dark"
        self._fonts: dict[str, QFont] = {}
        self._metrics: dict[str, QFontMetricsF] = {}
        self._widths: dict[tuple[str, str], float] = {}
        self._load()
        _shared.theme = self

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in use."""
        return self._dark

    @property
    def choice(self) -> str:
        """What the owner chose: "light", "dark" or "system"."""
        return self._choice

    @property
    def scale(self) -> float:
        """Text scale as a factor, 1.0 to 2.0."""
        return self._scale / 100

    def color(self, token: str) -> QColor:
        """The colour of a token; KeyError if there is none of this name."""
        return self._colors[token]

    def hex(self, token: str) -> str:
        """The colour of a token as "#rrggbb"."""
        return self._colors[token].name()

    def tokens(self) -> dict[str, QColor]:
        """All colours by token."""
        return dict(self._colors)

    def channel(self, platform: str, name: str = "") -> ChannelMark:
        """Letters and colours of a channel by its platform; unknown ones get a stable colour and their own letters."""
        known = self._channels.get(platform)
        if known is None:
            spare = sorted(key for key in self._channels if key.startswith("spare"))
            known = self._channels[spare[zlib.crc32(platform.encode()) % len(spare)]]
        letters = LETTERS.get(platform) or (platform or name or "?")[:2].capitalize()
        return ChannelMark(letters, *known)

    def font(self, role: str = "body") -> QFont:
        """The font of a role, in pixels at the present text scale, with tabular digits. Copy it before changing it."""
        found = self._fonts.get(role)
        if found is None:
            pixels, _line, weight = ROLES[role]
            found = QFont()
            found.setFamilies(MONO if role == "mono" else FAMILIES)
            found.setPixelSize(round(pixels * self.scale))
            found.setWeight(QFont.Weight(weight))
            if hasattr(QFont, "Tag"):
                found.setFeature(QFont.Tag("tnum"), 1)
            if role in ("big", "rating", "title", "figure"):
                found.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.2 * self.scale)
            self._fonts[role] = found
        return found

    def metrics(self, role: str = "body") -> QFontMetricsF:
        """Widths and heights of a role's font."""
        found = self._metrics.get(role)
        if found is None:
            found = self._metrics[role] = QFontMetricsF(self.font(role))
        return found

    def width(self, text: str, role: str = "body") -> float:
        """The width of a short text that is drawn again and again, such as a tag's; remembered."""
        found = self._widths.get((text, role))
        if found is None:
            if len(self._widths) > 2000:
                self._widths.clear()
            found = self._widths[text, role] = self.metrics(role).horizontalAdvance(text)
        return found

    def line(self, role: str) -> int:
        """Line height of a role in pixels."""
        return self.px(ROLES[role][1])

    def px(self, size: float) -> int:
        """A height or width that holds text, at the present text scale."""
        return round(size * self.scale)

    def apply(self, app: QApplication, wear: bool = True, in_style: bool = False) -> None:
        """Put palette, font and style sheet on the application, and follow the system's scheme from now on.

        Without `wear` the style sheet waits for the window it is to go to, see `dress`. `in_style`: the application
        was made with STYLE among its words, which spares it the making of a Python class for every Qt style.
        """
        first = self._app is None
        self._app = app
        if first:
            load_fonts()
            if not in_style:
                app.setStyle(STYLE[-1])
            app.styleHints().colorSchemeChanged.connect(self._follow)
        self._wear = wear
        if not wear:
            app.setStyleSheet("")
        self._refresh()

    def dress(self, window: QWidget) -> None:
        """Put the style sheet on this window, and with it on its dialogs and menus, instead of the application.

        While an application wears a sheet, Qt styles a whole branch of widgets anew each time it is put into another
        one; a page that is built bare and then put into its window is styled once.
        """
        if self._window is window:
            return
        self._window = window
        window.destroyed.connect(self._undressed)
        if self._app is not None:
            self._app.setStyleSheet("")
        window.setStyleSheet(sheet(self))

    @Slot()
    def _undressed(self) -> None:
        self._window = None

    def choose(
        self, choice: str | None = None, text_scale: int | None = None, reduce_motion: bool | None = None
    ) -> None:
        """Change the look while the window is open."""
        self._choice = choice or self._choice
        self._scale = _bounded(text_scale or self._scale)
        if reduce_motion is not None:
            self.reduce_motion = reduce_motion
        self._refresh()

    def motion(self, milliseconds: int) -> int:
        """The length of a movement: as asked, or none with "reduce motion"."""
        return 0 if self.reduce_motion else milliseconds

    @Slot()
    def _follow(self) -> None:
        """The desktop changed its scheme."""
        app = self._app
        if app is None or self._choice != "system":
            return
        if self._dark != (app.styleHints().colorScheme() == Qt.ColorScheme.Dark):
            self._refresh()

    def _refresh(self) -> None:
        app = self._app
        if app is None:
            self._dark = self._choice == "dark"
        elif self._choice == "system":
            app.styleHints().unsetColorScheme()
            self._dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            self._dark = self._choice == "dark"
            # The frame the desktop draws around the window follows too.
            app.styleHints().setColorScheme(Qt.ColorScheme.Dark if self._dark else Qt.ColorScheme.Light)
        self._fonts.clear()
        self._metrics.clear()
        self._widths.clear()
        self._load()
        self.stamp += 1
        if app is not None:
            app.setFont(self.font("body"))
            app.setPalette(self._palette())
            if self._window is not None:
                self._window.setStyleSheet(sheet(self))
            elif self._wear:
                app.setStyleSheet(sheet(self))
        self.changed.emit()

    def _load(self) -> None:
        with resource("themes", "dark.toml" if self._dark else "light.toml").open("rb") as file:
            tokens = tomllib.load(file)
        self._colors = {name: QColor(value) for name, value in tokens["color"].items()}
        self._channels = {name: (QColor(a), QColor(b)) for name, (a, b) in tokens["channel"].items()}
        for name, (ink, soft) in self._channels.items():
            self._colors[f"channel-{name}"], self._colors[f"channel-{name}-soft"] = ink, soft

    def _palette(self) -> QPalette:
        roles = {
            QPalette.ColorRole.Window: "window",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "raised",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ToolTipBase: "surface",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.ToolTipText: "text",
            QPalette.ColorRole.BrightText: "on-accent",
            QPalette.ColorRole.PlaceholderText: "muted",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "on-accent",
            QPalette.ColorRole.Accent: "accent",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.LinkVisited: "accent",
            QPalette.ColorRole.Light: "surface",
            QPalette.ColorRole.Midlight: "hover",
            QPalette.ColorRole.Mid: "border",
            QPalette.ColorRole.Dark: "border-strong",
            QPalette.ColorRole.Shadow: "border-strong",
        }
        palette = QPalette()
        for role, token in roles.items():
            palette.setColor(role, self.color(token))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("faint"))
        return palette


def sheet(theme: Look) -> str:
    """The style sheet of the present look, only for what Qt draws itself: fields, menus, scroll bars, splitters."""
    out = []
    rest = _SHEET
    names = sorted(theme.tokens(), key=len, reverse=True)
    for name in names:
        rest = rest.replace(f"${name}", theme.hex(name))
    head, *parts = rest.split("@")
    out.append(head)
    for part in parts:
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        out.append(f"{theme.px(int(digits))}px{part[len(digits) :]}")
    return "".join(out)


class _Shared:
    """The theme in use, so that a label need not be handed one."""

    theme: Look | None = None
    fonts_loaded = False


_shared = _Shared()


def theme() -> Look:
    """The theme in use; the light one until somebody made another."""
    return _shared.theme or Look()


def load_fonts() -> None:
    """Make the bundled fonts known to Qt, once."""
    if _shared.fonts_loaded:
        return
    _shared.fonts_loaded = True
    for file in sorted(resource("fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def _bounded(percent: int) -> int:
    return max(100, min(200, percent))
