"""The photos a buyer sent, kept with an order, a review or the buyer, and what may be done with each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.evidence.preparing import Chosen
from storeapp.evidence.queries import photos_with_consents
from storeapp.evidence.records import AttachedFile
from storeapp.evidence.rules import PHOTO, About, Consented, consent_words, in_force
from storeapp.evidence.service import note_consent
from storeapp.evidence.ui.actions import ProofActions
from storeapp.evidence.ui.consent_form import ConsentForm
from storeapp.evidence.ui.consents_sheet import ConsentsSheet
from storeapp.evidence.ui.pane import ProofPane, Thumbnail
from storeapp.evidence.ui.picking import carries_files, of_mime
from storeapp.kernel.text import _
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, IconButton, Label, scrolling, section, small

Photo = tuple[AttachedFile, list[tuple[int, Consented]]]


class PhotoRow(QWidget):
    """One photo with what was agreed about it."""

    removed = Signal()
    consent_asked = Signal()

    def __init__(self, file: AttachedFile, words: str, free: bool) -> None:
        super().__init__()
        self.file = file
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Thumbnail(file))
        told = QVBoxLayout()
        told.setSpacing(2)
        self.name = Label(file.name, "medium", elide=True)
        self.words = small(words, "positive" if free else "warning", wrap=True)
        told.addWidget(self.name)
        told.addWidget(self.words)
        told.addStretch(1)
        row.addLayout(told, 1)
        self.consent = Button(_("Note a consent"), size="small")
        self.consent.setAccessibleName(_("Note a consent for {file}").format(file=file.name))
        self.consent.clicked.connect(self.consent_asked)
        self.remove = IconButton("x", _("Remove {file}").format(file=file.name))
        self.remove.clicked.connect(self.removed)
        row.addWidget(self.consent, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)


class PhotoPane(ProofPane):
    """Photos by button, drop and paste, a row each."""

    consent_asked = Signal(object)  # AttachedFile

    def verb(self) -> str:
        return _("Add photos")

    def invitation(self) -> str:
        return _("Choose the photos the buyer sent, drop them here, or paste one.")

    def show_photos(self, photos: Sequence[Photo], rows: Sequence[PhotoRow]) -> None:
        """Show these rows, one for each photo."""
        self.shown = tuple(file for file, _consents in photos)
        for row in rows:
            row.removed.connect(partial(self.remove_asked.emit, row.file.id))
            row.consent_asked.connect(partial(self.consent_asked.emit, row.file))
        self.tiles.show_chips([])
        self.tiles.hide()
        self.advice.setVisible(bool(photos))


class PhotoDrop(QObject):
    """Takes photos that are dropped on a pane, wherever in it nothing else takes them: `given` carries list[Chosen]."""

    given = Signal(list)

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        pane.setAcceptDrops(True)
        pane.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if event.type() not in kinds or not isinstance(event, QDropEvent) or not carries_files(event.mimeData()):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.given.emit(of_mime(event.mimeData()))
        return True


class PhotoSheet(QDialog):
    """Keeps photos with a record: `kind` of rules.PHOTOS_WITH and its id.

    `customer_id`: whose photos they are, None where nobody knows; `title` names the record and the buyer.
    """

    def __init__(self, page: Page, kind: str, number: int, customer_id: int | None, title: str) -> None:
        super().__init__(page)
        self.page, self.desk, self._buyer = page, page.desk, customer_id
        self.about = about = About(kind, number, PHOTO)
        self._rows: list[PhotoRow] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Photos from the buyer"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 16)
        outer.setSpacing(12)
        outer.addWidget(section(_("Photos from the buyer")))
        outer.addWidget(small(title, "text-2", elide=True))
        self.pane = PhotoPane()
        self.pane.consent_asked.connect(self._ask_consent)
        self.pane.watch(self)
        self.verbs = _PhotoActions(self)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.pane)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(10)
        column.addLayout(self.rows)
        column.addStretch(1)
        outer.addWidget(scrolling(inside, _("Photos from the buyer")), 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.all = Button(_("All consents"), icon="shield-check")
        self.all.clicked.connect(lambda: ConsentsSheet(page, self).open())
        foot.addWidget(self.all)
        if about.kind == "review":
            self.words = Button(_("Consent for the review's words"))
            self.words.clicked.connect(lambda: self._ask("review", about.id, "words"))
            foot.addWidget(self.words)
        foot.addStretch(1)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.accept)
        foot.addWidget(self.back)
        outer.addLayout(foot)
        self.resize(theme().px(600), theme().px(440))
        self.look()

    def give(self, chosen: list[Chosen]) -> None:
        """Keep these with the record."""
        self.verbs.give(chosen)

    def look(self) -> None:
        """Read the photos and show them."""
        about = self.about
        self.page.ask_db(lambda conn: photos_with_consents(conn, about), self._show, f"photos:{about}")

    def photo_rows(self) -> list[PhotoRow]:
        """What is shown."""
        return list(self._rows)

    def _show(self, photos: list[Photo]) -> None:
        for old in self._rows:
            self.rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        today = self.desk.clock.today()
        self._rows = rows = []
        for file, consents in photos:
            valid = [one for _id, one in consents if in_force(one, today)]
            if valid:
                words = "\n".join(consent_words(one, today) for one in valid)
            elif consents:
                words = consent_words(consents[0][1], today)
            else:
                words = _("Nobody agreed to any use yet: keep it, show it nowhere")
            row = PhotoRow(file, words, bool(valid))
            rows.append(row)
            self.rows.addWidget(row)
        self.pane.show_photos(photos, rows)

    def _ask_consent(self, file: AttachedFile) -> None:
        self._ask("attachment", file.id, "picture")

    def _ask(self, kind: str, number: int, what: str) -> None:
        today = self.desk.clock.today()
        about = Consented(kind, number, frozenset({what}), frozenset(), frozenset(), today, customer_id=self._buyer)
        ConsentForm(about, today, self._note, self).open()

    def _note(self, consent: Consented) -> None:
        said = _("Consent noted")
        self.desk.do(_("Noting a consent"), note_consent, consent, said=said, done=lambda _done: self.look())


class _PhotoActions(ProofActions):
    """Reads the photos with their consents instead of the bare files."""

    def __init__(self, sheet: PhotoSheet) -> None:
        super().__init__(sheet.page, sheet.pane, sheet.about.kind, sheet.about.id, PHOTO)
        self._sheet = sheet

    def look(self) -> None:
        if self._there():
            self._sheet.look()
