"""The dialog that tells of a fault in the program, with a report to copy."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from storeapp.kernel.paths import log_folder
from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Button, body, section
from storeapp.shell.session.crash import report_of


class BugDialog(QDialog):
    """Says that the data is safe; the window goes on behind it."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self.setMinimumSize(560, 360)
        self.report = report_of(error)
        detail = _(
            "Your shop's file is unchanged by this step, and you can go on working. The report names the "
            "place in the program and contains no data of your shop."
        )
        text = QPlainTextEdit(self.report)
        text.setReadOnly(True)
        text.setAccessibleName(_("Report"))
        self.copy = Button(_("Copy report"), "secondary", "copy")
        self.copy.clicked.connect(self._copy)
        folder = Button(_("Open log folder"), "quiet", "folder")
        folder.clicked.connect(self._open_log)
        close = Button(_("Go on"), "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(section(_("Something went wrong in the program"), wrap=True))
        column.addWidget(body(detail, "text-2", wrap=True))
        column.addWidget(text, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.copy)
        row.addWidget(folder)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)

    def _open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))
