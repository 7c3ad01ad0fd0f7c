"""Asks what is to stand where two wrote at once: the new words, one's own, or both."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.meanwhile import ChangedMeanwhile
from storeapp.kernel.text import _
from storeapp.qtkit.buttons import Button
from storeapp.qtkit.fields import Area
from storeapp.qtkit.labels import body, section, small
from storeapp.qtkit.theme import theme


class MeanwhileDialog(QDialog):
    """Shows both texts of each field. Only one of its three buttons closes it: Esc would lose what was typed."""

    def __init__(
        self, error: ChangedMeanwhile, take: Callable[[], None], save: Callable[[], None], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._error, self._take, self._save = error, take, save
        self.setWindowTitle(_("Changed meanwhile"))
        self.setMinimumWidth(theme().px(520))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(section(error.sentence, wrap=True))
        if error.by:
            column.addWidget(body(_("Changed by {who}").format(who=error.by), tone="text-2"))
        for now, mine in error.texts():
            for title, value in ((_("The new one"), now), (_("Yours"), mine)):
                column.addWidget(small(title))
                column.addWidget(_words(title, value))
        row = QHBoxLayout()
        row.addStretch(1)
        self.new = Button(_("Take the new one"), "secondary")
        self.mine = Button(_("Keep mine"), "secondary")
        self.both = Button(_("Join both"), "primary")
        self.both.setVisible(error.joinable)
        for button, then in ((self.new, self._taken), (self.mine, self._kept), (self.both, self._joined)):
            button.clicked.connect(then)
            row.addWidget(button)
        column.addSpacing(8)
        column.addLayout(row)
        (self.both if error.joinable else self.mine).setFocus()

    def reject(self) -> None:
        """Esc answers nothing."""

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.result() == QDialog.DialogCode.Accepted)

    def _taken(self) -> None:
        self.accept()
        self._take()

    def _kept(self) -> None:
        self._error.keep_mine()
        self.accept()
        self._save()

    def _joined(self) -> None:
        self._error.join()
        self.accept()
        self._save()


def _words(title: str, value: str) -> Area:
    area = Area(title)
    area.setPlainText(value)
    area.setPlaceholderText(_("Nothing"))
    area.setReadOnly(True)
    area.setFixedHeight(theme().px(64))
    return area
