"""The dialog that adds or changes a channel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.channels import rules
from storeapp.channels.queries import ChannelRow
from storeapp.channels.rules import PLATFORMS, ChannelFields, platform_title
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Button, Choice, Note, Option, TextLine, section, small
from storeapp.rulebook.regions import regions


class ChannelForm(QDialog):
    """A refusal is shown in the dialog, beside what was typed; `then` gets the checked fields."""

    def __init__(
        self, row: ChannelRow | None, then: Callable[[ChannelFields], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row, self._then = row, then
        title = _("Change channel") if row is not None else _("Add a channel")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        platforms = [Option(key, platform_title(key), platform=key) for key in PLATFORMS]
        self.platform = Choice(_("Platform"), platforms, small=False)
        self.platform.choose(row.platform if row is not None else "own")
        self.platform.setEnabled(row is None)
        self.name = TextLine(_("Name"), row.name if row is not None else "")
        self.currency = TextLine(_("Currency"), row.currency if row is not None else "", "EUR")
        self.time_zone = TextLine(_("Time zone"), row.time_zone if row is not None else "", "Europe/Vienna")
        places = [("", _("By currency")), *((one.id, _(one.title)) for one in regions())]
        self.region = Choice(_("Region whose rules apply"), places, small=False)
        self.region.choose(row.region if row is not None else "")
        self.url = TextLine(_("Web address"), row.url if row is not None else "", "https://")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(section(title))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        fields = (
            (_("Platform"), self.platform),
            (_("Name"), self.name),
            (_("Currency"), self.currency),
            (_("Time zone"), self.time_zone),
            (_("Region whose rules apply"), self.region),
            (_("Web address"), self.url),
        )
        for number, (words, field) in enumerate(fields):
            label = small(words, "text-2")
            label.setBuddy(field)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
        column.addLayout(grid)
        hint = _("Dates without a time zone in this channel's files are read in the channel's own time zone.")
        column.addWidget(small(hint, wrap=True))
        self.problem = Note("", "bad")
        self.problem.hide()
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.back = Button(_("Cancel"), "quiet")
        self.back.clicked.connect(self.reject)
        self.go = Button(_("Save channel") if row is not None else _("Add channel"), "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._save)
        foot.addWidget(self.back)
        foot.addWidget(self.go)
        column.addLayout(foot)
        self.name.setFocus()

    def refuse(self, sentence: str) -> None:
        """Show why it could not be saved."""
        self.problem.set(sentence, "bad")
        self.problem.show()

    def _save(self) -> None:
        locale = self._row.locale if self._row is not None else ""
        fields = ChannelFields(
            str(self.platform.value()),
            self.name.text(),
            self.currency.text(),
            self.time_zone.text(),
            locale,
            self.url.text(),
            str(self.region.value()),
        )
        try:
            checked = rules.checked(fields)
        except UserError as why:
            self.refuse(why.sentence)
            return
        self._then(checked)
