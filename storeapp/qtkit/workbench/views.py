"""Named filters as chips: the ready ones of every shop, and those the owner saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from storeapp.kernel.filters import Filters, cleared, same_rows
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.qtkit.chips import ChipRow
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Chip, Rule, small
from storeapp.store.saved_views import LONGEST_NAME, delete_view, save_view, shown_views


@dataclass(frozen=True, slots=True)
class View:
    """A named set of filters; `id` is below zero for those that every shop has. `count`: rows in it, None: unknown."""

    id: int
    name: str
    filters: Any  # the room's Filters
    count: int | None = None


class ViewsBar(QWidget):
    """`chosen` tells the filters of a view; pressing the one that is on takes them away. `save_asked`: name these.

    Views are kept in the shop under `page`, the id of the page they belong to.
    """

    chosen = Signal(object)
    save_asked = Signal()

    def __init__(self, desk: Desk, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._page = desk, page
        self._views: list[View] = []
        self._filters: Filters | None = None
        self._kept: Shown | None = None  # the views as they were when a name was asked for
        self._shown: list[tuple[View, bool]] | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.rule = Rule("border", upright=True, length=theme().px(20), parent=self)
        row.addWidget(self.rule, 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = small(_("Saved views"))
        row.addWidget(self.words)
        self.chips = ChipRow(parent=self)
        row.addWidget(self.chips, 1)
        self.save = Button(_("Save this view"), "quiet", "plus", "small", self)
        self.save.clicked.connect(self.save_asked)
        row.addWidget(self.save)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def add(self, widget: QWidget) -> None:
        """Put something between the chips and the button that saves."""
        self._row.insertWidget(self._row.indexOf(self.save), widget)

    def show_views(self, views: Sequence[View]) -> None:
        """The views of the list in front."""
        self._views = list(views)
        self._show()

    def show_filters(self, filters: Filters) -> None:
        """Mark the view whose filters are on."""
        self._filters = filters
        self._show()

    def ask_name(self, over: QWidget, state: Mapping[str, Any], suggested: str = "") -> None:
        """Ask for a name, and keep `state` under it."""
        self._desk.jobs.read(self._read_kept, self._remember)
        then = partial(self._save, dict(state))
        value = suggested[:LONGEST_NAME]
        self._desk.ask.text(over, _("Save this view"), _("Name"), then, verb=_("Save view"), value=value)

    def remove(self, view: View) -> None:
        """Drop a view the owner saved."""
        self._desk.do(_("Removing the view"), delete_view, view.id, view.name, said=_("View removed"))

    def _save(self, state: Mapping[str, Any], name: str) -> None:
        self._desk.do(_("Saving the view"), save_view, self._page, name, state, self._kept, said=_("View saved"))

    def _read_kept(self, _progress: Progress) -> Shown:
        with self._desk.db.read() as conn:
            return shown_views(conn, self._page)

    def _remember(self, kept: Shown) -> None:
        self._kept = kept

    def _show(self) -> None:
        on = self._filters
        if on is None:
            return
        shown = [(view, same_rows(view.filters, on)) for view in self._views]
        self.save.setEnabled(not any(is_on for _view, is_on in shown) and not same_rows(on, cleared(on)))
        for part in (self.rule, self.words, self.chips):
            part.setVisible(bool(shown))
        self.save.setVisible(bool(shown) or self.save.isEnabled())
        if shown == self._shown:
            return
        self._shown = shown
        chips: list[QWidget] = []
        for view, is_on in shown:
            chip = Chip(view.name, on=is_on, count=view.count)
            chip.clicked.connect(partial(self._pressed, view, is_on))
            if view.id > 0:
                chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                chip.customContextMenuRequested.connect(partial(self._menu, view, chip))
            chips.append(chip)
        self.chips.show_chips(chips)

    def _pressed(self, view: View, is_on: bool) -> None:
        self.chosen.emit(type(view.filters)() if is_on else view.filters)

    def _menu(self, view: View, chip: Chip) -> None:
        menu = QMenu(self)
        menu.addAction(_("Remove this view")).triggered.connect(partial(self.remove, view))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
