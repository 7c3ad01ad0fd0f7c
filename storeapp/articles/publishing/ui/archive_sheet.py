"""What came out once, as it was: its text, pictures and proof, read only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.publishing.queries import archive_of
from storeapp.articles.publishing.records import KeptFile, PublicationArchive
from storeapp.kernel.clock import local_day
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, Button, section, small


class ArchiveSheet(QDialog):
    """One publication."""

    def __init__(self, page: Page, publication_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("What came out"))
        self.resize(theme().px(720), theme().px(560))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        self.title = section("", wrap=True)
        self.facts = small("", "text-2", wrap=True)
        self.words = Area(_("The text as it came out"))
        self.words.setReadOnly(True)
        self.rests = small("", "text-2", wrap=True)
        self.files = QHBoxLayout()
        for part in (self.title, self.facts):
            column.addWidget(part)
        column.addWidget(self.words, 1)
        column.addWidget(self.rests)
        column.addLayout(self.files)
        foot = QHBoxLayout()
        foot.addStretch(1)
        back = Button(_("Close"), "quiet")
        back.clicked.connect(self.accept)
        foot.addWidget(back)
        column.addLayout(foot)
        self._today = page.desk.clock.today
        folder: Path = page.desk.db.place.folder
        page.ask_db(lambda conn: archive_of(conn, folder, publication_id), self._show, "publish:archive")

    def _show(self, kept: PublicationArchive | None) -> None:
        if kept is None:
            self.reject()
            return
        self.title.setText(kept.row.title)
        day = spoken_day(local_day(kept.row.published_at), self._today())
        lines = [_("{day} on {place}").format(day=day, place=kept.row.place_name)]
        lines += [one for one in (kept.row.url, kept.row.tracking_link, kept.row.coupon) if one]
        self.facts.setText("\n".join(lines))
        self.words.setPlainText(kept.body)
        self.rests.setText("\n".join(rested_on(kept.told)))
        for file in kept.files:
            button = Button(file.name, "quiet", "file", "small")
            button.setEnabled(file.path.is_file())
            button.clicked.connect(lambda _on=False, one=file: _open(one))
            self.files.addWidget(button)
        self.files.addStretch(1)


def rested_on(told: dict[str, Any]) -> list[str]:
    """What an article rested on when it came out, in sentences."""
    lines = []
    proved = [one for one in told.get("claims", ()) if one["kind"] == "evidence"]
    if proved:
        lines.append(plural("{count} claim was proved:", "{count} claims were proved:", len(proved)))
        for one in proved:
            by = one["ref_text"] or (f"{one['ref_kind']} {one['ref_id']}" if one["ref_id"] else one["ref_kind"])
            figure = f" ({one['figure']})" if one["figure"] else ""
            lines.append(_("“{sentence}” – {proof}").format(sentence=one["sentence"], proof=f"{by}{figure}"))
    for one in told.get("accepted", ()):
        lines.append(_("Let stand: “{words}”, because: {reason}").format(words=one["place_text"], reason=one["reason"]))
    return lines


def _open(file: KeptFile) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.path)))
