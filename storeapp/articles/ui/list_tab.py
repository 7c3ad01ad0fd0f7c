"""The tab Articles: all that was begun, with status, words and when it was written last; Enter opens one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.articles.drafts import queries
from storeapp.articles.drafts.records import ArticleDetail, ArticleFilters, ArticleRow
from storeapp.articles.drafts.rules import STATUSES, title_or_headline
from storeapp.articles.drafts.ui.brief_facts import BriefFacts
from storeapp.articles.drafts.wording import (
    TONES,
    kind_words,
    length_words,
    reading_minutes,
    status_words,
)
from storeapp.articles.kinds import article_kinds
from storeapp.articles.markdown.parsing import parse
from storeapp.articles.markdown.plain_text import summary_of
from storeapp.articles.ui.tabs import ARTICLES
from storeapp.kernel.clock import local_day
from storeapp.kernel.days import short_day
from storeapp.kernel.language_names import language_name
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import Button, Hint, Inspector, Tag, body, empty_state, section, small
from storeapp.qtkit.workbench.asking import ListingSource
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.filter_bar import Facet, Facets

FIRST, MOST_TEXT = 4_000, 600  # characters of a text that are looked at, and that stand beside the list


class ArticleListing:
    """Reads the list for the workbench."""

    def count(self, conn: Any, wanted: ArticleFilters) -> int:
        """How many rows it has."""
        return queries.article_count(conn, wanted)

    def rows(self, conn: Any, wanted: ArticleFilters, first: int, limit: int, backwards: bool) -> Sequence[ArticleRow]:
        """A window of it."""
        return queries.articles(conn, wanted, first, limit, backwards)

    def position(self, conn: Any, wanted: ArticleFilters, row_id: int) -> int | None:
        """The number of a row."""
        return queries.article_position(conn, wanted, row_id)


class ArticlePanel(Inspector):
    """One article beside the list: its brief and how it begins."""

    opened = Signal(int)
    step_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Article"))
        self.article: int | None = None
        self.title = section("", wrap=True)
        self.state = Tag("")
        self.facts = small("", wrap=True)
        for part in (self.title, self.state, self.facts):
            self.head.addWidget(part)
        self.brief = BriefFacts()
        self.begins = small(_("How it begins"), "muted")
        self.words = body("", wrap=True, tone="text-2")
        self.column.addWidget(self.brief)
        self.column.addSpacing(8)
        self.column.addWidget(self.begins)
        self.column.addWidget(self.words)
        self.column.addStretch(1)
        self.open = Button(_("Open the article"), "primary", "pencil")
        self.open.clicked.connect(self._open)
        self.add_to_footer(self.open)
        self.footer.addStretch(1)

    def show_article(self, found: ArticleDetail) -> None:
        """Show this article."""
        self.article = found.id
        self.title.setText(title_or_headline(found.title, found.body) or _("Untitled"))
        self.state.set(status_words(found.status), TONES[found.status])
        self.facts.setText(length_words(found.words, reading_minutes(found.body, found.words)))
        self.brief.show_brief(found)
        text = summary_of(parse(found.body[:FIRST]), MOST_TEXT)
        self.begins.setVisible(bool(text))
        self.words.setText(text)

    def _open(self) -> None:
        if self.article is not None:
            self.opened.emit(self.article)


class ArticlesView(TabView):
    """The list with the article that is chosen beside it; `opened` asks to write in one."""

    opened = Signal(int)
    begun = Signal()

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self._languages: list[str] = []
        self.bench = Workbench(page, self._spec(), self)
        self.table = self.bench.table
        self.bench.offer_actions()
        self.bench.beside.built.connect(lambda panel: panel.opened.connect(self.opened))
        self.bench.list.counted.connect(lambda count: self.counted.emit(ARTICLES, count))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bench)

    def refresh(self) -> None:
        self.page.ask_db(queries.article_languages, self._know_languages, "articles:languages")
        self.bench.refresh()

    def with_chosen(self, then: Callable[[list[int]], None]) -> None:
        """Hand on the articles that are selected, else the one that is shown."""
        if self.table.selected_count() > 1:
            self.table.selected_rows(lambda rows: then([row.id for row in rows]))
        elif self.bench.record is not None:
            then([self.bench.record])

    def _know_languages(self, found: list[str]) -> None:
        self._languages = found
        self.bench.list.know_filters()

    def _spec(self) -> ListSpec:
        return ListSpec(
            id="articles.list",
            title=_("Articles"),
            columns=columns(self.desk.clock.today),
            source=ListingSource(ArticleListing(), ArticleFilters),
            sentences=Sentences(
                icon="pencil",
                find=_("Find in articles"),
                counted=lambda count: plural("{count} article", "{count} articles", count),
                reading=_("Reading the articles"),
                failed=_("The articles could not be read"),
                nothing=self._nothing,
                no_match=_("No article matches"),
                none_chosen=_("No article selected"),
                choose=_("Choose one from the list"),
            ),
            book=Facets(
                [
                    Facet("status", _("Status"), lambda: [("all", _("All, also retired")), *_choices(STATUSES)]),
                    Facet("kind", _("Kind"), lambda: [(one.id, _(one.title)) for one in article_kinds().values()]),
                    Facet("language", _("Language"), lambda: [(one, language_name(one)) for one in self._languages]),
                ]
            ),
            filters=ArticleFilters(),
            inspector=ArticlePanel,
            read=queries.article,
            show=ArticlePanel.show_article,
            enter=lambda panel: panel.open.click(),
            everywhere=lambda _conn, _key, _filters: ArticleFilters(status="all"),
            hints=[("J K", _("move")), ("Enter", _("open")), ("R", _("ready"))],
            width=372,
        )

    def _nothing(self) -> Hint:
        begin = Button(_("New article"), icon="plus")
        begin.clicked.connect(self.begun)
        help_text = _("Write what helps buyers choose, use and care for what you sell.")
        return empty_state("pencil", _("No article yet"), help_text, [begin])


def columns(today: Callable[[], date]) -> list[Column]:
    """The columns of the list."""

    def day(at: str | None) -> str:
        return short_day(local_day(at), today()) if at else ""

    def words(row: ArticleRow) -> str:
        return f"{row.words:,} / {row.word_goal:,}" if row.word_goal else f"{row.words:,}"

    return [
        Column("title", _("Article"), width=280, text=lambda row: row.title or _("Untitled"), stretch=True,
               font=lambda _row: "medium", tip=lambda row: row.title),
        Column("status", _("Status"), "tags", 110, sortable=False, text=lambda row: status_words(row.status),
               value=lambda row: [(status_words(row.status), TONES[row.status])]),
        Column("kind", _("Kind"), width=130, sortable=False, text=lambda row: kind_words(row.kind)),
        Column("products", _("Products"), width=120, sortable=False, text=lambda row: row.products, hidden=True,
               tip=lambda row: row.products),
        Column("words", _("Words"), "number", 96, text=words, value=lambda row: row.words),
        Column("changed", _("Written"), "date", 96, text=lambda row: day(row.changed_at),
               value=lambda row: row.changed_at),
        Column("published", _("Published"), "date", 96, sortable=False, text=lambda row: day(row.published_at),
               value=lambda row: row.published_at or "", hidden=True),
    ]  # fmt: skip


def _choices(known: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, _(words)) for key, words in known.items()]
