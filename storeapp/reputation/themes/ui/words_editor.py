"""The words behind a theme: one chip a word, a line to add one, language by language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.language_names import language_name
from storeapp.kernel.text import _
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, Chip, Choice, TextLine, section, small
from storeapp.reputation.themes.records import ThemeWords

ALWAYS = ("en", "zh", "es", "ru", "id", "zu", "pt", "de")


class WordsEditor(QWidget):
    """`added` carries (language, words), `removed` (language, word)."""

    added = Signal(str, list)
    removed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: ThemeWords | None = None
        self._usual = "en"
        self._chosen = False  # the owner picked the language of this theme's words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(section(_("Words it looks for")), 1)
        self.language = Choice(_("Language of the words"), [("", _("Any language"))])
        self.language.picked.connect(self._picked)
        head.addWidget(self.language)
        column.addLayout(head)
        self.none = small(_("No word in this language yet"))
        column.addWidget(self.none)
        self.flow = ChipFlow()
        column.addWidget(self.flow)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.line = TextLine(
            _("Word or phrase"), placeholder=_("Add a word or phrase; pack* for any ending"), small=True
        )
        self.line.returnPressed.connect(self._add)
        self.add = Button(_("Add word"), size="small")
        self.add.clicked.connect(self._add)
        row.addWidget(self.line, 1)
        row.addWidget(self.add)
        column.addLayout(row)

    def show_words(self, found: ThemeWords) -> None:
        """Show the words of a theme; another theme begins with the usual language."""
        if self._found is None or self._found.theme.id != found.theme.id:
            self._chosen = False
        self._found = found
        held = str(self.language.value()) if self._chosen else self._usual
        codes = [code for code in dict.fromkeys((*ALWAYS, *sorted(found.words))) if code]
        named = sorted(((code, language_name(code)) for code in codes), key=lambda one: one[1])
        self.language.set_options([("", _("Any language")), *named])
        self.language.choose(held if held in codes else "")
        self._show_words()

    def use(self, language: str) -> None:
        """Begin with this language: the one in which most reviews are written."""
        self._usual = language
        if self._found is not None and not self._chosen:
            self.show_words(self._found)

    def words(self) -> Sequence[str]:
        """The words shown."""
        return self._found.words.get(str(self.language.value()), ()) if self._found is not None else ()

    def _picked(self, _language: str) -> None:
        self._chosen = True
        self._show_words()

    def _show_words(self) -> None:
        chips: list[QWidget] = []
        for word in self.words():
            chip = Chip(word, on=True, closable=True)
            set_tip(chip, _("Press x or Delete to remove “{word}”").format(word=word))
            chip.closed.connect(partial(self._remove, word))
            chips.append(chip)
        self.flow.show_chips(chips)
        self.flow.setVisible(bool(chips))
        self.none.setVisible(not chips)

    def _add(self) -> None:
        words = [word.strip() for word in self.line.text().split(",") if word.strip()]
        if words:
            self.line.clear()
            self.added.emit(str(self.language.value()), words)

    def _remove(self, word: str) -> None:
        self.removed.emit(str(self.language.value()), word)
