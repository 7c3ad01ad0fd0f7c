"""The tab Themes: what buyers praise and complain about, by which words, and the phrases that tell bad from good."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from storeapp.kernel.targets import OpenPage, OpenReview
from storeapp.kernel.text import _, plural
from storeapp.qtkit.foot import ListFoot
from storeapp.qtkit.table import RowsModel, TableView
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Filled, Segment, Split, States, empty_state, error_state, small
from storeapp.reputation.ratings.ui.sentences import span_words
from storeapp.reputation.reviews.records import ThemeName
from storeapp.reputation.reviews.ui.wing_page import THEMES, WingPage
from storeapp.reputation.themes.queries.figures import theme_shares
from storeapp.reputation.themes.queries.phrases import kept_phrases
from storeapp.reputation.themes.records import KeptPhrases, ThemesFound, ThemeShare
from storeapp.reputation.themes.ui.actions import ThemeActions, theme_menu
from storeapp.reputation.themes.ui.listing import columns, sorted_themes
from storeapp.reputation.themes.ui.pane import ThemePane
from storeapp.reputation.themes.ui.phrase_counter import PhraseCounter
from storeapp.reputation.themes.ui.phrases_pane import PhrasesPane

LIST_ID = "reputation.themes"
LOW = 440  # below this height list and phrases take turns


class Halves(QWidget):
    """Two panes one above the other; where there is no room for both, one of them, with a switch above it."""

    def __init__(self, upper: tuple[str, QWidget], lower: tuple[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes = (upper[1], lower[1])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = Filled("surface", "b")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(24, 6, 24, 7)
        self.switch = Segment([("0", upper[0]), ("1", lower[0])], _("Which list"), 24)
        self.switch.chosen.connect(self._fit)
        row.addWidget(self.switch)
        row.addStretch(1)
        column.addWidget(self.bar)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(1)
        for pane, stretch in zip(self._panes, (3, 2), strict=True):
            halves.addWidget(pane)
            halves.setStretchFactor(halves.count() - 1, stretch)
            pane.setMinimumHeight(theme().px(120))
        column.addWidget(halves, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self, _key: str = "") -> None:
        low = self.height() < theme().px(LOW)
        self.bar.setVisible(low)
        for number, pane in enumerate(self._panes):
            pane.setVisible(not low or self.switch.value() == str(number))


class ThemesView(TabView):
    """List above, phrases below it, one theme beside them."""

    page: WingPage

    def __init__(self, page: WingPage, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self._found: ThemesFound | None = None
        self._goal: int | None = None
        self.theme_actions = ThemeActions(self.desk, self)
        self.counter = PhraseCounter.of(page)
        self.table = TableView(_("Themes"), LIST_ID, self.desk.settings, first_pad=24)
        self.model = RowsModel(columns(lambda: self._most))
        self._most = 0.0
        self.table.show_model(self.model)
        self.states = States(self.table)
        self.phrases = PhrasesPane()
        self.pane = ThemePane(page, self.theme_actions)
        self.bench = Split(LIST_ID, self.desk.settings, self._left(), self.pane, 424, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.bench)
        self.states.show_loading(_("Reading the themes"))
        self.pane.setEnabled(False)
        self._wire()

    def refresh(self) -> None:
        asked, today = self.page.asked, self.desk.clock.today()
        self.page.ask_db(
            lambda conn: theme_shares(conn, asked, today), self.show_themes, "reputation:themes", self._failed
        )
        self.page.ask_db(kept_phrases, self.show_phrases, "reputation:phrases")

    def open_theme(self, theme_id: int) -> None:
        """Show one theme, now or once the list is read."""
        self._goal = theme_id
        if self._found is not None:
            self.show_themes(self._found)

    def show_themes(self, found: ThemesFound) -> None:
        """Show the themes; the current one stays current."""
        first = self._found is None
        self._found = found
        rows = sorted_themes(found.told)
        held = self._goal if self._goal is not None else self.pane.theme_id
        self._goal = None
        self._most = max((max(one.bad.share, one.good.share) for one in rows), default=0.0)
        self.counted.emit(THEMES, len(rows))
        self.count.setText(plural("{count} theme", "{count} themes", len(rows)))
        texts = plural("{count} review with text", "{count} reviews with text", found.texts)
        if found.span.past:  # nothing is newer
            texts = _("{reviews}, {span}").format(reviews=texts, span=span_words(found.span))
        self.texts.setText(texts)
        self.model.columns = columns(lambda: self._most, found.called)
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.model.columns) - 1)
        self.model.set_rows(rows)
        self.foot.fit()
        if not found.ever:
            button = Button(_("Import reviews"), icon="import")
            button.clicked.connect(lambda: self.desk.navigate(OpenPage("import")))
            words = (
                _("No review with text yet"),
                _("Themes are found in the texts of reviews once you have imported some"),
            )
            self.states.show_hint(empty_state("message", *words, [button]))
            return
        if not rows:
            button = Button(_("New theme"), icon="plus")
            button.clicked.connect(self.ask_new)
            words = _("No theme"), _("Make one and give it the words that buyers use")
            self.states.show_hint(empty_state("tag", *words, [button]))
            self.pane.setEnabled(False)
            return
        self.states.show_content()
        listed = self.model.rows()
        place = next((number for number, row in enumerate(listed) if row.id == held), 0)
        self.table.go_to(place)
        self._show_row(listed[place])
        if first:
            self.table.setFocus()

    def show_phrases(self, kept: KeptPhrases) -> None:
        """Show the phrases, and have them counted anew where reviews came since."""
        if kept.languages:
            self.pane.words.use(kept.languages[0].language)
        self.phrases.show_phrases(kept)
        self.counter.look(kept)

    def ask_new(self) -> None:
        """Ask for the name of a new theme."""
        self.theme_actions.new(self.open_theme)

    def _left(self) -> QWidget:
        upper = Filled("surface")
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.states, 1)
        self.count, self.texts = small("", "muted"), small("", "muted")
        self.new = Button(_("New theme"), "quiet", "plus", "small")
        self.new.clicked.connect(self.ask_new)
        self.foot = ListFoot([self.count, self.texts], [("J K", _("move")), ("↵", _("its reviews"))])
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.foot, 1)
        box = Filled("raised", "t")
        inner = QHBoxLayout(box)
        inner.setContentsMargins(0, 1, 12, 0)
        inner.addWidget(self.new)
        line.addWidget(box)
        column.addLayout(line)
        return Halves((_("Themes"), upper), (_("Phrases"), self.phrases))

    def _wire(self) -> None:
        self.table.current_changed.connect(self._current_changed)
        self.table.opened.connect(lambda _row: self.page.show_reviews(self.pane.wanted()))
        self.table.menu_asked.connect(self._menu)
        self.pane.reviews_asked.connect(self.page.show_reviews)
        self.pane.review_asked.connect(lambda number: self.page.open_target(OpenReview(number)))
        self.phrases.reviews_asked.connect(self.page.show_reviews)
        self.phrases.theme_asked.connect(self._ask_theme)
        self.phrases.count_asked.connect(self._count_again)
        self.counter.busy_changed.connect(self.phrases.show_busy)

    def _current_changed(self, row: ThemeShare | None) -> None:
        if row is not None and row.id != self.pane.theme_id:
            self._show_row(row)

    def _show_row(self, row: ThemeShare) -> None:
        if self._found is not None:
            self.pane.setEnabled(True)
            self.pane.show_theme(row, self.page.asked, self._found.span)

    def _menu(self, row: ThemeShare | None, place: Any) -> None:
        if row is not None:
            self._show_row(row)
            menu = self.pane.menu()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(place)

    def _ask_theme(self, language: str, phrase: str) -> None:
        def chosen(one: ThemeName) -> None:
            self.theme_actions.add_words(one, language, [phrase])

        names = [one.theme for one in self._found.themes] if self._found is not None else []
        menu = theme_menu(names, chosen, self)
        menu.addSeparator()
        new = self.theme_actions.new
        menu.addAction(_("New theme…")).triggered.connect(lambda: new(self.open_theme, (language, [phrase])))
        menu.popup(self.phrases.to_theme.mapToGlobal(self.phrases.to_theme.rect().bottomLeft()))

    def _count_again(self) -> None:
        self.page.ask_db(kept_phrases, lambda kept: self.counter.look(kept, asked=True), "phrases:again")

    def _failed(self, _error: Exception) -> None:
        if self._found is not None:
            return  # the old numbers stay
        again = Button(_("Try again"), icon="refresh")
        again.clicked.connect(self.refresh)
        self.states.show_hint(error_state(_("The themes could not be read"), _("Nothing was changed."), [again]))
