"""What the owner does with themes and their words, each in one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from storeapp.kernel.meanwhile import Shown
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


class ThemeActions:
    """Asks where something must be asked, writes beside the window, and says what was done."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self.desk, self._parent = desk, parent

    def new(self, then: Callable[[int], None] | None = None, words: tuple[str, Sequence[str]] | None = None) -> None:
        """Ask for a name and make a theme, with `words` (language, words) if there are any."""

        def made(outcome: Outcome[int]) -> None:
            if then is not None:
                then(outcome.value)

        def named(name: str) -> None:
            given = {words[0]: list(words[1])} if words else {}
            said = _("Added the theme “{name}”").format(name=name.strip())
            self.desk.do(_("Adding a theme"), add_theme, name, given, said=said, done=made, progress=True)

        self.desk.ask.text(self._parent, _("What is the new theme called?"), _("Name"), named, verb=_("Add theme"))

    def rename(self, theme: ThemeName) -> None:
        """Ask for another name."""

        def named(name: str) -> None:
            said, shown = _("Renamed to “{name}”").format(name=name.strip()), Shown({"name": theme.name})
            self.desk.do(_("Renaming a theme"), rename_theme, theme.id, name, shown, said=said)

        self.desk.ask.text(
            self._parent, _("What is its new name?"), _("Name"), named, value=theme.name, verb=_("Rename")
        )

    def delete(self, theme: ThemeName) -> None:
        """Drop a theme; its reviews stay."""
        said = _("Deleted the theme “{name}”").format(name=theme.name)
        self.desk.do(_("Deleting a theme"), delete_theme, theme.id, said=said, progress=True)

    def restore(self, theme: ThemeName) -> None:
        """Give a starter theme its own words again."""
        said = _("Restored the words of “{name}”").format(name=theme.name)
        self.desk.do(_("Restoring words"), restore_words, theme.id, said=said, progress=True)

    def merge(self, theme: ThemeName, into: ThemeName) -> None:
        """Join a theme with another one."""
        said = _("Merged “{name}” with “{other}”").format(name=theme.name, other=into.name)
        self.desk.do(_("Merging themes"), merge_themes, theme.id, into.id, said=said, progress=True)

    def add_words(self, theme: ThemeName, language: str, words: Sequence[str]) -> None:
        """Add words to a theme."""

        def said(added: int) -> str:
            count = plural("{count} word", "{count} words", added)
            return _("Added {words} to “{name}”").format(words=count, name=theme.name)

        self.desk.do(_("Adding words"), add_words, theme.id, language, list(words), said=said, progress=True)

    def remove_word(self, theme: ThemeName, language: str, word: str) -> None:
        """Take a word away."""
        said = _("Removed “{word}” from “{name}”").format(word=word, name=theme.name)
        self.desk.do(_("Removing a word"), remove_word, theme.id, language, word, said=said, progress=True)

    def mark(self, reviews: Sequence[int], theme: ThemeName, present: bool) -> None:
        """Put reviews under a theme by hand, or take them out."""
        said = (_("Put under “{name}”") if present else _("Taken out of “{name}”")).format(name=theme.name)
        title = _("Putting reviews under a theme")
        self.desk.do(title, mark_theme, list(reviews), theme.id, present, said=said)

    def choose(self, then: Callable[[ThemeName], None], at: QWidget, besides: Sequence[int] = ()) -> None:
        """Open a menu of the themes, without some, under a widget."""

        def read(_progress: Progress) -> list[ThemeName]:
            with self.desk.db.read() as conn:
                return reviews_theme_filter.themes(conn)

        def show(found: list[ThemeName]) -> None:
            menu = theme_menu([one for one in found if one.id not in besides], then, at)
            menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

        self.desk.jobs.read(read, show)


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
