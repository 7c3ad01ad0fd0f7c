"""A tab that reads for itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from storeapp.qtkit.page import Page


class TabView(QWidget):
    """A tab that reads for itself; `page` offers `desk`, `ask_db` and `open_target`."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self.desk = page, page.desk

    def refresh(self) -> None:
        """Start the readings that fill the tab."""
