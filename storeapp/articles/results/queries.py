"""Reads what articles brought: figures, orders counted for each publication, lessons, and whether the cause fell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from storeapp.aftersales.causes.queries.questions import question_rate
from storeapp.aftersales.causes.rules import BEFORE_DAYS, judge
from storeapp.articles.drafts.places import named_place, place_key, place_names
from storeapp.articles.drafts.rules import title_or_headline
from storeapp.articles.results import rules
from storeapp.articles.results.pasted_tables import Published, plain_address, plain_title
from storeapp.articles.results.records import LessonRow, LookAgain, PromptedEffect, PublicationFacts, ResultsView
from storeapp.articles.results.rules import CountedOrder, PublicationFigures, PublicationResultRow
from storeapp.articles.results.wording import lessons_like
from storeapp.kernel.clock import local_day
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.orders.attribution.rules import WHOLE
from storeapp.orders.sales import net, sold
from storeapp.solicitation.coupons.rules import codes_shown, key_of
from storeapp.store.search import match_query, match_sql
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import ask

WINDOW_KEY = "article_window"  # days in which an order counts, in the shop's settings
MOST_LESSONS = 500
_OUT = (
    "SELECT p.id, p.article_id, coalesce(nullif(p.title, ''), a.title) AS title, substr(a.body, 1, 400) AS body, "
    "a.topic, a.kind, a.goal, p.channel_id, p.outlet_id, p.published_at, p.url, p.tracking_link, p.coupon, "
    "p.cost_minor, p.currency FROM publications p JOIN articles a ON a.id = p.article_id "
    "WHERE p.published_at IS NOT NULL AND p.cancelled_at IS NULL AND p.published_at >= :since "
    "ORDER BY p.published_at, p.id"
)


@dataclass(frozen=True, slots=True)
class _Out:
    """One publication that came out, with the day it did in the shop's own time."""

    id: int
    article_id: int
    title: str
    topic: str
    kind: str
    goal: str
    place: str
    place_name: str
    platform: str
    day: str
    url: str
    tracking_link: str
    coupon: str
    cost: Money | None


def window_of(conn: Connection) -> int:
    """In how many days after a publication an order counts for it."""
    return int(shop_setting(conn, WINDOW_KEY, rules.WINDOW_DAYS))


def results(conn: Connection, today: date, days: int | None = None) -> ResultsView:
    """What the publications of the last `days` brought, None for all, ranked by orders."""
    return results_between(conn, today, (today - timedelta(days=days - 1)).isoformat() if days else "")


def results_between(conn: Connection, today: date, since: str, until: str = "") -> ResultsView:
    """What came out from an ISO day to another ("" for no end) brought up to `today`, ranked by orders."""
    window = window_of(conn)
    # What came out before may claim a part of the same orders.
    earlier = (date.fromisoformat(since) - timedelta(days=window)).isoformat() if since else ""
    able = _published(conn, earlier)
    claims = rules.shared_out(_claims(conn, able, window))
    published = [one for one in able if since <= one.day <= (until or "9999")]
    figures = _figures(conn, [one.id for one in published])
    rows = []
    for one in published:
        parts = claims.get(one.id, [])
        passed = (today - date.fromisoformat(one.day)).days
        known = figures.get(one.id, [])
        seen = rules.latest_figures([(one.day, PublicationFigures(cost=one.cost)), *known])
        rows.append(
            PublicationResultRow(
                one.id,
                one.article_id,
                one.title,
                one.topic,
                one.kind,
                one.goal,
                one.place,
                one.place_name,
                one.platform,
                one.day,
                seen,
                sum(part for _claim, part in parts),
                rules.revenue_of(parts),
                tuple(way for way in rules.WAYS if any(claim.how == way for claim, _part in parts)),
                passed,
                max(0, window - passed),
                bool(one.coupon or one.tracking_link),
            )
        )
    ranked = rules.ranked(rows)
    untracked = sum(not one.trackable for one in ranked)
    by_way: dict[str, float] = defaultdict(float)
    for claim, part in (pair for one in published for pair in claims.get(one.id, ())):
        by_way[claim.how] += part
    ways = tuple((way, by_way[way]) for way in rules.WAYS if by_way[way])
    return ResultsView(tuple(ranked), window, since, untracked, rules.most_read_words(ranked), ways)


def publication_facts(conn: Connection, row: PublicationResultRow, today: date) -> PublicationFacts | None:
    """What is shown of a publication beside the list; None where it is gone."""
    sql = "SELECT url, tracking_link, coupon, currency FROM publications WHERE id = :id"
    found = ask(conn, sql, id=row.publication_id).first()
    if found is None:
        return None
    usual = "SELECT currency FROM channels WHERE currency <> '' ORDER BY id LIMIT 1"
    currency = found[3] or ask(conn, usual).scalar() or ""
    learned = tuple(one for one in lessons(conn) if one.article_id == row.article_id)
    effect = prompted_effect(conn, row.article_id, today)
    shown = tuple(figure_rows(conn, row.publication_id))
    return PublicationFacts(row, found[0], found[1], found[2], currency, shown, learned, effect)


def published_names(conn: Connection) -> list[Published]:
    """All that came out, by what a table of figures may call it."""
    found = _published(conn, "")
    return [Published(one.id, one.title, one.url, one.tracking_link, one.place_name, one.day) for one in found]


def figure_rows(conn: Connection, publication_id: int) -> list[tuple[str, PublicationFigures, str]]:
    """The figures that were kept of a publication: ISO day, figures and their source, the newest first."""
    sql = (
        "SELECT day_on, views, reads, saves, clicks, cost_minor, currency, source FROM publication_results "
        "WHERE publication_id = :id ORDER BY day_on DESC, id DESC"
    )
    return [(row[0], _row_figures(row[1:7]), row[7]) for row in ask(conn, sql, id=publication_id)]


def _published(conn: Connection, since: str) -> list[_Out]:
    names = place_names(conn)
    found = []
    earlier = (date.fromisoformat(since) - timedelta(days=1)).isoformat() if since else ""
    for row in ask(conn, _OUT, since=earlier):
        place = named_place(names, place_key(row.channel_id, row.outlet_id))
        day = local_day(row.published_at).isoformat()
        cost = None if row.cost_minor is None else Money(row.cost_minor, row.currency)
        title = title_or_headline(row.title, row.body) or _("Without a title")
        found.append(
            _Out(
                row.id,
                row.article_id,
                title,
                row.topic,
                row.kind,
                row.goal,
                place.key,
                place.name,
                place.platform,
                day,
                row.url,
                row.tracking_link,
                row.coupon,
                cost,
            )
        )
    return found


def _row_figures(row: Any) -> PublicationFigures:
    views, reads, saves, clicks, cost, currency = row
    return PublicationFigures(views, reads, saves, clicks, None if cost is None else Money(cost, currency))


def _figures(conn: Connection, ids: list[int]) -> Mapping[int, list[tuple[str, PublicationFigures]]]:
    found: dict[int, list[tuple[str, PublicationFigures]]] = defaultdict(list)
    wanted = set(ids)
    sql = "SELECT publication_id, day_on, views, reads, saves, clicks, cost_minor, currency FROM publication_results"
    for row in ask(conn, f"{sql} ORDER BY id"):
        if row[0] in wanted:
            found[row[0]].append((row[1], _row_figures(row[2:8])))
    return found


class _Named:
    """Which publications a coupon, a link or an answer may mean."""

    def __init__(self, published: Iterable[_Out]) -> None:
        self.codes: dict[str, list[_Out]] = defaultdict(list)
        self.links: dict[str, list[_Out]] = defaultdict(list)
        self.titles: dict[str, list[_Out]] = defaultdict(list)
        for one in published:
            if one.coupon:
                self.codes[key_of(one.coupon)].append(one)
            for address in {plain_address(one.url), plain_address(one.tracking_link)} - {""}:
                self.links[address].append(one)
            if plain_title(one.title):
                self.titles[plain_title(one.title)].append(one)

    def by_code(self, text: str) -> list[_Out]:
        """Those whose coupon stands among the codes of an order."""
        return [one for code in codes_shown(text) for one in self.codes.get(code, ())]

    def by_answer(self, text: str) -> list[_Out]:
        """Those that a buyer's answer names by title or address."""
        return [*self.links.get(plain_address(text), ()), *self.titles.get(plain_title(text), ())]

    def by(self, how: str, source: str) -> list[_Out]:
        """Those that a noted source means."""
        if how == "code":
            return self.by_code(source)
        return list(self.links.get(plain_address(source), ())) if how == "link" else self.by_answer(source)


def _claims(conn: Connection, published: list[_Out], window: int) -> list[CountedOrder]:
    """Every order that a publication may claim, however it is known, within its window."""
    if not published:
        return []
    named = _Named(published)
    first = min(one.day for one in published)
    last = (date.fromisoformat(max(one.day for one in published)) + timedelta(days=window)).isoformat()
    found: list[CountedOrder] = []
    found += _from_column(conn, "discount_code", "code", named.by_code if named.codes else None, window, (first, last))
    found += _from_column(conn, "heard_from", "asked", named.by_answer, window, (first, last))
    found += _from_noted(conn, named, window)
    return found


def _from_column(
    conn: Connection, column: str, how: str, means: Any, window: int, days: tuple[str, str]
) -> Iterable[CountedOrder]:
    """Orders by what their file says: its few different values are looked at, then the orders with those that count."""
    if means is None:
        return
    values = ask(conn, f"SELECT DISTINCT {column} FROM orders WHERE {column} <> ''").scalars()
    meant = {value: found for value in values if (found := means(value))}
    wanted = list(meant)
    for start in range(0, len(wanted), 500):
        rows = ask(
            conn,
            f"SELECT o.id, o.placed_on, {net('o')}, o.currency, o.{column} FROM orders o WHERE o.{column} IN :values "
            f"AND o.{column} <> '' AND o.placed_on BETWEEN :first AND :last AND {sold('o')}",
            values=wanted[start : start + 500],
            first=days[0],
            last=days[1],
        )
        for order, placed, minor, currency, value in rows:
            yield from _counted(meant[value], order, how, placed, Money(minor, currency), None, window)


def _from_noted(conn: Connection, named: _Named, window: int) -> Iterable[CountedOrder]:
    """Orders by what was noted of where they came from; a share of less than the whole is the owner's own word."""
    sources = ask(conn, "SELECT DISTINCT how, source FROM attributions").all()
    meant = {(how, source): found for how, source in sources if (found := named.by(how, source))}
    for (how, source), some in meant.items():
        rows = ask(
            conn,
            f"SELECT o.id, o.placed_on, {net('o')}, o.currency, t.share FROM attributions t "
            f"JOIN orders o ON o.id = t.order_id WHERE t.how = :how AND t.source = :source AND {sold('o')} "
            "AND o.placed_on IS NOT NULL",
            how=how,
            source=source,
        )
        for order, placed, minor, currency, share in rows:
            part = share / WHOLE if share < WHOLE else None
            yield from _counted(some, order, how, placed, Money(minor, currency), part, window)


def _counted(
    some: list[_Out], order: int, how: str, placed: str, worth: Money, share: float | None, window: int
) -> Iterable[CountedOrder]:
    able = [one for one in some if rules.in_window(one.day, placed, window)]
    for one in able:
        part = None if share is None else share / len(able)
        yield CountedOrder(order, one.id, how, placed, worth, part)


def lessons(conn: Connection, search: str = "") -> list[LessonRow]:
    """What was learned, the newest first; with a search those whose words it finds."""
    sql = (
        "SELECT l.id, l.article_id, l.publication_id, a.title, substr(a.body, 1, 400) AS body, a.kind, a.topic, "
        "l.worked, l.next_try, l.at FROM article_lessons l JOIN articles a ON a.id = l.article_id"
    )
    values: dict[str, Any] = {"most": MOST_LESSONS}
    if search.strip():
        query = match_query(search)
        if not query:
            return []
        sql += f" WHERE l.article_id IN {match_sql('articles')}"
        values["search"] = query
    rows = ask(conn, f"{sql} ORDER BY l.at DESC, l.id DESC LIMIT :most", **values)
    return [
        LessonRow(
            row.id,
            row.article_id,
            row.publication_id,
            title_or_headline(row.title, row.body),
            row.kind,
            row.topic,
            row.worked,
            row.next_try,
            row.at,
        )
        for row in rows
    ]


def lessons_for(
    conn: Connection, kind: str, topic: str, article_id: int | None = None, most: int = 3
) -> list[LessonRow]:
    """What was learned of articles like one with this brief: of its topic first, then of its kind; none of its own."""
    return lessons_like([one for one in lessons(conn) if one.article_id != article_id], kind, topic, most)


def prompted_effect(conn: Connection, article_id: int, today: date) -> PromptedEffect | None:
    """Whether the reason, cause or theme that prompted an article fell after it first came out; None: nothing prompted
    it, or it isn't out yet.

    The 90 days before are held against the days since, the day it came out on the side after.
    """
    row = ask(
        conn,
        "SELECT i.words, i.source_kind, i.source_key, (SELECT min(p.published_at) FROM publications p "
        "WHERE p.article_id = i.article_id AND p.published_at IS NOT NULL AND p.cancelled_at IS NULL) AS at "
        "FROM article_ideas i WHERE i.article_id = :article AND i.source_kind IN ('reason', 'cause', 'theme') LIMIT 1",
        article=article_id,
    ).first()
    if row is None or row.at is None:
        return None
    key, product = _question(conn, row.source_kind, row.source_key)
    if not key:
        return None
    kind = "theme" if row.source_kind == "theme" else "reason"
    out = local_day(row.at)
    before = question_rate(conn, kind, key, product, out - timedelta(days=BEFORE_DAYS), out - timedelta(days=1))
    after = question_rate(conn, kind, key, product, out, today)
    per = "reviews" if kind == "theme" else "orders"
    return PromptedEffect(row.words, row.source_kind, out.isoformat(), judge(before, after), per)


def _question(conn: Connection, source: str, name: str) -> tuple[str, int | None]:
    """The reason or theme, with its product, that an idea's source names; a cause means its own reason."""
    parts = name.split(":")[1:]
    if source == "cause":
        row = ask(conn, "SELECT reason, product_id FROM causes WHERE id = :id", id=int(parts[0])).first()
        return (row[0], row[1]) if row is not None else ("", None)
    product = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None
    return parts[0], product


def look_again(conn: Connection, today: date) -> list[LookAgain]:
    """Publications whose day 1, 7 or 30 has come since anybody noted figures or a lesson, the newest first."""
    furthest = (today - timedelta(days=2 * rules.CHECKPOINTS[-1])).isoformat()
    published = [one for one in _published(conn, furthest) if one.day >= furthest]
    if not published:
        return []
    looked: dict[int, list[str]] = defaultdict(list)
    for number, day in ask(conn, "SELECT publication_id, day_on FROM publication_results"):
        looked[number].append(day)
    for number, at in ask(conn, "SELECT publication_id, at FROM article_lessons WHERE publication_id IS NOT NULL"):
        looked[number].append(local_day(at).isoformat())
    found = []
    for one in reversed(published):
        step = rules.due_checkpoint(one.day, today, looked[one.id])
        if step is not None:
            found.append(LookAgain(one.id, one.article_id, one.title, one.place_name, one.platform, one.day, step))
    return found


def reviews_due(conn: Connection, today: date) -> list[LookAgain]:
    """Publications some days old of which nobody noted what was learned, the newest first; `checkpoint` is their age.

    Those whose figures are to be noted first are not among them, see `look_again`.
    """
    furthest = (today - timedelta(days=rules.REVIEW_UNTIL)).isoformat()
    published = [one for one in _published(conn, furthest) if one.day >= furthest]
    if not published:
        return []
    learned = "SELECT DISTINCT publication_id FROM article_lessons WHERE publication_id IS NOT NULL"
    done = {row[0] for row in ask(conn, learned)} | {one.publication_id for one in look_again(conn, today)}
    found = []
    for one in reversed(published):
        age = (today - date.fromisoformat(one.day)).days
        if age >= rules.REVIEW_FROM and one.id not in done:
            found.append(LookAgain(one.id, one.article_id, one.title, one.place_name, one.platform, one.day, age))
    return found


def publication_title(conn: Connection, publication_id: int) -> str:
    """What a publication that came out is called, "" where it is gone."""
    sql = (
        "SELECT coalesce(nullif(p.title, ''), a.title) AS title, substr(a.body, 1, 400) AS body FROM publications p "
        "JOIN articles a ON a.id = p.article_id WHERE p.id = :id AND p.published_at IS NOT NULL"
    )
    row = ask(conn, sql, id=publication_id).first()
    return (title_or_headline(row.title, row.body) or _("Untitled")) if row is not None else ""
