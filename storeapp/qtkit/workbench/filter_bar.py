"""The bar over a list: search, a chip for each filter that is on, and the menu of all filters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from storeapp.kernel.filters import Filters, cleared, same_rows, without
from storeapp.kernel.text import _
from storeapp.qtkit.chips import ChipRow
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import menu_words
from storeapp.qtkit.widgets import Chip, SearchField

Choices = Sequence[tuple[Any, str]]  # values, each with its words


@dataclass(frozen=True, slots=True)
class FilterMenu:
    """One entry of the menu of filters: the field, its name, and the values to choose from.

    Values that are still to be read: `choices` is None, `waiting` says so in the menu, and `ask` reads them.
    """

    field: str
    title: str
    choices: Choices | None
    waiting: str = ""
    ask: Callable[[], None] | None = None


class FilterBook(Protocol):
    """What a room says of its filters. `filters` are those that are on, so that one choice may depend on another."""

    def chips(self, filters: Any) -> list[tuple[str, str]]:
        """(field, words) of each filter that is on; the search has its own field."""

    def menus(self, filters: Any) -> list[FilterMenu]:
        """The menu of filters, built anew each time it opens."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: the field, its name in the menu ("" keeps it out of it), its values, and the words of one of them.

    Without `words`, a value is said as it is in the menu.
    """

    field: str
    title: str
    choices: Callable[[], Choices] = tuple
    words: Callable[[Any], str] | None = None

    def said(self, value: Any) -> str:
        """The words of a value on a chip."""
        if self.words is not None:
            return self.words(value)
        return next((words for known, words in self.choices() if known == value), str(value))


class Facets:
    """A book of filters whose choices don't depend on each other."""

    def __init__(self, facets: Sequence[Facet]) -> None:
        self._facets = list(facets)

    def chips(self, filters: Any) -> list[tuple[str, str]]:
        """(field, words) of each filter that is on."""
        plain = type(filters)()
        held = [(one, getattr(filters, one.field)) for one in self._facets]
        return [(one.field, one.said(value)) for one, value in held if value != getattr(plain, one.field)]

    def menus(self, _filters: Any) -> list[FilterMenu]:
        """The filters that have a name."""
        return [FilterMenu(one.field, one.title, one.choices()) for one in self._facets if one.title]


class FilterBar(Filled):
    """44 high. `changed` carries the new filters whenever the owner alters one, or the search; `outside` as a list's.

    `show_filters` shows without telling.
    """

    changed = Signal(object)

    def __init__(
        self,
        find: str,
        filters: Filters,
        book: FilterBook,
        outside: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("surface", "b", parent=parent)
        self._filters: Any = filters
        self._book, self._outside = book, tuple(outside)
        self._shown: list[tuple[str, str]] | None = None
        self.setMinimumHeight(theme().px(44))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 0, 12, 1)
        self._row.setSpacing(8)
        self.search = SearchField(find, icon="filter")
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(theme().px(200))
        self.search.searched.connect(self._searched)
        self._row.addWidget(self.search, 2)
        self.chips = ChipRow(keep_last=True, parent=self)
        self._row.addWidget(self.chips, 3)
        self._more = self._new_more()
        self.know()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(44))

    def add(self, widget: QWidget) -> None:
        """Put a choice of the order, say, at the right end."""
        self._row.addWidget(widget)

    def know(self) -> None:
        """The book knows more words than before: say the chips anew."""
        on = self._book.chips(self._filters)
        if on == self._shown:
            return
        self._shown = on
        chips: list[QWidget] = []
        for field, words in on:
            chip = Chip(words, on=True, closable=True)
            chip.closed.connect(partial(self.drop, field))
            chips.append(chip)
        self._more = self._new_more()
        self.chips.show_chips([*chips, self._more])

    def show_filters(self, filters: Filters) -> None:
        """Show what is on, without telling."""
        self._filters = filters
        self.search.set_search(filters.search)
        self.know()

    def words(self) -> list[str]:
        """The words of the filters that are on."""
        return [words for _field, words in self._book.chips(self._filters)]

    @property
    def narrows(self) -> bool:
        """Whether a filter of the bar, or the search, leaves rows out."""
        return not same_rows(self._filters, cleared(self._filters, self._outside))

    def drop(self, field: str) -> None:
        """Take one filter away."""
        self.tell(without(self._filters, field))

    def clear(self) -> None:
        """All rows again, in the order chosen."""
        self.tell(cleared(self._filters, self._outside))

    def change(self, **values: Any) -> None:
        """Other values of some fields."""
        self.tell(replace(self._filters, **values))

    def tell(self, filters: Filters) -> None:
        """Show other filters as if the owner had chosen them."""
        self.show_filters(filters)
        self.changed.emit(filters)

    def open_menu(self) -> None:
        """The menu of every filter."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Built anew each time, ticks standing at what is on."""
        menu = QMenu(self)
        for entry in self._book.menus(self._filters):
            inner = menu.addMenu(entry.title)
            if entry.choices is None:
                inner.addAction(entry.waiting).setEnabled(False)
                if entry.ask is not None:
                    inner.aboutToShow.connect(entry.ask)
                continue
            held = getattr(self._filters, entry.field)
            for value, words in entry.choices:
                action = inner.addAction(menu_words(words))
                action.setCheckable(True)
                action.setChecked(value == held)
                action.toggled.connect(partial(self._pick, entry.field, value))
        if self.narrows:
            menu.addSeparator()
            menu.addAction(_("Clear all filters")).triggered.connect(self.clear)
        return menu

    def _new_more(self) -> Chip:
        more = Chip(_("Filter"), icon="plus")
        more.clicked.connect(self.open_menu)
        return more

    def _pick(self, field: str, value: Any, on: bool) -> None:
        if on:
            self.change(**{field: value})
        else:
            self.drop(field)

    def _searched(self, text: str) -> None:
        self.change(search=text)
