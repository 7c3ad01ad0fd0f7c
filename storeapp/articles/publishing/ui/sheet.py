"""The sheet in which an article is brought out at a place: its words there, what stops it, formats, and the note."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.publishing.desk import PlaceCheck, PublishDesk, place_check, publish_desk
from storeapp.articles.publishing.formats import FORMATS, ArticleCopy, PictureLooks, pasted, save_file, save_folder
from storeapp.articles.publishing.limits import limit_lines
from storeapp.articles.publishing.master import headline_of
from storeapp.articles.publishing.records import VariantRow
from storeapp.articles.publishing.rules import PublishFields, checked_tags, tracking_link
from storeapp.articles.publishing.service import follow_master, publish, save_variant
from storeapp.articles.publishing.ui.archive_sheet import ArchiveSheet
from storeapp.articles.publishing.ui.looks_form import LooksForm
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.qtkit.forms import LabelledField, quiet
from storeapp.qtkit.page import Page
from storeapp.qtkit.table.copying import put_on_clipboard
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, Button, Choice, Note, TextLine, TickBox, scrolling, section, small

CHECK_AFTER = 400  # ms of rest after which the text is held against the place
MOST_SENTENCES = 6  # of those that changed, shown


class PublishSheet(QDialog):
    """One article; `master` is its title and body as they stand in the editor."""

    def __init__(self, page: Page, article_id: int, master: tuple[str, str]) -> None:
        super().__init__(page)
        self.page, self.desk, self._article, self._master = page, page.desk, article_id, master
        self.known: PublishDesk | None = None
        self.check: PlaceCheck | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Publish the article"))
        self._make_fields()
        self._lay_out()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(CHECK_AFTER)
        self._rest.timeout.connect(self._hold)
        self.resize(theme().px(920), theme().px(600))
        self.look()

    def look(self) -> None:
        """Read what is known of the article's ways out."""
        self.page.ask_db(partial(_desk, self._article), self._show, "publish:desk")

    @property
    def text(self) -> tuple[str, str, tuple[str, ...]]:
        """The title, body and tags as they would come out."""
        tags = checked_tags(self.tags.text())
        if self.own.isChecked():
            return self.name.text().strip(), self.words.toPlainText(), tags
        return headline_of(*self._master), self._master[1], tags

    def copy(self) -> None:
        """Put the text on the clipboard with its looks, and as plain text for what takes no other."""
        if self.check is None:
            return
        page, words = pasted(self._copy(), self.check.targets, self.check.limit)
        data = QMimeData()
        data.setHtml(page)
        data.setText(words)
        put_on_clipboard(data)
        self.desk.notices.say(_("Copied. Paste it into the editor of the place."))

    def save(self, kind: str) -> None:
        """Ask where to save the text in a format."""
        check, copy = self.check, self._copy()
        if check is None:
            return
        ending, name = FORMATS[kind]
        now = self.desk.clock.now()

        def write(out: Path) -> None:
            def work(_progress: Progress) -> str:
                save_file(out, kind, copy, check.targets, now)
                return out.name

            said = partial(self._said, _("Saved {name}"))
            self.desk.jobs.files(_("Saving the article"), work, said, self._refused)

        start = f"{copy.headline[:60].strip() or _('Article')}.{ending}"
        self.desk.ask.save_file(self, _("Save the article"), start, write, [f"{_(name)} (*.{ending})"])

    def save_all(self) -> None:
        """Ask for a folder, and write every format with small pictures into a new one inside it."""
        check, copy = self.check, self._copy()
        if check is None:
            return
        now = self.desk.clock.now()

        def write(looks: PictureLooks, folder: Path) -> None:
            def work(progress: Progress) -> str:
                return save_folder(folder, copy, check.targets, now, progress, looks).name

            said = partial(self._said, _("Saved the folder {name}"))
            self.desk.jobs.files(_("Saving the article"), work, said, self._refused)

        def choose(looks: PictureLooks) -> None:
            self.desk.ask.folder(self, _("Choose the folder"), partial(write, looks))

        if check.targets.pictures:
            LooksForm(check.limit, choose, self).open()
        else:
            choose(PictureLooks())

    def publish(self) -> None:
        """Note that it came out."""
        known, place = self.known, self.place.value()
        if known is None:
            return
        title, body, _tags = self.text
        variant = self._variant()
        cost = known.costs.get(place)
        fields = PublishFields(
            place, title, body, self.url.text(), "", self.link.text(), self.coupon.text(),
            cost[0] if cost else None, cost[1] if cost else "",
            variant.id if variant is not None and self.own.isChecked() else None,
        )  # fmt: skip
        said = _("Noted that it came out")
        self.desk.do(
            _("Noting the publication"), publish, self._article, fields, self.desk.clock, said=said,
            done=lambda _told: self.look(), failed=self._refused,
        )  # fmt: skip

    def make_link(self) -> None:
        """Make a tracking link of the address that stands there, or of the shop's."""
        place = next((one.name for one in self.known.places if one.key == self.place.value()), "") if self.known else ""
        try:
            self.link.setText(tracking_link(self.link.text() or self.url.text(), place, self._article))
        except UserError as why:
            self._refused(why)

    def keep(self) -> None:
        """Keep the words for this place."""
        title, body, tags = self.text
        self.desk.do(
            _("Saving the words"), save_variant, self._article, self.place.value(), title, body, tags,
            said=_("Words for this place saved"), done=lambda _told: self.look(), failed=self._refused,
        )  # fmt: skip

    def looked_over(self) -> None:
        """The words for this place were held against the article as it is now."""
        variant = self._variant()
        if variant is not None:
            self.desk.do(_("Saving"), follow_master, variant.id, done=lambda _told: self.look())

    def _copy(self) -> ArticleCopy:
        title, body, tags = self.text
        about = self.known.article if self.known is not None else None
        return ArticleCopy(title, body, about.language if about else "", about.person if about else "", tags)

    def _variant(self) -> VariantRow | None:
        place = self.place.value()
        return next((one for one in self.known.variants if one.place == place), None) if self.known else None

    def _show(self, known: PublishDesk | None) -> None:
        if known is None:
            self.reject()
            return
        first = self.known is None
        self.known = known
        self.place.set_options([(one.key, one.name) for one in known.places])
        if first:
            self._changed_place()
        else:
            self._show_change()
        self._show_publications()
        self._rest.start()

    def _changed_place(self) -> None:
        variant = self._variant()
        with quiet(self.own, self.name, self.words, self.tags):
            self.own.setChecked(variant is not None)
            self.name.setText(variant.title if variant else headline_of(*self._master))
            self.words.setPlainText(variant.body if variant else self._master[1])
            self.tags.setText(", ".join(variant.tags) if variant else "")
        self._own_words()
        self._show_change()
        self._hold()

    def _own_words(self) -> None:
        own = self.own.isChecked()
        for part in (self.name, self.words, self.keep_words):
            part.setEnabled(own)
        if not own:
            with quiet(self.name, self.words):
                self.name.setText(headline_of(*self._master))
                self.words.setPlainText(self._master[1])
        self._rest.start()

    def _show_change(self) -> None:
        variant = self._variant()
        changed = variant is not None and variant.change.any
        self.change.setVisible(changed)
        self.over.setVisible(changed)
        if variant is not None and changed:
            lines = [_("The article has changed since these words were written.")]
            lines += [_("Gone: {sentence}").format(sentence=one) for one in variant.change.gone[:MOST_SENTENCES]]
            lines += [_("New: {sentence}").format(sentence=one) for one in variant.change.new[:MOST_SENTENCES]]
            more = len(variant.change.gone) + len(variant.change.new) - (len(lines) - 1)
            if more > 0:
                lines.append(plural("and {count} other sentence", "and {count} other sentences", more))
            self.change.set("\n".join(lines), "warn")

    def _hold(self) -> None:
        if self.known is None:
            return
        try:
            text = self.text
        except UserError as why:
            self._refused(why)
            return
        folder, clock, place = self.desk.db.place.folder, self.desk.clock, self.place.value()
        self.page.ask_db(
            lambda conn: place_check(conn, folder, self._article, place, text, clock), self._held, "publish:check"
        )

    def _held(self, check: PlaceCheck) -> None:
        self.check = check
        for button in self._ways:
            button.setEnabled(True)
        self.takes.setText("\n".join(limit_lines(check.limit)))
        stopped = [one.words for one in check.stops]
        self.stopped.setVisible(bool(stopped))
        self.stopped.set("\n".join([_("This keeps it from coming out there:"), *stopped]), "bad")
        self.too_much.setVisible(bool(check.over))
        self.too_much.set("\n".join(one.words for one in check.over), "warn")
        self.go.setEnabled(not stopped)

    def _show_publications(self) -> None:
        while (item := self.out.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        rows = self.known.publications if self.known is not None else ()
        for one in rows:
            words = _("{day}: {place}").format(day=one.published_at[:10], place=one.place_name)
            button = Button(words, "quiet", "history", "small")
            button.setAccessibleName(_("Show what came out on {place}").format(place=one.place_name))
            button.clicked.connect(partial(self._open_archive, one.id))
            self.out.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not rows:
            self.out.addWidget(small(_("Nowhere yet"), "muted"))

    def _open_archive(self, publication_id: int) -> None:
        ArchiveSheet(self.page, publication_id, self).open()

    def _said(self, words: str, name: str) -> None:
        self.desk.notices.say(words.format(name=name))

    def _refused(self, why: Exception) -> None:
        if isinstance(why, UserError):
            self.problem.set(why.sentence, "bad")
            self.problem.show()

    def _make_fields(self) -> None:
        self.place = Choice(_("Place"), [])
        self.place.picked.connect(lambda _place: self._changed_place())
        self.own = TickBox(_("Words of its own for this place"))
        self.own.toggled.connect(lambda _on: self._own_words())
        self.name = TextLine(_("Title there"), "", "")
        self.words = Area(_("Text there"))
        self.tags = TextLine(_("Tags"), "", _("with commas between them"))
        for signal in (self.name.textEdited, self.words.textChanged, self.tags.textEdited):
            signal.connect(lambda *_told: self._rest.start())
        self.keep_words = Button(_("Save these words"), icon="save", size="small")
        self.keep_words.clicked.connect(self.keep)
        self.change = Note("", "warn")
        self.over = Button(_("I have looked it over"), icon="check", size="small")
        self.over.clicked.connect(self.looked_over)
        self.stopped, self.too_much, self.problem = Note("", "bad"), Note("", "warn"), Note("", "bad")
        self.takes = small("", "text-2", wrap=True)
        self.url = TextLine(_("Web address of the article"), "", "https://")
        self.link = TextLine(_("Tracking link"), "", "https://")
        self.coupon = TextLine(_("Coupon for its readers"), "", "")
        self.tracked = Button(_("Make a tracking link"), icon="link", size="small")
        self.tracked.clicked.connect(self.make_link)
        self.out = QVBoxLayout()
        self.out.setSpacing(2)
        for hidden in (self.change, self.over, self.stopped, self.too_much, self.problem):
            hidden.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(section(_("Publish the article")))
        head.addStretch(1)
        head.addWidget(self.place)
        column.addLayout(head)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        words = _column([self.own, self.name, self.words, self.keep_words])
        middle.addLayout(words, 3)
        inside = QWidget()
        right = QVBoxLayout(inside)
        right.setContentsMargins(0, 0, 8, 0)
        right.setSpacing(10)
        parts: Sequence[QWidget] = (
            self.stopped, self.too_much, self.change, self.over, section(_("What the place takes")), self.takes,
            LabelledField(_("Tags"), self.tags), section(_("When it is out")),
            LabelledField(_("Web address of the article"), self.url), LabelledField(_("Tracking link"), self.link),
            self.tracked, LabelledField(_("Coupon for its readers"), self.coupon), section(_("Came out")),
        )  # fmt: skip
        for part in parts:
            right.addWidget(part)
        right.addLayout(self.out)
        right.addStretch(1)
        middle.addWidget(scrolling(inside, _("What the place takes")), 2)
        column.addLayout(middle, 1)
        column.addWidget(self.problem)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        copied = Button(_("Copy formatted"), icon="copy")
        copied.clicked.connect(self.copy)
        self._ways = [copied]
        foot.addWidget(copied)
        for kind in ("word", "html", "markdown", "plain"):
            button = Button(_(FORMATS[kind][1]))
            button.setAccessibleName(_("Save as {format}").format(format=_(FORMATS[kind][1])))
            button.clicked.connect(partial(self.save, kind))
            self._ways.append(button)
            foot.addWidget(button)
        whole = Button(_("Folder"), icon="folder")
        whole.setAccessibleName(_("Save a folder with all formats and pictures"))
        whole.clicked.connect(self.save_all)
        self._ways.append(whole)
        foot.addWidget(whole)
        for button in self._ways:
            button.setEnabled(False)
        foot.addStretch(1)
        back = Button(_("Close"), "quiet")
        back.clicked.connect(self.accept)
        self.go = Button(_("It is published"), "primary", "check")
        self.go.setEnabled(False)
        self.go.clicked.connect(self.publish)
        foot.addWidget(back)
        foot.addWidget(self.go)
        return foot


def _column(parts: Sequence[QWidget]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, Area) else 0)
    return column


def _desk(article_id: int, conn: object) -> PublishDesk | None:
    return publish_desk(conn, article_id)
