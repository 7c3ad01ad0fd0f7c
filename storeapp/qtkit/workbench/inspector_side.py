"""The right side: the record that is chosen, or that none is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.qtkit.gradually import Gradually
from storeapp.qtkit.widgets import Inspector, States, empty_state
from storeapp.qtkit.workbench.declaration import ListSpec

LEAST = 320  # the least width of an inspector


class InspectorSide(States):
    """Builds the inspector when a record is first shown, and begins each record at its top."""

    built = Signal(object)

    def __init__(self, spec: ListSpec, parent: QWidget | None = None) -> None:
        holder = QWidget()
        holder.setMinimumWidth(LEAST)
        super().__init__(holder, parent)
        self._spec, self._holder = spec, holder
        self._inspector: QWidget | None = None
        self.shown: Any = None  # the id of what the inspector shows
        self._building = Gradually(self)
        self.show_none()

    @property
    def has_inspector(self) -> bool:
        """Whether the inspector was built already."""
        return self._inspector is not None

    @property
    def inspector(self) -> Any:
        """The inspector, built when it is first needed."""
        if self._inspector is None:
            column = QVBoxLayout(self._holder)
            column.setContentsMargins(0, 0, 0, 0)
            self._inspector = self._spec.inspector()
            column.addWidget(self._inspector)
            self.built.emit(self._inspector)
        return self._inspector

    def show_record(self, key: Any, found: Any) -> None:
        """Show what was read of a record; the first one in a pass of the event loop after the inspector was built."""
        if self._inspector is None or self._building.busy:
            self._building.begin(self._built(key, found))
        else:
            self._show(key, found)

    def _built(self, key: Any, found: Any) -> Iterator[object]:
        yield self.inspector
        self._show(key, found)

    def _show(self, key: Any, found: Any) -> None:
        inspector = self.inspector
        if key != self.shown and hasattr(inspector, "to_top"):
            inspector.to_top()
        self.shown = key
        self._spec.show(inspector, found)
        self.show_content()

    @property
    def busy(self) -> bool:
        """Whether a record that was read is still to be shown."""
        return self._building.busy

    @property
    def writing(self) -> bool:
        """Whether the owner is writing to the record shown."""
        written = self._spec.writing
        return written is not None and self._inspector is not None and written(self._inspector)

    def show_none(self, gone: bool = False) -> None:
        """No record is chosen; `gone`: the one that was is no longer in the shop."""
        said = self._spec.sentences
        words = said.gone if gone and said.gone is not None else (said.none_chosen, said.choose)
        self.shown = None
        self._building.begin(iter(()))  # what was to be shown is no longer chosen
        self.show_hint(empty_state(said.icon, *words))

    def enter(self) -> None:
        """Put the keys into the inspector."""
        inspector = self.inspector
        if self._spec.enter is not None:
            self._spec.enter(inspector)
        elif isinstance(inspector, Inspector):
            inspector.scroller.setFocus()
