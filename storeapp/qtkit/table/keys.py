"""What keys do in a list: move, pick, extend, open and leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMetaMethod, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from storeapp.qtkit.table.view import TableView

_Flag = QItemSelectionModel.SelectionFlag
_FAR = 1 << 30


class Keyboard(QObject):
    """The keys of one view.

    Moving selects the row moved to, until Space begins to pick rows: from then on moving leaves the selection alone
    and Space takes the current row in or out, until Esc or a click.
    """

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view
        self.picking = False

    def act_for(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What to do for this key, None if the list has no use for it."""
        view, key = self._view, event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            return view.copy
        if event.matches(QKeySequence.StandardKey.Find):
            return view.find_asked.emit
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return None
        steps = self._steps()
        if key in steps:
            return partial(self.step, steps[key], held == Qt.KeyboardModifier.ShiftModifier)
        return {
            Qt.Key.Key_Space.value: self.pick,
            Qt.Key.Key_Return.value: view.open_current,
            Qt.Key.Key_Enter.value: view.open_current,
            Qt.Key.Key_Escape.value: self.leave if self._something_to_leave() else None,
            Qt.Key.Key_Left.value: partial(view.fold, folding=True) if view.bands.over else None,
            Qt.Key.Key_Right.value: partial(view.fold, folding=False) if view.bands.over else None,
        }.get(key)

    def step(self, count: int, extend: bool = False) -> None:
        """Move by rows; the whole way for counts beyond the list."""
        view, model = self._view, self._view.model()
        rows = model.rowCount() if model is not None else 0
        if not rows:
            return
        before = view.currentIndex().row()
        if abs(count) == 1 and not extend and not self.picking and not view.selectionModel().hasSelection():
            count = 0  # Qt makes the first row current by itself; the first move shows it
        goal = max(0, min(rows - 1, before + count)) if before >= 0 else 0
        index = model.index(goal, max(0, view.currentIndex().column()))
        chosen = view.selectionModel()
        if extend:
            self._extend(before if before >= 0 else goal, goal)
            chosen.setCurrentIndex(index, _Flag.NoUpdate)
        else:
            chosen.setCurrentIndex(index, _Flag.NoUpdate if self.picking else _Flag.ClearAndSelect | _Flag.Rows)
        view.scrollTo(index)
        view.viewport().update()

    def _extend(self, start: int, goal: int) -> None:
        """Select the rows moved over; moving back over selected rows gives them up again."""
        self.picking = True
        model, chosen = self._view.model(), self._view.selectionModel()
        back = start != goal and chosen.isRowSelected(goal)
        low, high = (start, start) if back else (min(start, goal), max(start, goal))
        run = QItemSelection(model.index(low, 0), model.index(high, model.columnCount() - 1))
        chosen.select(run, (_Flag.Deselect if back else _Flag.Select) | _Flag.Rows)

    def pick(self) -> None:
        """Take the current row into the selection or out of it; the first Space keeps the row it stands on."""
        index = self._view.currentIndex()
        if not index.isValid():
            return
        chosen = self._view.selectionModel()
        first = not self.picking and chosen.isRowSelected(index.row())
        self.picking = True
        if not first:
            chosen.select(index, _Flag.Toggle | _Flag.Rows)

    def leave(self) -> None:
        """Drop a selection of several rows; if there is none, leave the list."""
        view = self._view
        chosen, here = view.selectionModel(), view.currentIndex()
        several = self._several()
        was_picking, self.picking = self.picking, False
        if several:
            chosen.select(here, _Flag.ClearAndSelect | _Flag.Rows)
        elif not was_picking:
            view.escaped.emit()

    def _several(self) -> bool:
        view = self._view
        chosen = cast("QItemSelectionModel | None", view.selectionModel())  # the stubs don't tell: none before a model
        if chosen is None:
            return False
        return view.selected_count() > 1 or (self.picking and not chosen.isSelected(view.currentIndex()))

    def _something_to_leave(self) -> bool:
        """Whether Esc means this list; else it goes on to the window, which shows the page before."""
        listened = self._view.isSignalConnected(QMetaMethod.fromSignal(self._view.escaped))
        return self._several() or self.picking or listened

    def _steps(self) -> dict[int, int]:
        view = self._view
        page = max(1, view.viewport().height() // max(1, view.verticalHeader().defaultSectionSize()) - 1)
        return {
            Qt.Key.Key_J.value: 1,
            Qt.Key.Key_Down.value: 1,
            Qt.Key.Key_K.value: -1,
            Qt.Key.Key_Up.value: -1,
            Qt.Key.Key_PageDown.value: page,
            Qt.Key.Key_PageUp.value: -page,
            Qt.Key.Key_Home.value: -_FAR,
            Qt.Key.Key_End.value: _FAR,
        }
