"""Opens the sheet that asks for an article's brief, with the readers to choose from and what was learned before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from storeapp.articles.drafts import queries
from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.ui.brief_form import BriefSheet, Take
from storeapp.articles.positioning.queries import audiences
from storeapp.articles.positioning.records import AudienceRow
from storeapp.articles.results.queries import lessons
from storeapp.articles.results.records import LessonRow
from storeapp.articles.results.wording import lesson_words, lessons_like
from storeapp.qtkit.page import Page


def ask_brief(page: Page, found: ArticleDetail | None, take: Take, over: QWidget) -> None:
    """Ask for the brief of an article, of a new one without `found`; `take` gets the fields and product ids."""

    def show(known: tuple[Sequence[tuple[int, str]], list[AudienceRow], list[LessonRow]]) -> None:
        products, readers, learned = known

        def told(kind: str, topic: str) -> str:
            return "\n".join(lesson_words(one) for one in lessons_like(learned, kind, topic))

        BriefSheet(found, products, take, over, [one.fields.name for one in readers], told).open()

    page.ask_db(lambda conn: (queries.product_choices(conn), audiences(conn), lessons(conn)), show, "articles:brief")
