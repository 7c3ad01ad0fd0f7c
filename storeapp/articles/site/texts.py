"""The articles of a site, read: their titles and summaries, what they show, and which of their links lead nowhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from urllib.parse import unquote

from storeapp.articles.markdown.blocks import Block, Document, Heading, Paragraph, addresses, all_blocks, words_of
from storeapp.articles.markdown.html import HtmlLook, html
from storeapp.articles.markdown.links import record_of, scheme_of
from storeapp.articles.markdown.parsing import parse, readable
from storeapp.articles.markdown.plain_text import cut, summary_of
from storeapp.articles.markdown.targets import ArticlePicture, Targets, is_letterless, levels
from storeapp.articles.site.places import SitePlaces, way
from storeapp.articles.site.records import BrokenLink, SiteArticle
from storeapp.articles.site.site_words import words_in
from storeapp.kernel.rows import dataclass

SUMMARY = 155  # letters that a search engine shows of a page
LONGEST_TITLE = 120  # letters of a title that is taken from the text


@dataclass(frozen=True, slots=True)
class SiteText:
    """An article ready for its page: `headings` are those of the second level, as (place, words)."""

    article: SiteArticle
    path: str
    summary: str
    body: str
    headings: tuple[tuple[str, str], ...]
    picture: str  # the first one, "" for none
    titled: bool  # whether it has a title of its own
    broken: tuple[BrokenLink, ...] = field(default=())
    outside: int = 0

    @property
    def title(self) -> str:
        """Its headline."""
        return self.article.title


@dataclass(frozen=True, slots=True)
class OpenedText:
    """An article under its headline, and what stands below that; `titled`: whether the owner gave it one."""

    article: SiteArticle
    document: Document
    titled: bool


def opened(one: SiteArticle) -> OpenedText:
    """Read an article. Its headline is the heading it begins with, else its title, else its first words."""
    document = parse(one.body)
    blocks, title = document.blocks, " ".join(readable(one.title).split())
    first = blocks[0] if blocks else None
    said = " ".join(words_of(first.inside).split()) if isinstance(first, Heading) and first.level == 1 else ""
    if said:
        blocks = blocks[1:]
    titled = bool(said or title)
    headline = said or title or _first_words(blocks) or words_in(one.language)["untitled"]
    article = replace(one, title=headline)
    return OpenedText(article, Document(blocks, document.refused, document.flat), titled)


def _first_words(blocks: Sequence[Block]) -> str:
    for block in all_blocks(blocks):
        if isinstance(block, Heading | Paragraph) and not is_letterless(block.inside):
            return cut(" ".join(words_of(block.inside).split()), LONGEST_TITLE)
    return ""


def written(text: OpenedText, places: SitePlaces, links: Mapping[str, str]) -> SiteText:
    """Make an article ready for its page; `links` as in SiteShop."""
    one, document = text.article, text.document
    path, refers = places.articles[one.id], _refers(document)
    to = {f"article:{number}": way(path, place) for number, place in places.articles.items()} if refers else {}
    targets = Targets(dict(links) | to, {key: _from(path, picture) for key, picture in one.pictures.items()})
    look = HtmlLook(table=words_in(one.language)["table"])
    heads = levels(tuple(all_blocks(document.blocks)), look.top)
    broken, outside = _checked(document, path, targets, places, one)
    return SiteText(
        article=one,
        path=path,
        summary=summary_of(document, SUMMARY) or one.title,
        body=html(document, targets, look, one.language),
        headings=tuple(
            (block.key, " ".join(words_of(block.inside).split()))
            for block in document.blocks
            if isinstance(block, Heading) and heads.get(block.key) == look.top
        ),
        picture=next((picture.src for picture in one.pictures.values() if picture.src), ""),
        titled=text.titled,
        broken=tuple(broken),
        outside=outside,
    )


def _refers(document: Document) -> bool:
    return any(address.startswith("article:") for address in addresses(document.blocks))


def _from(path: str, picture: ArticlePicture) -> ArticlePicture:
    return replace(picture, src=way(path, picture.src))


def _checked(
    document: Document, path: str, targets: Targets, places: SitePlaces, one: SiteArticle
) -> tuple[list[BrokenLink], int]:
    """The links of an article that lead nowhere, and how many lead to other sites, which nobody can ask offline."""
    broken = [BrokenLink(one.id, one.title, address, "refused") for address in document.refused]
    keys = {block.key for block in all_blocks(document.blocks) if isinstance(block, Heading)}
    there = {*places.articles.values(), *places.topics.values(), *(places.home(one) for one in places.languages)}
    outside = 0
    for address in addresses(document.blocks):
        why = _nowhere(address, path, targets, keys, there)
        if why:
            broken.append(BrokenLink(one.id, one.title, address, why))
        outside += scheme_of(address) in ("http", "https")
    return broken, outside


def _nowhere(address: str, path: str, targets: Targets, keys: set[str], there: set[str]) -> str:
    record = record_of(address)
    if record is not None:
        if targets.link(address) or address in targets.pictures or record[0] == "evidence":
            return ""
        return "refused" if address in targets.links else record[0]
    if scheme_of(address):
        return ""
    page, _hash, place = unquote(address).partition("#")
    if not page:
        return "" if place in keys or not place else "place"
    return "" if posixpath.normpath(posixpath.join(posixpath.dirname(path), page)) in there else "page"


def translations(texts: Sequence[SiteText]) -> dict[int, tuple[SiteText, ...]]:
    """For each article's id all that say the same in other languages and itself, by language; alone where none does."""
    groups: dict[int, list[SiteText]] = {}
    of = {one.article.id: one.article.translation_of for one in texts}
    for one in texts:
        groups.setdefault(_root(one.article.id, of), []).append(one)
    found: dict[int, tuple[SiteText, ...]] = {}
    for group in groups.values():
        whole = tuple(sorted(group, key=lambda one: (one.article.language, one.article.id)))
        found.update({one.article.id: whole for one in group})
    return found


def _root(number: int, of: Mapping[int, int | None]) -> int:
    """The article that a chain of translations goes back to; a chain that bites its tail ends at its smallest id."""
    seen = [number]
    while (before := of.get(seen[-1])) is not None and before not in seen:
        seen.append(before)
    return min(seen) if of.get(seen[-1]) is not None else seen[-1]


def by_topic(texts: Sequence[SiteText]) -> Iterator[tuple[tuple[str, str], list[SiteText]]]:
    """The articles of each language's topics, the newest first."""
    found: dict[tuple[str, str], list[SiteText]] = {}
    for one in texts:
        if one.article.topic:
            found.setdefault((one.article.language, one.article.topic), []).append(one)
    yield from sorted(found.items())
