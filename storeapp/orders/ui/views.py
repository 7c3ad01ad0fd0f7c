"""The page's toolbar: the tabs with their counts, ready and saved views as chips, and "Save this view"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from storeapp.kernel.text import N_, _, plural
from storeapp.orders.queries import ViewRow
from storeapp.orders.records import OrderFilters
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, Tabs, Toolbar
from storeapp.qtkit.workbench.views import View, ViewsBar

# Views that every shop starts with: (tab, words, filters).
READY: tuple[tuple[str, str, OrderFilters], ...] = (
    ("customers", N_("Repeat buyers"), OrderFilters(repeat=True, sort="orders")),
    ("customers", N_("Do not contact"), OrderFilters(do_not_contact=True)),
    ("orders", N_("Not delivered yet"), OrderFilters(statuses=("paid", "processing", "shipped"))),
    ("orders", N_("Delivered late"), OrderFilters(late=True)),
    ("orders", N_("Refunded"), OrderFilters(statuses=("refunded",))),
    ("products", N_("Without a review"), OrderFilters(reviewed=False)),
)


def ready() -> Iterator[tuple[int, str, OrderFilters]]:
    """(id, tab, filters) of the views every shop has."""
    for number, (tab, _words, wanted) in enumerate(READY, 1):
        yield -number, tab, wanted


def saved(kept: Sequence[ViewRow]) -> Iterator[tuple[int, str, OrderFilters]]:
    """(id, tab, filters) of the owner's own views."""
    for view in kept:
        yield view.id, str(view.state.get("tab", "")), OrderFilters.from_json(view.state.get("wanted", {}))


class ViewBar(Toolbar):
    """Tabs left, the views of the tab that is open after them, and the way to reviews without an order."""

    tab_chosen = Signal(str)
    loose_asked = Signal()

    def __init__(self, desk: Desk, page: str, tabs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab = tabs[0][0]
        self._sizes: dict[int, int] = {}
        self._loose = 0
        self.tabs = Tabs(tabs, _("Lists"), self)
        self.tabs.chosen.connect(self.tab_chosen)
        self.left.addWidget(self.tabs)
        self.views = ViewsBar(desk, page, self)
        self.loose = Button("", "quiet", "link", "small")
        set_tip(self.loose, _("Find the orders these reviews are about"))
        self.loose.clicked.connect(self.loose_asked)
        self.loose.hide()
        self.views.add(self.loose)
        self.right.addWidget(self.views)
        self.fill_right(True)

    def choose(self, tab: str) -> None:
        """Mark a tab as open, without telling."""
        self.tab = tab
        self.tabs.choose(tab)

    def set_count(self, tab: str, count: int) -> None:
        """The number on a tab."""
        self.tabs.set_count(tab, count)

    def know_loose(self, count: int) -> None:
        """How many reviews have no order."""
        self._loose = count
        self.loose.setText(plural("{count} review without an order", "{count} reviews without an order", count))
        self.loose.setVisible(count > 0 and self.tab == "orders")

    def know_sizes(self, sizes: dict[int, int]) -> None:
        """How many rows each view has, by its id."""
        self._sizes = sizes

    def show_views(self, tab: str, kept: Sequence[ViewRow], wanted: OrderFilters) -> None:
        """The views of a tab; the one whose filters are on is marked."""
        names = {-number: _(words) for number, (_tab, words, _wanted) in enumerate(READY, 1)}
        names |= {view.id: view.name for view in kept}
        mine = [(number, held) for number, its_tab, held in (*ready(), *saved(kept)) if its_tab == tab]
        self.views.show_views([View(number, names[number], held, self._sizes.get(number)) for number, held in mine])
        self.views.show_filters(wanted)
        self.loose.setVisible(self._loose > 0 and tab == "orders")
