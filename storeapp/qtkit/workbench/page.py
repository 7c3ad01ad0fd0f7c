"""A page that is one list with its inspector."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.kernel.targets import Record, Target
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec


class ListPage(Page):
    """Subclasses give `spec` and `handlers`. A target that is a Record goes to that record."""

    KIND = "workbench"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.bench = Workbench(self, self.spec())
        self.table, self.model = self.bench.table, self.bench.model
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bench)
        desk.actions.register(self.ACTIONS, self.handlers(), owner=self, lists=[self.bench.table])

    def spec(self) -> ListSpec:
        """What the list is."""
        raise NotImplementedError

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What each of the page's ACTIONS does."""
        return {}

    def keyboard(self) -> QWidget | None:
        return self.bench.table

    def record(self) -> str:
        return str(self.bench.record or "")

    def refresh(self) -> None:
        self.bench.refresh()

    def open_target(self, target: Target) -> None:
        if isinstance(target, Record):
            self.bench.go_to(target.id)
