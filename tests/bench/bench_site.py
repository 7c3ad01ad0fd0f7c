"""1,000 articles exported as a website, and exported again, against a plain loop of markdown-it over the same texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt

from storeapp.articles.site.build import build
from storeapp.articles.site.folder import SiteFolder, notes_in, ready
from storeapp.articles.site.records import SiteArticle, SiteShop
from storeapp.kernel.progress import Progress
from tests.bench.figures import Figure, side_by_side

ARTICLES = 1000
LINE = "A lamp should light the page, *not* your eyes, and [the shop](https://shop.example/a) tests **each** one. "
BODY = "".join(
    f"## Part {part}\n\n{LINE * 5}\n\n1. One\n2. Two\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n" for part in range(6)
)


def articles(count: int = ARTICLES) -> list[SiteArticle]:
    """Texts of some 550 words each, of twelve topics."""
    days = [f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}" for number in range(count)]
    return [
        SiteArticle(
            number, "", "en", f"# Lamp {number}\n\n{BODY}", f"Topic {number % 12}", day, day, f"{day}T10:00:00Z"
        )
        for number, day in enumerate(days)
    ]


def figures(folder: Path, count: int = ARTICLES) -> Iterator[Figure]:
    """The first export and one in which nothing changed, both against writing bare pages."""
    texts, reader = articles(count), MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    (folder / "plain").mkdir()
    rounds = iter(range(99))

    def export(place: Path) -> None:
        notes = notes_in(ready(place))
        built = build(SiteShop("Lumen", address="https://a.example"), texts, Progress(), notes.names, notes.first, True)
        notes.names, notes.first = dict(built.names), built.first
        SiteFolder(place, notes).put(built.pages, {}, [], Progress())

    def plain() -> None:
        for one in texts:
            (folder / "plain" / f"{one.id}.html").write_text(reader.render(one.body), "utf-8")

    ours, other = side_by_side(lambda: export(folder / f"site {next(rounds)}"), plain, 3)
    yield Figure(f"{count:,} articles exported", ours, other, "plain loop")
    again, other = side_by_side(lambda: export(folder / "site 0"), plain, 3)
    yield Figure(f"{count:,} articles, nothing changed", again, other, "plain loop")
