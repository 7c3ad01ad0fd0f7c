"""The phrases that set bad reviews apart from good ones, language by language, each leading to its reviews."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from storeapp.kernel.language_names import language_name
from storeapp.kernel.text import _, plural
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.widgets import Button, Choice, Filled, Hint, States, empty_state, section, small
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.themes.records import CountedPhrase, KeptPhrases, LanguagePhrases


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """A phrase at its place in the list; `id` is that place."""

    id: int
    phrase: CountedPhrase


class PhrasesPane(Filled):
    """`reviews_asked` carries ReviewFilters, `theme_asked` (language, phrase) to be put under a theme."""

    reviews_asked = Signal(object)
    theme_asked = Signal(str, str)
    count_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "t", parent=parent)
        self._kept: KeptPhrases | None = None
        self._busy = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(24, 8, 12, 8)
        head.setSpacing(8)
        head.addWidget(section(_("Phrases found mostly in bad reviews")))
        self.counted = small("", elide=True)
        head.addWidget(self.counted, 1)
        self.to_theme = Button(_("Add to theme…"), size="small")
        self.to_theme.clicked.connect(self.ask_theme)
        head.addWidget(self.to_theme)
        self.language = Choice(_("Language of the reviews"), [])
        self.language.picked.connect(self._show_language)
        head.addWidget(self.language)
        column.addLayout(head)
        tables = QWidget()
        row = QHBoxLayout(tables)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.complaints = self._table(_("Complaints"), 24)
        self.praise = self._table(_("Praise"), 16)
        row.addWidget(self.complaints, 1)
        row.addWidget(self.praise, 1)
        self.states = States(tables)
        column.addWidget(self.states, 1)

    def show_phrases(self, kept: KeptPhrases) -> None:
        """Show what was counted last; the language chosen stays."""
        self._kept = kept
        held = self.language.value()
        codes = [one.language for one in kept.languages]
        self.language.set_options([(code, language_name(code)) for code in codes])
        self.language.setVisible(len(codes) > 1)
        self.language.choose(held if held in codes else (codes[0] if codes else None))
        self._show_language()

    def show_busy(self, busy: bool) -> None:
        """A count runs, or ended."""
        self._busy = busy
        if self._kept is not None:
            self._show_language()

    def found(self) -> LanguagePhrases | None:
        """The phrases of the language chosen."""
        code = self.language.value()
        return next((one for one in self._kept.languages if one.language == code), None) if self._kept else None

    def current(self) -> CountedPhrase | None:
        """The phrase the keyboard stands on, in the table used last."""
        for table in sorted((self.complaints, self.praise), key=lambda one: not one.hasFocus()):
            row: PhraseRow | None = table.current_row()
            if row is not None:
                return row.phrase
        return None

    def ask_theme(self) -> None:
        """Put the current phrase under a theme."""
        phrase, found = self.current(), self.found()
        if phrase is not None and found is not None:
            self.theme_asked.emit(found.language, phrase.text)

    def _show_language(self, _language: object = None) -> None:
        kept, found = self._kept, self.found()
        if kept is None:
            return
        enough = found is not None and bool(found.phrases)
        self.to_theme.setEnabled(enough)
        for table, sign in ((self.complaints, 1), (self.praise, -1)):
            listed = [one for one in (found.phrases if found else ()) if one.score * sign > 0]
            model = table.model()
            assert isinstance(model, RowsModel)
            model.set_rows([PhraseRow(place, one) for place, one in enumerate(listed)])
        self.counted.setText(_counted_words(found) if found is not None else "")
        if self._busy and not enough:
            self.states.show_loading(_("Counting phrases"))
        elif enough:
            if self._busy:
                self.counted.setText(_("Counting again; these are the last results"))
            self.states.show_content()
        else:
            self.states.show_hint(self._too_few(found, kept))

    def _too_few(self, found: LanguagePhrases | None, kept: KeptPhrases) -> Hint:
        missing = found.missing if found is not None else kept.missing
        if missing:
            more = plural("{count} more review with text", "{count} more reviews with text", missing)
            if found is None:
                words = _("Needed: {reviews} of 1–2 stars, or of 5 stars, in one language").format(reviews=more)
            else:
                kind = _("1–2 stars") if found.bad < found.good else _("5 stars")
                words = _("{language} needs {reviews} of {stars}").format(
                    language=language_name(found.language), reviews=more, stars=kind
                )
            return empty_state("letters", _("Too few reviews to compare phrases"), words)
        if found is not None:
            words = _("Good and bad reviews use the same words so far")
            return empty_state("letters", _("No phrase is found mostly in bad reviews"), words)
        again = Button(_("Count phrases"), icon="refresh")
        again.clicked.connect(self.count_asked)
        return empty_state("letters", _("Phrases were not counted yet"), _("It takes a few seconds"), [again])

    def _table(self, title: str, pad: int) -> TableView:
        table = TableView(title, first_pad=pad)
        table.show_model(RowsModel(_columns(title)))
        table.opened.connect(self._open)
        table.menu_asked.connect(partial(self._menu, table))
        return table

    def _open(self, row: PhraseRow) -> None:
        found = self.found()
        if found is not None:
            stars = (1, 2) if row.phrase.score > 0 else (5,)
            self.reviews_asked.emit(ReviewFilters(search=f'"{row.phrase.text}"', stars=stars))

    def _menu(self, table: TableView, row: PhraseRow | None, place: QPoint) -> None:
        if row is None:
            return
        table.setFocus()
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Show its reviews")).triggered.connect(lambda: self._open(row))
        menu.addAction(_("Add to theme…")).triggered.connect(self.ask_theme)
        menu.popup(place)


def _columns(title: str) -> Sequence[Column]:
    return [
        Column("phrase", title, width=150, stretch=True, text=lambda row: row.phrase.text, font="medium"),
        _count("bad", _("1–2 stars"), lambda row: row.phrase.bad),
        _count("good", _("5 stars"), lambda row: row.phrase.good),
        Column(
            "score",
            _("Surely"),
            "number",
            68,
            text=lambda row: f"{abs(row.phrase.score):.1f}",
            value=lambda row: abs(row.phrase.score),
            tone="text-2",
            tip=lambda row: _("{score} times as far apart as chance alone would explain (2 or more is sure)").format(
                score=f"{abs(row.phrase.score):.1f}"
            ),
        ),
    ]


def _count(name: str, title: str, number: Callable[[PhraseRow], int]) -> Column:
    return Column(name, title, "number", 80, text=lambda row: f"{number(row):,}", value=number)


def _counted_words(found: LanguagePhrases) -> str:
    bad = plural("{count} bad review", "{count} bad reviews", found.bad)
    good = plural("{count} good one", "{count} good ones", found.good)
    return _("in {bad} and {good}").format(bad=bad, good=good)
