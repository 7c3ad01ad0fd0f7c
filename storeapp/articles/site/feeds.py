"""What machines read of a site: a feed of its newest articles in each language, and the list of all pages."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from html import escape

from storeapp.articles.site.pages import NEWEST, SitePages
from storeapp.articles.site.places import way
from storeapp.articles.site.texts import SiteText

NOBODY = "1970-01-01T00:00:00Z"  # when a feed without an entry changed


def feed(pages: SitePages, language: str, texts: Sequence[SiteText]) -> str:
    """An Atom feed. Its ids hold however often the site moves: they name the shop and the article, not the address."""
    path = pages.feed_path(language)
    shop = pages.shop

    def full(place: str) -> str:
        return f"{shop.address}/{place}" if shop.address else way(path, place)

    entries = "".join(
        f"<entry>\n<title>{escape(one.title)}</title>\n<id>{_id(shop.name, f'article-{one.article.id}')}</id>\n"
        f'<link rel="alternate" type="text/html" href="{escape(full(one.path))}"/>\n'
        f"<published>{one.article.published_on}T00:00:00Z</published>\n<updated>{one.article.changed_at}</updated>\n"
        f"<summary>{escape(one.summary)}</summary>\n</entry>\n"
        for one in texts[:NEWEST]
    )
    changed = max((one.article.changed_at for one in texts), default=NOBODY)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(language)}">\n'
        f"<title>{escape(shop.name)}</title>\n<id>{_id(shop.name, language)}</id>\n<updated>{changed}</updated>\n"
        f"<author><name>{escape(shop.name)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{escape(full(path))}"/>\n'
        f'<link rel="alternate" type="text/html" href="{escape(full(pages.places.home(language)))}"/>\n'
        f"{entries}</feed>\n"
    )


def sitemap(address: str, paths: Mapping[str, str]) -> str:
    """The sitemap of pages by path, each with the day it changed ("" for none)."""
    lines = "".join(
        f"<url><loc>{escape(f'{address}/{path}')}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for path, day in paths.items()
    )
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{lines}</urlset>\n"


def _id(shop: str, thing: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'storeapp:{shop}:{thing}')}"
