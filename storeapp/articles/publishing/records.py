"""What is shown of an article's ways out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from storeapp.articles.publishing.master import MasterChange
from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class VariantRow:
    """An article in one place's words. `place`: a key of drafts/places; `change`: what of the article changed since."""

    id: int
    article_id: int
    place: str
    title: str
    body: str
    tags: tuple[str, ...]
    changed_at: str
    change: MasterChange


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What stands in the fields of a place and is no variant yet; `tags` as they were typed."""

    title: str
    body: str
    tags: str


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """One coming out of an article, without its text. `published_at` is UTC text."""

    id: int
    article_id: int
    place: str
    place_name: str
    title: str
    published_at: str
    url: str
    tracking_link: str
    coupon: str
    cost_minor: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was published: `address` as the text names it, "" for one that proves something."""

    address: str
    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class PublicationArchive:
    """What was published, as it was at that time. `told`: claims, accepted findings, products and who got what."""

    row: PublicationRow
    body: str
    told: dict[str, Any]
    files: tuple[KeptFile, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that keeps an article from coming out there. `span` in its Markdown, None for the whole."""

    kind: str  # check | picture
    words: str
    why: str = ""
    span: tuple[int, int] | None = None
