"""Dialogs of ideas: one in words, or several pasted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from storeapp.articles.ideas.rules import checked_idea, pasted_ideas
from storeapp.articles.kinds import article_kinds
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Area, Choice, TextLine


def kind_choice(kind: str = "") -> Choice:
    """The kinds of articles to choose from."""
    named = [("", _("Not said yet")), *((one.id, _(one.title)) for one in article_kinds().values())]
    choice = Choice(_("Kind"), named, small=False)
    choice.choose(kind)
    return choice


def idea_sheet(words: str, kind: str, take: Callable[[str, str], None], parent: QWidget) -> FormSheet:
    """Ask for an idea in words and its kind."""
    line, choice = TextLine(_("Idea"), words), kind_choice(kind)

    def done() -> None:
        take(*checked_idea(line.text(), str(choice.value() or "")))

    fields = [(_("Idea"), line), (_("Kind"), choice)]
    hint = _("The kind brings an outline with questions, in the language of the window.")
    return FormSheet(_("An idea for an article"), fields, _("Keep the idea"), done, hint, parent)


def paste_sheet(take: Callable[[str], None], parent: QWidget) -> FormSheet:
    """Ask for several ideas, one a line."""
    area = Area(_("Ideas"), _("One idea a line"))

    def done() -> None:
        pasted_ideas(area.toPlainText())
        take(area.toPlainText())

    hint = _("Ideas that are on the board already are left out.")
    return FormSheet(_("Paste ideas"), [(_("Ideas"), area)], _("Keep them"), done, hint, parent)
