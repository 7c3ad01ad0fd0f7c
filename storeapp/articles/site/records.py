"""What a site is made of, and what its export tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from storeapp.articles.markdown.targets import ArticlePicture
from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class SiteArticle:
    """One article as readers see it; its headline is the heading it begins with, else the title. Days are ISO days.

    `translation_of`: the id of the article that it translates;
    `pictures`: for each reference in the text its picture, whose `src` is a path in the site's folder.
    """

    id: int
    title: str
    language: str
    body: str
    topic: str
    published_on: str
    changed_on: str
    changed_at: str
    translation_of: int | None = None
    pictures: Mapping[str, ArticlePicture] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SiteShop:
    """Whose site it is. `address`: where it will be, "" where nobody said; `url`: the shop; `links`: for references
    such as `product:4` where they lead.
    """

    name: str
    about: str = ""
    url: str = ""
    address: str = ""
    language: str = ""
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link of an article that leads nowhere, or isn't allowed to."""

    article_id: int
    title: str
    address: str
    why: str


@dataclass(frozen=True, slots=True)
class SiteExport:
    """What an export did: files by what became of them, and what an owner should know."""

    articles: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    same: int
    kept: tuple[str, ...]  # changed by somebody else since, and left as they are
    broken: tuple[BrokenLink, ...]
    outside: int  # links to other sites, which nobody asked whether they answer
    notes: tuple[str, ...]
    folder: Path
