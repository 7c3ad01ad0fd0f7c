"""Reads the plan: what comes out when and where, what waits for a day, and what the owner aims at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from storeapp.articles.calendar.records import BacklogCard, PlanSettings, PlanView
from storeapp.articles.calendar.rules import PlannedPiece, content_mix, own_mix, piece_state, warnings
from storeapp.articles.checks.queries import blockers
from storeapp.articles.drafts.places import named_place, place_key, place_names, place_of
from storeapp.articles.drafts.rules import title_or_headline
from storeapp.articles.kinds import MixRule, PushLimit, mix_of, mix_rules, push_limits
from storeapp.kernel.clock import Clock, from_utc_text, utc_text
from storeapp.kernel.text import _
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import ask

MIX_KEY, PUSH_KEY = "article_mix", "article_push"  # of what the owner says, in the shop's settings
AROUND = 31  # days before and after what is shown that its warnings look at
BACKLOG = 60
CHECKED_DAYS, MOST_CHECKED = 3, 5  # finished pieces within so many days are held against the rules
_PIECE = (
    "SELECT p.id, p.article_id, coalesce(nullif(p.title, ''), a.title) AS title, substr(a.body, 1, 400) AS body, "
    "a.kind, a.goal, a.topic, p.channel_id, p.outlet_id, p.planned_on, p.planned_time, p.published_at, p.url, "
    "a.ready_at FROM publications p JOIN articles a ON a.id = p.article_id WHERE p.cancelled_at IS NULL AND "
)
_PLANNED = "p.planned_on IS NOT NULL AND p.published_at IS NULL AND p.planned_on BETWEEN :first AND :last"
_OUT = "p.published_at IS NOT NULL AND p.published_at BETWEEN :begins AND :ends"


def plan_settings(conn: Connection) -> PlanSettings:
    """What the owner aims at; 70/20/10 and the house's limits where nothing was said."""
    said = shop_setting(conn, MIX_KEY, {})
    rule: MixRule = mix_rules().get(said.get("rule", "")) or next(iter(mix_rules().values()))
    if said.get("rule") == "own":
        rule = own_mix(said["aims"])
    limits, known = {}, push_limits()
    own: Mapping[str, Any] = shop_setting(conn, PUSH_KEY, {})
    for key, place in place_names(conn).items():
        usual = known.get(place.platform) or known[""]
        limits[key] = usual
        if key in own:
            limits[key] = PushLimit(place.platform, usual.title, own[key]["most"], own[key]["per"], "", "")
    return PlanSettings(rule, limits)


def plan_view(
    conn: Connection, first: date, last: date, today: date, place: str = "", clock: Clock | None = None
) -> PlanView:
    """The plan from a day to a day (both shown), of one place or of all; the mix is of what stands in the month shown.

    Warnings look a month further on both sides, as what meets, repeats or comes too often may lie there. With a
    `clock`, finished articles that come out within days are held against the rules, and those stopped are blocked.
    """
    settings = plan_settings(conn)
    near = pieces(conn, first - timedelta(days=AROUND), last + timedelta(days=AROUND))
    shown = [one for one in near if first.isoformat() <= one.day <= last.isoformat()]
    told = warnings(near, settings.limits, today)
    ids = {one.id for one in shown if not place or one.place == place}
    chosen = tuple(one for one in shown if one.id in ids)
    if clock is not None:
        chosen = tuple(_with_blockers(conn, chosen, today, clock))
    middle = (first + (last - first) / 2).strftime("%Y-%m")
    of_month = {one.article_id: one.mix for one in chosen if one.day.startswith(middle) or (last - first).days < 10}
    waiting = backlog(conn, place)
    return PlanView(
        chosen,
        tuple(one for one in told if ids.intersection(one.pieces)),
        content_mix(of_month.values(), settings.rule),
        settings.rule,
        tuple(waiting[:BACKLOG]),
        len(waiting),
        tuple(place_names(conn).values()),
    )


def _with_blockers(
    conn: Connection, chosen: Sequence[PlannedPiece], today: date, clock: Clock
) -> Iterator[PlannedPiece]:
    """The pieces, those blocked that are finished, come out within days, and are stopped by a rule."""
    soon, left = (today + timedelta(days=CHECKED_DAYS)).isoformat(), MOST_CHECKED
    for one in chosen:
        if one.state == "ready" and one.day <= soon and left:
            left -= 1
            if blockers(conn, one.article_id, clock, [place_of(one.place)]):
                yield replace(one, state="blocked")
                continue
        yield one


def pieces(conn: Connection, first: date, last: date) -> list[PlannedPiece]:
    """What is planned or came out from a day to a day, in the order of time."""
    begins = datetime.combine(first, time()).astimezone()
    ends = datetime.combine(last, time(23, 59, 59)).astimezone()
    rows = list(ask(conn, _PIECE + _PLANNED, first=first.isoformat(), last=last.isoformat()))
    rows += ask(conn, _PIECE + _OUT, begins=utc_text(begins), ends=utc_text(ends))
    return _pieces(conn, rows)


def overdue(conn: Connection, today: date) -> list[PlannedPiece]:
    """What should have come out by today and didn't, the oldest first."""
    sql = _PIECE + "p.planned_on IS NOT NULL AND p.published_at IS NULL AND p.planned_on <= :today"
    return _pieces(conn, list(ask(conn, sql, today=today.isoformat())))


def piece(conn: Connection, publication_id: int) -> PlannedPiece | None:
    """One piece of the plan, None where it is gone or has no day."""
    found = _pieces(conn, list(ask(conn, _PIECE + "p.id = :id", id=publication_id)))
    return found[0] if found else None


def _pieces(conn: Connection, rows: list[Any]) -> list[PlannedPiece]:
    names = place_names(conn) if rows else {}
    found = []
    for row in rows:
        day, when = row.planned_on, row.planned_time or ""
        if row.published_at:
            local = from_utc_text(row.published_at).astimezone()
            day, when = local.date().isoformat(), local.strftime("%H:%M")
        if day is None:
            continue
        place = named_place(names, place_key(row.channel_id, row.outlet_id))
        state = piece_state(bool(row.published_at), bool(row.ready_at), 0)
        title = title_or_headline(row.title, row.body) or _("Without a title")
        found.append(
            PlannedPiece(
                row.id,
                row.article_id,
                title,
                row.kind,
                row.goal,
                row.topic,
                place.key,
                place.name,
                place.platform,
                day,
                when,
                state,
                row.url,
            )
        )
    return sorted(found, key=lambda one: (one.day, one.time, one.id))


def backlog(conn: Connection, place: str = "") -> list[BacklogCard]:
    """Articles without a day that never came out, those finished first, then open ideas, the newest first."""
    names = "SELECT article_id, channel_id, outlet_id FROM article_places ORDER BY id"
    meant: dict[int, list[str]] = {}
    for article_id, channel_id, outlet_id in ask(conn, names):
        meant.setdefault(article_id, []).append(place_key(channel_id, outlet_id))
    rows = ask(
        conn,
        "SELECT a.id, a.title, substr(a.body, 1, 400) AS body, a.kind, a.goal, a.ready_at, a.words FROM articles a "
        "WHERE a.retired_at IS NULL AND NOT EXISTS (SELECT 1 FROM publications p WHERE p.article_id = a.id "
        "AND p.cancelled_at IS NULL) ORDER BY a.ready_at IS NULL, a.changed_at DESC, a.id DESC",
    )
    found = []
    for row in rows:
        stage = _("Finished") if row.ready_at else _("Draft") if row.words else _("Outline")
        title = title_or_headline(row.title, row.body) or _("Without a title")
        places = tuple(meant.get(row.id, ()))
        found.append(BacklogCard("article", row.id, title, mix_of(row.kind, row.goal), row.kind, places, stage))
    ideas = ask(conn, "SELECT id, words, kind FROM article_ideas WHERE state = 'open' ORDER BY at DESC, id DESC")
    found += [BacklogCard("idea", row[0], row[1], mix_of(row[2], ""), row[2], (), _("Idea")) for row in ideas]
    return [one for one in found if not place or not one.places or place in one.places]
