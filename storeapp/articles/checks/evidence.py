"""What proves the claims of an article: what is near at hand, what was linked, and what it says today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.articles.checks.records import ClaimLink, ClaimRow
from storeapp.kernel.text import N_, _, plural
from storeapp.kernel.titles import short_title
from storeapp.reputation.ratings.queries import channels as rated_channels
from storeapp.reputation.ratings.queries import counted_in, stars_ever
from storeapp.reputation.ratings.rules import StarCounts
from storeapp.store.sql import ask

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIGURES: dict[str, str] = {
    "reviews": N_("Reviews in all"),
    "average": N_("Average of stars"),
    "orders": N_("Sales in all"),
}
_NAMED = {
    "review": "SELECT coalesce(posted_on, ''), coalesce(nullif(title, ''), text) FROM reviews WHERE id = :id",
    "order": "SELECT number FROM orders WHERE id = :id",
    "case": "SELECT id FROM cases WHERE id = :id",
    "attachment": "SELECT name FROM attached_files WHERE id = :id",
}
MOST_REVIEWS, MOST_CAUSES, LONGEST_WORDS = 30, 10, 60  # that are offered to prove a claim
_RECORDS = {  # what a linked record says of itself; another answer, or none, turns the claim amber
    "review": "SELECT coalesce(cast(rating AS TEXT), 'text') FROM reviews WHERE id = :id",
    "order": "SELECT number FROM orders WHERE id = :id",
    "case": "SELECT cast(id AS TEXT) FROM cases WHERE id = :id AND merged_into IS NULL",
    "attachment": "SELECT substr(sha256, 1, 12) FROM attached_files WHERE id = :id",
    "cause": "SELECT cast(count(*) AS TEXT) FROM cases WHERE reason = :text AND merged_into IS NULL",
}


def claims(conn: Connection, article_id: int) -> list[ClaimRow]:
    """What the owner said of an article's claims, each with what its evidence says now."""
    sql = (
        "SELECT id, sentence, kind, ref_kind, ref_id, ref_text, figure, figure_at FROM article_claims "
        "WHERE article_id = :id ORDER BY id"
    )
    found = []
    for row in ask(conn, sql, id=article_id):
        link = ClaimLink(row[3], row[4], row[5])
        values = [*row, figure_now(conn, link) if row[6] else "", evidence_words(conn, link)]
        found.append(ClaimRow(*values))
    return found


def evidence_words(conn: Connection, link: ClaimLink) -> str:
    """What is linked, in words without its value: "" where nothing is; a record that is gone says so."""
    match link.ref_kind:
        case "":
            return ""
        case "figure":
            return _(FIGURES[link.ref_text]) if link.ref_text in FIGURES else link.ref_text
        case "link":
            return link.ref_text
        case "cause":
            return _("Cases: {reason}").format(reason=reason_titles(conn).get(link.ref_text, link.ref_text))
    sql = _NAMED.get(link.ref_kind)
    row = ask(conn, sql, id=link.ref_id).first() if sql is not None else None
    if row is None:
        return _("A record that is gone")
    if link.ref_kind == "review":
        return _review_words(row[0], row[1])
    if link.ref_kind == "attachment":
        return str(row[0])
    told = _("Order {number}") if link.ref_kind == "order" else _("Case {number}")
    return told.format(number=row[0])


def _review_words(day: str, words: str) -> str:
    if not words.strip():
        return _("Review of {day}").format(day=day)
    return _("Review of {day}: “{words}”").format(day=day, words=short_title(words, LONGEST_WORDS))


def evidence_choices(conn: Connection, article_id: int) -> list[tuple[ClaimLink, str]]:
    """What is near at hand to prove a claim, in words: the shop's figures, the article's files, reviews, causes."""
    found = [
        (ClaimLink("figure", ref_text=name), _("{name}: {value}").format(name=_(title), value=value))
        for name, title in FIGURES.items()
        if (value := shop_figure(conn, name)) not in ("", "0")
    ]
    sql = "SELECT id, name FROM attached_files WHERE about_kind = 'article' AND about_id = :id ORDER BY id"
    found += [(ClaimLink("attachment", row[0]), row[1]) for row in ask(conn, sql, id=article_id)]
    sql = (
        "SELECT id, coalesce(posted_on, ''), coalesce(nullif(title, ''), r.text) FROM reviews AS r "
        "WHERE product_id IN (SELECT product_id FROM article_products WHERE article_id = :id) "
        "AND (r.text <> '' OR title <> '') ORDER BY posted_on DESC, id DESC LIMIT :most"
    )
    for number, day, words in ask(conn, sql, id=article_id, most=MOST_REVIEWS):
        found.append((ClaimLink("review", number), _review_words(day, words)))
    titles = reason_titles(conn)
    sql = (
        "SELECT reason, count(*) FROM cases WHERE reason <> '' AND merged_into IS NULL "
        "GROUP BY reason ORDER BY count(*) DESC, reason LIMIT :most"
    )
    for reason, count in ask(conn, sql, most=MOST_CAUSES):
        told = plural("{count} case: {{reason}}", "{count} cases: {{reason}}", count)
        found.append((ClaimLink("cause", ref_text=reason), told.format(reason=titles.get(reason, reason))))
    return found


def figure_now(conn: Connection, link: ClaimLink) -> str:
    """What a claim's evidence says today: a figure of the shop, or what marks a record; "" where it is gone."""
    if link.ref_kind == "figure":
        return shop_figure(conn, link.ref_text)
    sql = _RECORDS.get(link.ref_kind)
    if sql is None:
        return ""
    values = {"text": link.ref_text} if link.ref_kind == "cause" else {"id": link.ref_id}
    return str(ask(conn, sql, **values).scalar() or "")


def shop_figure(conn: Connection, name: str) -> str:
    """One of FIGURES, "" where there is nothing to count."""
    if name == "reviews":
        return str(ask(conn, "SELECT coalesce(sum(reviews), 0) FROM rating_months").scalar_one())
    if name == "orders":
        return str(ask(conn, "SELECT coalesce(sum(sold), 0) FROM order_months").scalar_one())
    if name != "average":
        return ""
    known = rated_channels(conn)
    stars = sum(stars_ever(conn, [one.id for one in known], counted_in(conn, known)).values(), StarCounts())
    return "" if stars.mean is None else f"{stars.mean:.2f}"
