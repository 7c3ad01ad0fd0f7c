"""Settings: what the owner chose on this computer and for this shop, backups, and where the data lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from storeapp.kernel.text import N_, _
from storeapp.qtkit.page import Page
from storeapp.qtkit.widgets import Tabs, Toolbar, scrolling
from storeapp.shell.house import ShopDesk
from storeapp.shell.prefs_backups import BackupsPart
from storeapp.shell.prefs_data import DataPart
from storeapp.shell.prefs_general import GeneralPart
from storeapp.shell.prefs_shop import ShopPart

if TYPE_CHECKING:
    from storeapp.shell.prefs_part import Part


class SettingsPage(Page):
    """Four parts behind tabs; every change counts at once."""

    ID = "settings"
    TITLE = N_("Settings")
    ICON = "sliders"
    TOPICS = frozenset({"channels", "settings", "orders", "reviews"})

    def __init__(self, desk: ShopDesk) -> None:
        super().__init__(desk)
        self.parts: dict[str, Part] = {
            "general": GeneralPart(desk),
            "shop": ShopPart(desk, self.ask_db),
            "backups": BackupsPart(desk),
            "data": DataPart(desk),
        }
        names = {"general": _("General"), "shop": _("Shop"), "backups": _("Backups"), "data": _("Data")}
        self._tools = Toolbar()
        self.tabs = Tabs(list(names.items()), _("Parts of the settings"))
        self.tabs.chosen.connect(self._choose)
        self._tools.left.addWidget(self.tabs)
        self._stack = QStackedWidget()
        for key, part in self.parts.items():
            self._stack.addWidget(scrolling(part, names[key]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def toolbar(self) -> QWidget:
        return self._tools

    def refresh(self) -> None:
        for part in self.parts.values():
            part.refresh()

    def open_record(self, target: object) -> None:
        """Open a part ("general", "shop", "backups", "data"), or start the check of the data ("check")."""
        key = "data" if target == "check" else str(target)
        if key in self.parts:
            self.tabs.choose(key)
            self._choose(key)
        if target == "check":
            self.parts["data"].start()

    def _choose(self, key: str) -> None:
        self._stack.setCurrentIndex(list(self.parts).index(key))
