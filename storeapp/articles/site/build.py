"""Makes all pages of a site from its articles: the same articles give the same files, byte by byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from storeapp.articles.markdown.links import allowed
from storeapp.articles.markdown.parsing import readable
from storeapp.articles.site.feeds import feed, sitemap
from storeapp.articles.site.pages import NEIGHBOURS, STYLE, SitePages
from storeapp.articles.site.places import SitePlaces, names_of, places_of, tag_of
from storeapp.articles.site.records import BrokenLink, SiteArticle, SiteShop
from storeapp.articles.site.site_words import is_spoken, style_sheet
from storeapp.articles.site.texts import SiteText, by_topic, opened, translations, written
from storeapp.kernel.progress import Progress
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _, plural


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """The pages of a site by path, and what came up while they were made. `names`, `first`: what the next export has to
    know so that every page keeps its address.
    """

    pages: Mapping[str, str]
    names: Mapping[str, str]
    first: str
    broken: tuple[BrokenLink, ...]
    outside: int
    notes: tuple[str, ...]


def build(
    shop: SiteShop,
    articles: Sequence[SiteArticle],
    progress: Progress,
    known: Mapping[str, str] | None = None,
    first: str = "",
    said: bool = False,
) -> BuiltSite:
    """Make the pages. `known`, `first`: names and language that an earlier export gave; `said`: whether the owner said
    the address, so that pages may name it.
    """
    usual = tag_of(shop.language, "en")
    shop = replace(shop, name=_line(shop.name), about=_line(shop.about), url=shop.url if allowed(shop.url) else "")
    plain = [
        replace(one, language=tag_of(one.language, usual), topic=_line(one.topic))
        for one in sorted(articles, key=lambda one: (one.published_on, one.id), reverse=True)
    ]
    progress.begin(_("Reading the articles"), len(plain))
    texts_read = [opened(one) for one in progress.over(plain, len(plain))]
    places = places_of([one.article for one in texts_read], known or {}, first)
    progress.begin(_("Writing the pages"), len(plain))
    texts = [written(one, places, shop.links) for one in progress.over(texts_read, len(plain))]
    topics: dict[str, tuple[str, ...]] = {}
    grouped = list(by_topic(texts))
    for (language, topic), _texts in grouped:
        topics[language] = (*topics.get(language, ()), topic)
    pages = SitePages(shop, places, topics, said and bool(shop.address))
    made, days = _written(pages, places, texts, dict(grouped))
    if shop.address:
        made["sitemap.xml"] = sitemap(shop.address, dict(sorted(days.items())))
    broken = tuple(link for one in texts for link in one.broken)
    notes = tuple(_notes(shop, texts, places))
    return BuiltSite(made, names_of(places), places.first, broken, sum(one.outside for one in texts), notes)


def _written(
    pages: SitePages,
    places: SitePlaces,
    texts: Sequence[SiteText],
    topics: Mapping[tuple[str, str], Sequence[SiteText]],
) -> tuple[dict[str, str], dict[str, str]]:
    """The pages by path, and the day on which each changed."""
    made, days = {STYLE: style_sheet()}, {}
    same = translations(texts)
    for one in texts:
        about = one.article
        group = topics.get((about.language, about.topic), ())
        neighbours = [text for text in group[: NEIGHBOURS + 1] if text is not one][:NEIGHBOURS]
        made[one.path] = pages.article(one, same[about.id], neighbours)
        days[one.path] = max(about.changed_on, about.published_on)
    for language in places.languages:
        own = [one for one in texts if one.article.language == language]
        newest = max((days[one.path] for one in own), default="")
        for path, page in (
            (places.home(language), pages.home(language, own)),
            (pages.all_path(language), pages.all(language, own)),
        ):
            made[path], days[path] = page, newest
        made[pages.feed_path(language)] = feed(pages, language, own)
    for (language, topic), group in topics.items():
        path = places.topics[language, topic]
        made[path], days[path] = pages.topic(language, topic, group), max(days[one.path] for one in group)
    return made, days


def _notes(shop: SiteShop, texts: Sequence[SiteText], places: SitePlaces) -> list[str]:
    found = []
    untitled = sum(not one.titled for one in texts)
    if untitled:
        found.append(
            plural(
                "{count} article has no title; its first words stand there instead.",
                "{count} articles have no title; their first words stand there instead.",
                untitled,
            )
        )
    titles: dict[tuple[str, str], int] = {}
    for one in texts:
        key = (one.article.language, one.title.casefold())
        titles[key] = titles.get(key, 0) + 1
    twice = sum(count for count in titles.values() if count > 1)
    if twice:
        found.append(
            _("{count} articles share their title with another; each has a page of its own.").format(count=twice)
        )
    foreign = [one for one in places.languages if not is_spoken(one)]
    if foreign and texts:
        found.append(
            _("The words around the articles are English in {languages}.").format(languages=_(", ").join(foreign))
        )
    if not shop.address:
        found.append(_("Nobody said where the site will be, so it has no sitemap. Give its address once."))
    return found


def _line(words: str) -> str:
    return " ".join(readable(words).split())
