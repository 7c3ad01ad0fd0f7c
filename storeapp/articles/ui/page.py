"""Articles: the list of all, the tabs of ideas, plans and results beside it, and one article to be written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from storeapp.articles.drafts import service
from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.ui.format_bar import set_heading, toggle_around
from storeapp.articles.kinds import outlined
from storeapp.articles.ui.briefs import ask_brief
from storeapp.articles.ui.list_tab import ArticlesView
from storeapp.articles.ui.put_in import close_with_card, make_card_for, offer_pictures, offer_products, offer_words
from storeapp.articles.ui.tabs import ARTICLES, PLANS
from storeapp.articles.ui.writing import WritingView
from storeapp.kernel import text
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenArticle, OpenPage, ReviewPublication, Target
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.tabs import TabViews
from storeapp.qtkit.widgets import Tabs, Toolbar
from storeapp.qtkit.workbench.giving import give_action, give_rows

NEW = ActionSpec("articles.new", N_("New article"), "plus", "Ctrl+N")
# The tabs, for the command palette.
SHOWN = (
    ActionSpec("articles.calendar", N_("Show the calendar of articles"), "calendar"),
    ActionSpec("articles.ideas", N_("Show ideas for articles"), "pencil"),
    ActionSpec("articles.results", N_("Show what articles brought"), "chart"),
    ActionSpec("articles.positioning", N_("Show who we are and our selling points"), "shield-check"),
    ActionSpec("articles.library", N_("Show pictures, texts and videos for articles"), "image"),
    ActionSpec("articles.places", N_("Show where articles come out"), "store"),
    ActionSpec("articles.site", N_("Show the shop’s own site"), "globe"),
)
# What a tab is there for, from everywhere: the tab, and the method of its view.
BEGUN = {
    ActionSpec("articles.idea", N_("Add an idea for an article"), "plus"): ("ideas", "ask_idea"),
    ActionSpec("articles.place", N_("Add a place where articles come out"), "plus"): ("places", "ask_place"),
    ActionSpec("articles.export", N_("Export the shop’s own site"), "export"): ("site", "export_now"),
}
# While an article is open; their keys do nothing beside the list.
WRITING = (
    ActionSpec("articles.next", N_("Go to the next finding of the checks"), "arrow-down", "F8"),
    ActionSpec("articles.evidence", N_("Evidence of the sentence at the cursor"), "shield-check", "Ctrl+Shift+L"),
    ActionSpec("articles.ways", N_("Choose what to do about a finding"), "check", "Alt+Return"),
    ActionSpec("articles.question", N_("Go on to the next question of the outline"), "arrow-down", "Alt+Down"),
    ActionSpec("articles.point", N_("Put in a buyer’s words of a selling point"), "message", "Ctrl+Shift+U"),
    ActionSpec("articles.back", N_("Back to the list of articles"), "arrow-left"),
    ActionSpec("articles.brief", N_("Change the brief"), "pencil", "Ctrl+Shift+B"),
    ActionSpec("articles.preview", N_("Preview the article, or write on"), "eye", "Ctrl+Shift+P"),
    ActionSpec("articles.find", N_("Find and replace in the text"), "search", "Ctrl+F"),
    ActionSpec("articles.keep_version", N_("Keep this version under a name"), "save", "Ctrl+S"),
    ActionSpec("articles.versions", N_("Compare versions, or go back to one"), "history", "Ctrl+Shift+H"),
    ActionSpec("articles.mend", N_("Mend Chinese punctuation and spacing"), "check-circle"),
    ActionSpec("articles.focus", N_("Show nothing but the text"), "target", "F9"),
    ActionSpec("articles.meant", N_("Say where the article is to come out"), "store"),
    ActionSpec("articles.translation", N_("Link the article with its translation"), "globe"),
    ActionSpec("articles.publish", N_("Publish or export the article"), "send", "Ctrl+Shift+E"),
    ActionSpec("articles.bold", N_("Bold"), "letters"),
    ActionSpec("articles.italic", N_("Italic"), "letters"),
    ActionSpec("articles.heading", N_("Heading of a part"), "letters", "Ctrl+Alt+2"),
    ActionSpec("articles.picture", N_("Put in a picture"), "image", "Ctrl+Shift+I"),
    ActionSpec("articles.words", N_("Put in a text or video of the library"), "file-text"),
    ActionSpec("articles.card", N_("Close the article with a card"), "image"),
    ActionSpec("articles.product", N_("Put in a product"), "box", "Ctrl+Shift+O"),
)
OF_TABS = {  # actions whose keys are those of the list of a tab
    "results": ("articles.review", "articles.figures"),
    "ideas": ("articles.note_idea", "articles.dismiss_idea"),
}


class ArticlesPage(Page):
    """The page Ctrl+4 opens. While an article is open it has the whole page; Esc leads back to the list."""

    ID = "articles"
    TITLE = N_("Articles")
    KIND = "workbench"
    ICON = "pencil"
    TOPICS = frozenset(
        {
            *("articles", "publications", "products", "ideas", "positioning", "results", "library"),
            *("outlets", "channels", "settings"),
        }
    )
    PARTS = tuple(plan.key for plan in PLANS)
    LATER = tuple(plan.module for plan in PLANS)
    ACTIONS = (
        NEW,
        *SHOWN,
        *BEGUN,
        ActionSpec("articles.ready", N_("Mark the article as ready"), "check", "R", scope="list", waits=True),
        ActionSpec("articles.draft", N_("Make the article a draft again"), "undo", "D", scope="list", waits=True),
        ActionSpec("articles.retire", N_("Retire the article"), "moon", "X", scope="list", waits=True),
        ActionSpec("articles.review", N_("Say what worked of what came out"), "pencil", "V", scope="list", waits=True),
        ActionSpec("articles.figures", N_("Note figures of what came out"), "chart", "F", scope="list", waits=True),
        ActionSpec("articles.note_idea", N_("Keep the offered idea"), "check", "N", scope="list", waits=True),
        ActionSpec("articles.dismiss_idea", N_("Dismiss the idea"), "x", "I", scope="list", waits=True),
        ActionSpec("articles.unretire", N_("Bring a retired article back"), "return", "B", scope="list", waits=True),
        give_action("articles"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.tabs = Tabs([(plan.key, _(plan.title)) for plan in PLANS], _("Articles"))
        self.tabs.chosen.connect(self._chosen)
        bar = Toolbar()
        bar.left.addWidget(self.tabs)
        self.views = TabViews(self, PLANS)
        self.views.made.connect(self._tab_made)
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.views, 1)
        self._writing: WritingView | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(overview)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        desk.actions.register(self.ACTIONS, self.handlers(), owner=self)
        self.views.show_tab(ARTICLES)

    @property
    def articles(self) -> Any:
        """The tab with the list of articles."""
        return self.views.view(ARTICLES)

    @property
    def _results(self) -> Any:
        """The tab of what articles brought."""
        return self.views.view("results")

    @property
    def writing_view(self) -> WritingView:
        """Where an article is written, built when the first one is opened."""
        if self._writing is None:
            self._writing = WritingView(self)
            self._writing.left.connect(self.back_to_list)
            self._writing.named.connect(self._show_title)
            self.stack.addWidget(self._writing)
            self.desk.actions.register(WRITING, self._writing_handlers(self._writing), owner=self._writing)
            self.part_built.emit(self._writing)
        return self._writing

    @property
    def is_writing(self) -> bool:
        """Whether an article is open."""
        return self._writing is not None and self.stack.currentWidget() is self._writing

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What each action does."""
        return {
            "articles.new": self.new_article,
            "articles.give": lambda: self.articles.with_chosen(partial(give_rows, self.desk, "article")),
            **{one.id: partial(self._begin_on, *begun) for one, begun in BEGUN.items()},
            **{one.id: partial(self._show_tab, one.id.partition(".")[2]) for one in SHOWN},
            "articles.ready": lambda: self.articles.with_chosen(self._mark_ready),
            "articles.draft": lambda: self.articles.with_chosen(self._make_draft),
            "articles.retire": lambda: self.articles.with_chosen(self._retire),
            "articles.review": lambda: self._results.ask_review(),
            "articles.figures": lambda: self._results.ask_figures(),
            "articles.note_idea": lambda: self._ideas.keep(),
            "articles.dismiss_idea": lambda: self._ideas.dismiss(),
            "articles.unretire": lambda: self.articles.with_chosen(self._bring_back),
        }

    def _writing_handlers(self, view: WritingView) -> Mapping[str, Callable[[], None]]:
        return {
            "articles.next": lambda: view.next_finding(),
            "articles.evidence": lambda: view.say_of_sentence(),
            "articles.ways": lambda: view.offer_ways(),
            "articles.question": lambda: view.next_question(),
            "articles.point": lambda: view.offer_words(),
            "articles.back": self.back_to_list,
            "articles.brief": lambda: view.ask_brief(),
            "articles.preview": lambda: view.show_preview(not view.previewed),
            "articles.find": lambda: view.find_words(),
            "articles.keep_version": lambda: view.keep_version(),
            "articles.versions": lambda: view.show_versions(),
            "articles.mend": lambda: view.mend_marks(),
            "articles.focus": lambda: view.focus_on_text(not view.focused),
            "articles.meant": lambda: view.ask_places(),
            "articles.translation": lambda: view.ask_translation(),
            "articles.publish": lambda: view.publish(),
            "articles.bold": lambda: toggle_around(view.editor, "**"),
            "articles.italic": lambda: toggle_around(view.editor, "*"),
            "articles.heading": lambda: set_heading(view.editor, 2),
            "articles.picture": partial(offer_pictures, view),
            "articles.words": partial(offer_words, view),
            "articles.card": partial(close_with_card, view),
            "articles.product": partial(offer_products, view),
        }

    def build_part(self, part: str) -> None:
        self.views.view(part)

    def primary(self) -> ActionSpec | None:
        return None if self.is_writing else NEW

    def main_action(self) -> ActionSpec | None:
        return next(one for one in WRITING if one.id == "articles.publish") if self.is_writing else NEW

    def keyboard(self) -> QWidget | None:
        if self.is_writing:
            return self.writing_view.editor
        table = getattr(self.views.view(self.tabs.value()), "table", None)
        if not isinstance(table, QWidget):
            return super().keyboard()
        comes = self.stale or self._reading() or table.isVisibleTo(self)
        return table if comes else None  # there is no article: the keys go to the first field

    def record(self) -> str:
        found = self._writing.found if self._writing is not None and self.is_writing else None
        return str(found.id) if found is not None else ""

    def refresh(self) -> None:
        if self.is_writing:
            self.writing_view.reread()
        else:
            self.views.view(self.tabs.value()).refresh()

    def open_target(self, target: Target) -> None:
        match target:
            case OpenArticle(id=number):
                self.open_article(number)
            case ReviewPublication(id=number):
                self._show_tab("results")
                self._results.review(number)
            case OpenPage(part=tab):
                self.back_to_list()
                self.tabs.choose(tab)
                self._chosen(tab)
                self.keys_offered.emit()

    def close_page(self) -> None:
        if self._writing is not None:
            self._writing.close_view()
            self.desk.actions.forget(self._writing)
        self.views.close_tabs()
        super().close_page()

    def open_article(self, number: int) -> None:
        """Show an article to be written in."""
        view = self.writing_view
        self.stack.setCurrentWidget(view)
        view.open_article(number)
        self.primary_changed.emit()

    def back_to_list(self) -> None:
        """Put the article away and show the tabs again, with the list as it is now."""
        if not self.is_writing:
            return
        self.writing_view.put_away()
        self.stack.setCurrentIndex(0)
        self.crumb_changed.emit("")
        self.primary_changed.emit()
        self.refresh()
        place = self.keyboard()
        if place is not None:
            place.setFocus()

    def new_article(self) -> None:
        """Ask for what is known of a new article, begin it with its kind's outline, and open it."""

        def take(fields: dict[str, Any], products: list[int]) -> None:
            language = fields["language"] or text.language()
            body = outlined(fields["kind"], language) if fields["kind"] else ""
            verb, begun = service.new_article, ArticleFields(body=body, **fields)
            self.desk.do(_("Beginning the article"), verb, begun, products, done=lambda told: self._begun(told.value))

        ask_brief(self, None, take, self)

    def _begun(self, number: int) -> None:
        QTimer.singleShot(0, self, lambda: self.open_article(number))  # the sheet goes first

    def _show_tab(self, tab: str) -> None:
        self.open_target(OpenPage(self.ID, tab))

    @property
    def _ideas(self) -> Any:
        return self.views.view("ideas")

    def _begin_on(self, tab: str, method: str) -> None:
        self._show_tab(tab)
        getattr(self.views.view(tab), method)()

    def _chosen(self, tab: str) -> None:
        self.views.show_tab(tab)
        self.views.view(tab).refresh()

    def _tab_made(self, tab: str) -> None:
        view: Any = self.views.view(tab)
        view.counted.connect(self.tabs.set_count)
        if isinstance(view, ArticlesView):
            view.opened.connect(self.open_article)
            view.begun.connect(self.new_article)
            others = {one for ids in OF_TABS.values() for one in ids}
            keys = tuple(spec.id for spec in self.ACTIONS if spec.scope == "list" and spec.id not in others)
            self.desk.actions.add_list(self, view.table, only=keys)
        elif tab == "library":
            view.card_asked.connect(partial(make_card_for, view))
        elif tab in OF_TABS:
            self.desk.actions.add_list(self, view.table, only=OF_TABS[tab])
        self.part_built.emit(view)

    def _show_title(self, title: str) -> None:
        if self.is_writing:
            self.crumb_changed.emit(f"› {title}")

    def _mark_ready(self, ids: list[int]) -> None:
        self._change(_("Marking as ready"), service.mark_ready, ids, True, _ready_words, _("It is ready already"))

    def _make_draft(self, ids: list[int]) -> None:
        self._change(_("Marking as drafts"), service.mark_ready, ids, False, _draft_words, _("It is a draft already"))

    def _retire(self, ids: list[int]) -> None:
        self._change(_("Retiring"), service.retire, ids, True, _retired_words, _("It is retired already"))

    def _bring_back(self, ids: list[int]) -> None:
        self._change(_("Bringing back"), service.retire, ids, False, _back_words, _("It isn’t retired"))

    def _change(
        self,
        title: str,
        verb: Callable[..., Outcome[int]],
        ids: list[int],
        wanted: bool,
        said: Callable[[int], str],
        already: str,
    ) -> None:
        """Change articles, and say how many really changed, or why none did."""

        def done(outcome: Outcome[int]) -> None:
            if not outcome.value:
                self.desk.notices.say(already)

        self.desk.do(title, verb, ids, wanted, said=said, done=done)


def _ready_words(count: int) -> str:
    return plural("{count} article is ready", "{count} articles are ready", count)


def _draft_words(count: int) -> str:
    return plural("{count} article is a draft again", "{count} articles are drafts again", count)


def _retired_words(count: int) -> str:
    return plural("{count} article retired", "{count} articles retired", count)


def _back_words(count: int) -> str:
    return plural("{count} article is back", "{count} articles are back", count)
