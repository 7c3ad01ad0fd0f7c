"""The sheet in which an article is brought out at a place: its words there, what stops it, formats, and the note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.library.rules import with_card
from storeapp.articles.publishing.desk import PlaceCheck, PublishDesk, place_check, publish_desk
from storeapp.articles.publishing.formats import FORMATS, ArticleCopy, pasted
from storeapp.articles.publishing.limits import limit_lines
from storeapp.articles.publishing.master import headline_of
from storeapp.articles.publishing.records import TypedWords, VariantRow
from storeapp.articles.publishing.rules import PublishFields, checked_tags, tracking_link
from storeapp.articles.publishing.service import follow_master, publish, remove_variant
from storeapp.articles.publishing.ui.archive_sheet import ArchiveSheet
from storeapp.articles.publishing.ui.came_out import CameOut
from storeapp.articles.publishing.ui.card_form import ask_card
from storeapp.articles.publishing.ui.files_out import FilesOut
from storeapp.articles.publishing.ui.variant_keeper import VariantKeeper
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.actions import ActionSpec, key_text
from storeapp.qtkit.fields import Option
from storeapp.qtkit.forms import LabelledField, quiet
from storeapp.qtkit.page import Page
from storeapp.qtkit.table.copying import put_on_clipboard
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, Button, Choice, KeyHints, Note, TextLine, TickBox, scrolling, section, small

CHECK_AFTER = 400  # ms of rest after which the text is held against the place
MOST_SENTENCES = 6  # of those that changed, shown
KEYS = (
    ActionSpec("publishing.next", N_("Next place"), "arrow-down", "Ctrl+PgDown"),
    ActionSpec("publishing.before", N_("Place before"), "arrow-up", "Ctrl+PgUp"),
    ActionSpec("publishing.copy", N_("Copy formatted"), "copy", "Ctrl+Shift+C"),
    ActionSpec("publishing.link", N_("Make a tracking link"), "link", "Ctrl+Shift+L"),
)


class PublishSheet(QDialog):
    """One article; `master` is its title and body as they stand in the editor."""

    def __init__(self, page: Page, article_id: int, master: tuple[str, str]) -> None:
        super().__init__(page)
        self.page, self.desk, self._article, self._master = page, page.desk, article_id, master
        self.known: PublishDesk | None = None
        self.check: PlaceCheck | None = None
        self._in_hand = ""  # the place whose words are in the fields
        self._base = ""  # the address that the last tracking link leads to
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Publish the article"))
        self._files = FilesOut(self.desk, self, self._refused)
        self.keeper = VariantKeeper(self.desk, article_id, self)
        self.keeper.saved.connect(self.look)
        self.keeper.refused.connect(self._refused)
        self._make_fields()
        self._lay_out()
        self.desk.actions.register(KEYS, self._handlers(), owner=self)
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
        """Save the text in a format, where the owner says."""
        if self.check is not None:
            self._files.save(kind, self._copy(), self.check.targets)

    def save_all(self) -> None:
        """Save every format with small pictures in a folder."""
        if self.check is not None:
            self._files.save_all(self._copy(), self.check)

    def publish(self) -> None:
        """Note that it came out."""
        known, place = self.known, self.place.value()
        if known is None or not self.go.isEnabled():
            return
        self.problem.hide()
        if self.own.isChecked() and place in self.keeper.waiting:
            self.keeper.take(place)  # first the words, then what came out in them
        try:
            title, body, _tags = self.text
        except UserError as why:
            self._refused(why)
            return
        cost = known.costs.get(place)
        fields = PublishFields(
            place, title, body, self.url.text(), "", self.link.text(), self.coupon.text(),
            cost[0] if cost else None, cost[1] if cost else "",
        )  # fmt: skip
        name = next(one.name for one in known.places if one.key == place)
        self.desk.do(
            _("Noting the publication"), publish, self._article, fields, self.desk.clock, self.own.isChecked(),
            said=_("Noted that it came out on {place}").format(place=name),
            done=lambda _told: self.look(), failed=self._refused,
        )  # fmt: skip

    def make_link(self) -> None:
        """Make a tracking link of the address that stands there, of the one for the place before, or of the shop's."""
        if self.known is None:
            return
        place = next((one.name for one in self.known.places if one.key == self.place.value()), "")
        base = self.link.text() or self._base or self.known.shop or self.url.text()
        try:
            self.link.setText(tracking_link(base, place, self._article))
        except UserError as why:
            self._refused(why)
        else:
            self._base = base
            self.link.setModified(True)

    def record(self) -> str:
        """Which article and place is in the fields: what is typed and not taken waits under this name."""
        return f"{self._article}:{self.place.value()}"

    def next_place(self, step: int) -> None:
        """Show the next place or the one before, from the last to the first."""
        if self.place.count():
            self.place.setCurrentIndex((self.place.currentIndex() + step) % self.place.count())
            self._changed_place()

    def done(self, result: int) -> None:
        """What was typed for a place becomes its words, however the sheet is closed."""
        self.keeper.take()
        self.desk.actions.forget(self)
        super().done(result)

    def drop(self) -> None:
        """Let this place take the article as it is again."""
        variant = self._variant()
        if variant is None:
            return

        def done(_told: object) -> None:
            self.own.setChecked(False)
            self.look()

        self.keeper.forget(self.place.value())
        said = _("This place takes the article as it is again")
        self.desk.do(_("Taking the words away"), remove_variant, variant.id, said=said, done=done)

    def close_with_card(self) -> None:
        """Ask for a card, and put it at the end of the words for this place."""

        def put(words: str) -> None:
            self.own.setChecked(True)
            self.words.setPlainText(with_card(self.words.toPlainText(), words))

        ask_card(self.page, self._article, self, put)

    def looked_over(self) -> None:
        """The words for this place were held against the article as it is now."""
        variant = self._variant()
        if variant is not None:
            self.desk.do(_("Saving"), follow_master, variant.id, done=lambda _told: self.look())

    def _copy(self) -> ArticleCopy:
        title, body, tags = self.text
        about = self.known.article if self.known is not None else None
        return ArticleCopy(title, body, about.language if about else "", about.person if about else "", tags)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        next_place, before = partial(self.next_place, 1), partial(self.next_place, -1)
        return {
            "publishing.next": next_place, "publishing.before": before, "publishing.copy": self.copy,
            "publishing.link": self.make_link,
        }  # fmt: skip

    def _variant(self) -> VariantRow | None:
        place = self.place.value()
        return next((one for one in self.known.variants if one.place == place), None) if self.known else None

    def _show(self, known: PublishDesk | None) -> None:
        if known is None:
            self.reject()
            return
        first = self.known is None
        self.known = known
        out = {one.place for one in known.publications}
        self.place.set_options([Option(one.key, one.name, icon="check" * (one.key in out)) for one in known.places])
        if first:
            if known.typed:
                self.keeper.waiting.update(known.typed)
                self.desk.notices.say(_("What you were typing is back. It was not saved yet."))
            self._changed_place()
        else:
            self._show_change()
        self._show_publications()
        self._rest.start()

    def _changed_place(self) -> None:
        """Another place: its words, and nothing yet of where it came out there."""
        self.problem.hide()
        self.keeper.take(self._in_hand)
        self._in_hand = self.place.value()
        with quiet(self.own, self.url, self.link, self.coupon):
            self.own.setChecked(self._own() is not None)
            for field in (self.url, self.link, self.coupon):
                field.setText("")
        self._own_words()
        self._show_change()
        self._show_publications()
        self._hold()

    def _own(self) -> TypedWords | None:
        """The words for the place in hand, typed just now or kept before."""
        variant, typed = self._variant(), self.keeper.waiting.get(self.place.value())
        if typed is not None or variant is None:
            return typed
        return TypedWords(variant.title, variant.body, ", ".join(variant.tags))

    def _own_words(self) -> None:
        """Show the place's own words, or the article's where it takes those."""
        own = self.own.isChecked()
        for part in (self.name, self.words):
            part.setEnabled(own)
        master = TypedWords(headline_of(*self._master), self._master[1], "")
        shown = (self._own() if own else None) or master
        with quiet(self.name, self.words, self.tags):
            self.name.setText(shown.title)
            self.words.setPlainText(shown.body)
            self.tags.setText(shown.tags)
        self._rest.start()

    def _typed(self) -> None:
        if self.own.isChecked():
            words = TypedWords(self.name.text(), self.words.toPlainText(), self.tags.text())
            if words != self._own():
                self.keeper.typed(self.place.value(), words)
        self._rest.start()

    def _show_change(self) -> None:
        variant = self._variant()
        self.drop_words.setVisible(variant is not None)
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
        rows = self.known.publications if self.known is not None else ()
        again = any(one.place == self.place.value() for one in rows)
        self.go.setText(_("It is published again") if again else _("It is published"))
        self.out.show_rows(rows, self.page.desk.clock.today())

    def _open_archive(self, publication_id: int) -> None:
        ArchiveSheet(self.page, publication_id, self).open()

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
            signal.connect(lambda *_told: self._typed())
        for field in (self.name, self.words):
            field.setProperty("keepsItself", True)
        self.card = Button(_("Add a closing card"), icon="image", size="small")
        self.card.clicked.connect(self.close_with_card)
        self.drop_words = Button(_("Take these words away"), "quiet", size="small")
        self.drop_words.clicked.connect(self.drop)
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
        self.out = CameOut()
        self.out.opened.connect(self._open_archive)
        for hidden in (self.change, self.over, self.stopped, self.too_much, self.problem):
            hidden.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(section(_("Publish the article")))
        head.addStretch(1)
        keys = (("Ctrl+PgDown", _("next place")), ("Ctrl+Shift+C", _("copy")), ("Ctrl+Shift+L", _("link")),
                ("Ctrl+Return", _("published")))  # fmt: skip
        head.addWidget(KeyHints([(key_text(one), words) for one, words in keys]))
        head.addSpacing(16)
        head.addWidget(self.place)
        column.addLayout(head)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        words = _column([self.own, self.name, self.words])
        below = QHBoxLayout()
        for button in (self.card, self.drop_words):
            below.addWidget(button)
        below.addStretch(1)
        words.addLayout(below)
        middle.addLayout(words, 3)
        inside = QWidget()
        right = QVBoxLayout(inside)
        right.setContentsMargins(0, 0, 8, 0)
        right.setSpacing(10)
        parts: Sequence[QWidget] = (
            self.stopped, self.too_much, self.change, self.over, section(_("What the place takes")), self.takes,
            LabelledField(_("Tags"), self.tags), section(_("When it is out")),
            LabelledField(_("Web address of the article"), self.url), LabelledField(_("Tracking link"), self.link),
            self.tracked, LabelledField(_("Coupon for its readers"), self.coupon), section(_("Came out")), self.out,
        )  # fmt: skip
        for part in parts:
            right.addWidget(part)
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
        self.go.setMain(True)
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
