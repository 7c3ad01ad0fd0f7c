"""Shows an article as readers will see it; nothing in it runs, and nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QImageReader, QResizeEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from storeapp.articles.drafts.ui.editor import MEASURE
from storeapp.articles.markdown.html import HtmlLook, html
from storeapp.articles.markdown.parsing import parse
from storeapp.articles.markdown.targets import Targets
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme

# Qt knows no figures and would give a heading both our size and its own.
LOOK = HtmlLook(top=1, styles={"picture": "margin: 8px 0 16px 0; line-height: 100%;", "caption": "margin: 0 0 16px 0;"})
_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
_PRODUCT = re.compile(r'<p[^>]*><a href="(product:\d+)"[^>]*>([^<]*)</a></p>')
LONGEST = 400_000  # characters that are laid out; more are not to be read on a screen


LEAST_ROOM = 120  # pixels


@dataclass(frozen=True, slots=True)
class Previewed:
    """The text as HTML, and its pictures by the names they have in it."""

    html: str
    pictures: dict[str, QImage]


def previewed(text: str, targets: Targets, products: Mapping[str, tuple[str, str]], room: int) -> Previewed:
    """The text for the preview, in a reading thread: pictures at most `room` pixels wide, a product that is all of a
    paragraph as a card. `products`: name and SKU by their addresses, such as `product:7`.
    """
    images = {one.src: _small(one.file, room) for one in targets.pictures.values() if one.file is not None}
    shown = {key: one for key, one in targets.pictures.items() if not images.get(one.src, QImage()).isNull()}
    sized = {key: replace(one, width=images[one.src].width(), height=images[one.src].height())
             for key, one in shown.items()}  # fmt: skip
    links = {**targets.links, **{key: key for key in products}}
    written = html(parse(text[:LONGEST]), Targets(links, sized), LOOK)
    written = _HEADING.sub(lambda found: f"<{found[1]}p" + ("" if found[1] else f' class="h{found[2]}"'), written)

    def card(found: re.Match[str]) -> str:
        if found[1] not in products:
            return found[0]
        name, sku = products[found[1]]
        leads = targets.links.get(found[1], "")
        told = [escape(one) for one in (sku, leads or _("No address is known: only its words come out")) if one]
        lines = f"<b>{found[2] or escape(name)}</b><br><span class='told'>{' · '.join(told)}</span>"
        return f"<table class='card' width='100%' cellspacing='0'><tr><td>{lines}</td></tr></table>"

    return Previewed(_PRODUCT.sub(card, written), images)


def _small(file: Path, room: int) -> QImage:
    """A picture as wide as there is room, read no larger than that; a null one where it can't be read."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() > room:
        reader.setScaledSize(size.scaled(room, room * 4, Qt.AspectRatioMode.KeepAspectRatio))
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
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def room(self) -> int:
        """How wide a picture may be, in pixels."""
        return max(LEAST_ROOM, min(theme().px(MEASURE), self.viewport().width() - theme().px(12)))

    def show_text(self, found: Previewed) -> None:
        """Show this; the place one reads at stays."""
        self._pictures = found.pictures
        look, at = theme(), self.verticalScrollBar().value()
        self.document().setDefaultStyleSheet(
            f"a {{ color: {look.hex('accent')}; }}"
            f" td, th {{ padding: 4px 8px; border: 1px solid {look.hex('border')}; }}"
            f" .h1 {{ font-size: {look.px(22)}px; font-weight: 600; line-height: 125%; margin: 8px 0 12px 0; }}"
            f" .h2 {{ font-size: {look.px(17)}px; font-weight: 600; line-height: 125%; margin: 20px 0 8px 0; }}"
            f" .h3, .h4, .h5, .h6 {{ font-size: {look.px(15)}px; font-weight: 600; margin: 16px 0 8px 0; }}"
            f" .card {{ margin: 4px 0 16px 0; }} .told {{ color: {look.hex('muted')}; font-size: {look.px(12)}px; }}"
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
        self.setViewportMargins(side, theme().px(16), side - theme().px(12), 0)
        super().resizeEvent(event)
