"""What was recognised of a file, each part of it correctable with live effect."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.exchange import reading
from storeapp.exchange.foreign.encoding import ENCODINGS
from storeapp.exchange.places import PLATFORMS, ChannelRow, meant, platform_title
from storeapp.exchange.reading import StagedFile
from storeapp.exchange.records import ChannelChoice
from storeapp.exchange.ui.flow import ImportFlow
from storeapp.kernel.review_kinds import KINDS, kind_title
from storeapp.kernel.text import _
from storeapp.qtkit import icons, painting
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Card, Choice, Icon, Label, Link, Option

KEEP, CLEAR = "keep", "clear"


class FlatChoice(Choice):
    """A choice that looks like its value with a chevron until the pointer or the focus is on it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        area = QRectF(self.rect())
        if self.hasFocus():
            painting.rounded(painter, area, 6, look.color("surface"), look.color("accent"), 2)
        elif self.underMouse() and self.isEnabled():
            painting.rounded(painter, area, 6, look.color("hover"))
        ink = look.color("text" if self.isEnabled() else "muted")
        painting.text_in(painter, area.adjusted(6, 0, -22, 0), self.currentText(), look.font("medium"), ink)
        if self.isEnabled():
            icons.paint(painter, "chevron-down", area.right() - 18, area.center().y() - 7, 14, look.color("faint"))


class DetectedCard(Card):
    """Encoding, separator, date order, decimals and channel; "Change" shows the rest."""

    picked = Signal(str, object)  # what of the file, and its new value
    channel_picked = Signal(object)  # ChannelChoice | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Detected"), padded=False, parent=parent)
        self._all = self._has_reviews = False
        self.change = Link(_("Change"))
        self.change.clicked.connect(self._toggle)
        self.add_to_head(self.change)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(15, 0, 9, 11)
        column.setSpacing(0)
        self.rows: dict[str, QWidget] = {}
        self.choices: dict[str, FlatChoice] = {}
        for key, icon, title in (
            ("format", "file-text", _("Kind of file")),
            ("encoding", "file", _("Encoding")),
            ("delimiter", "list", _("Separator")),
            ("sheet", "table", _("Sheet")),
            ("date_order", "calendar", _("Date order")),
            ("decimal", "coin", _("Decimals")),
            ("channel", "store", _("Channel")),
            ("review_kind", "star", _("About")),
            ("clear", "minus", _("Empty cells")),
        ):
            column.addWidget(self._row(key, icon, title))
        self.add(holder)

    def _row(self, key: str, icon: str, title: str) -> QWidget:
        line = QWidget()
        line.setFixedHeight(theme().px(28))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        label = Label(title, "body", "muted", elide=True)
        label.setFixedWidth(theme().px(88))
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        choice = FlatChoice(title)
        choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        choice.picked.connect(partial(self._picked, key))
        label.setBuddy(choice)
        row.addWidget(Icon(icon, "faint", 16))
        row.addWidget(label)
        row.addWidget(choice, 1)
        self.rows[key], self.choices[key] = line, choice
        return line

    def show_file(self, flow: ImportFlow, file: StagedFile, channels: Sequence[ChannelRow]) -> None:
        """Show what was recognised of a file, and where it goes."""
        text = bool(file.delimiter)
        self._has_reviews = "reviews" in file.kinds
        options: dict[str, Sequence[Any]] = {
            "format": [("", _("By hand")), *flow.formats],
            "encoding": _with(file.encoding, [(code, _(title)) for code, title in ENCODINGS]),
            "delimiter": [(sign, _("{sign}, text in quotes").format(sign=_(t))) for sign, t in reading.DELIMITERS],
            "sheet": [(name, name) for name in file.sheets],
            "date_order": [("", _("As each row says")), *((key, _(title)) for key, title in reading.DATE_ORDERS)],
            "decimal": [("", _("As each row says")), *((sign, _(title)) for sign, title in reading.DECIMALS)],
            "channel": channel_options(file, channels),
            "review_kind": [("", _("As the channel has it")), *((kind, kind_title(kind)) for kind in KINDS)],
            "clear": [(KEEP, _("Keep what is there")), (CLEAR, _("Clear what is there"))],
        }
        chosen = {
            "format": file.format,
            "encoding": file.encoding,
            "delimiter": file.delimiter,
            "sheet": file.sheet,
            "date_order": file.date_order,
            "decimal": file.decimal,
            "channel": _channel_value(flow, file, channels),
            "review_kind": file.review_kind,
            "clear": CLEAR if file.clear else KEEP,
        }
        if chosen["channel"] is None:
            options["channel"] = [Option(None, _("Choose the channel"), muted=True), *options["channel"]]
        for key, choice in self.choices.items():
            choice.set_options(options[key])
            choice.choose(chosen[key])
        seen = {
            "format": self._all,
            "encoding": bool(file.encoding),
            "delimiter": text,
            "sheet": len(file.sheets) > 1,
            "date_order": True,
            "decimal": True,
            "channel": True,
            "review_kind": self._has_reviews and (self._all or bool(file.review_kind)),
            "clear": self._all or bool(file.clear),
        }
        for key, line in self.rows.items():
            line.setVisible(seen[key])
        self.change.setText(_("Less") if self._all else _("Change"))

    def _toggle(self) -> None:
        self._all = not self._all
        for key in ("format", "clear", *(["review_kind"] if self._has_reviews else [])):
            self.rows[key].setVisible(self._all)
        self.change.setText(_("Less") if self._all else _("Change"))
        if self._all:
            self.choices["format"].setFocus()

    def _picked(self, key: str, value: Any) -> None:
        if key == "channel":
            self.channel_picked.emit(value)
        else:
            self.picked.emit(key, value)


def _with(value: str, options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The options, and the present value where it isn't among them."""
    return options if not value or value in dict(options) else [(value, value), *options]


def channel_options(file: StagedFile, channels: Sequence[ChannelRow]) -> list[Option]:
    """The shop's channels, those of the file's platform first, then platforms to begin with."""
    mine = sorted(channels, key=lambda row: row.platform != file.platform)
    found = [Option(ChannelChoice(channel_id=row.id), row.name, platform=row.platform) for row in mine]
    known = {row.platform for row in channels}
    platforms = [file.platform] if file.platform else [key for key in PLATFORMS if key != "other"]
    for platform in platforms:
        if platform not in known:
            title = _("New: {name}").format(name=platform_title(platform))
            choice = ChannelChoice(name=platform_title(platform), platform=platform)
            found.append(Option(choice, title, platform=platform))
    return found


def _channel_value(flow: ImportFlow, file: StagedFile, channels: Sequence[ChannelRow]) -> ChannelChoice | None:
    if flow.channel is not None:
        return flow.channel
    same = meant(channels, file.platform or "other", flow.of_formats.get(file.format))
    if len(same) == 1:
        return ChannelChoice(channel_id=same[0].id)
    if not same and file.platform:
        return ChannelChoice(name=platform_title(file.platform), platform=file.platform)
    if not channels:
        return ChannelChoice(name=platform_title("own"), platform="own")
    return None
