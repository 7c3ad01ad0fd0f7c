"""The bar over a list: search, a chip for each filter that is on, and the menu of all filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from storeapp.kernel.days import since_choices
from storeapp.kernel.text import N_, _
from storeapp.orders.records import Wanted
from storeapp.orders.rules import STATUSES, status_title
from storeapp.orders.ui.words import FLAGS, Moment, filter_chips
from storeapp.qtkit.chips import ChipRow
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import menu_words
from storeapp.qtkit.widgets import Chip, Filled, SearchField

# Which filters each list understands, with the names of their menus.
MENUS: dict[str, tuple[tuple[str, str], ...]] = {
    "customers": (
        ("channels", N_("Channel")),
        ("repeat", N_("Orders")),
        ("since", N_("Last order")),
        ("reviewed", N_("Review")),
        ("do_not_contact", N_("Contact")),
        ("noted", N_("Note")),
    ),
    "orders": (
        ("channels", N_("Channel")),
        ("statuses", N_("Status")),
        ("since", N_("Time")),
        ("reviewed", N_("Review")),
        ("late", N_("Delivery")),
        ("repeat", N_("Customer")),
        ("do_not_contact", N_("Contact")),
        ("noted", N_("Note")),
    ),
    "products": (("channels", N_("Channel")), ("reviewed", N_("Review"))),
}


class FilterBar(Filled):
    """44 high. `changed` carries the new Wanted whenever the owner alters a filter or the search."""

    changed = Signal(object)

    def __init__(self, kind: str, find: str, now: Callable[[], Moment], parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent=parent)
        self._kind, self._now = kind, now
        self._wanted = Wanted()
        self._channels: Sequence[tuple[int, str]] = ()
        self._titles: Mapping[int, str] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 12, 1)
        row.setSpacing(8)
        self.search = SearchField(find, icon="filter")
        self.search.setFixedWidth(theme().px(188))
        self.search.searched.connect(self._searched)
        row.addWidget(self.search)
        self.chips = ChipRow(keep_last=True)
        row.addWidget(self.chips, 1)
        self._more = Chip(_("Filter"), icon="plus")
        self._show_chips()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(44))

    def know(self, channels: Sequence[tuple[int, str]]) -> None:
        """(id, name) of the channels that can be filtered by."""
        self._channels = channels
        self._show_chips()

    def know_title(self, product: int, title: str) -> None:
        """The name of a product that is filtered by."""
        self._titles = {**self._titles, product: title}
        self._show_chips()

    def show_wanted(self, wanted: Wanted) -> None:
        """Show a set of filters without telling."""
        self._wanted = wanted
        self.search.set_search(wanted.search)
        self._show_chips()

    def words(self) -> list[str]:
        """The words of the filters that are on."""
        return [words for _field, words in self._chips()]

    def drop(self, field: str) -> None:
        """Take one filter away."""
        self._tell(replace(self._wanted, **{field: getattr(Wanted(), field)}))

    def clear(self) -> None:
        """All rows again, in the order chosen."""
        self._tell(Wanted(sort=self._wanted.sort, descending=self._wanted.descending))

    def open_menu(self) -> None:
        """The menu of every filter."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Built anew each time, ticks standing at what is on."""
        menu = QMenu(self)
        for field, title in MENUS[self._kind]:
            inner = menu.addMenu(_(title))
            held = getattr(self._wanted, field)
            for value, words in self._choices(field):
                action = inner.addAction(menu_words(words))
                action.setCheckable(True)
                action.setChecked(value == held)
                action.toggled.connect(partial(self._pick, field, value))
        if self._chips():
            menu.addSeparator()
            menu.addAction(_("Clear all filters")).triggered.connect(self.clear)
        return menu

    def _choices(self, field: str) -> list[tuple[Any, str]]:
        if field == "channels":
            return [((number,), name) for number, name in self._channels]
        if field == "statuses":
            return [((status,), status_title(status)) for status in STATUSES]
        if field == "since":
            return since_choices(self._now().today)
        yes, no = FLAGS[field]
        return [(True, _(yes)), (False, _(no))]

    def _pick(self, field: str, value: Any, on: bool) -> None:
        if on:
            self._tell(replace(self._wanted, **{field: value}))
        else:
            self.drop(field)

    def _searched(self, text: str) -> None:
        self._tell(replace(self._wanted, search=text))

    def _tell(self, wanted: Wanted) -> None:
        self.show_wanted(wanted)
        self.changed.emit(wanted)

    def _chips(self) -> list[tuple[str, str]]:
        return filter_chips(self._wanted, dict(self._channels), self._title, self._now())

    def _title(self, product: int) -> str:
        return self._titles.get(product, "…")

    def _show_chips(self) -> None:
        chips: list[QWidget] = []
        for field, words in self._chips():
            chip = Chip(words, on=True, closable=True)
            chip.closed.connect(partial(self.drop, field))
            chips.append(chip)
        self._more = Chip(_("Filter"), icon="plus")
        self._more.clicked.connect(self.open_menu)
        self.chips.show_chips([*chips, self._more])
