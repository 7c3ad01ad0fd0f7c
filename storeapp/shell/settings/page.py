"""Settings: what the owner chose on this computer and for this shop, backups, and where the data lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from storeapp.kernel.targets import OpenPage, Target
from storeapp.kernel.text import N_, _
from storeapp.qtkit.page import Page
from storeapp.qtkit.widgets import Tabs, Toolbar, scrolling
from storeapp.shell.session.controls import ShopDesk
from storeapp.shell.settings.backups import BackupsPart
from storeapp.shell.settings.data import DataPart
from storeapp.shell.settings.general import GeneralPart
from storeapp.shell.settings.importing import ImportPart
from storeapp.shell.settings.mail import MailPart
from storeapp.shell.settings.shop import ShopPart

if TYPE_CHECKING:
    from storeapp.shell.settings.settings_part import SettingsPart


class SettingsPage(Page):
    """Six parts behind tabs; every change counts at once."""

    ID = "settings"
    TITLE = N_("Settings")
    ICON = "sliders"
    TOPICS = frozenset({"channels", "settings", "orders", "reviews", "rules"})
    PARTS = ("general", "shop", "import", "mail", "backups", "data", "check")

    def __init__(self, desk: ShopDesk) -> None:
        super().__init__(desk)
        makers: dict[str, Callable[[], SettingsPart]] = {
            "general": lambda: GeneralPart(desk),
            "shop": lambda: ShopPart(desk, self.ask_db),
            "import": lambda: ImportPart(desk),
            "mail": lambda: MailPart(desk, self.ask_db),
            "backups": lambda: BackupsPart(desk),
            "data": lambda: DataPart(desk),
        }
        self._names = {
            "general": _("General"),
            "shop": _("Shop"),
            "import": _("Import"),
            "mail": _("Mail"),
            "backups": _("Backups"),
            "data": _("Data"),
        }
        self._places: dict[str, QWidget] = {}
        self.parts = Parts(makers, self._built)
        self._tools = Toolbar()
        self.tabs = Tabs(list(self._names.items()), _("Parts of the settings"), self._tools)
        self.tabs.chosen.connect(self._choose)
        self._tools.left.addWidget(self.tabs)
        self._stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._choose("general")

    def toolbar(self) -> QWidget:
        return self._tools

    def refresh(self) -> None:
        for part in self.parts.values():
            part.refresh()

    def open_target(self, target: Target) -> None:
        """Open a part, or start the check of the data, which lies in one."""
        match target:
            case OpenPage(part="check"):
                self._show("data")
                self.parts["data"].start()
            case OpenPage(part=key):
                self._show(key)

    def _show(self, key: str) -> None:
        self.tabs.choose(key)
        self._choose(key)

    def _built(self, key: str, part: SettingsPart) -> None:
        self._places[key] = scrolling(part, self._names[key])
        self._stack.addWidget(self._places[key])
        if not self.stale:
            part.refresh()

    def _choose(self, key: str) -> None:
        self.parts.build(key)
        self._stack.setCurrentWidget(self._places[key])


class Parts(dict[str, "SettingsPart"]):
    """The parts by key, each built when it is first asked for; looking through it sees the built ones only."""

    def __init__(
        self, makers: Mapping[str, Callable[[], SettingsPart]], built: Callable[[str, SettingsPart], None]
    ) -> None:
        super().__init__()
        self._makers, self._tell = makers, built

    def build(self, key: str) -> None:
        """Build a part unless it stands already."""
        if key not in self:
            self.__missing__(key)

    def __missing__(self, key: str) -> SettingsPart:
        made = self[key] = self._makers[key]()
        self._tell(key, made)
        return made
