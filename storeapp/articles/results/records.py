"""The rows of what articles brought."""

from __future__ import annotations

from storeapp.aftersales.causes.rules import Judged
from storeapp.articles.results.rules import PublicationFigures, PublicationResultRow
from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class ResultsView:
    """What the publications of some days brought, ranked by orders. `window`: days in which an order counts.

    `untracked`: how many have neither coupon nor tracking link, so that orders can only be known by asking. `by_way`:
    the orders by how they are known, a key of rules.WAYS.
    """

    rows: tuple[PublicationResultRow, ...]
    window: int
    since: str
    untracked: int
    most_read: str
    by_way: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson: of which article, what worked, what to try next, and when it was written (UTC text)."""

    id: int
    article_id: int
    publication_id: int | None
    title: str
    kind: str
    topic: str
    worked: str
    next_try: str
    at: str


@dataclass(frozen=True, slots=True)
class PromptedEffect:
    """Whether what prompted an article fell after it came out on `day`: its words, and both rates judged.

    `per`: "orders" where cases are held against orders, "reviews" for themes.
    """

    words: str
    source: str
    day: str
    judged: Judged
    per: str


@dataclass(frozen=True, slots=True)
class FiguresBrought:
    """What a table changed: rows that were new, that changed, that were known; and (row, why) of those left out."""

    new: int
    changed: int
    same: int
    refused: tuple[tuple[int, str], ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookAgain:
    """An article to look at again: on day 1, 7 or 30 after it came out, as nobody noted figures since."""

    publication_id: int
    article_id: int
    title: str
    place_name: str
    platform: str
    day: str
    checkpoint: int


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """One publication beside the list: how its orders are known, its figures by day, lessons, and what prompted it."""

    row: PublicationResultRow
    url: str
    tracking_link: str
    coupon: str
    currency: str
    figures: tuple[tuple[str, PublicationFigures, str], ...]
    lessons: tuple[LessonRow, ...]
    effect: PromptedEffect | None
