"""One short message in the top bar; a failure that a later message covers comes back when that one goes."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from storeapp.qtkit.notices import Notice
from storeapp.qtkit.states import Toast


class TopToast(Toast):
    """Failures stay until they are dismissed, whatever is said meanwhile."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice: Notice | None = None
        self._failures: list[Notice] = []

    @Slot(object)
    def post(self, notice: Notice) -> None:
        """Show a notice."""
        if notice.kind == "problem" and notice not in self._failures:
            self._failures.append(notice)
        self.notice = notice
        self.show_notice(notice)

    def forget(self) -> None:
        """Another shop comes: what failed in the one before is not about it."""
        self._failures.clear()
        self.dismiss()

    def show_page(self) -> None:
        """Another page is in front: a refusal on the one before is no longer about anything that is seen."""
        if self.notice is not None and self.notice.kind == "refusal":
            self.dismiss()

    def dismiss(self) -> None:
        """Close what is shown, and show the failure before it, if there is one."""
        if self.notice in self._failures:
            self._failures.remove(self.notice)
        self.notice = None
        super().dismiss()
        if self._failures:
            self.post(self._failures[-1])
