"""What the owner does with an article's ways out: words for a place, bringing it out, noting where it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from storeapp.articles.drafts.places import named_place, place_names, place_of
from storeapp.articles.drafts.queries import article
from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.rules import called, checked_body, checked_title
from storeapp.articles.library.rules import item_address, item_of
from storeapp.articles.library.service import put_uses
from storeapp.articles.markdown.blocks import pictures
from storeapp.articles.markdown.parsing import parse
from storeapp.articles.publishing.limits import checked_own
from storeapp.articles.publishing.master import headline_of
from storeapp.articles.publishing.queries import LIMITS_KEY, TYPED_FOR, planned_there, stops
from storeapp.articles.publishing.records import TypedWords
from storeapp.articles.publishing.rules import PublishFields, checked_fields
from storeapp.evidence.queries import attached_files
from storeapp.evidence.rules import KINDS
from storeapp.kernel.clock import Clock, from_utc_text, utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database, Tx
from storeapp.store.shop_settings import set_shop_setting, shop_setting
from storeapp.store.tables import (
    ArticleAcceptance,
    ArticleClaim,
    ArticleVariant,
    Attachment,
    LibraryItem,
    Publication,
    PublicationFile,
)
from storeapp.store.unsaved_text import keep_unsaved

_FILES = ("publication_id", "address", "sha256", "ending", "name")


def save_variant(
    db: Database, article_id: int, place: str, title: str, body: str, tags: Sequence[str] = ()
) -> Outcome[int]:
    """Keep an article in one place's words; gives the variant's id. The article stays as it is.

    The first time it is noted what the article said then, so that later changes of it are told.
    """
    values: dict[str, Any] = {
        "title": checked_title(title), "body": checked_body(body), "tags": json.dumps(list(tags), ensure_ascii=False),
    }  # fmt: skip
    with db.write(_("Wrote an article in a place's words")) as tx:
        known = _article(tx, article_id)
        there = _variant(tx, article_id, place)
        words = _("Wrote “{title}” in the words of {place}")
        tx.rename(words.format(title=called(known.title, known.body), place=_place(tx, place)))
        if there is not None:
            old = {name: getattr(there, name) for name in values}
            if old != values:
                tx.update(ArticleVariant, there.id, **values, changed_at=tx.now)
            return tx.outcome(int(there.id))
        meant = place_of(place)
        made = tx.insert_one(
            ArticleVariant, article_id=article_id, channel_id=meant.channel_id, outlet_id=meant.outlet_id, **values,
            based_on_title=known.title, based_on_body=known.body, changed_at=tx.now,
        )  # fmt: skip
        return tx.outcome(made)


def keep_typed(db: Database, article_id: int, place: str, words: TypedWords | None) -> Outcome[int]:
    """Keep what is being typed for a place before it is the place's words, None once it is; no action of its own."""
    told = json.dumps([words.title, words.body, words.tags], ensure_ascii=False) if words is not None else None
    return keep_unsaved(db, {f"{TYPED_FOR.format(article=article_id)}{place}": told})


def follow_master(db: Database, variant_id: int) -> Outcome[bool]:
    """Say that a variant was looked over against the article as it is now."""
    with db.write(_("Looked a variant over")) as tx:
        row: Any = tx.connection.execute(
            select(ArticleVariant.article_id).where(ArticleVariant.id == variant_id)
        ).first()
        if row is None:
            raise UserError(_("These words are gone. Nothing was changed."))
        known = _article(tx, row.article_id)
        values = {"based_on_title": known.title, "based_on_body": known.body}
        return tx.outcome(tx.update(ArticleVariant, variant_id, **values))


def remove_variant(db: Database, variant_id: int) -> Outcome[bool]:
    """Let a place take the article as it is again. What came out in these words stays with its publication."""
    with db.write(_("Took a place's words of an article away")) as tx:
        rows = select(Publication.id).where(Publication.variant_id == variant_id)
        used = tx.connection.execute(rows).scalars().all()
        tx.update_many(Publication, ("variant_id",), [(one, None) for one in used])
        return tx.outcome(tx.delete(ArticleVariant, [variant_id]) > 0)


def set_limits(db: Database, place: str, own: Mapping[str, int | None]) -> Outcome[bool]:
    """Put the owner's own numbers before what is known of a place; none at all takes them back."""
    plain = checked_own(own)
    with db.write(_("Changed what a place takes of an article")) as tx:
        tx.rename(_("Changed what {place} takes of an article").format(place=_place(tx, place)))
        said = dict(shop_setting(tx.connection, LIMITS_KEY, {}))
        if said.get(place, {}) == plain:
            return tx.outcome(value=False)
        said.pop(place, None)
        set_shop_setting(tx, LIMITS_KEY, said | ({place: plain} if plain else {}))
        return tx.outcome(value=True)


def publish(
    db: Database, article_id: int, fields: PublishFields, clock: Clock, own_words: bool = False
) -> Outcome[int]:
    """Note that an article came out at a place, and keep what it said, showed and rested on then; gives the id.

    Where it was planned for that place, that plan is done. `own_words`: in the words that are kept for that place.
    UserError where a rule or a picture stops it: saving never stops, publishing does.
    """
    with db.write(_("Published an article")) as tx:
        if own_words and (there := _variant(tx, article_id, fields.place)) is not None:
            fields = replace(fields, variant_id=int(there.id))
        return tx.outcome(publish_in(tx, article_id, fields, clock))


def publish_in(tx: Tx, article_id: int, fields: PublishFields, clock: Clock, plan: int | None = None) -> int:
    """The same within a change; `plan`: what was planned and is done by it, else the earliest plan for that place."""
    plain = checked_fields(fields)
    known = _article(tx, article_id)
    stopped = stops(tx.connection, article_id, plain.place, plain.body, clock)
    if stopped:
        words = _("This can't be published there yet: {why}. Nothing was changed.")
        raise UserError(words.format(why=stopped[0].words.rstrip(".。")))
    title = plain.title or headline_of(known.title, plain.body)
    tx.rename(_("Published “{title}” on {place}").format(title=title or _("Untitled"), place=_place(tx, plain.place)))
    at = utc_text(from_utc_text(plain.at)) if plain.at else tx.now
    if at > utc_text(clock.now()):
        raise UserError(_("It can't have come out later than now. Nothing was changed."))
    meant = place_of(plain.place)
    planned = plan if plan is not None else planned_there(tx.connection, article_id, plain.place)
    values: dict[str, Any] = {
        "variant_id": plain.variant_id, "published_at": at, "url": plain.url,
        "tracking_link": plain.tracking_link, "coupon": plain.coupon, "cost_minor": plain.cost_minor,
        "currency": plain.currency, "title": title, "body": plain.body,
        "archive": json.dumps(_told(tx, known, plain.body), ensure_ascii=False),
    }  # fmt: skip
    if planned is None:
        place = {"channel_id": meant.channel_id, "outlet_id": meant.outlet_id}
        number = tx.insert_one(Publication, article_id=article_id, **place, **values, added_at=tx.now)
    else:
        number = planned
        tx.update(Publication, number, **values)
    tx.insert(PublicationFile, _FILES, _files(tx, number, article_id, plain.body))
    put_uses(tx, article_id, [*_items(known.body), *_items(plain.body)])
    return number


def _told(tx: Tx, known: ArticleDetail, body: str) -> dict[str, Any]:
    """What an article rests on as it is now."""
    claims = select(ArticleClaim.__table__).where(ArticleClaim.article_id == known.id).order_by(ArticleClaim.id)
    accepted = select(ArticleAcceptance.__table__).where(ArticleAcceptance.article_id == known.id)
    items = select(LibraryItem.__table__).where(LibraryItem.id.in_(_items(body))).order_by(LibraryItem.id)
    names = ("sentence", "kind", "ref_kind", "ref_id", "ref_text", "figure", "figure_at")
    about = ("id", "name", "origin", "source", "alt", "consent_id", "consent_uses", "consent_until_on")
    return {
        "name": known.title, "language": known.language, "relation": known.relation, "country": known.country,
        "person": known.person, "products": [name for _id, name in known.products],
        "claims": [{name: getattr(row, name) for name in names} for row in tx.connection.execute(claims)],
        "accepted": [
            {"rule": row.rule, "place_text": row.place_text, "reason": row.reason, "at": row.at}
            for row in tx.connection.execute(accepted.order_by(ArticleAcceptance.id))
        ],
        "pictures": [{name: getattr(row, name) for name in about} for row in tx.connection.execute(items)],
    }  # fmt: skip


def _files(tx: Tx, publication_id: int, article_id: int, body: str) -> list[tuple[int, str, str, str, str]]:
    """The pictures of a text and the files that prove what the article says, each once."""
    found: dict[tuple[str, str], tuple[int, str, str, str, str]] = {}
    columns = (LibraryItem.id, LibraryItem.sha256, LibraryItem.file_kind, LibraryItem.name)
    shown = select(*columns).where(LibraryItem.id.in_(_items(body)), LibraryItem.sha256.is_not(None))
    for item in tx.connection.execute(shown.order_by(LibraryItem.id)):
        line = (publication_id, item_address(item.id), str(item.sha256), KINDS[item.file_kind][0], item.name)
        found.setdefault((line[1], line[2]), line)
    claims = select(ArticleClaim.id, ArticleClaim.ref_id, ArticleClaim.ref_kind)
    rows = tx.connection.execute(claims.where(ArticleClaim.article_id == article_id).order_by(ArticleClaim.id)).all()
    proofs = attached_files(tx.connection, "article", article_id)
    for row in rows:
        proofs += attached_files(tx.connection, "claim", row.id)
    for one in proofs:
        found.setdefault(("", one.sha256), (publication_id, "", one.sha256, KINDS[one.kind][0], one.name))
    named = [row.ref_id for row in rows if row.ref_kind == "attachment" and row.ref_id is not None]
    linked = select(Attachment.sha256, Attachment.kind, Attachment.name).where(Attachment.id.in_(named))
    for file in tx.connection.execute(linked.order_by(Attachment.id)):
        found.setdefault(("", file.sha256), (publication_id, "", file.sha256, KINDS[file.kind][0], file.name))
    return list(found.values())


def _items(body: str) -> list[int]:
    named = (item_of(shown.address) for shown in pictures(parse(body).blocks))
    return sorted({number for number in named if number is not None})


def _variant(tx: Tx, article_id: int, place: str) -> Any:
    meant, table = place_of(place), ArticleVariant
    wanted = select(table.__table__).where(
        table.article_id == article_id,
        table.channel_id.is_(None) if meant.channel_id is None else table.channel_id == meant.channel_id,
        table.outlet_id.is_(None) if meant.outlet_id is None else table.outlet_id == meant.outlet_id,
    )
    return tx.connection.execute(wanted).first()


def _article(tx: Tx, article_id: int) -> ArticleDetail:
    known = article(tx.connection, article_id)
    if known is None:
        raise UserError(_("This article is gone. Nothing was changed."))
    return known


def _place(tx: Tx, place: str) -> str:
    return named_place(place_names(tx.connection), place).name
