"""What the owner does with themes and their words, each in one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.tips import menu_words
from storeapp.reputation.reviews.queries import theme_filter as reviews_theme_filter
from storeapp.reputation.reviews.records import ThemeName
from storeapp.reputation.themes.service.themes import (
    add_theme,
    add_words,
    delete_theme,
    mark_theme,
    merge_themes,
    remove_word,
    rename_theme,
    restore_words,
)

Verb = Callable[[Progress], Outcome[Any]]


class ThemeVerbs:
    """Asks where something must be asked, writes beside the window, and says what was done."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self.desk, self._parent = desk, parent

    def new(self, then: Callable[[int], None] | None = None, words: tuple[str, Sequence[str]] | None = None) -> None:
        """Ask for a name and make a theme, with `words` (language, words) if there are any."""

        def named(name: str) -> None:
            given = {words[0]: list(words[1])} if words else {}
            work = partial(_add_theme, self.desk, name, given)

            def made(outcome: Outcome[int]) -> None:
                self.desk.notices.say(_("Added the theme “{name}”").format(name=name.strip()), undo=True)
                if then is not None:
                    then(outcome.value)

            self.desk.jobs.write(_("Adding a theme"), work, made)

        self.desk.ask.text(self._parent, _("What is the new theme called?"), _("Name"), named, verb=_("Add theme"))

    def rename(self, theme: ThemeName) -> None:
        """Ask for another name."""

        def named(name: str) -> None:
            work = partial(_rename, self.desk, theme.id, name)
            self._write(_("Renaming a theme"), work, _("Renamed to “{name}”").format(name=name.strip()))

        self.desk.ask.text(
            self._parent, _("What is its new name?"), _("Name"), named, value=theme.name, verb=_("Rename")
        )

    def delete(self, theme: ThemeName) -> None:
        """Drop a theme; its reviews stay."""
        said = _("Deleted the theme “{name}”").format(name=theme.name)
        self._write(_("Deleting a theme"), partial(_delete, self.desk, theme.id), said)

    def restore(self, theme: ThemeName) -> None:
        """Give a starter theme its own words again."""
        said = _("Restored the words of “{name}”").format(name=theme.name)
        self._write(_("Restoring words"), partial(_restore, self.desk, theme.id), said)

    def merge(self, theme: ThemeName, into: ThemeName) -> None:
        """Join a theme with another one."""
        said = _("Merged “{name}” with “{other}”").format(name=theme.name, other=into.name)
        self._write(_("Merging themes"), partial(_merge, self.desk, theme.id, into.id), said)

    def add_words(self, theme: ThemeName, language: str, words: Sequence[str]) -> None:
        """Add words to a theme."""

        def added(outcome: Outcome[int]) -> None:
            if outcome.value:
                count = plural("{count} word", "{count} words", outcome.value)
                self.desk.notices.say(_("Added {words} to “{name}”").format(words=count, name=theme.name), undo=True)
            else:
                self.desk.notices.say(_("“{name}” has this word already").format(name=theme.name))

        self.desk.jobs.write(_("Adding words"), partial(_add_words, self.desk, theme.id, language, list(words)), added)

    def remove_word(self, theme: ThemeName, language: str, word: str) -> None:
        """Take a word away."""
        said = _("Removed “{word}” from “{name}”").format(word=word, name=theme.name)
        self._write(_("Removing a word"), partial(_remove_word, self.desk, theme.id, language, word), said)

    def mark(self, reviews: Sequence[int], theme: ThemeName, present: bool) -> None:
        """Put reviews under a theme by hand, or take them out."""
        said = _("Put under “{name}”") if present else _("Taken out of “{name}”")
        work = partial(_mark, self.desk, list(reviews), theme.id, present)
        self._write(_("Putting reviews under a theme"), work, said.format(name=theme.name))

    def choose(self, then: Callable[[ThemeName], None], at: QWidget, besides: Sequence[int] = ()) -> None:
        """Open a menu of the themes, without some, under a widget."""

        def read(_progress: Progress) -> list[ThemeName]:
            with self.desk.db.read() as conn:
                return reviews_theme_filter.themes(conn)

        def show(found: list[ThemeName]) -> None:
            menu = theme_menu([one for one in found if one.id not in besides], then, at)
            menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

        self.desk.jobs.read(read, show)

    def _write(self, title: str, work: Verb, said: str) -> None:
        def done(outcome: Outcome[Any]) -> None:
            if outcome.value:
                self.desk.notices.say(said, undo=True)

        self.desk.jobs.write(title, work, done)


def theme_menu(themes: Sequence[ThemeName], then: Callable[[ThemeName], None], parent: QWidget) -> QMenu:
    """A menu with one entry a theme."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for one in themes:
        menu.addAction(menu_words(one.name)).triggered.connect(partial(_then, then, one))
    if not themes:
        menu.addAction(_("There is no other theme")).setEnabled(False)
    return menu


def _then(then: Callable[[ThemeName], None], theme: ThemeName, _checked: bool = False) -> None:
    then(theme)


def _add_theme(desk: Desk, name: str, words: dict[str, list[str]], progress: Progress) -> Outcome[int]:
    return add_theme(desk.db, name, words, progress)


def _rename(desk: Desk, theme: int, name: str, _progress: Progress) -> Outcome[bool]:
    return rename_theme(desk.db, theme, name)


def _delete(desk: Desk, theme: int, progress: Progress) -> Outcome[bool]:
    return delete_theme(desk.db, theme, progress)


def _restore(desk: Desk, theme: int, progress: Progress) -> Outcome[bool]:
    return restore_words(desk.db, theme, progress)


def _merge(desk: Desk, theme: int, into: int, progress: Progress) -> Outcome[bool]:
    return merge_themes(desk.db, theme, into, progress)


def _add_words(desk: Desk, theme: int, language: str, words: list[str], progress: Progress) -> Outcome[int]:
    return add_words(desk.db, theme, language, words, progress)


def _remove_word(desk: Desk, theme: int, language: str, word: str, progress: Progress) -> Outcome[bool]:
    return remove_word(desk.db, theme, language, word, progress)


def _mark(desk: Desk, reviews: list[int], theme: int, present: bool, _progress: Progress) -> Outcome[int]:
    return mark_theme(desk.db, reviews, theme, present)
