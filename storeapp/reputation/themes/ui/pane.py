"""One theme beside the list: how often, lately, about which products, by which words, and its very reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from storeapp.kernel.days import last_day
from storeapp.kernel.text import _, plural
from storeapp.kernel.titles import short_name
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import TableView, WindowModel
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import menu_words, set_tip
from storeapp.qtkit.widgets import IconButton, Inspector, Link, Segment, body, section, small
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.ratings.rules import Span
from storeapp.reputation.reviews.records import ReviewFilters, ReviewRow
from storeapp.reputation.reviews.ui.listing import ReviewSource, columns, query_of
from storeapp.reputation.reviews.ui.sentences import Moment
from storeapp.reputation.themes.queries.figures import theme_products, theme_words
from storeapp.reputation.themes.records import ThemeProduct, ThemeShare, ThemeWords
from storeapp.reputation.themes.ui.actions import ThemeActions
from storeapp.reputation.themes.ui.listing import said_words, trend_words
from storeapp.reputation.themes.ui.words_editor import WordsEditor

ROWS = 7  # reviews in sight
KINDS = {"all": (), "bad": (1, 2), "good": (5,)}


class ThemePane(Inspector):
    """`reviews_asked` carries ReviewFilters, `review_asked` a review's id."""

    reviews_asked = Signal(object)
    review_asked = Signal(int)

    def __init__(self, page: Page, theme_actions: ThemeActions) -> None:
        super().__init__(_("Theme"))
        self.page, self.theme_actions = page, theme_actions
        self._row: ThemeShare | None = None
        self._words: ThemeWords | None = None
        self._asked, self._span = Asked(), Span("", "")
        self._build_head()
        self.said = body(wrap=True)
        self.trend = small(wrap=True)
        self.column.addWidget(self.said)
        self.column.addWidget(self.trend)
        self.products_title = section(_("Products most concerned"))
        self.column.addSpacing(4)
        self.column.addWidget(self.products_title)
        self.products = QVBoxLayout()
        self.products.setSpacing(2)
        self.column.addLayout(self.products)
        self.column.addSpacing(4)
        self._build_reviews()
        self.column.addSpacing(4)
        self.words = WordsEditor()
        self.words.added.connect(self._add_words)
        self.words.removed.connect(self._remove_word)
        self.column.addWidget(self.words)
        self.column.addStretch(1)

    @property
    def theme_id(self) -> int | None:
        """The theme shown."""
        return self._row.id if self._row is not None else None

    def show_theme(self, row: ThemeShare, asked: Asked, span: Span) -> None:
        """Show a theme in the period asked for."""
        another = self.theme_id != row.id
        other = another or asked != self._asked or span != self._span
        self._row, self._asked, self._span = row, asked, span
        self.name.setText(row.theme.name)
        self.said.setText(said_words(row))
        self.kind.rename({"bad": row.called[0] or _("1–2 stars"), "good": row.called[1] or _("5 stars")})
        self.trend.setText(trend_words(row))
        number = row.id
        self.page.ask_db(lambda conn: theme_words(conn, number), self._show_words, "themes:words")
        self.page.ask_db(lambda conn: theme_products(conn, number, asked, span), self._show_products, "themes:products")
        self._show_reviews(other)
        if another:
            self.to_top()

    def wanted(self) -> ReviewFilters:
        """The reviews shown, as the list of reviews is asked for them."""
        since, until = None, None
        if self._asked.months is not None and self._span.first:
            since, until = f"{self._span.first}-01", last_day(self._span.last)
        return ReviewFilters(
            channels=self._asked.channels,
            product=self._asked.product,
            stars=KINDS[self.kind.value()],
            theme=self.theme_id,
            since=since,
            until=until,
        )

    def menu(self) -> QMenu:
        """Rename, join, restore, delete."""
        menu = QMenu(self)
        row = self._row
        if row is None:
            return menu
        menu.addAction(_("Rename")).triggered.connect(lambda: self.theme_actions.rename(row.theme))
        menu.addAction(_("Merge with another theme…")).triggered.connect(self._join)
        if row.theme.starter and self._words is not None and self._words.own:
            words = _("Restore the program's words")
            menu.addAction(words).triggered.connect(lambda: self.theme_actions.restore(row.theme))
        menu.addSeparator()
        menu.addAction(_("Delete theme")).triggered.connect(lambda: self.theme_actions.delete(row.theme))
        return menu

    def _join(self) -> None:
        row = self._row
        if row is not None:
            merge = self.theme_actions.merge
            self.theme_actions.choose(lambda into: merge(row.theme, into), self.more, besides=(row.id,))

    def _build_head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.name = section("")
        self.edit = IconButton("pencil", _("Rename theme"), size="mini")
        self.edit.clicked.connect(self._rename)
        self.more = IconButton("chevron-down", _("More for this theme"), size="mini")
        self.more.clicked.connect(self._open_menu)
        row.addWidget(self.name, 1)
        row.addWidget(self.edit)
        row.addWidget(self.more)
        self.head.addLayout(row)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _build_reviews(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(section(_("Its reviews")), 1)
        kinds = [("all", _("All")), ("bad", _("1–2 stars")), ("good", _("5 stars"))]
        self.kind = Segment(kinds, _("Which reviews"), 24)
        self.kind.chosen.connect(lambda _kind: self._show_reviews(True))
        head.addWidget(self.kind)
        self.column.addLayout(head)
        desk = self.page.desk
        self._moment = Moment.of(desk.clock, desk.settings.show_names)
        self.table = TableView(_("Reviews under this theme"))
        kept = [
            replace(one, width=92) if one.id == "stars" else one
            for one in columns(lambda: self._moment)
            if one.id in ("stars", "text", "posted")
        ]
        self.model = WindowModel(
            self.page.reader(), ReviewSource(), kept, query_of(ReviewFilters(theme=-1)), parent=self
        )
        self.table.opened.connect(lambda found: self.review_asked.emit(found.id))
        self.table.menu_asked.connect(self._menu_of_review)
        self.model.counted.connect(self._counted)
        self._started = False
        self.table.setFixedHeight(theme().px(28) + theme().px(32) * ROWS)
        self.column.addWidget(self.table)
        self.all = Link("")
        self.all.clicked.connect(lambda: self.reviews_asked.emit(self.wanted()))
        self.column.addWidget(self.all, alignment=Qt.AlignmentFlag.AlignLeft)

    def _show_reviews(self, other: bool) -> None:
        if self._row is None:
            return
        query = query_of(self.wanted())
        if not self._started:
            self._started = True
            self.table.show_model(self.model)
        if other or query != self.model.query:
            self.model.set_query(query)
        else:
            self.model.refresh()

    def _counted(self, count: int) -> None:
        self.all.setText(plural("Open {count} review in the list", "Open all {count} reviews in the list", count))
        self.all.setVisible(count > 0)

    def _rename(self) -> None:
        if self._row is not None:
            self.theme_actions.rename(self._row.theme)

    def _menu_of_review(self, found: ReviewRow | None, place: QPoint) -> None:
        row = self._row
        if found is None or row is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Open review")).triggered.connect(lambda: self.review_asked.emit(found.id))
        out = _("Take it out of “{name}”").format(name=row.theme.name)
        menu.addAction(menu_words(out)).triggered.connect(lambda: self.theme_actions.mark([found.id], row.theme, False))
        menu.popup(place)

    def _show_words(self, found: ThemeWords | None) -> None:
        if found is not None and found.theme.id == self.theme_id:
            self._words = found
            self.words.show_words(found)

    def _show_products(self, found: Sequence[ThemeProduct]) -> None:
        while (item := self.products.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.products_title.setVisible(bool(found))
        for one in found:
            rating = self._row.called[0] if self._row is not None else ""
            bad = plural("{count} “{{rating}}”", "{count} “{{rating}}”", one.bad).format(rating=rating)
            if not rating:
                bad = plural("{count} with 1–2 stars", "{count} with 1–2 stars", one.bad)
            words = plural("{count} review", "{count} reviews", one.reviews)
            if one.bad:
                words = _("{reviews}, {bad}").format(reviews=words, bad=bad)
            link = Link(_("{product}: {reviews}").format(product=short_name(one.title, one.label), reviews=words))
            set_tip(link, one.title)
            link.clicked.connect(partial(self._open_product, one.id))
            self.products.addWidget(link, alignment=Qt.AlignmentFlag.AlignLeft)

    def _open_product(self, product: int) -> None:
        self.reviews_asked.emit(ReviewFilters(product=product, theme=self.theme_id))

    def _add_words(self, language: str, words: list[str]) -> None:
        if self._row is not None:
            self.theme_actions.add_words(self._row.theme, language, words)

    def _remove_word(self, language: str, word: str) -> None:
        if self._row is not None:
            self.theme_actions.remove_word(self._row.theme, language, word)
