"""Backups: the list, making one now, putting one back, and the second place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import day_and_time
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.widgets import Button, Icon, Label, Link, Note, Tag, small
from storeapp.shell.session.controls import ShopDesk
from storeapp.shell.settings.settings_part import SettingsPart
from storeapp.store import backup
from storeapp.store.backup import BackupInfo

SHOWN = 12
REASONS = {
    "change": N_("after changes"),
    "close": N_("on closing"),
    "asked": N_("made by you"),
    "import": N_("before an import"),
    "before restore": N_("before a restore"),
    "before update": N_("before an update of the file"),
}


class BackupsPart(SettingsPart):
    """Nothing here asks twice: a restore keeps the present state as a backup first."""

    def __init__(self, desk: ShopDesk) -> None:
        super().__init__(desk)
        self.card = self.add_card(_("Backups"), _("made and checked automatically"))
        now = Button(_("Back up now"), "secondary", "shield-check", size="small")
        now.clicked.connect(self._now)
        other = Button(_("Restore from a file…"), "quiet", size="small")
        other.clicked.connect(self._choose)
        self.card.add_to_head(other)
        self.card.add_to_head(now)
        words = _("After changes at most every half hour, on closing, and before every import and restore.")
        self.card.add(small(words, wrap=True))
        self._list = QWidget()
        self.card.add(self._list)
        self._all = False
        second = self.add_card(_("Second place"), _("optional"))
        words = _("A copy of every backup goes there too: a stick, another disk, or a folder in your cloud.")
        second.add(small(words, wrap=True))
        self.second = Label("", "body", "text", middle=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        choose = Button(_("Choose…"), size="small", name=_("Choose the second place"))
        choose.clicked.connect(self._choose_second)
        self.forget = Button(_("No second place"), "quiet", size="small")
        self.forget.clicked.connect(self._forget_second)
        row.addWidget(self.second, 1)
        row.addWidget(choose)
        row.addWidget(self.forget)
        second.inside.addLayout(row)
        self._show_second()

    def refresh(self) -> None:
        folder = self.desk.db.place.folder
        self.desk.jobs.read(lambda progress: backup.list_backups(folder), self._show)

    def _show(self, backups: list[BackupInfo]) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        shown = backups if self._all else backups[:SHOWN]
        for info in shown:
            column.addWidget(_BackupLine(info, self))
        if not backups:
            column.addWidget(Note(_("No backup yet. One is made after the next change."), "plain"))
        if len(shown) < len(backups):
            more = Link(_("Show all {count}").format(count=len(backups)))
            more.clicked.connect(self._show_all)
            column.addWidget(more)
        self.card.inside.replaceWidget(self._list, holder)
        self._list.deleteLater()
        self._list = holder

    def when(self, info: BackupInfo) -> str:
        """When a backup was made."""
        return day_and_time(info.made_at, self.desk.clock)

    def ask_restore(self, info: BackupInfo) -> None:
        """Say what a restore would bring, then do it."""
        parts = [
            plural("{count} order", "{count} orders", info.counts.get("orders", 0)),
            plural("{count} customer", "{count} customers", info.counts.get("customers", 0)),
            plural("{count} review", "{count} reviews", info.counts.get("reviews", 0)),
        ]
        text = _(
            "It contains {parts}. What is in the shop now is saved as a backup first, so you can come back to it."
        ).format(parts=_(", ").join(parts))
        question = _("Restore the backup of {when}?").format(when=self.when(info))
        self.desk.ask.confirm(self, question, text, _("Restore it"), lambda: self.desk.program.restore(info.path))

    def _show_all(self) -> None:
        self._all = True
        self.refresh()

    def _now(self) -> None:
        self.desk.program.back_up(self.refresh)

    def _choose(self) -> None:
        filters = [_("Backups of Storeapp (*.zip)")]
        self.desk.ask.files(self, _("Choose a backup"), self._look_at, filters)

    def _look_at(self, files: list[Path]) -> None:
        path = files[0]

        def read(progress: Progress) -> BackupInfo:
            return backup.preview(path)

        self.desk.jobs.files(_("Looking at the backup"), read, self.ask_restore)

    def _choose_second(self) -> None:
        self.desk.ask.folder(self, _("Choose the second place"), self._use_second)

    def _use_second(self, folder: Path) -> None:
        self._set_second(str(folder))
        self.desk.notices.say(_("Backups go to {folder} too, from the next one on").format(folder=folder))

    def _forget_second(self) -> None:
        self._set_second("")

    def _set_second(self, place: str) -> None:
        self.desk.settings.second_backup_place = place
        self.desk.settings.save()
        self._show_second()

    def _show_second(self) -> None:
        place = self.desk.settings.second_backup_place
        self.second.setText(place or _("None"))
        self.second.set_tone("text" if place else "muted")
        self.forget.setVisible(bool(place))


class _BackupLine(QWidget):
    """One backup: when, why, how large, whether it was checked."""

    def __init__(self, info: BackupInfo, part: BackupsPart) -> None:
        super().__init__()
        self._info, self._part = info, part
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Icon("shield-check" if info.sound else "shield", "positive" if info.sound else "warning"))
        row.addWidget(Label(part.when(info), "medium"))
        row.addWidget(small(_(REASONS.get(info.reason, info.reason)), elide=True), 1)
        if not info.verified:
            row.addWidget(Tag(_("can't be read"), "warn"))
        elif info.wrong:
            row.addWidget(Tag(_("has damaged entries"), "warn"))
        row.addWidget(Label(size_text(info.size), "small", "muted"))
        name = _("Restore the backup of {when}").format(when=part.when(info))
        restore = Button(_("Restore…"), size="small", name=name)
        restore.clicked.connect(self._restore)
        row.addWidget(restore)

    @Slot()
    def _restore(self) -> None:
        self._part.ask_restore(self._info)


def size_text(size: int) -> str:
    """A number of bytes in the unit that reads best."""
    if size < 1_000_000:
        return _("{size} kB").format(size=f"{max(1, round(size / 1000)):,}")
    if size < 1_000_000_000:
        return _("{size} MB").format(size=f"{size / 1_000_000:,.1f}")
    return _("{size} GB").format(size=f"{size / 1_000_000_000:,.1f}")
