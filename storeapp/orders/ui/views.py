"""The page's toolbar: the tabs with their counts, ready and saved views as chips, and "Save this view"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from storeapp.kernel.text import N_, _, plural
from storeapp.orders.queries import ViewRow
from storeapp.orders.records import Wanted
from storeapp.qtkit.chips import ChipRow
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, Chip, Label, Rule, Tabs, Toolbar

# Views that every shop starts with: (tab, words, filters).
READY: tuple[tuple[str, str, Wanted], ...] = (
    ("customers", N_("Repeat buyers"), Wanted(repeat=True, sort="orders")),
    ("customers", N_("Do not contact"), Wanted(do_not_contact=True)),
    ("orders", N_("Not delivered yet"), Wanted(statuses=("paid", "processing", "shipped"))),
    ("orders", N_("Delivered late"), Wanted(late=True)),
    ("orders", N_("Refunded"), Wanted(statuses=("refunded",))),
    ("products", N_("Without a review"), Wanted(reviewed=False)),
)


class ViewBar(Toolbar):
    """Tabs left, chips of views after them, and the button that saves what is on as a view."""

    tab_chosen = Signal(str)
    view_chosen = Signal(object)  # Wanted
    save_asked = Signal()
    drop_asked = Signal(object)  # ViewRow
    loose_asked = Signal()

    def __init__(self, tabs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab = tabs[0][0]
        self._sizes: dict[str, int] = {}
        self.tabs = Tabs(tabs, _("Lists"), self)
        self.tabs.chosen.connect(self.tab_chosen)
        self.left.addWidget(self.tabs)
        views = QWidget(self)
        row = QHBoxLayout(views)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.rule = Rule("border", upright=True, length=theme().px(20), parent=views)
        row.addWidget(self.rule, 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = Label(_("Saved views"), "small", "muted", parent=views)
        row.addWidget(self.words)
        self.chips = ChipRow(parent=views)
        row.addWidget(self.chips, 1)
        self._loose = 0
        self.loose = Button("", "quiet", "link", "small")
        set_tip(self.loose, _("Find the orders these reviews are about"))
        self.loose.clicked.connect(self.loose_asked)
        self.loose.hide()
        row.addWidget(self.loose)
        self.save = Button(_("Save this view"), "quiet", "plus", "small", views)
        self.save.clicked.connect(self.save_asked)
        row.addWidget(self.save)
        self.right.addWidget(views)
        self.fill_right(True)

    @staticmethod
    def ready() -> Iterator[tuple[str, str, Wanted]]:
        """(key, tab, filters) of the views every shop has."""
        for tab, words, wanted in READY:
            yield f"{tab}/{words}", tab, wanted

    @staticmethod
    def saved(kept: Sequence[ViewRow]) -> Iterator[tuple[str, str, Wanted]]:
        """(key, tab, filters) of the owner's own views."""
        for view in kept:
            yield f"#{view.id}", str(view.state.get("tab", "")), Wanted.from_json(view.state.get("wanted", {}))

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

    def know_sizes(self, sizes: dict[str, int]) -> None:
        """How many rows each view has, by key."""
        self._sizes = sizes

    def show_views(self, tab: str, kept: Sequence[ViewRow], wanted: Wanted) -> None:
        """The views of a tab; the one whose filters are on is marked, and pressing it again takes them away."""
        chips: list[QWidget] = []
        titles = {f"{one}/{words}": _(words) for one, words, _wanted in READY} | {f"#{v.id}": v.name for v in kept}
        known = {f"#{view.id}": view for view in kept}
        plain = replace(wanted, sort="", descending=True)
        found = False
        for key, its_tab, held in (*self.ready(), *self.saved(kept)):
            if its_tab != tab:
                continue
            on = replace(held, sort="", descending=True) == plain
            found = found or on
            chip = Chip(titles[key], on=on, count=self._sizes.get(key))
            chip.clicked.connect(partial(self.view_chosen.emit, Wanted(sort=wanted.sort) if on else held))
            if key in known:
                chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                chip.customContextMenuRequested.connect(partial(self._menu, chip, known[key]))
            chips.append(chip)
        self.chips.show_chips(chips)
        self.loose.setVisible(self._loose > 0 and tab == "orders")
        self.save.setEnabled(not found and plain != Wanted())
        self.words.setVisible(bool(chips))
        self.rule.setVisible(bool(chips))
        self.chips.setVisible(bool(chips))
        self.save.setVisible(bool(chips) or self.save.isEnabled())

    def _menu(self, chip: Chip, view: ViewRow, *_place: object) -> None:
        menu = QMenu(self)
        menu.addAction(_("Remove this view")).triggered.connect(partial(self.drop_asked.emit, view))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
