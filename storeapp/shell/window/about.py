"""What this program is, which versions it runs on, and under which licences."""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp import __version__
from storeapp.kernel.paths import log_folder, settings_folder, shops_folder
from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Button, Icon, Label, body, small
from storeapp.store.engine import SQLITE

LICENCES = (
    ("Storeapp", "MIT"),
    ("Qt for Python (PySide6)", "LGPL-3.0"),
    ("SQLAlchemy", "MIT"),
    ("Alembic", "MIT"),
    ("pysqlite3", "zlib"),
    ("SQLite", "Public Domain"),
    ("openpyxl", "MIT"),
    ("python-calamine", "MIT"),
    ("RapidFuzz", "MIT"),
    ("click", "BSD-3-Clause"),
    ("platformdirs", "MIT"),
    ("ELD", "Apache-2.0"),
    ("CLD2", "Apache-2.0"),
    ("jieba-rs", "MIT"),
    ("Pillow", "MIT-CMU"),
    ("stopwords-iso", "MIT"),
    ("Inter", "OFL-1.1"),
)


class AboutDialog(QDialog):
    """Small, and copyable for a question to whoever helps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About Storeapp"))
        self.setMinimumWidth(520)
        self.facts = [
            ("Storeapp", __version__),
            ("SQLite", SQLITE.sqlite_version),
            ("Qt", qVersion()),
            ("Python", platform.python_version()),
            (_("System"), f"{platform.system()} {platform.release()}"),
            (_("Shops"), str(shops_folder())),
            (_("Settings"), str(settings_folder())),
            (_("Log"), str(log_folder())),
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("store", "accent", 28))
        head.addWidget(Label("Storeapp", "title"), 1)
        column.addLayout(head)
        promise = _(
            "Win buyers' trust and keep it. Everything stays on this computer: no account, no internet, but for "
            "requests that you send through your own mail account."
        )
        column.addWidget(body(promise, "text-2", wrap=True))
        column.addSpacing(8)
        column.addLayout(_table(self.facts))
        column.addSpacing(8)
        column.addWidget(small(_("Made with"), "muted"))
        column.addWidget(small(", ".join(f"{name} ({licence})" for name, licence in LICENCES), "text-2", wrap=True))
        column.addSpacing(8)
        row = QHBoxLayout()
        copy = Button(_("Copy"), "quiet", "copy")
        copy.clicked.connect(self._copy)
        close = Button(_("Close"), "primary")
        close.clicked.connect(self.accept)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self.facts))


def _table(facts: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        grid.addWidget(small(name), row, 0)
        grid.addWidget(Label(value, "small", "text", middle=True), row, 1)
    return grid
