"""Asks where an article is to come out, and which article it says in another language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.articles.drafts.places import PlaceName, place_key, place_names, place_of
from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.rules import MeantPlace
from storeapp.articles.drafts.service import set_places
from storeapp.articles.site.queries import translation_choices
from storeapp.articles.site.service import say_translation
from storeapp.kernel.language_names import language_name
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Choice, TickBox, scrolling

if TYPE_CHECKING:
    from storeapp.articles.ui.writing import WritingView

MOST = 200  # articles to choose from


def ask_places(view: WritingView) -> None:
    """Ask where the article that is written is to come out."""
    found, desk = view.found, view.desk
    if found is None:
        return

    def take(places: list[MeantPlace]) -> None:
        desk.do(_("Saving the places"), set_places, found.id, places, said=_("Places saved"))

    view.page.ask_db(place_names, lambda known: MeantSheet(found, list(known.values()), take, view).open())


def ask_translation(view: WritingView) -> None:
    """Ask which article the one that is written says in another language."""
    found, desk = view.found, view.desk
    if found is None:
        return

    def take(of: int | None) -> None:
        said = _("Linked: on the own site both pages lead to each other") if of else _("Not a translation any more")
        desk.do(_("Linking the translation"), say_translation, found.id, of, said=said)

    view.page.ask_db(
        lambda conn: translation_choices(conn, found.id, MOST),
        lambda known: TranslationSheet(found, known, take, view).open(),
    )


class MeantSheet(FormSheet):
    """Ticks of all places that are used; `then` takes those that are ticked."""

    def __init__(
        self,
        found: ArticleDetail,
        places: Sequence[PlaceName],
        then: Callable[[list[MeantPlace]], None],
        over: QWidget,
    ) -> None:
        meant = {place_key(one.channel_id, one.outlet_id) for one in found.places}
        shown = [one for one in places if one.open or one.key in meant]
        self.ticks = {one.key: TickBox(one.name) for one in shown}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for key, tick in self.ticks.items():
            tick.setChecked(key in meant)
            column.addWidget(tick)
        column.addStretch(1)
        area = scrolling(inside, _("Places"))
        area.setMinimumHeight(theme().px(min(320, 30 * max(1, len(shown)) + 12)))

        def take() -> None:
            then([place_of(key) for key, tick in self.ticks.items() if tick.isChecked()])

        hint = _("These come first where the article is published, and while it waits in the calendar.")
        title = _("Where the article is to come out")
        super().__init__(title, [(_("Places"), area)], _("Save"), take, hint, over)


class TranslationSheet(FormSheet):
    """The articles in other languages to choose from; `then` takes the chosen one, None for none."""

    def __init__(
        self,
        found: ArticleDetail,
        known: Sequence[tuple[int, str, str]],
        then: Callable[[int | None], None],
        over: QWidget,
    ) -> None:
        def named(title: str, language: str) -> str:
            words = title or _("Untitled")
            if not language:
                return words
            return _("{title} ({language})").format(title=words, language=language_name(language))

        options: list[tuple[int | None, str]] = [(None, _("None: an article of its own"))]
        options += [(number, named(title, language)) for number, title, language in known]
        if found.translation_of is not None and all(number != found.translation_of for number, _words in options):
            options.append((found.translation_of, found.translates or _("Untitled")))
        self.of = Choice(_("Translation of"), options, small=False)
        self.of.choose(found.translation_of)
        lines = [_("On the own site both pages then lead to each other by their languages.")]
        if not found.language:
            lines.append(_("Say the article’s language in its brief, so that nobody has to guess it."))
        if len(known) == MOST:
            lines.append(_("The {count} articles written last are offered.").format(count=MOST))
        fields = [(_("Translation of"), self.of)]
        hint = "\n".join(lines)
        super().__init__(
            _("The same in another language"), fields, _("Save"), lambda: then(self.of.value()), hint, over
        )
