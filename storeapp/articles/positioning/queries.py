"""Reads who the shop says it is, for whom it writes, what its texts are for, and what speaks for it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from storeapp.articles.drafts.places import place_key
from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.rules import title_or_headline
from storeapp.articles.kinds import article_goals
from storeapp.articles.positioning.fitting import FittingPoint, fitting_points
from storeapp.articles.positioning.records import (
    AudienceRow,
    GoalShare,
    PositionEntry,
    PositionPage,
    SellingPointRow,
)
from storeapp.articles.positioning.rules import ENTRIES, AudienceFields, PointFields, PointProof, judged_point
from storeapp.kernel.numbers import grouped
from storeapp.kernel.text import N_, _
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import ask
from storeapp.store.tables import Audience, PositioningEntry, SellingPoint, SellingPointProof

AIMS_KEY = "article_aims"  # of what the owner says, in the shop's settings
# Figures that a point may lean on; each is counted anew whenever the page is read.
FIGURES: Mapping[str, tuple[str, str]] = {
    "reviews": (N_("Reviews"), "SELECT coalesce(sum(reviews), 0) FROM rating_months"),
    "orders": (N_("Orders sold"), "SELECT coalesce(sum(sold), 0) FROM order_months"),
    "buyers": (N_("Buyers"), "SELECT count(*) FROM customers WHERE merged_into IS NULL"),
    "since": (N_("First order"), "SELECT coalesce(substr(min(placed_on), 1, 4), '') FROM orders"),
}
_THERE: Mapping[str, str] = {
    "review": "SELECT 1 FROM reviews WHERE id = :id",
    "order": "SELECT 1 FROM orders WHERE id = :id",
    "case": "SELECT 1 FROM cases WHERE id = :id",
    "attachment": "SELECT 1 FROM attachments WHERE id = :id",
}


def position_page(conn: Connection, today: date) -> PositionPage:
    """The page as it stands."""
    return PositionPage(
        tuple(entries(conn)), tuple(audiences(conn)), tuple(goal_shares(conn)), tuple(selling_points(conn, today))
    )


def entries(conn: Connection) -> list[PositionEntry]:
    """Every field of the page in its order, those never written with no words."""
    table = PositioningEntry
    found = {row.key: row for row in conn.execute(select(table.key, table.words, table.changed_at))}
    return [PositionEntry(key, found[key].words, found[key].changed_at) if key in found else PositionEntry(key, "", "")
            for key in ENTRIES]  # fmt: skip


def audiences(conn: Connection) -> list[AudienceRow]:
    """The groups of readers by name, with how many articles are for each."""
    table = Audience
    for_whom = Counter(row[0] for row in ask(conn, "SELECT readers FROM articles WHERE retired_at IS NULL"))
    found = []
    for row in conn.execute(select(table.__table__).order_by(table.name, table.id)):
        places = tuple(place_key(one.get("channel"), one.get("outlet")) for one in json.loads(row.places))
        fields = AudienceFields(row.name, row.age, row.habits, row.taste, row.price_sense, row.wants, places)
        found.append(AudienceRow(row.id, fields, for_whom[row.name]))
    return found


def aims(conn: Connection) -> dict[str, int]:
    """Percent of texts that each goal is to have."""
    said = shop_setting(conn, AIMS_KEY, {})
    return {key: said.get(key, goal.aim) for key, goal in article_goals().items()} if said else {
        key: goal.aim for key, goal in article_goals().items()
    }  # fmt: skip


def goal_shares(conn: Connection) -> list[GoalShare]:
    """What the articles that are not retired are for, against the aims; those without a goal are left out."""
    sql = "SELECT goal, count(*) FROM articles WHERE retired_at IS NULL AND goal <> '' GROUP BY goal"
    counts = {row[0]: row[1] for row in ask(conn, sql)}
    total = sum(counts.values())
    return [
        GoalShare(key, counts.get(key, 0), counts.get(key, 0) / total if total else 0.0, percent / 100)
        for key, percent in aims(conn).items()
    ]


def selling_points(conn: Connection, today: date, retired: bool = False, used: bool = True) -> list[SellingPointRow]:
    """The selling points in the order in which they were added, each held against the four rules as of today.

    `used` False leaves out in which articles they are, for which all texts are read.
    """
    table = SellingPoint
    wanted = select(table.__table__).where(table.state == ("retired" if retired else "open")).order_by(table.id)
    rows = conn.execute(wanted).all()
    fields = {
        row.id: PointFields(row.words, row.about, row.fact, row.buyers_words, row.rivals_say, row.rivals_on or "")
        for row in rows
    }
    proofs = _proofs(conn)
    found = []
    for row in rows:
        others = [one for number, one in fields.items() if number != row.id]
        mine = tuple(proofs.get(row.id, ()))
        verdicts = judged_point(fields[row.id], mine, others, today)
        stands_in = tuple(_used_in(conn, row.words)) if used else ()
        found.append(SellingPointRow(row.id, fields[row.id], verdicts, mine, stands_in, row.state == "retired"))
    return found


def points_beside(conn: Connection, article: ArticleDetail, today: date) -> list[FittingPoint]:
    """The selling points that fit an article, with the review that each buyer's words were taken from."""
    brief = " ".join((article.title, article.topic, article.readers, article.angle))
    names = [name for _id, name in article.products]
    found = fitting_points(selling_points(conn, today, used=False), names, brief)
    return [replace(one, review=_review_saying(conn, one.row)) for one in found]


def _review_saying(conn: Connection, row: SellingPointRow) -> int | None:
    """The linked review whose text has the buyer's words, letter by letter but for spaces and capitals."""
    words = "".join(row.fields.buyers_words.split()).casefold()
    for proof in row.proofs if words else ():
        if proof.kind == "review" and proof.record is not None:
            text = ask(conn, "SELECT title || ' ' || text FROM reviews WHERE id = :id", id=proof.record).scalar() or ""
            if words in "".join(str(text).split()).casefold():
                return proof.record
    return None


def figure_now(conn: Connection, name: str) -> str:
    """The value of a figure of FIGURES as it stands, "" for one that is unknown."""
    known = FIGURES.get(name)
    return "" if known is None else str(ask(conn, known[1]).scalar_one())


def _proofs(conn: Connection) -> dict[int, list[PointProof]]:
    table, now = SellingPointProof, dict[str, str]()
    found: dict[int, list[PointProof]] = {}
    for row in conn.execute(select(table.__table__).order_by(table.id)):
        was = today = ""
        gone = False
        if row.ref_kind == "figure":
            name, _sign, was = row.ref_text.partition("=")
            if name not in now:
                now[name] = figure_now(conn, name)
            was, today = _shown(name, was), _shown(name, now[name])
        elif row.ref_kind in _THERE and row.ref_id is not None:
            gone = ask(conn, _THERE[row.ref_kind], id=row.ref_id).first() is None
        text = _text_of(row)
        proof = PointProof(row.id, row.ref_kind, row.ref_id, text, row.note, was, today, gone)
        found.setdefault(row.selling_point_id, []).append(proof)
    return found


def _shown(name: str, value: str) -> str:
    return value if name == "since" else grouped(value)  # a year has no comma


def _text_of(row: Any) -> str:
    if row.ref_kind == "figure":
        name, _sign, was = row.ref_text.partition("=")
        return _("{name}: {value}").format(
            name=_(FIGURES[name][0]) if name in FIGURES else name, value=_shown(name, was)
        )
    return str(row.ref_text)


def _used_in(conn: Connection, words: str) -> list[tuple[int, str]]:
    """Articles in whose text the very words of a point stand."""
    sql = (
        "SELECT id, title, substr(body, 1, 400) FROM articles WHERE retired_at IS NULL AND instr(body, :words) > 0 "
        "ORDER BY id DESC LIMIT 20"
    )
    return [(row[0], title_or_headline(row[1], row[2])) for row in ask(conn, sql, words=words)]
