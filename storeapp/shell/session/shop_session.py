"""Looks after one open shop: undo, facts in the status bar, counts, backups, the look kept for next time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from storeapp.kernel.days import day_and_time
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, language, plural
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.reader import Reader
from storeapp.shell.session.backup_schedule import BackupKeeper
from storeapp.shell.session.opening import OpenShop
from storeapp.shell.session.shop_facts import ShopFacts, shop_facts
from storeapp.shell.session.typing_keeper import TypingKeeper
from storeapp.shell.window import snapshot
from storeapp.shell.window.main_window import MainWindow
from storeapp.shell.window.snapshot import Snapshot
from storeapp.store import journal
from storeapp.store.backup import BackupInfo, newest_made
from storeapp.store.journal import UndoReport

if TYPE_CHECKING:
    from sqlalchemy import Connection

Badge = Callable[["Connection", date], tuple[int, bool]]


@dataclass(frozen=True, slots=True)
class _News:
    facts: ShopFacts
    can_undo: str | None
    can_redo: str | None
    badges: dict[str, tuple[int, bool]]
    newest_backup: str


class ShopSession(QObject):
    """Lives as long as the shop is open."""

    named = Signal(str)  # the shop's name has changed

    def __init__(self, desk: Desk, shop: OpenShop, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._shop, self._window = desk, shop, window
        self.facts = shop.facts
        self._newest_backup: str = shop.newest_backup.made_at if shop.newest_backup else ""
        self._badges: dict[str, Badge] = {}
        self._reader = Reader(desk.db.read, desk.jobs, self)
        self.can_undo: str | None = None
        self.can_redo: str | None = None
        self.backups = BackupKeeper(desk, self)
        self.backups.made.connect(self._backup_made)
        self.typing = TypingKeeper(desk, lambda: window.navigation.current, self)
        desk.jobs.changed.connect(self._changed)
        desk.jobs.idle.connect(self._idle)
        desk.jobs.saved.connect(self._saved)
        self._show()

    def count_with(self, badges: dict[str, Badge]) -> None:
        """How each page's number in the sidebar is read, by page id."""
        self._badges.update(badges)
        self.look()

    def look(self) -> None:
        """Read the facts anew."""
        today = self._desk.clock.today()
        badges, by = dict(self._badges), self._desk.db.by

        def read(conn: Connection) -> _News:
            counts = {page_id: badge(conn, today) for page_id, badge in badges.items()}
            newest = newest_made(self._desk.db.place.folder)
            return _News(shop_facts(conn), journal.can_undo(conn, by), journal.can_redo(conn, by), counts, newest)

        self._reader.ask(read, self._heard)

    def refresh(self) -> None:
        """Say everything anew after the language has changed."""
        self._show()
        self.look()

    def undo(self) -> None:
        """Take back the latest action that was done in this window; others are taken back in History."""
        self._desk.jobs.write(_("Undoing"), lambda progress: journal.undo(self._desk.db, None, progress), self._undone)

    def redo(self) -> None:
        """Do the action again that was taken back last."""
        self._desk.jobs.write(_("Redoing"), lambda progress: journal.redo(self._desk.db, progress), self._redone)

    def keep_look(self, today: dict[str, Any]) -> None:
        """Keep what the next start paints first."""
        facts = self.facts
        kept = Snapshot(
            facts.name,
            facts.sample,
            facts.channels,
            language(),
            self._window.work.sidebar.counts(),
            today,
            self._window.status.texts(),
        )
        snapshot.save(self._desk.db.place.folder, kept)

    def stop(self) -> None:
        """The shop is closing."""
        self.typing.stop()
        self.backups.stop()
        self._reader.forget()

    @Slot(object)
    def _changed(self, topics: frozenset[str]) -> None:
        self.look()

    @Slot()
    def _idle(self) -> None:
        self._window.work.keyboard.settle()
        self.typing.bring_back()

    @Slot(bool)
    def _saved(self, saved: bool) -> None:
        self._window.status.show_saved(saved)

    @Slot(object)
    def _backup_made(self, info: BackupInfo) -> None:
        self._newest_backup = info.made_at
        self._show()

    def _heard(self, news: _News) -> None:
        renamed = news.facts.name != self.facts.name
        self.facts, self.can_undo, self.can_redo = news.facts, news.can_undo, news.can_redo
        self._newest_backup = max(self._newest_backup, news.newest_backup)
        self._window.work.sidebar.set_counts(news.badges)
        book, window = self._desk.actions, self._window
        held = [name for name, title in (("undo", self.can_undo), ("redo", self.can_redo)) if title]
        book.met(window, ["pages", "shop", *held])
        self._show()
        if renamed:
            self.named.emit(self.facts.name)

    def _show(self) -> None:
        facts, clock, status = self.facts, self._desk.clock, self._window.status
        self._window.show_shop(facts.name, facts.channels, facts.sample)
        if self._newest_backup:
            status.backup.say(_("Backup {when}").format(when=day_and_time(self._newest_backup, clock)))
        else:
            status.backup.say(_("No backup yet"), _("One is made after the next change"))
        status.show_mails(facts.mails)
        if facts.last_import:
            name, at = facts.last_import
            status.imported.say(_("Last import: {file}, {when}").format(file=name, when=day_and_time(at, clock)))
        else:
            status.imported.say(_("Nothing imported yet"))
        status.rows.say(plural("{count} record in the shop", "{count} records in the shop", facts.rows))

    def _undone(self, outcome: Outcome[UndoReport]) -> None:
        self._desk.notices.say(undo_sentence(outcome.value))

    def _redone(self, outcome: Outcome[UndoReport]) -> None:
        report = outcome.value
        said = _("Done again: {title}").format(title=report.title)
        if report.kept_count:
            said = _("{done} ({parts})").format(done=said, parts=_kept(report))
        self._desk.notices.say(said, undo=True)


def _kept(report: UndoReport) -> str:
    """How many rows stayed as they are, and which other writers changed them."""
    names = _(", ").join(dict.fromkeys(kept.by for kept in report.kept if kept.by))
    count = report.kept_count
    if names and count == 1:
        return _("“{label}” kept, changed since by {names}").format(label=report.kept[0].label, names=names)
    words = plural("{count} kept, changed since", "{count} kept, changed since", count)
    return _("{kept} by {names}").format(kept=words, names=names) if names else words


def undo_sentence(report: UndoReport) -> str:
    """What an undo did, in one line."""
    if not report.kept_count and not report.gone:
        return _("Undone: {title}").format(title=report.title)
    parts = [plural("{count} row undone", "{count} rows undone", report.undone)]
    if report.kept_count:
        parts.append(_kept(report))
    if report.gone:
        parts.append(plural("{count} gone already", "{count} gone already", report.gone))
    return _("{title}: {parts}").format(title=report.title, parts=_(", ").join(parts))
