"""The comparison of two customers that the owner selected, over the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.orders.buyers import PairSide
from storeapp.orders.ui.merge_pane import MergePane
from storeapp.orders.ui.sentences import OrderMoment
from storeapp.qtkit.theme import theme


class MergeDialog(QDialog):
    """Closes when the owner decided; Esc leaves everything as it is."""

    def __init__(self, sides: tuple[PairSide, PairSide], moment: OrderMoment, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Merge two customers"))
        self.resize(theme().px(720), theme().px(620))
        self.pane = MergePane(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self.pane.show_sides(sides, None, (), moment)
        self.pane.merge_asked.connect(self.accept)
        self.pane.apart_asked.connect(self.accept)
        self.pane.go.setDefault(True)
        self.pane.go.setFocus()
