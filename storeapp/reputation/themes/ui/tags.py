"""The themes of one review as small buttons: see their reviews, take the review out, or put it under another one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.tips import menu_words
from storeapp.qtkit.widgets import Button
from storeapp.reputation.reviews.records import ThemeName
from storeapp.reputation.themes.ui.actions import ThemeActions


class ThemeTags(QWidget):
    """`theme_asked` carries the id of a theme whose reviews are wanted. What is marked is undoable and comes back by
    the page's own refresh.
    """

    theme_asked = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme_actions = ThemeActions(desk, self)
        self._review: int | None = None
        self._themes: list[tuple[int, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.flow = ChipFlow()
        column.addWidget(self.flow)

    def show_themes(self, review_id: int, themes: Sequence[tuple[int, str]]) -> None:
        """Show the themes (id, name) of a review."""
        if (review_id, list(themes)) == (self._review, self._themes):
            return
        self._review, self._themes = review_id, list(themes)
        chips: list[QWidget] = []
        for number, name in self._themes:
            chip = Button(name, "secondary", size="mini")
            chip.setAccessibleName(_("Theme {name}").format(name=name))
            chip.set_menu(self._menu(number, name, chip))
            chips.append(chip)
        self.add = Button(_("Theme"), "secondary", "plus", "mini")
        self.add.setAccessibleName(_("Put this review under a theme"))
        self.add.clicked.connect(self._choose)
        self.flow.show_chips([*chips, self.add])

    def _menu(self, number: int, name: str, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.addAction(_("Show the reviews of this theme")).triggered.connect(partial(self._ask, number))
        out = menu.addAction(menu_words(_("Take this review out of “{name}”").format(name=name)))
        out.triggered.connect(partial(self._take_out, number, name))
        return menu

    def _ask(self, number: int, _checked: bool = False) -> None:
        self.theme_asked.emit(number)

    def _take_out(self, number: int, name: str, _checked: bool = False) -> None:
        if self._review is not None:
            self.theme_actions.mark([self._review], ThemeName(number, name, ""), False)

    def _choose(self) -> None:
        self.theme_actions.choose(self._put, self.add, besides=[number for number, _name in self._themes])

    def _put(self, theme: ThemeName) -> None:
        if self._review is not None:
            self.theme_actions.mark([self._review], theme, True)
