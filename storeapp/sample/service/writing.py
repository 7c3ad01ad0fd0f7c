"""What the owner of the sample shop writes: who the shop is, ideas, articles with their days, and what each brought."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from storeapp.articles.calendar import service as plan
from storeapp.articles.checks.records import ClaimLink
from storeapp.articles.checks.service import link_claim
from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.service import mark_ready, new_article
from storeapp.articles.ideas import service as ideas
from storeapp.articles.library import service as library
from storeapp.articles.library.rules import LibraryFields, item_address
from storeapp.articles.positioning import service as positioning
from storeapp.articles.positioning.rules import AudienceFields, PointFields
from storeapp.articles.results import service as results
from storeapp.articles.results.rules import PublicationFigures
from storeapp.evidence.preparing import Chosen
from storeapp.kernel.paths import resource
from storeapp.kernel.progress import Progress
from storeapp.orders.attribution.rules import Source
from storeapp.orders.attribution.service import attribute
from storeapp.sample.service.notes import Entry
from storeapp.sample.service.rows import SampleShop

BEGAN = timedelta(days=40)  # ago, when the owner began to write
NOON, EVENING = timedelta(hours=10), timedelta(hours=19)
BEFORE = timedelta(days=5)  # a piece is written before its day
COUNTED = 25  # days after a piece in which its orders are looked for


def writing(shop: SampleShop) -> Iterator[Entry]:
    """Everything about articles: (when, the verb)."""
    told = tomllib.loads(resource("sample", "articles.toml").read_text("utf-8"))
    began = shop.midnight - BEGAN + EVENING
    yield began, partial(_position, shop, told)
    yield began + timedelta(minutes=20), partial(ideas.paste_ideas, shop.db, "\n".join(_words(told["idea"])))
    shown: dict[str, str] = {}  # what the texts name pictures by, and what the library does
    yield began + timedelta(minutes=30), partial(_take_pictures, shop, told, shown)
    taken: set[int] = set()  # sales that have said where they came from
    for article in told["article"]:
        yield from _article(shop, article, shown, taken)


def _words(rows: list[dict[str, Any]]) -> list[str]:
    return [row["words"] for row in rows]


def _position(shop: SampleShop, told: dict[str, Any]) -> None:
    for key, words in told["positioning"].items():
        positioning.write_entry(shop.db, key, words)
    for row in told["audience"]:
        places = tuple(f"channel:{_channel(shop, one)}" for one in row["places"])
        positioning.add_audience(shop.db, AudienceFields(**{**row, "places": places}))
    for row in told["point"]:
        day = shop.midnight.date() - timedelta(days=row["rivals_ago"]) if "rivals_ago" in row else None
        said = {name: row.get(name, "") for name in ("words", "about", "fact", "buyers_words", "rivals_say")}
        noted = day.isoformat() if day and day <= shop.db.clock.today() else ""
        made = positioning.add_point(shop.db, PointFields(**said, rivals_on=noted)).value
        for kind in ("figure", "link"):
            if kind in row:
                positioning.prove_point(shop.db, made, kind, text=row[kind])


def _take_pictures(shop: SampleShop, told: dict[str, Any], shown: dict[str, str]) -> None:
    """Take the pictures into the library, all in one look; `shown` gets their names in texts."""
    rows, folder = told["picture"], resource("sample", "pictures")
    prepared = library.look_at(
        shop.db.place.folder, [Chosen(one["file"], folder / one["file"]) for one in rows], Progress()
    )
    taken = library.add_pictures(shop.db, prepared, LibraryFields()).value
    for row, number in zip(rows, taken, strict=True):
        library.describe(shop.db, number, LibraryFields(**{name: row[name] for name in ("name", "alt", "source")}))
        shown[item_address(row["file"].partition(".")[0])] = item_address(number)


def _article(shop: SampleShop, told: dict[str, Any], shown: dict[str, str], taken: set[int]) -> Iterator[Entry]:
    made: list[int] = []
    day = told.get("day")
    out = shop.midnight + timedelta(days=day or 0) + NOON
    begun = min(out - BEFORE, shop.midnight - timedelta(days=1) + EVENING)
    yield begun, partial(_begin, shop, told, out.date().isoformat() if day is not None else "", shown, made)
    if day is None or day >= 0:
        return
    yield out, partial(_publish, shop, told, made)
    seen = min(out + timedelta(days=7), shop.midnight - timedelta(days=1) + EVENING)
    if told.get("reads") is not None and seen > out:
        yield seen, partial(_look, shop, told, made)
        yield shop.midnight - timedelta(hours=2), partial(_sell, shop, told, taken)


def _begin(shop: SampleShop, told: dict[str, Any], day: str, shown: dict[str, str], made: list[int]) -> None:
    """Write an article, link what proves it, and plan it; `made` gets the article and its publication."""
    body = resource("sample", "articles", f"{told['text']}.md").read_text("utf-8")
    for name, there in shown.items():
        body = body.replace(f"({name})", f"({there})")
    said = {name: told[name] for name in ("title", "kind", "goal", "topic", "readers", "angle", "ask")}
    language = told.get("language", "en")
    products = [shop.product(one) for one in told.get("products", ())]
    article = new_article(shop.db, ArticleFields(**said, body=body, language=language), products).value
    library.note_uses(shop.db, article, body)
    for claim in told.get("claim", ()):
        link_claim(shop.db, article, claim["sentence"], ClaimLink("figure", ref_text=claim["figure"]))
    made.append(article)
    if day:
        made.append(plan.plan_article(shop.db, article, f"channel:{_channel(shop, told['place'])}", day).value)
    if told.get("ready") or "code" in told:
        mark_ready(shop.db, [article])
    if "code" in told:
        results.track(shop.db, made[1], "", "", told["code"])


def _publish(shop: SampleShop, told: dict[str, Any], made: list[int]) -> None:
    plan.came_out(shop.db, made[1], f"https://lumen-loom.example/{told['code'].casefold()}")


def _look(shop: SampleShop, told: dict[str, Any], made: list[int]) -> None:
    """A week later: figures, and a lesson."""
    now = shop.clock.at
    figures = PublicationFigures(views=told["views"], reads=told["reads"])
    results.note_figures(shop.db, made[1], now.date().isoformat(), figures)
    if told.get("worked"):
        results.add_lesson(shop.db, made[1], told["worked"], told["next_try"])


def _sell(shop: SampleShop, told: dict[str, Any], taken: set[int]) -> None:
    """The orders whose buyers used an article's code, noted when they had come in."""
    since = shop.midnight + timedelta(days=told["day"]) + NOON
    place, left = [one.platform for one in shop.script.places].index(told["place"]), told["orders"]
    for number, sale in enumerate(shop.traders.trade.sales):
        if (
            left
            and number not in taken
            and sale.place == place
            and since <= sale.placed <= since + timedelta(days=COUNTED)
        ):
            order = shop.order(number)
            if order and sale.canceled is None:
                attribute(shop.db, order, Source("code", told["code"]))
                taken.add(number)
                left -= 1


def _channel(shop: SampleShop, platform: str) -> int:
    return shop.channels[[one.platform for one in shop.script.places].index(platform)]
