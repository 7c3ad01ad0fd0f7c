"""Reads ideas: those kept, and those that the shop's own cases, reviews and orders offer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, select

from storeapp.aftersales.causes.queries.questions import recurring_questions
from storeapp.articles.ideas import rules
from storeapp.articles.ideas.records import IdeaRow
from storeapp.articles.ideas.rules import IdeaOffer
from storeapp.kernel.days import last_months
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.themes.queries.figures import theme_shares
from storeapp.store.bulk import json_ids
from storeapp.store.sql import among, ask
from storeapp.store.tables import Article, ArticleIdea

STATES = ("offered", "open", "used", "dismissed")
PRAISED, GOOD_SHARE = 10, 0.05  # reviews with 5 stars that speak of a theme, and their part of all of them
TEXTS = 2000  # of the newest reviews and messages in which questions are looked for
UNSOLVED = ("open", "asked", "fixing")
_CARES = "('howto')"  # kinds of articles that say how to look after a product


def idea_rows(conn: Connection, state: str, today: date) -> list[IdeaRow]:
    """The ideas of a state, the newest first; what is offered in the order of its sources."""
    if state == "offered":
        return [
            IdeaRow(0, one.words, one.kind, one.source, one.evidence, "offered", offer=one)
            for one in offers(conn, today)
        ]
    table = ArticleIdea
    wanted = (
        select(table.__table__, Article.title.label("article"))
        .outerjoin(Article.__table__, Article.id == table.article_id)
        .where(table.state == state)
    )
    return [
        IdeaRow(
            row.id,
            row.words,
            row.kind,
            row.source_kind,
            row.evidence,
            row.state,
            row.article_id,
            row.article or "",
            row.at,
        )
        for row in conn.execute(wanted.order_by(table.at.desc(), table.id.desc()))
    ]


def idea_counts(conn: Connection) -> dict[str, int]:
    """How many ideas are kept, by state; what is offered isn't counted, as that takes a reading of its own."""
    found = ask(conn, "SELECT state, count(*) FROM article_ideas GROUP BY state")
    return {row[0]: row[1] for row in found}


def prompting(conn: Connection, article_id: int) -> IdeaRow | None:
    """The idea an article was made of, None where there was none."""
    table = ArticleIdea
    row = conn.execute(select(table.__table__).where(table.article_id == article_id).order_by(table.id)).first()
    if row is None:
        return None
    return IdeaRow(row.id, row.words, row.kind, row.source_kind, row.evidence, row.state, row.article_id, "", row.at)


def source_key(conn: Connection, idea_id: int) -> str:
    """What an idea was offered from, "" for the owner's own."""
    return conn.execute(select(ArticleIdea.source_key).where(ArticleIdea.id == idea_id)).scalar() or ""


def offers(conn: Connection, today: date) -> list[IdeaOffer]:
    """What the shop's own records offer, without what was ever kept, used or dismissed."""
    known = ask(conn, "SELECT source_key FROM article_ideas WHERE source_key <> ''").scalars()
    found = [
        *_from_questions(conn, today),
        *_from_causes(conn),
        *_from_praise(conn, today),
        *_asked(conn),
        *_from_seasons(conn, today),
        *_without_care(conn, today),
    ]
    return rules.best_offers(found, known)


def _from_questions(conn: Connection, today: date) -> Iterator[IdeaOffer]:
    """Reasons of cases and themes of bad reviews that come again and again."""
    for one in recurring_questions(conn, today):
        offer = rules.theme_offer if one.kind == "theme" else rules.reason_offer
        yield offer(one.key, one.words, one.product, one.product_title, one.count, one.before)


def _from_causes(conn: Connection) -> Iterator[IdeaOffer]:
    """Causes that aren't mended yet: until they are, an article can help."""
    sql = (
        "SELECT k.id, k.title, count(l.id) AS cases FROM causes k JOIN cause_links l ON l.cause_id = k.id "
        "AND l.record_kind = 'case' WHERE k.state IN :states GROUP BY k.id, k.title ORDER BY cases DESC, k.id DESC"
    )
    for row in ask(conn, sql, states=list(UNSOLVED)):
        yield rules.cause_offer(row[0], row[1], row[2])


def _from_praise(conn: Connection, today: date) -> Iterator[IdeaOffer]:
    """Themes of which many of the best reviews speak, the most frequent first."""
    shares = [one for one in theme_shares(conn, Asked(), today).themes if one.good.total]
    for one in sorted(shares, key=lambda share: (-share.good.count, share.id)):
        if one.good.count >= PRAISED and one.good.count / one.good.total >= GOOD_SHARE:
            yield rules.praise_offer(one.id, one.theme.name, one.good.count, one.good.total)


def _asked(conn: Connection) -> Iterator[IdeaOffer]:
    """Questions that stand in the newest reviews and in what buyers wrote in cases."""
    texts = [
        (f"r{row[0]}", row[1])
        for row in ask(
            conn,
            "SELECT coalesce(customer_id, -id), text FROM reviews WHERE text <> '' ORDER BY posted_on DESC, id DESC "
            "LIMIT :most",
            most=TEXTS,
        )
    ]
    texts += [
        (f"c{row[0]}", row[1])
        for row in ask(
            conn,
            "SELECT case_id, words FROM case_entries WHERE kind = 'in' ORDER BY at DESC, id DESC LIMIT :most",
            most=TEXTS,
        )
    ]
    for name, wordings in rules.questions_in(texts):
        yield rules.question_offer(name, wordings)


def _from_seasons(conn: Connection, today: date) -> Iterator[IdeaOffer]:
    sums = ask(conn, "SELECT month, sum(sold) FROM order_months WHERE month <> '' GROUP BY month")
    for month, times in rules.seasons({row[0]: row[1] for row in sums}, today):
        yield rules.season_offer(month, times)


def _without_care(conn: Connection, today: date) -> Iterator[IdeaOffer]:
    """The products sold most in the last twelve months that no how-to or care article is about."""
    sql = (
        "SELECT l.product_id, count(DISTINCT l.order_id) AS orders FROM orders o "
        "JOIN order_lines l ON l.order_id = o.id AND l.counts = 1 AND l.product_id IS NOT NULL "
        "WHERE o.placed_on >= :since AND NOT EXISTS (SELECT 1 FROM article_products n JOIN articles a "
        f"ON a.id = n.article_id WHERE n.product_id = l.product_id AND a.kind IN {_CARES} AND a.retired_at IS NULL) "
        "GROUP BY l.product_id ORDER BY orders DESC, l.product_id LIMIT :most"
    )
    rows = ask(conn, sql, since=last_months(12, today).isoformat(), most=rules.OFFERED_CARE * 4).all()
    named = f"SELECT id, coalesce(nullif(label, ''), title) FROM products WHERE id IN {among('ids')}"
    names = {row[0]: row[1] for row in ask(conn, named, ids=json_ids([row[0] for row in rows]))}
    for product, orders in rows:
        if names.get(product):
            yield rules.care_offer(product, names[product], orders)
