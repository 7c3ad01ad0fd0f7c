"""Writing one article: brief and outline to the left, the text, what others say of it to the right, and the foot."""

from __future__ import annotations

import re
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from storeapp.articles.drafts import queries, service
from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.rules import title_or_headline
from storeapp.articles.drafts.ui.brief_facts import BriefFacts
from storeapp.articles.drafts.ui.editor import ArticleEditor
from storeapp.articles.drafts.ui.find_bar import FindBar
from storeapp.articles.drafts.ui.foot import WritingFoot
from storeapp.articles.drafts.ui.format_bar import PREVIEW, WRITE, FormatBar
from storeapp.articles.drafts.ui.keeping import TextKeeper
from storeapp.articles.drafts.ui.outline_pane import OutlinePane
from storeapp.articles.drafts.ui.preview import Preview, Previewed
from storeapp.articles.drafts.ui.spelling_marks import SpellingMarks
from storeapp.articles.drafts.ui.versions_sheet import VersionsSheet
from storeapp.articles.library.service import note_uses
from storeapp.articles.markdown.chinese_marks import mended
from storeapp.articles.markdown.lines import OutlinePlace
from storeapp.articles.markdown.pasted import PastedText, markdown_of_html
from storeapp.articles.ui.answering import stand_on_answer
from storeapp.articles.ui.briefs import ask_brief
from storeapp.articles.ui.previewing import read_preview
from storeapp.articles.ui.put_in import offer_pictures, offer_products, take_and_put
from storeapp.articles.ui.side_panes import PANES, ArticlePane
from storeapp.kernel.text import _, plural
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Button,
    Filled,
    IconButton,
    Label,
    Link,
    Rule,
    TextLine,
    scrolling,
    section,
)

TELL_AFTER = 300  # ms of rest after which panes hear of a new text
LEFT, RIGHT = 256, 352
MEANT = "storeapp.articles.ui.meant_sheets"  # brings the own site along: loaded when it is first asked for
_PICTURE = re.compile(r"\]\(picture:(\d{1,12})[)\s]")
NARROW = 1000  # px below which the brief gives way to what stands to the right


class WritingView(QWidget):
    """`left` asks to go back to the list; `named` tells what the article is called, for the crumb."""

    left = Signal()
    named = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.page, self.desk = page, page.desk
        self.found: ArticleDetail | None = None
        self.focused = False  # nothing but the text is shown
        self.title = TextLine(_("Name of the article"), "", _("Name"), small=True)
        self.brief = BriefFacts()
        self.title.setProperty("keepsItself", True)
        self.editor = ArticleEditor(_("Text of the article"))
        self.keeper = TextKeeper(self.desk, self.title, self.editor)
        self.bar = FormatBar(self.editor)
        self.outline = OutlinePane()
        self.foot = WritingFoot(self.desk)
        self.out = Button(_("Publish or export"), icon="send", size="small")
        self.foot.right.addWidget(self.out)
        self.find_bar = FindBar(self.editor)
        self.spelling = SpellingMarks(page, self.editor)
        self.preview = Preview()
        self.panes: list[ArticlePane] = []
        self._shown_pictures: frozenset[int] = frozenset()
        self._left, self._right = self._brief_side(), self._pane_side()
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(TELL_AFTER)
        self._tell.timeout.connect(self._tell_panes)
        self._lay_out()
        self._connect()

    def open_article(self, article_id: int) -> None:
        """Show an article to be written in."""
        self._make_panes()
        self.page.ask_db(partial(_read, article_id), self._show, "articles:open")

    def reread(self) -> None:
        """The record may have changed: a version was restored, an action undone."""
        if self.found is not None:
            self.page.ask_db(partial(_read, self.found.id), self._show, "articles:open")

    def put_away(self) -> None:
        """Back to the list: what was typed is handed over."""
        self.keeper.forget()
        self.found = None

    def next_finding(self) -> None:
        """Go to the next place that a pane has something to say of."""
        if not any(pane.next_finding() for pane in self.panes):
            self.desk.notices.say(_("The checks have nothing to show in the text."))

    def say_of_sentence(self) -> None:
        """Offer to link evidence to the sentence at the cursor, or to call it an opinion."""
        self.show_preview(False)
        if not any(pane.say_of_sentence() for pane in self.panes):
            self.desk.notices.say(_("Put the cursor into a sentence first."))

    def next_question(self) -> None:
        """Go on to where the next question of the outline is answered, from the last to the first."""
        self.show_preview(False)
        if not stand_on_answer(self.editor, self.editor.line() + 1):
            self.desk.notices.say(_("There is no outline question in the text."))

    def offer_ways(self) -> None:
        """Offer what may be done about what the panes say of the place at the cursor, or of the next one."""
        if self.previewed:
            self.show_preview(False)
        if not any(pane.offer_ways() for pane in self.panes):
            self.desk.notices.say(_("The checks have nothing to show in the text."))

    def offer_words(self) -> None:
        """Offer a buyer's words of a selling point that fits, to be put in at the cursor."""
        self.show_preview(False)
        if not any(pane.offer_words() for pane in self.panes):
            self.desk.notices.say(_("No selling point that fits has a buyer’s words yet."))

    def close_view(self) -> None:
        """The page closes."""
        self.keeper.keep()
        for pane in self.panes:
            pane.close_pane()

    def ask_brief(self) -> None:
        """Ask for the brief in a sheet."""
        found = self.found
        if found is None:
            return

        def take(fields: dict[str, Any], products: list[int]) -> None:
            title = fields.pop("title")
            self.desk.do(_("Saving the brief"), service.change_brief, found.id, fields, said=_("Brief saved"))
            if products != [number for number, _name in found.products]:
                self.desk.do(_("Saving the products"), service.set_products, found.id, products)
            if title != self.title.text():
                self.title.setText(title)
                self.title.setCursorPosition(0)
                self.title.textEdited.emit(title)

        ask_brief(self.page, found, take, self)

    def ask_places(self) -> None:
        """Ask where the article is to come out."""
        import_module(MEANT).ask_places(self)

    def ask_translation(self) -> None:
        """Ask which article it says in another language."""
        import_module(MEANT).ask_translation(self)

    def publish(self) -> None:
        """Open the sheet in which the text, as it stands, is brought out."""
        found = self.found
        if found is None:
            return
        self.keeper.keep()
        sheet = import_module("storeapp.articles.publishing.ui.sheet").PublishSheet
        sheet(self.page, found.id, (self.title.text(), self.editor.text())).open()

    def show_preview(self, shown: bool) -> None:
        """Show how readers will see it, or the text to write in."""
        self.bar.view.choose(PREVIEW if shown else WRITE)
        self._show_view(PREVIEW if shown else WRITE)

    @property
    def previewed(self) -> bool:
        """Whether the preview is in front."""
        return self.stack.currentWidget() is self.preview

    def focus_on_text(self, on: bool) -> None:
        """Hide all but the text, or bring it back."""
        self.focused = on
        self._fit()
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def find_words(self) -> None:
        """Find and replace in the text."""
        self.show_preview(False)
        self.find_bar.open_bar()

    def show_versions(self) -> None:
        """Show the versions beside the text as it stands."""
        if self.found is not None:
            self.keeper.keep()
            VersionsSheet(self.page, self.found.id, self.editor.text(), self).open()

    def keep_version(self) -> None:
        """Ask for a name, and keep the text as it stands under it."""
        found = self.found
        if found is None:
            return

        def keep(name: str) -> None:
            self.keeper.keep()
            self.desk.do(_("Keeping a version"), service.keep_version, found.id, name, said=_("Version kept"))

        self.desk.ask.text(self, _("Keep this version"), _("Name"), keep, verb=_("Keep version"))

    def mend_marks(self) -> None:
        """Put Chinese punctuation and spacing right in the whole text, as one step of Ctrl+Z."""
        text, count = mended(self.editor.text())
        self.editor.change_text(text)
        said = plural("{count} place mended. Ctrl+Z brings it back.", "{count} places mended. Ctrl+Z brings them back.",
                      count)  # fmt: skip
        self.desk.notices.say(said if count else _("No Chinese punctuation or spacing to mend was found."))

    def paste_html(self, words: str) -> None:
        """Put what was copied elsewhere in as Markdown; what is typed on meanwhile is not in its way."""
        place = QTextCursor(self.editor.textCursor())
        self.page.ask_db(
            lambda _conn: markdown_of_html(words), partial(self._put_pasted, self.found, place), "articles:paste"
        )

    def _put_pasted(self, found: ArticleDetail | None, place: QTextCursor, pasted: PastedText) -> None:
        if found is None or self.found is None or found.id != self.found.id:
            return
        text = pasted.markdown
        if "\n" in text and place.block().text().strip() and not place.hasSelection():
            text = f"\n\n{text}"
        place.insertText(text)
        self.editor.ensureCursorVisible()
        if pasted.pictures:
            said = plural(
                "{count} picture was left out: add it to the library first",
                "{count} pictures were left out: add them to the library first",
                pasted.pictures,
            )
            self.desk.notices.say(said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show(self, found: ArticleDetail | None) -> None:
        if found is None:
            if self.found is not None or self.keeper.article is None:
                self.desk.notices.refuse(_("This article is gone, as when its beginning was undone."))
            self.left.emit()
            return
        fresh = self.found is None or self.found.id != found.id
        self.found = found
        self.keeper.show(found)
        self.foot.show_article(found)
        self.brief.show_brief(found)
        self.spelling.show_article(found)
        self.named.emit(title_or_headline(found.title, found.body) or _("Untitled"))
        for pane in self.panes:
            pane.show_article(found)
        if fresh:
            self._shown_pictures = shown_pictures(found.body)
            self.show_preview(False)
            self.editor.verticalScrollBar().setValue(0)
            stand_on_answer(self.editor, 0)
            self._tell_panes()
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _counted(self, places: list[OutlinePlace], words: int) -> None:
        self.outline.show_places(places)
        self.outline.show_line(self.editor.line())
        self.foot.show_length(words, self.editor.text() if words else "")
        self._tell.start()

    def _tell_panes(self) -> None:
        self._tell.stop()
        if self.found is not None:
            for pane in self.panes:
                pane.text_changed(self.title.text(), self.editor.text())
        if self.previewed:
            self._read_preview()

    def _show_view(self, view: str) -> None:
        self.stack.setCurrentWidget(self.preview if view == PREVIEW else self.editor)
        if view == PREVIEW:
            self._read_preview()
            self.preview.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_preview(self) -> None:
        text, folder, room = self.editor.text(), self.desk.db.folder, self.preview.room()
        read = partial(_preview_of, folder, text, room)
        self.page.ask_db(read, self.preview.show_text, "articles:preview")

    def _note_uses(self) -> None:
        """Let the library know which pictures the text shows, once others are in it."""
        text = self.editor.text()
        shown = shown_pictures(text)
        if self.found is not None and shown != self._shown_pictures:
            self._shown_pictures = shown
            self.desk.do(_("Noting the pictures"), note_uses, self.found.id, text)

    def _make_panes(self) -> None:
        if self.panes:
            return
        for plan in PANES:
            made: ArticlePane = getattr(import_module(plan.module), plan.pane)(self)
            self.panes.append(made)
            (self._left_panes if plan.left else self._right_panes).addWidget(made)
        self._fit()

    def _fit(self) -> None:
        has_right = self._right_panes.count() > 0
        self._right.setVisible(has_right and not self.focused)
        self._left.setVisible(not self.focused and not (has_right and self.width() < theme().px(NARROW)))
        self.bar.setVisible(not self.focused)
        self.foot.setVisible(not self.focused)

    def _connect(self) -> None:
        self.editor.counted.connect(self._counted)
        self.editor.cursorPositionChanged.connect(lambda: self.outline.show_line(self.editor.line()))
        self.editor.left.connect(self._escaped)
        self.editor.lines_parted.connect(self._say_parted)
        self.editor.rich_pasted.connect(self.paste_html)
        self.editor.files_given.connect(partial(take_and_put, self))
        self.outline.chosen.connect(self._go_to_line)
        self.bar.shown.connect(self._show_view)
        self.bar.product_asked.connect(partial(offer_products, self))
        self.bar.evidence_asked.connect(self.say_of_sentence)
        self.bar.picture_asked.connect(partial(offer_pictures, self))
        self.out.clicked.connect(self.publish)
        self.foot.versions_asked.connect(self.show_versions)
        self.keeper.kept.connect(self.foot.say_kept)
        self.keeper.kept.connect(self._note_uses)
        self.title.textEdited.connect(lambda _words: self._tell.start())
        theme().changed.connect(self._fit)

    def _say_parted(self, count: int) -> None:
        said = plural(
            "{count} line was too long to write in and is several now; readers see no difference.",
            "{count} lines were too long to write in and are several each now; readers see no difference.",
            count,
        )
        self.desk.notices.say(said)

    def _escaped(self) -> None:
        if self.find_bar.isVisible():
            self.find_bar.close_bar()
        elif self.focused:
            self.focus_on_text(False)
        else:
            self.left.emit()

    def _go_to_line(self, line: int) -> None:
        self.show_preview(False)
        self.editor.go_to_line(line)

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.editor)
        self.stack.addWidget(self.preview)
        middle = Filled("surface")
        self.middle = QVBoxLayout(middle)
        self.middle.setContentsMargins(0, 0, 0, 0)
        self.middle.setSpacing(0)
        self.middle.addWidget(self.bar)
        self.middle.addWidget(self.find_bar)
        self.middle.addWidget(self.stack, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        for part in (self._left, middle, self._right):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme().px(LEFT), 1000, theme().px(RIGHT)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.split, 1)
        column.addWidget(self.foot)

    def _brief_side(self) -> QWidget:
        side = Filled("surface")
        side.setMinimumWidth(theme().px(200))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = Filled("surface", "b")
        head.setFixedHeight(theme().px(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 16, 1)
        back = IconButton("arrow-left", _("Back to the list"))
        back.clicked.connect(self.left)
        edit = Link(_("Edit"))
        edit.setAccessibleName(_("Edit the brief"))
        edit.clicked.connect(self.ask_brief)
        for part in (back, section(_("Brief"))):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(edit)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(16, 12, 12, 12)
        inner.setSpacing(8)
        inner.addWidget(self.title)
        inner.addWidget(self.brief)
        ways = ChipFlow(gap=12)
        places, translation = Link(_("Places")), Link(_("Translation"))
        places.setAccessibleName(_("Say where the article is to come out"))
        translation.setAccessibleName(_("Link the article with its translation"))
        places.clicked.connect(self.ask_places)
        translation.clicked.connect(self.ask_translation)
        ways.show_chips([places, translation])
        inner.addWidget(ways)
        self._left_panes = QVBoxLayout()
        inner.addLayout(self._left_panes)
        inner.addSpacing(4)
        inner.addWidget(Rule("border"))
        named = QHBoxLayout()
        named.addWidget(section(_("Outline")))
        named.addStretch(1)
        named.addWidget(Label(_("words"), "small", "muted"))
        inner.addLayout(named)
        inner.addWidget(self.outline)
        inner.addStretch(1)
        column.addWidget(head)
        column.addWidget(scrolling(inside, _("Brief and outline")), 1)
        return side

    def _pane_side(self) -> QWidget:
        side = Filled("surface")
        side.setMinimumWidth(theme().px(320))
        self._right_panes = QVBoxLayout(side)
        self._right_panes.setContentsMargins(0, 0, 0, 0)
        self._right_panes.setSpacing(0)
        side.hide()
        return side


def shown_pictures(text: str) -> frozenset[int]:
    """The ids of the library's pictures that a text shows."""
    return frozenset(int(number) for number in _PICTURE.findall(text))


def _read(article_id: int, conn: Any) -> ArticleDetail | None:
    return queries.article(conn, article_id)


def _preview_of(folder: Path, text: str, room: int, conn: Any) -> Previewed:
    return read_preview(conn, folder, text, room)
