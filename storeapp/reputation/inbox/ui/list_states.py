"""The place of the list: its rows, or why there are none, or that they could not be read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Button, States, empty_state, error_state


class ListStates(States):
    """Shows the rows, an empty state or an error; the buttons tell what the owner wants."""

    import_asked = Signal()
    clear_asked = Signal()
    again_asked = Signal()

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(content, parent)
        self._broken = False

    def mend(self) -> None:
        """A new reading begins: forget that the last one failed."""
        self._broken = False

    def show_count(self, shown: int, reviews: int) -> None:
        """Of `reviews` in the shop the list holds `shown`."""
        if self._broken:
            return
        if shown:
            self.show_content()
        elif not reviews:
            button = Button(_("Import reviews"), icon="import")
            button.clicked.connect(self.import_asked)
            words = _("No reviews yet"), _("Drop a review file of any channel on this window, or choose it")
            self.show_hint(empty_state("star", *words, [button]))
        else:
            button = Button(_("Clear all filters"), icon="x")
            button.clicked.connect(self.clear_asked)
            words = _("No review matches"), _("Other filters may find what you look for")
            self.show_hint(empty_state("filter", *words, [button]))

    def fail(self, _error: Exception) -> None:
        """The reading failed."""
        self._broken = True
        again = Button(_("Try again"), icon="refresh")
        again.clicked.connect(self._try_again)
        words = _("The reviews could not be read"), _("Nothing was changed.")
        self.show_hint(error_state(*words, [again]))

    def _try_again(self) -> None:
        self.mend()
        self.again_asked.emit()
