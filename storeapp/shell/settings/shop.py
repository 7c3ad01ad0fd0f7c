"""Settings of this shop: its name and its channels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.channels import queries, service
from storeapp.channels.queries import ChannelRow
from storeapp.channels.rules import ChannelFields, platform_title
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, ChannelTile, Label, TextLine, small
from storeapp.shell.session.controls import ShopDesk
from storeapp.shell.settings.channel_form import ChannelForm
from storeapp.shell.settings.corrected_rules import RulesCard
from storeapp.shell.settings.settings_part import SettingsPart, field_row
from storeapp.store.shop_settings import shop_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection


class ShopPart(SettingsPart):
    """Kept in the shop's own file, and undoable."""

    def __init__(self, desk: ShopDesk, ask_db: Callable[..., Any]) -> None:
        super().__init__(desk)
        self._ask_db = ask_db
        self._kept_name = self._shown_name = ""  # what the shop is called, and what it was when the owner began to type
        card = self.add_card(_("Shop"))
        self.name = TextLine(_("Name of the shop"))
        self.name.setMinimumWidth(theme().px(280))
        self.name.editingFinished.connect(self._rename)
        self.name.setProperty("keptOnLeaving", True)
        field_row(card, _("Name of the shop"), self.name)
        self.channels = self.add_card(_("Channels"), _("where you sell"))
        add = Button(_("Add a channel…"), "secondary", "plus", size="small")
        add.clicked.connect(self._add)
        self.channels.add_to_head(add)
        self._list = QWidget()
        self.channels.add(self._list)
        self.form: ChannelForm | None = None
        self.rules = RulesCard(desk, ask_db)
        self.column.addWidget(self.rules)

    def refresh(self) -> None:
        def read(conn: Connection) -> tuple[str, list[ChannelRow]]:
            return str(shop_setting(conn, "shop_name", "")), queries.channels(conn)

        self._ask_db(read, self._show)
        self.rules.refresh()

    def edit(self, row: ChannelRow) -> None:
        """Open the form of one channel."""
        self._open(row)

    def _show(self, answer: tuple[str, list[ChannelRow]]) -> None:
        name, rows = answer
        if not self.name.hasFocus() or self.name.text() == self._kept_name:
            self.name.setText(name)
            self._shown_name = name
        self._kept_name = name
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for row in rows:
            column.addWidget(_ChannelLine(row, self))
        if not rows:
            column.addWidget(small(_("Channels come with your first import, or add one here."), wrap=True))
        self.channels.inside.replaceWidget(self._list, holder)
        self._list.deleteLater()
        self._list = holder

    def _rename(self) -> None:
        name = " ".join(self.name.text().split())
        if name and name != self._kept_name:
            self.desk.do(
                _("Renaming the shop"), service.name_shop, name, Shown({"name": self._shown_name}), said=_renamed
            )

    def _add(self) -> None:
        self._open(None)

    def _open(self, row: ChannelRow | None) -> None:
        def save(fields: ChannelFields) -> None:
            if row is None:
                self.desk.do(_("Adding"), service.add, fields, done=self._saved, failed=self._refused)
            else:
                kept = row.id, fields, service.shown_of(row)
                self.desk.do(_("Saving"), service.edit, *kept, done=self._saved, failed=self._refused)

        self.form = ChannelForm(row, save, self)
        self.form.open()

    def _saved(self, outcome: Outcome[Any]) -> None:
        if self.form is not None:
            self.form.accept()
            self.form = None
        if outcome.touched:
            self.desk.notices.say(_("The channel was saved"), undo=True)

    def _refused(self, error: Exception) -> None:
        if self.form is not None and isinstance(error, UserError):
            self.form.refuse(error.sentence)


def _renamed(name: str) -> str:
    return _("The shop is called {name} now").format(name=name)


def shown_address(url: str) -> str:
    """A shop's address as people say it: without "https://www."."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


class _ChannelLine(QWidget):
    """One channel: tile, name, what is known of it, and the way to change it."""

    def __init__(self, row: ChannelRow, part: ShopPart) -> None:
        super().__init__()
        self._row, self._part = row, part
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(ChannelTile(row.platform, row.name))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(row.name, "medium", elide=True))
        known = [platform_title(row.platform), row.currency, row.time_zone, shown_address(row.url)]
        words.addWidget(small(_(", ").join(part for part in known if part), wrap=True))
        line.addLayout(words, 1)
        counts = [
            plural("{count} order", "{count} orders", row.orders),
            plural("{count} review", "{count} reviews", row.reviews),
        ]
        line.addWidget(Label(_(", ").join(counts), "small", "muted"))
        change = Button(_("Change…"), size="small", name=_("Change {name}").format(name=row.name))
        change.clicked.connect(self._change)
        line.addWidget(change)

    @Slot()
    def _change(self) -> None:
        self._part.edit(self._row)
