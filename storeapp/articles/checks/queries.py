"""What the checks of an article need to know of the shop: place, products, other texts, claims and their figures."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from sqlalchemy import Connection

from storeapp.articles.checks.evidence import claims
from storeapp.articles.checks.mends import pictures_without_words
from storeapp.articles.checks.others import OtherTexts
from storeapp.articles.checks.records import (
    AcceptedFinding,
    ArticleFinding,
    CheckedArticle,
    Checking,
    CheckPlace,
)
from storeapp.articles.checks.rules import ArticleChecker
from storeapp.articles.drafts.queries import article
from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.rules import MeantPlace
from storeapp.channels.outlets.queries import outlets
from storeapp.channels.queries import channels
from storeapp.channels.rules import platform_called, platform_title, seat_of
from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.places import country_code
from storeapp.kernel.text import _
from storeapp.messages.queries import owner_rules
from storeapp.rulebook.articles.sameness import TextsSeen
from storeapp.store.sql import ask

LONGEST_ID = 18  # digits
POSTED = frozenset({"account", "group", "forum"})  # outlets where a text is a post
ELSEWHERE = ("instagram", "facebook", "tiktok", "wechat", "xiaohongshu", "weibo", "pinterest", "telegram", "vk")


def checker(
    conn: Connection, article_id: int, clock: Clock, place: MeantPlace | None = None, others: TextsSeen | None = None
) -> ArticleChecker | None:
    """The checks of an article as it is to come out at a place, by default the first that is meant; None if it is gone.

    `others`: the shop's other texts where they were read before, see OtherTexts.
    """
    known = article(conn, article_id)
    if known is None:
        return None
    where = place or (known.places[0] if known.places else None)
    seen = OtherTexts().seen(conn, article_id, known.body) if others is None else others
    return ArticleChecker(checking(conn, known, where), owner_rules(conn), clock.today(), seen)


def checked_article(
    conn: Connection, article_id: int, clock: Clock, place: MeantPlace | None = None
) -> CheckedArticle | None:
    """What is found in an article as it is saved; None if it is gone."""
    made, known = checker(conn, article_id, clock, place), article(conn, article_id)
    return None if made is None or known is None else made.check(known.body)


def blockers(
    conn: Connection, article_id: int, clock: Clock, places: Iterable[MeantPlace | None] = (None,)
) -> list[ArticleFinding]:
    """What stops an article from being published at any of these places, each finding once."""
    found: dict[tuple[str, str], ArticleFinding] = {}
    for place in places:
        told = checked_article(conn, article_id, clock, place)
        for one in told.blockers if told is not None else ():
            found.setdefault((one.rule, one.place_text), one)
    return list(found.values())


def checking(conn: Connection, known: ArticleDetail, place: MeantPlace | None) -> Checking:
    """What is known beside an article's text."""
    return Checking(
        known.language,
        country_code(known.country) or "",  # what was typed before only codes were kept
        known.relation,
        known.title,
        check_place(conn, place),
        tuple(name for _id, name in known.products if name),
        own_addresses(conn),
        tuple(claims(conn, known.id)),
        tuple(acceptances(conn, known.id)),
        known.word_goal,
        picture_words(conn, known.body),
    )


def picture_words(conn: Connection, body: str) -> dict[str, str]:
    """What the library says of the pictures that a text shows without words, by their addresses in it."""
    found = {}
    for address in dict.fromkeys(pictures_without_words(body)):
        kind, _colon, number = address.partition(":")
        if kind == "picture" and number.isdigit() and len(number) < LONGEST_ID:
            words = ask(conn, "SELECT alt FROM library_items WHERE id = :id", id=int(number)).scalar()
            found[address] = words or ""
    return {address: words for address, words in found.items() if words}


def check_place(conn: Connection, place: MeantPlace | None) -> CheckPlace:
    """A channel or an outlet as the rules ask for it; the shop's own site where it is neither."""
    if place is not None and place.channel_id is not None:
        row = next((one for one in channels(conn) if one.id == place.channel_id), None)
        if row is not None:
            seller = seat_of(row.region, row.locale, row.currency)[0]
            return CheckPlace(row.platform, "own", seller, row.name)
    if place is not None and place.outlet_id is not None:
        outlet = next((one for one in outlets(conn, closed=True) if one.id == place.outlet_id), None)
        if outlet is not None:
            return CheckPlace(_platform_of(outlet.name, outlet.url), _kind_of(outlet.kind), "", outlet.name)
    return CheckPlace()


def place_named(conn: Connection, name: str) -> CheckPlace:
    """The channel or outlet of that name, else the platform; UserError where nothing is called so."""
    wanted = name.strip().casefold()
    for channel in channels(conn):
        if channel.name.casefold() == wanted:
            return check_place(conn, MeantPlace(channel_id=channel.id))
    for outlet in outlets(conn, closed=True):
        if outlet.name.casefold() == wanted:
            return check_place(conn, MeantPlace(outlet_id=outlet.id))
    if wanted in ELSEWHERE:
        return CheckPlace(wanted, "social", "", name.strip())
    platform = platform_called(name)
    if platform:
        return CheckPlace(platform, "own", "", platform_title(platform))
    known = [one.name for one in channels(conn)] + [one.name for one in outlets(conn)]
    if not known:
        raise UserError(_("No channel or place outside the shop is called “{name}”.").format(name=name))
    raise UserError(
        _("No channel or place outside the shop is called “{name}”. There are: {names}.").format(
            name=name, names=_(", ").join(known)
        )
    )


def _platform_of(name: str, url: str) -> str:
    text = f"{name} {urlsplit(url).netloc}".casefold()
    return next((one for one in ELSEWHERE if one in text), "")


def _kind_of(kind: str) -> str:
    if kind == "newsletter":
        return "newsletter"
    return "social" if kind in POSTED else "guest"


def own_addresses(conn: Connection) -> tuple[str, ...]:
    """The hosts at which the shop sells."""
    hosts = (urlsplit(one.url).netloc.casefold().removeprefix("www.") for one in channels(conn) if one.url)
    return tuple(dict.fromkeys(filter(None, hosts)))


def acceptances(conn: Connection, article_id: int) -> list[AcceptedFinding]:
    """The findings that the owner lets stand."""
    sql = "SELECT id, rule, place_text, reason, at FROM article_acceptances WHERE article_id = :id ORDER BY id"
    return [AcceptedFinding(*row) for row in ask(conn, sql, id=article_id)]
