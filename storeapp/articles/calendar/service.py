"""What the owner does with the plan: put a piece on a day, move it, take it off. Each can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storeapp.articles.calendar.queries import MIX_KEY, PUSH_KEY, piece
from storeapp.articles.calendar.rules import LASTED, PlannedPiece, checked_day, checked_time, own_mix
from storeapp.articles.drafts.places import place_of
from storeapp.articles.drafts.rules import called
from storeapp.articles.ideas.service import begin_idea
from storeapp.articles.kinds import mix_rules
from storeapp.articles.publishing.queries import planned_there, variant_at
from storeapp.articles.publishing.rules import PublishFields
from storeapp.articles.publishing.service import publish_in
from storeapp.kernel.clock import utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database, Tx
from storeapp.store.shop_settings import set_shop_setting, shop_setting
from storeapp.store.tables import Article, Publication

MOST_PUSHES = 100


def plan_article(db: Database, article_id: int, place: str, day: str, at: str = "") -> Outcome[int]:
    """Plan an article for a place (a key of drafts/places) on an ISO day; gives the publication's id.

    Where it is planned for that place already and didn't come out, that piece moves instead.
    """
    with db.write(_("Planned an article")) as tx:
        row = tx.connection.execute(select(Article.title, Article.body).where(Article.id == article_id)).first()
        if row is None:
            raise UserError(_("This article is gone. Nothing was changed."))
        title = called(row.title, row.body)
        tx.rename(_("Planned “{title}” for {day}").format(title=title, day=checked_day(day)))
        return tx.outcome(_put(tx, article_id, place, day, at))


def plan_idea(db: Database, idea_id: int, place: str, day: str, at: str = "", language: str = "") -> Outcome[int]:
    """Make an article of an idea, with the outline of its kind, and plan it; gives the publication's id."""
    with db.write(_("Planned an idea")) as tx:
        article_id, title = begin_idea(tx, idea_id, language)
        tx.rename(_("Planned “{title}” for {day}").format(title=title, day=checked_day(day)))
        return tx.outcome(_put(tx, article_id, place, day, at))


def move_piece(db: Database, publication_id: int, day: str, at: str | None = None) -> Outcome[bool]:
    """Move a piece to another day, at the same time unless `at` says another; what came out stays where it is."""
    with db.write(_("Moved an article")) as tx:
        found = _planned(tx, publication_id)
        values = {"planned_on": checked_day(day), "planned_time": checked_time(found.time if at is None else at)}
        tx.rename(_("Moved “{title}” to {day}").format(title=found.title, day=values["planned_on"]))
        return tx.outcome(tx.update(Publication, publication_id, **values))


def plan_again(db: Database, publication_id: int, place: str, day: str, at: str) -> Outcome[bool]:
    """Let a piece come out in another place, on another day or at another time, as one step.

    UserError where the article is planned for that place already.
    """
    values: dict[str, Any] = {"planned_on": checked_day(day), "planned_time": checked_time(at)}
    with db.write(_("Moved an article")) as tx:
        found = _planned(tx, publication_id)
        if place == found.place:
            tx.rename(_("Moved “{title}” to {day}").format(title=found.title, day=values["planned_on"]))
        else:
            tx.rename(_("Changed where “{title}” comes out").format(title=found.title))
            if planned_there(tx.connection, found.article_id, place) is not None:
                raise UserError(_("It is planned for that place already. Nothing was changed."))
            meant = place_of(place)
            values |= {"channel_id": meant.channel_id, "outlet_id": meant.outlet_id}
        return tx.outcome(tx.update(Publication, publication_id, **values))


def take_off(db: Database, publication_id: int) -> Outcome[bool]:
    """Take a piece off the plan; the article goes back to those that wait for a day."""
    with db.write(_("Took an article off the plan")) as tx:
        found = _planned(tx, publication_id)
        tx.rename(_("Took “{title}” off the plan").format(title=found.title))
        return tx.outcome(tx.delete(Publication, [publication_id]) > 0)


def came_out(db: Database, publication_id: int, url: str = "", at: datetime | None = None) -> Outcome[bool]:
    """Record that a piece came out, at an aware instant or now, under an address; what it said, showed and rested on is
    kept, in the words of its place where it has some.

    Nothing is sent anywhere: the owner has published it and says so. UserError where a rule or a picture stops it.
    """
    with db.write(_("Published an article")) as tx:
        found = _planned(tx, publication_id)
        table = Publication
        plan = tx.connection.execute(
            select(table.url, table.tracking_link, table.coupon, table.cost_minor, table.currency).where(
                table.id == publication_id
            )
        ).one()
        own = variant_at(tx.connection, found.article_id, found.place)
        row = tx.connection.execute(select(Article.title, Article.body).where(Article.id == found.article_id)).one()
        fields = PublishFields(
            found.place,
            (own.title if own is not None else "") or row.title or found.title,
            own.body if own is not None else row.body,
            url=url.strip() or plan.url or "",
            at=utc_text(at) if at is not None else "",
            tracking_link=plan.tracking_link or "",
            coupon=plan.coupon or "",
            cost_minor=plan.cost_minor,
            currency=plan.currency or "",
            variant_id=own.id if own is not None else None,
        )
        publish_in(tx, found.article_id, fields, db.clock, publication_id)
        return tx.outcome(value=True)


def choose_mix(db: Database, rule: str, aims: Mapping[str, int] | None = None) -> Outcome[bool]:
    """Say which rule of thumb the mix is held against, or "own" with percents that make 100."""
    said: dict[str, Any] = {"rule": rule}
    if rule == "own":
        said["aims"] = dict(own_mix(aims or {}).aims)
    elif rule not in mix_rules():
        raise ValueError(rule)
    with db.write(_("Chose the content mix to aim at")) as tx:
        changed = shop_setting(tx.connection, MIX_KEY) != said
        if changed:
            set_shop_setting(tx, MIX_KEY, said)
        return tx.outcome(changed)


def limit_place(db: Database, place: str, most: int, per: str) -> Outcome[bool]:
    """Say how often a place may be written to: at most so many pieces a day, week or month of the calendar."""
    if per not in LASTED:
        raise ValueError(per)
    if not 1 <= most <= MOST_PUSHES:
        raise UserError(_("A limit is a number from 1 to {most}. Nothing was changed.").format(most=MOST_PUSHES))
    with db.write(_("Changed how often a place is written to")) as tx:
        said = dict(shop_setting(tx.connection, PUSH_KEY, {}))
        wanted = {"most": most, "per": per}
        changed = said.get(place) != wanted
        if changed:
            set_shop_setting(tx, PUSH_KEY, said | {place: wanted})
        return tx.outcome(changed)


def _planned(tx: Tx, publication_id: int) -> PlannedPiece:
    found = piece(tx.connection, publication_id)
    if found is None:
        raise UserError(_("This piece is no longer on the plan. Nothing was changed."))
    if found.published:
        raise UserError(_("This piece came out already. Nothing was changed."))
    return found


def _put(tx: Tx, article_id: int, place: str, day: str, at: str) -> int:
    meant, values = place_of(place), {"planned_on": checked_day(day), "planned_time": checked_time(at)}
    table = Publication
    known = planned_there(tx.connection, article_id, place)
    if known is not None:
        tx.update(table, known, **values)
        return known
    where = {"channel_id": meant.channel_id, "outlet_id": meant.outlet_id}
    return tx.insert_one(table, article_id=article_id, **where, **values, added_at=tx.now)
