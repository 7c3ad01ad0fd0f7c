"""Where the shop lies, whether that is a safe place, and the check of the shop's file."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.paths import log_folder, settings_folder
from storeapp.kernel.progress import Progress
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import N_, _
from storeapp.qtkit.widgets import Button, Label, Note, small
from storeapp.shell.session.controls import ShopDesk
from storeapp.shell.settings.backups import size_text
from storeapp.shell.settings.settings_part import SettingsPart, field_row
from storeapp.store.before_opening import PlaceReport, look_at
from storeapp.store.check import DataCheck, accept, check_data, mend

KINDS = {"local": N_("on this computer"), "cloud": N_("in a cloud folder"), "network": N_("on a network drive")}


class DataPart(SettingsPart):
    """Facts and one button; nothing is changed here."""

    def __init__(self, desk: ShopDesk) -> None:
        super().__init__(desk)
        place = self.add_card(_("Where your data is"))
        self.path = Label(str(desk.db.place.folder), "body", "text", middle=True)
        self.path.setMinimumWidth(240)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        show = Button(_("Show folder"), size="small", icon="folder")
        show.clicked.connect(self._show_folder)
        row.addWidget(show)
        place.inside.addLayout(row)
        self.kind = Label("", "body", "text-2")
        field_row(place, _("Place"), self.kind)
        self.free = Label("", "body", "text-2")
        field_row(place, _("Free space"), self.free)
        self.file_size = Label("", "body", "text-2")
        field_row(place, _("Shop's file"), self.file_size)
        self.warning = Note("", "warn")
        self.warning.hide()
        place.add(self.warning)
        place.add(small(_("Settings: {folder}").format(folder=settings_folder()), elide=True))
        place.add(small(_("Log: {folder}").format(folder=log_folder()), elide=True))
        checks = self.add_card(_("Check my data"))
        words = _(
            "Looks for damage in the file, entries that the disk changed, broken links between records, and "
            "totals or search words that don't match."
        )
        checks.add(small(words, wrap=True))
        self._button = Button(_("Check my data"), "secondary", "shield")
        self._button.clicked.connect(self.start)
        row = QHBoxLayout()
        row.addWidget(self._button)
        row.addStretch(1)
        checks.inside.addLayout(row)
        self._checks = checks
        self.findings = QWidget()
        checks.add(self.findings)

    def refresh(self) -> None:
        folder = self.desk.db.place.folder

        def read(progress: Progress) -> tuple[PlaceReport, int]:
            return look_at(folder), sum(file.stat().st_size for file in folder.glob("shop.sqlite*"))

        self.desk.jobs.read(read, self._show)

    def start(self) -> None:
        """Check the file now."""
        self._button.setEnabled(False)
        db = self.desk.db
        self.desk.jobs.files(
            _("Checking your data"), lambda progress: check_data(db, progress), self._found, self._failed
        )

    def _show(self, answer: tuple[PlaceReport, int]) -> None:
        report, size = answer
        name = f", {report.name}" if report.name else ""
        self.kind.setText(_(KINDS.get(report.kind, report.kind)) + name)
        self.free.setText(size_text(report.free_bytes))
        self.file_size.setText(size_text(size))
        self.warning.setVisible(bool(report.sentence))
        if report.sentence:
            self.warning.set(report.sentence, "warn")

    def _found(self, result: DataCheck) -> None:
        self._button.setEnabled(True)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for line in result.lines:
            column.addWidget(Note(line.sentence, "bad" if line.problems else "good"))
        if any(line.problems and line.mendable for line in result.lines):
            mending = Button(_("Count again and rebuild the search"), "secondary", "refresh")
            mending.clicked.connect(self._mend)
            column.addWidget(mending)
        if any(line.problems and line.doubled for line in result.lines):
            words = _("Reviews were imported twice by an older version. Merge them under Reputation, To confirm.")
            column.addWidget(small(words, wrap=True))
            showing = Button(_("Show me"), "secondary")
            showing.clicked.connect(partial(self.desk.navigate, OpenPage("reputation", "links")))
            column.addWidget(showing)
        if any(line.problems and not line.mendable and not line.doubled for line in result.lines):
            column.addWidget(small(_("Restore the last good backup, under Backups."), wrap=True))
        if any(line.problems and line.acceptable for line in result.lines):
            words = _("The disk changed some entries. If no backup has them better, go on with them as they are now.")
            column.addWidget(small(words, wrap=True))
            taking = Button(_("Accept the entries as they are"), "quiet")
            taking.clicked.connect(self._accept)
            column.addWidget(taking)
        self._checks.inside.replaceWidget(self.findings, holder)
        self.findings.deleteLater()
        self.findings = holder

    def _mend(self) -> None:
        self.desk.do(_("Counting again"), mend, done=self._mended, progress=True)

    def _accept(self) -> None:
        self.desk.do(_("Accepting the entries as they are"), accept, done=self._mended, progress=True)

    def _mended(self, outcome: Outcome[None]) -> None:
        self.start()

    def _failed(self, error: Exception) -> None:
        self._button.setEnabled(True)
        self.desk.notices.problem(_("The check could not be finished: {reason}").format(reason=error))

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.db.place.folder)))
