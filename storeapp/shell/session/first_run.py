"""The first screen: try the sample shop, bring the first file, or restore a backup; nothing else is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.paths import shops_folder
from storeapp.kernel.text import LANGUAGES, N_, _
from storeapp.qtkit.panels import Card, Note, scrolling
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Choice, Icon, Label, Link, TextLine, body, small
from storeapp.shell.session.new_shop_folder import free_folder
from storeapp.shell.window.centred import in_the_middle
from storeapp.store.before_opening import look_at

if TYPE_CHECKING:
    from storeapp.shell.session.program import Program

BACKUPS = N_("Backups of Storeapp (*.zip)")
COLUMN = 640


class WelcomeScreen(QWidget):
    """One screen, no steps."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self._program = program
        self._parent = shops_folder()
        self.setAccessibleName(_("Welcome"))
        self.problem = Note("", "bad")
        self.problem.hide()
        self.place_note = Note("", "warn")
        self.place_note.hide()
        self.sample = Button(_("Open the sample shop"), "secondary", "lamp", size="large")
        self.sample.clicked.connect(program.open_sample)
        self.files = Button(_("Import my first file…"), "primary", "import", size="large")
        self.files.clicked.connect(self._choose_files)
        self.restore = Button(_("Restore a backup…"), "secondary", "history", size="large")
        self.restore.clicked.connect(self._choose_backup)
        self.name = TextLine(_("Name of your shop"), _("My shop"))
        self.language = Choice(_("Language"), list(LANGUAGES.items()), small=False, icon="globe")
        self.language.choose(program.settings.language or "en")
        self.language.picked.connect(self._speak)
        self.place = Label(str(self._parent), "small", "text-2", middle=True)
        change = Link(_("Change"))
        change.clicked.connect(self._choose_place)
        self._build(change)
        self._look_at_place()

    def take_files(self, files: list[Path]) -> None:
        """Files dropped on this screen are the first ones of a new shop."""
        if not files:
            return
        name = self.name.text().strip() or _("My shop")
        self._program.create(free_folder(self._parent, name), name, files)

    def tell(self, sentence: str) -> None:
        """Show what did not work."""
        self.problem.set(sentence, "bad")
        self.problem.show()

    def _build(self, change: Link) -> None:
        card = Card()
        card.setFixedWidth(theme().px(COLUMN))
        inside = card.inside
        inside.setContentsMargins(32, 32, 32, 24)
        inside.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("store", "accent", 28))
        head.addWidget(Label(_("Welcome to Storeapp"), "big"), 1)
        inside.addLayout(head)
        inside.addWidget(body(_("Everything stays on this computer. No account, no internet."), "text-2", wrap=True))
        inside.addWidget(self.problem)
        for button, help_text in (
            (self.files, _("Exports of 20 platforms are recognised; any other table is matched by hand once.")),
            (self.sample, _("A lamp and textile shop with three years of orders, to look around in.")),
            (self.restore, _("Bring a shop back from one of its backups, on this computer or a new one.")),
        ):
            inside.addSpacing(4)
            row = QHBoxLayout()
            row.setSpacing(16)
            button.setFixedWidth(max(button.sizeHint().width(), theme().px(232)))
            row.addWidget(button)
            row.addWidget(small(help_text, "muted", wrap=True), 1)
            inside.addLayout(row)
        inside.addSpacing(12)
        fields = QHBoxLayout()
        fields.setSpacing(16)
        for title, field in ((_("Name of your shop"), self.name), (_("Language"), self.language)):
            column = QVBoxLayout()
            column.setSpacing(4)
            label = small(title)
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
            fields.addLayout(column, 1)
        inside.addLayout(fields)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(small(_("Data folder")))
        place.addWidget(self.place, 1)
        place.addWidget(change)
        inside.addLayout(place)
        inside.addWidget(self.place_note)
        page = in_the_middle(card, small(_("Or drop your files anywhere here.")))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(page, _("Welcome")))
        self.files.setFocus()

    def _speak(self, language: object) -> None:
        self._program.speak(str(language))

    def _choose_files(self) -> None:
        self._program.ask.files(self, _("Choose the files to import"), self.take_files)

    def _choose_backup(self) -> None:
        self._program.ask.files(self, _("Choose a backup"), self._restore, [_(BACKUPS)])

    def _restore(self, files: list[Path]) -> None:
        if files:
            self._program.restore(files[0], free_folder(self._parent, files[0].stem.split(" ")[0]))

    def _choose_place(self) -> None:
        self._program.ask.folder(self, _("Choose the folder for your shops"), self._use_place, self._parent)

    def _use_place(self, folder: Path) -> None:
        self._parent = folder
        self.place.setText(str(folder))
        self._look_at_place()

    def _look_at_place(self) -> None:
        report = look_at(self._parent)
        self.place_note.setVisible(bool(report.sentence))
        if report.sentence:
            self.place_note.set(report.sentence, "warn")
