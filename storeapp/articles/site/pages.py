"""Writes the pages of a site: articles, topics, lists. Nothing in them runs, and each opens from a folder."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from storeapp.articles.markdown.targets import from_right, mixed
from storeapp.articles.site.places import SitePlaces, way
from storeapp.articles.site.records import SiteShop
from storeapp.articles.site.site_words import is_spoken, words_in
from storeapp.articles.site.texts import SiteText
from storeapp.kernel.rows import dataclass

NEWEST = 30  # articles of the first page and of the feed, with their summaries
NEIGHBOURS = 5  # others on the topic below an article
LEAST_HEADINGS = 3  # that make a list of contents worth its place
STYLE = "style.css"
# What a browser may do with a page: show it, its looks and its pictures.
POLICY = "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-src 'none'"


@dataclass(frozen=True, slots=True)
class PageHead:
    """What the head of a page says. `others`: the same page in other languages, as (language, path)."""

    path: str
    language: str
    title: str
    about: str
    others: tuple[tuple[str, str], ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class SitePages:
    """What all pages of a site share."""

    shop: SiteShop
    places: SitePlaces
    topics: dict[str, tuple[str, ...]]  # of each language
    said: bool  # whether the owner said where the site will be, and pages may name that address

    def article(self, one: SiteText, others: Sequence[SiteText], neighbours: Sequence[SiteText]) -> str:
        """The page of one article."""
        about, words = one.article, words_in(one.article.language)
        also = tuple((text.article.language, text.path) for text in others if text is not one)
        head = PageHead(one.path, about.language, one.title, one.summary, also, one.picture)
        days = f"{words['published']} {_day('datePublished', about.published_on)}"
        if about.changed_on > about.published_on:
            days += f" · {words['updated']} {_day('dateModified', about.changed_on)}"
        topic = ""
        if about.topic:
            to = way(one.path, self.places.topics[about.language, about.topic])
            topic = f' · <a href="{escape(to)}" itemprop="articleSection">{escape(about.topic)}</a>'
        image = (
            f'<meta itemprop="image" content="{escape(self._full(one.path, one.picture))}">\n' if one.picture else ""
        )
        body = (
            '<article itemscope itemtype="https://schema.org/Article">\n'
            f'<h1 itemprop="headline"{_side(one.title)}>{escape(one.title)}</h1>\n'
            f'<p class="days">{days}{topic}</p>\n'
            f'<meta itemprop="inLanguage" content="{escape(about.language)}">\n{image}'
            f'<div itemprop="author publisher" itemscope itemtype="https://schema.org/Organization">'
            f'<meta itemprop="name" content="{escape(self.shop.name)}"></div>\n'
            f"{self._languages(one.path, also, words['languages'])}"
            f"{self._contents(one, words['contents'])}"
            f'<div itemprop="articleBody">\n{one.body}</div>\n</article>\n'
        )
        if neighbours:
            lines = "".join(f"<li>{self._link(one.path, text)}</li>\n" for text in neighbours)
            more = f'<h2 id="_more">{words["more"]}</h2>\n<ul>\n{lines}</ul>\n'
            body += f'<section class="more" aria-labelledby="_more">{more}</section>\n'
        return self._page(head, body)

    def home(self, language: str, texts: Sequence[SiteText]) -> str:
        """The first page of a language: its newest articles."""
        path, words = self.places.home(language), words_in(language)
        others = tuple((one, self.places.home(one)) for one in self.places.languages if one != language)
        head = PageHead(path, language, "", self.shop.about or self.shop.name, others)
        about = f'<p class="about">{escape(self.shop.about)}</p>\n' if self.shop.about else ""
        body = (
            f"<h1{_side(self.shop.name)}>{escape(self.shop.name)}</h1>\n{about}"
            f"{self._languages(path, others, words['languages'])}{self._listed(path, texts[:NEWEST])}"
        )
        if len(texts) > NEWEST:
            to = way(path, self.all_path(language))
            body += f'<p><a href="{to}">{words["all"]} ({len(texts)})</a></p>\n'
        return self._page(head, body)

    def all_path(self, language: str) -> str:
        """The path of the list of all articles."""
        return f"{self.places.folder(language)}articles/index.html"

    def all(self, language: str, texts: Sequence[SiteText]) -> str:
        """The page that lists all articles of a language by their titles."""
        path, words = self.all_path(language), words_in(language)
        others = tuple((one, self.all_path(one)) for one in self.places.languages if one != language)
        lines = "".join(
            f'<li>{self._link(path, one)} <span class="days">{_day("", one.article.published_on)}</span></li>\n'
            for one in texts
        )
        head = PageHead(path, language, words["all"], f"{words['all']} – {self.shop.name}", others)
        listed = f"<ul>\n{lines}</ul>\n" if lines else ""
        return self._page(head, f"<h1>{words['all']}</h1>\n{listed}")

    def topic(self, language: str, topic: str, texts: Sequence[SiteText]) -> str:
        """The page of one topic."""
        path = self.places.topics[language, topic]
        head = PageHead(path, language, topic, f"{topic} – {self.shop.name}")
        return self._page(head, f"<h1{_side(topic)}>{escape(topic)}</h1>\n{self._listed(path, texts)}")

    def feed_path(self, language: str) -> str:
        """The path of a language's feed."""
        return f"{self.places.folder(language)}feed.xml"

    def _listed(self, path: str, texts: Sequence[SiteText]) -> str:
        lines = "".join(
            f"<li><h2{_side(one.title)}>{self._link(path, one)}</h2>\n"
            f"<p{_side(one.summary)}>{escape(one.summary)}</p>\n"
            f'<p class="days">{_day("", one.article.published_on)}</p></li>\n'
            for one in texts
        )
        return f'<ul class="list">\n{lines}</ul>\n' if lines else ""

    def _link(self, path: str, one: SiteText) -> str:
        return f'<a href="{escape(way(path, one.path))}"{_side(one.title)}>{escape(one.title)}</a>'

    def _languages(self, path: str, others: Sequence[tuple[str, str]], called: str) -> str:
        if not others:
            return ""
        lines = "".join(
            f'<li><a href="{escape(way(path, to))}" hreflang="{one}" lang="{one}">{escape(_native(one))}</a></li>'
            for one, to in others
        )
        return f'<nav aria-label="{escape(called)}"><ul>{lines}</ul></nav>\n'

    def _contents(self, one: SiteText, called: str) -> str:
        if len(one.headings) < LEAST_HEADINGS:
            return ""
        lines = "".join(f'<li><a href="#{escape(key)}">{escape(words)}</a></li>\n' for key, words in one.headings)
        head = f'<h2 id="_contents">{called}</h2>'
        return f'<nav class="contents" aria-labelledby="_contents">{head}\n<ul>\n{lines}</ul></nav>\n'

    def _full(self, path: str, place: str) -> str:
        """An address for machines: the whole one where it is known."""
        return f"{self.shop.address}/{place}" if self.said else way(path, place)

    def _page(self, head: PageHead, body: str) -> str:
        language, words = head.language, words_in(head.language)
        side = "rtl" if from_right(language) else "ltr"
        name = f"{head.title} – {self.shop.name}" if head.title else self.shop.name
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{side}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<title>{escape(name)}</title>\n<meta name="description" content="{escape(head.about)}">\n'
            f'<link rel="stylesheet" href="{way(head.path, STYLE)}">\n{self._machines(head, name)}</head>\n<body>\n'
            f'<a class="skip" href="#_text">{words["skip"]}</a>\n{self._header(head.path, language)}'
            f'<main id="_text">\n{body}</main>\n{self._footer(head.path, language)}</body>\n</html>\n'
        )

    def _machines(self, head: PageHead, name: str) -> str:
        """What search engines, readers of feeds and other sites read of a page."""
        feed = way(head.path, self.feed_path(head.language))
        lines = [f'<link rel="alternate" type="application/atom+xml" href="{feed}" title="{escape(self.shop.name)}">']
        if self.said:
            lines.append(f'<link rel="canonical" href="{escape(self._full(head.path, head.path))}">')
            if head.others:
                for one, path in sorted([(head.language, head.path), *head.others]):
                    lines.append(
                        f'<link rel="alternate" hreflang="{escape(one)}" href="{escape(self._full("", path))}">'
                    )
            lines.append(f'<meta property="og:title" content="{escape(head.title or name)}">')
            lines.append(f'<meta property="og:url" content="{escape(self._full(head.path, head.path))}">')
            if head.picture:
                lines.append(f'<meta property="og:image" content="{escape(self._full(head.path, head.picture))}">')
        return "".join(f"{line}\n" for line in lines)

    def _header(self, path: str, language: str) -> str:
        words = words_in(language)
        home = way(path, self.places.home(language))
        to_all = way(path, self.all_path(language))
        topics = "".join(
            f'<li><a href="{escape(way(path, self.places.topics[language, one]))}"{_side(one)}>{escape(one)}</a></li>'
            for one in self.topics.get(language, ())
        )
        return (
            f'<header>\n<p class="name"><a href="{home}">{escape(self.shop.name)}</a></p>\n'
            f'<nav aria-label="{escape(words["topics"])}"><ul><li><a href="{to_all}">{words["all"]}</a></li>'
            f"{topics}</ul></nav>\n"
            "</header>\n"
        )

    def _footer(self, path: str, language: str) -> str:
        words = words_in(language)
        shop = f'<a href="{escape(self.shop.url)}">{words["shop"]}</a> · ' if self.shop.url else ""
        return (
            f'<footer>\n<p>{shop}<a href="{way(path, self.feed_path(language))}">{words["feed"]}</a></p>\n</footer>\n'
        )


def _day(kind: str, day: str) -> str:
    said = f' itemprop="{kind}"' if kind else ""
    return f'<time datetime="{escape(day)}"{said}>{escape(day)}</time>'


def _side(words: str) -> str:
    return ' dir="auto"' if mixed(words) else ""


def _native(language: str) -> str:
    return words_in(language)["language"] if is_spoken(language) else language
