"""Shows an article as readers will see it; nothing in it runs, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QImageReader, QResizeEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from storeapp.articles.drafts.ui.editor import MEASURE
from storeapp.articles.markdown.html import HtmlLook, html
from storeapp.articles.markdown.parsing import parse
from storeapp.articles.markdown.targets import ArticlePicture, Targets
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme

LONGEST = 400_000  # characters that are laid out; more are not to be read on a screen


@dataclass(frozen=True, slots=True)
class Previewed:
    """The text as HTML, and its pictures by the names they have in it."""

    html: str
    pictures: dict[str, QImage]


def previewed(text: str, pictures: Mapping[str, ArticlePicture]) -> Previewed:
    """The text for the preview, in a reading thread; `pictures` by their addresses, such as `picture:7`."""
    images = {one.src: _small(one.file) for one in pictures.values() if one.file is not None}
    shown = {address: one for address, one in pictures.items() if not images.get(one.src, QImage()).isNull()}
    sized = {address: replace(one, width=images[one.src].width(), height=images[one.src].height())
             for address, one in shown.items()}  # fmt: skip
    return Previewed(html(parse(text[:LONGEST]), Targets(pictures=sized), HtmlLook(top=1)), images)


def _small(file: Path) -> QImage:
    """A picture at the measure of the text, read no larger than that; a null one where it can't be read."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() > MEASURE:
        reader.setScaledSize(size.scaled(MEASURE, MEASURE * 4, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Preview(QTextBrowser):
    """Links lead nowhere, pictures of other machines stay away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Preview"))
        self.setProperty("page", True)
        self.setOpenLinks(False)
        self._pictures: dict[str, QImage] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_text(self, found: Previewed) -> None:
        """Show this; the place one reads at stays."""
        self._pictures = found.pictures
        look, at = theme(), self.verticalScrollBar().value()
        self.document().setDefaultStyleSheet(
            f"a {{ color: {look.hex('accent')}; }}"
            f" td, th {{ padding: 4px 8px; border: 1px solid {look.hex('border')}; }}"
            f" h1 {{ font-size: {look.px(22)}px; font-weight: 600; }}"
            f" h2 {{ font-size: {look.px(17)}px; font-weight: 600; }}"
            f" h3, h4 {{ font-size: {look.px(15)}px; font-weight: 600; }}"
            f" blockquote {{ color: {look.hex('text-2')}; }} p, li {{ line-height: 150%; }}"
        )
        self.document().setDefaultFont(look.font("article"))
        self.setHtml(found.html)
        self.verticalScrollBar().setValue(at)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """The library's pictures; nothing else is loaded from anywhere."""
        named = name.toString() if isinstance(name, QUrl) else name
        return self._pictures.get(named)

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = max(theme().px(24), (self.width() - theme().px(MEASURE)) // 2)
        self.setViewportMargins(side, theme().px(16), side, 0)
        super().resizeEvent(event)
