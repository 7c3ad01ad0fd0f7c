"""What the export of a site tells on the command line, as sentences and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storeapp.articles.site.records import BrokenLink, SiteExport
from storeapp.kernel.text import N_, _, plural

WHY = {
    "refused": N_("this kind of address may not be led to; its words stayed"),
    "place": N_("there is no such heading in the article"),
    "page": N_("there is no such page in the site"),
    "article": N_("that article isn't published"),
    "product": N_("no address of that product is known"),
    "partner": N_("no address of that partner is known"),
    "picture": N_("that picture isn't in the library, or may not be used"),
}


def broken_words(link: BrokenLink) -> str:
    """One link that leads nowhere, in a sentence."""
    words = _("“{title}”: {address} leads nowhere: {why}.")
    return words.format(title=link.title, address=link.address, why=_(WHY[link.why]))


def export_lines(told: SiteExport) -> Iterator[str]:
    """What an export did and found."""
    yield plural("{count} article in {{folder}}.", "{count} articles in {{folder}}.", told.articles).format(
        folder=told.folder
    )
    words = _("{written} files written, {removed} removed, {same} unchanged.")
    yield words.format(written=len(told.written), removed=len(told.removed), same=told.same)
    for path in told.kept:
        yield _("{file} was changed by somebody else and stays as it is; --overwrite replaces it.").format(file=path)
    for link in told.broken:
        yield broken_words(link)
    if told.outside:
        yield plural(
            "{count} link leads to another site; whether it answers was not asked.",
            "{count} links lead to other sites; whether they answer was not asked.",
            told.outside,
        )
    yield from told.notes


def export_json(told: SiteExport) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "folder": str(told.folder),
        "articles": told.articles,
        "written": list(told.written),
        "removed": list(told.removed),
        "same": told.same,
        "kept": list(told.kept),
        "broken": [
            {"article": one.article_id, "title": one.title, "address": one.address, "why": one.why}
            for one in told.broken
        ],
        "outside": told.outside,
        "notes": list(told.notes),
    }
