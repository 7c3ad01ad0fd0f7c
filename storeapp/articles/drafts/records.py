"""The rows and questions of articles, as they travel between queries, page and other rooms of the wing."""

from __future__ import annotations

from storeapp.articles.drafts.rules import MeantPlace
from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class ArticleFilters:
    """Which articles a list shows. `status` of STATUSES, "" for all that are not retired; "all" for all there are.

    `sort` is "changed", "added", "title" or "words".
    """

    status: str = ""
    kind: str = ""
    language: str = ""
    product: int | None = None
    search: str = ""
    sort: str = "changed"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line of the list. `title` is the headline where it has none of its own; `planned_on` the next planned day."""

    id: int
    title: str
    status: str
    kind: str
    language: str
    topic: str
    words: int
    word_goal: int | None
    added_at: str
    changed_at: str
    published_at: str | None
    planned_on: str | None
    products: str  # names, joined


@dataclass(frozen=True, slots=True)
class ArticleDetail:
    """One article whole. `status` is one of STATUSES, worked out; `published_at` when it first came out anywhere."""

    id: int
    title: str
    language: str
    kind: str
    body: str
    words: int
    topic: str
    goal: str
    readers: str
    angle: str
    ask: str
    country: str
    relation: str
    word_goal: int | None
    person: str
    added_at: str
    changed_at: str
    ready_at: str | None
    retired_at: str | None
    translation_of: int | None
    published_at: str | None
    status: str
    products: tuple[tuple[int, str], ...]  # id and name
    places: tuple[MeantPlace, ...]
    place_names: tuple[str, ...]
    translates: str  # what the article is called that it says in another language, "" for none
    versions: int  # how many are kept


@dataclass(frozen=True, slots=True)
class ArticleVersionRow:
    """A version that was kept; `name` is "" where the program kept it by itself. `number` counts from the first."""

    id: int
    number: int
    at: str
    name: str
    title: str
    words: int


@dataclass(frozen=True, slots=True)
class ArticleVersionText:
    """A version's text."""

    id: int
    article_id: int
    at: str
    name: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class ArticleCounts:
    """Articles by status; `all` is without those retired."""

    draft: int
    ready: int
    published: int
    retired: int

    @property
    def all(self) -> int:
        """Those that are not retired."""
        return self.draft + self.ready + self.published
