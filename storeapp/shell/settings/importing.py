"""Settings of importing: whether a folder is looked into for new exports when the program starts, and which."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Button, Label, TickBox
from storeapp.shell.session.controls import ShopDesk
from storeapp.shell.session.folder_watch import folder_of
from storeapp.shell.settings.settings_part import SettingsPart, field_row


class ImportPart(SettingsPart):
    """Off until the owner switches it on; files are only offered, never imported by themselves."""

    def __init__(self, desk: ShopDesk) -> None:
        super().__init__(desk)
        card = self.add_card(_("New exports"), _("on this computer"))
        self.on = TickBox(_("Look for new exports when the program starts"))
        self.on.setChecked(desk.settings.watch_downloads)
        self.on.clicked.connect(self._switch)
        hint = _("The 50 newest files of the folder are looked at. New ones of a known kind are offered on Today.")
        field_row(card, _("Watched folder"), self.on, hint)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.folder = Label(str(folder_of(desk)), "body", middle=True)
        self.folder.setMinimumWidth(240)
        self.choose = Button(_("Choose a folder"), icon="folder", size="small")
        self.choose.clicked.connect(self._choose)
        self.look = Button(_("Look now"), icon="search", size="small")
        self.look.clicked.connect(self._look)
        for widget in (self.folder, self.choose, self.look):
            row.addWidget(widget)
        field_row(card, _("Folder"), holder)
        ways = self.add_card(_("Set-ups"))
        manage = Button(_("Manage set-ups"), icon="columns", size="small")
        manage.clicked.connect(self._manage)
        field_row(ways, _("Your own files"), manage, _("They are listed where an import begins."))

    def refresh(self) -> None:
        self.folder.setText(str(folder_of(self.desk)))
        self.on.setChecked(self.desk.settings.watch_downloads)

    def _switch(self, on: bool) -> None:
        self.desk.settings.watch_downloads = on
        self.desk.settings.save()

    def _choose(self) -> None:
        self.desk.ask.folder(self, _("Which folder do your exports land in?"), self._chosen, folder_of(self.desk))

    def _chosen(self, folder: Path) -> None:
        self.desk.settings.watch_folder = str(folder)
        self.desk.settings.save()
        self.refresh()

    def _look(self) -> None:
        self.desk.actions.run("window.look")

    def _manage(self) -> None:
        self.desk.navigate(OpenPage("import"))
