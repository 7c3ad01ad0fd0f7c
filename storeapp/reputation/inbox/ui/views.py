"""The saved views of the review list as chips in the page toolbar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.chips import ChipRow
from storeapp.qtkit.widgets import Button, Chip, Rule, small
from storeapp.reputation.inbox.records import SavedView
from storeapp.reputation.ratings.rules import BAD
from storeapp.reputation.reviews.records import ReviewFilters

LATELY = 30  # days


def built_in(today: date) -> list[SavedView]:
    """Views that every shop has; their ids are below zero."""
    lately = (today - timedelta(days=LATELY - 1)).isoformat()
    return [
        SavedView(-1, _("Needs a reply"), ReviewFilters(reply="waiting", sort="wait")),
        SavedView(-2, _("1–3 stars lately"), ReviewFilters(stars=BAD, since=lately)),
        SavedView(-3, _("With photos"), ReviewFilters(has_photos=True)),
    ]


class ViewsBar(QWidget):
    """`chosen` tells the filters of a view, `removed` a view to be dropped, `save_asked` the wish to name one."""

    chosen = Signal(object)
    removed = Signal(object)
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: list[tuple[SavedView, int]] = []
        self._wanted = ReviewFilters()
        self._shown: list[tuple[SavedView, int, bool]] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Rule("border", upright=True, length=20))
        row.addSpacing(4)
        row.addWidget(small(_("Saved views")))
        self.chips = ChipRow(keep_last=True, parent=self)
        row.addWidget(self.chips, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_views(self, views: Sequence[tuple[SavedView, int]]) -> None:
        """The views with how many reviews each holds; built-in ones that hold none are left out."""
        self._views = [(view, count) for view, count in views if count or view.id > 0 or view.id == -1]
        self._show()

    def show_wanted(self, wanted: ReviewFilters) -> None:
        """Mark the view whose filters are in force."""
        self._wanted = wanted
        self._show()

    def _show(self) -> None:
        shown = [(view, count, same_filters(view.wanted, self._wanted)) for view, count in self._views]
        if shown == self._shown:
            return
        self._shown = shown
        chips: list[QWidget] = []
        for view, count, on in shown:
            chip = Chip(view.name, on=on, count=count)
            chip.clicked.connect(partial(self._pressed, view))
            if view.id > 0:
                chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                chip.customContextMenuRequested.connect(partial(self._menu, view, chip))
            chips.append(chip)
        save = Button(_("Save this view"), "quiet", "plus", "small")
        save.clicked.connect(self.save_asked)
        save.setEnabled(not any(on for _view, _count, on in shown))
        self.chips.show_chips([*chips, save])

    def _pressed(self, view: SavedView) -> None:
        self.chosen.emit(ReviewFilters() if same_filters(view.wanted, self._wanted) else view.wanted)

    def _menu(self, view: SavedView, chip: Chip) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        remove = menu.addAction(_("Remove this view"))
        remove.triggered.connect(partial(self._remove, view))
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _remove(self, view: SavedView) -> None:
        self.removed.emit(view)


def same_filters(one: ReviewFilters, other: ReviewFilters) -> bool:
    """Whether two questions keep the same reviews, whatever their order."""
    return replace(one, sort="posted", descending=True) == replace(other, sort="posted", descending=True)
