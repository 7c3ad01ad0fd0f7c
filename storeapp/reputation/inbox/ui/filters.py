"""The bar over the list of reviews: search, a chip for each filter that is on, a menu of more, and the order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from storeapp.kernel.days import since_choices
from storeapp.kernel.language_names import language_name
from storeapp.kernel.rating_words import rates_in_words
from storeapp.kernel.review_kinds import kind_title, told_apart
from storeapp.kernel.text import _
from storeapp.qtkit.chips import ChipRow
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import menu_words
from storeapp.qtkit.widgets import Chip, Choice, Filled, SearchField
from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.ratings.rules import BAD
from storeapp.reputation.reviews.queries import theme_filter as reviews_theme_filter
from storeapp.reputation.reviews.queries.listing import languages
from storeapp.reputation.reviews.queries.one_review import product_title
from storeapp.reputation.reviews.records import ReviewFilters, ThemeName
from storeapp.reputation.reviews.ui.listing import SORTS
from storeapp.reputation.reviews.ui.sentences import REPLIES, filter_chips, stars_words

STAR_CHOICES = (BAD, (5,), (4,), (3,), (2,), (1,), (0,))
WORD_CHOICES = (BAD, (5,), (3,), (1,), (0,))  # what words count as


class FilterFacts:
    """Reads what the bar can't know by itself: the languages that occur, and the name of a product."""

    def __init__(self, page: Page, bar: FilterBar) -> None:
        self._page, self._bar = page, bar
        bar.languages_asked.connect(self.ask_languages)

    def ask_languages(self) -> None:
        """Read the languages for the menu."""
        self._page.ask_db(languages, self._show_languages, "reviews:languages")

    def ask_title(self, product: int | None) -> None:
        """Read the name of a product for its chip."""
        if product:
            self._page.ask_db(lambda conn: (product, product_title(conn, product)), self._show_title, "reviews:title")

    def ask_themes(self) -> None:
        """Read the themes for the menu and the chips."""
        self._page.ask_db(reviews_theme_filter.themes, self._bar.know_themes, "reviews:themes")

    def _show_languages(self, found: list[tuple[str, int]]) -> None:
        self._bar.know_languages([code for code, _count in found])

    def _show_title(self, found: tuple[int, str]) -> None:
        self._bar.know_title(*found)


class FilterBar(Filled):
    """44 high. `changed` carries the new ReviewFilters whenever the owner alters a filter, the search or the order."""

    changed = Signal(object)
    languages_asked = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent=parent)
        self._today = today
        self._wanted = ReviewFilters()
        self._channels: list[ChannelName] = []
        self._languages: list[str] | None = None
        self._titles: Mapping[int, str] = {}
        self._themes: Mapping[int, str] = {}
        self._chips_on: list[tuple[str, str]] | None = None
        self.setMinimumHeight(theme().px(44))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 12, 1)
        row.setSpacing(8)
        self.search = SearchField(_("Find in these reviews"), icon="filter")
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(theme().px(200))
        self.search.searched.connect(self._searched)
        row.addWidget(self.search, 2)
        self.chips = ChipRow(keep_last=True, parent=self)
        row.addWidget(self.chips, 3)
        self.order = Choice(_("Order"), [(key, _(text)) for key, text in SORTS.items()])
        self.order.picked.connect(self._ordered)
        row.addWidget(self.order)
        self._more = self._new_more()
        self._show_chips()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(44))

    def know(self, channels: Sequence[ChannelName]) -> None:
        """The channels that can be filtered by."""
        self._channels = list(channels)
        self._show_chips()

    def know_languages(self, codes: Sequence[str]) -> None:
        """The languages that occur."""
        self._languages = list(codes)

    def know_title(self, product: int, title: str) -> None:
        """The name of a product that is filtered by."""
        self._titles = {**self._titles, product: title}
        self._show_chips()

    def know_themes(self, themes: Sequence[ThemeName]) -> None:
        """The themes that can be filtered by."""
        self._themes = {one.id: one.name for one in themes}
        self._show_chips()

    def platforms(self) -> list[str]:
        """The platforms whose reviews can be in the list: of the channels chosen, else of all."""
        chosen = self._wanted.channels
        return list(dict.fromkeys(one.platform for one in self._channels if not chosen or one.id in chosen))

    def in_stars(self) -> bool:
        """Whether any of these reviews can have stars; on Taobao, say, there are words only."""
        platforms = self.platforms()
        return not platforms or not all(rates_in_words(one) for one in platforms)

    def show_wanted(self, wanted: ReviewFilters) -> None:
        """Show a set of filters without telling."""
        self._wanted = wanted
        self.search.set_search(wanted.search)
        self.order.choose(wanted.sort)
        self._show_chips()

    def _show_chips(self) -> None:
        names = {channel.id: channel.name for channel in self._channels}
        title, today = lambda one: self._titles.get(one, "…"), self._today()
        on = filter_chips(self._wanted, names, title, today, self._themes, self.platforms())
        if on == self._chips_on:
            return
        self._chips_on = on
        chips: list[QWidget] = []
        for field, words in on:
            chip = Chip(words, on=True, closable=True)
            chip.closed.connect(partial(self.drop, field))
            chips.append(chip)
        self._more = self._new_more()
        self.chips.show_chips([*chips, self._more])

    def _new_more(self) -> Chip:
        more = Chip(_("Filter"), icon="plus")
        more.clicked.connect(self.open_menu)
        return more

    def drop(self, field: str) -> None:
        """Take one filter away."""
        self._tell(replace(self._wanted, **{field: getattr(ReviewFilters(), field)}))

    def _choose(self, field: str, value: Any) -> None:
        if getattr(self._wanted, field) == value:
            self.drop(field)
        else:
            self._tell(replace(self._wanted, **{field: value}))

    def _tell(self, wanted: ReviewFilters) -> None:
        self.show_wanted(wanted)
        self.changed.emit(wanted)

    def _searched(self, text: str) -> None:
        self._tell(replace(self._wanted, search=text))

    def _ordered(self, sort: str) -> None:
        self._tell(replace(self._wanted, sort=sort, descending=sort != "stars"))

    def open_menu(self) -> None:
        """The menu of every filter."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Built anew each time, ticks standing at what is on."""
        menu = QMenu(self)
        wanted = self._wanted
        platforms = self.platforms()
        choices_of = STAR_CHOICES if self.in_stars() else WORD_CHOICES
        stars = [(one, stars_words(one, platforms)) for one in choices_of]
        self._choices(menu.addMenu(_("Stars") if self.in_stars() else _("Rating")), "stars", stars, wanted.stars)
        channels: list[tuple[Any, str]] = [((one.id,), one.name) for one in self._channels]
        self._choices(menu.addMenu(_("Channel")), "channels", channels, wanted.channels)
        replies = [(key, _(text)) for key, text in REPLIES.items()]
        self._choices(menu.addMenu(_("Reply")), "reply", replies, wanted.reply)
        self._choices(menu.addMenu(_("Time")), "since", since_choices(self._today()), wanted.since)
        self._choices(menu.addMenu(_("Theme")), "theme", list(self._themes.items()), wanted.theme)
        if kinds := told_apart(platforms):
            self._choices(menu.addMenu(_("About")), "kind", [(one, kind_title(one)) for one in kinds], wanted.kind)
        self._languages_menu(menu)
        self._choices(
            menu.addMenu(_("Text")), "has_text", [(True, _("With text")), (False, _("Stars only"))], wanted.has_text
        )
        self._choices(
            menu.addMenu(_("Photos")),
            "has_photos",
            [(True, _("With photos")), (False, _("Without photos"))],
            wanted.has_photos,
        )
        self._choices(
            menu.addMenu(_("Order")),
            "linked",
            [(True, _("With its order")), (False, _("Without a known order"))],
            wanted.linked,
        )
        self._choices(menu.addMenu(_("Edited")), "edited", [(True, _("Edited by the buyer"))], wanted.edited)
        gone = [(True, _("No longer on its channel")), (False, _("Still on its channel"))]
        self._choices(menu.addMenu(_("On the channel")), "gone", gone, wanted.gone)
        if wanted != ReviewFilters(sort=wanted.sort, descending=wanted.descending):
            menu.addSeparator()
            clear = menu.addAction(_("Clear all filters"))
            clear.triggered.connect(self.clear)
        return menu

    def clear(self) -> None:
        """All reviews again, in the order chosen."""
        self._tell(ReviewFilters(sort=self._wanted.sort, descending=self._wanted.descending))

    def _languages_menu(self, menu: QMenu) -> None:
        inner = menu.addMenu(_("Language"))
        if self._languages is None:
            waiting = inner.addAction(_("Reading the languages"))
            waiting.setEnabled(False)
            inner.aboutToShow.connect(self.languages_asked)
            return
        choices: list[tuple[Any, str]] = [((code,), language_name(code)) for code in self._languages]
        self._choices(inner, "languages", choices, self._wanted.languages)

    def _choices(self, menu: QMenu, field: str, choices: Sequence[tuple[Any, str]], held: Any) -> None:
        for value, words in choices:
            action = menu.addAction(menu_words(words))
            action.setCheckable(True)
            action.setChecked(value == held)
            action.triggered.connect(partial(self._choose, field, value))
