"""What the owner says of findings: what proves a claim, that it is an opinion, that a finding may stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from storeapp.articles.checks.evidence import FIGURES, figure_now
from storeapp.articles.checks.records import ClaimLink
from storeapp.articles.drafts.rules import called
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.rulebook.articles.checks import sentence_key
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Article, ArticleAcceptance, ArticleClaim

REF_KINDS = ("review", "order", "case", "cause", "attachment", "figure", "link")
LONGEST_SENTENCE, LONGEST_REASON = 2_000, 600


def link_claim(db: Database, article_id: int, sentence: str, link: ClaimLink) -> Outcome[int]:
    """Say what proves a sentence; gives the claim's id. What was said of it before is replaced.

    The figure as it is now is kept, so that the claim turns amber when it changes.
    """
    if link.ref_kind not in REF_KINDS or (link.ref_kind == "figure" and link.ref_text not in FIGURES):
        raise ValueError(link)
    if link.ref_kind == "link" and not link.ref_text.strip().casefold().startswith(("https://", "http://")):
        raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
    with db.write(_("Linked the evidence of a claim")) as tx:
        figure = figure_now(tx.connection, link)
        if link.ref_kind != "link" and not figure:
            raise UserError(_("This record is gone. Nothing was changed."))
        tx.rename(_("Linked the evidence of a claim in “{title}”").format(title=_title(tx, article_id)))
        values = {
            "kind": "evidence", "ref_kind": link.ref_kind, "ref_id": link.ref_id, "ref_text": link.ref_text.strip(),
            "figure": figure, "figure_at": tx.now if figure else None,
        }  # fmt: skip
        return tx.outcome(_put(tx, article_id, sentence, values))


def mark_opinion(db: Database, article_id: int, sentence: str) -> Outcome[int]:
    """Say that a sentence is the writer's opinion; gives the claim's id."""
    with db.write(_("Marked a sentence as an opinion")) as tx:
        tx.rename(_("Marked a sentence in “{title}” as an opinion").format(title=_title(tx, article_id)))
        values = {
            "kind": "opinion", "ref_kind": "", "ref_id": None, "ref_text": "", "figure": "", "figure_at": None,
        }  # fmt: skip
        return tx.outcome(_put(tx, article_id, sentence, values))


def unlink_claim(db: Database, claim_id: int) -> Outcome[bool]:
    """Take back what was said of a sentence; gives whether there was anything."""
    with db.write(_("Took back what was said of a claim")) as tx:
        return tx.outcome(tx.delete(ArticleClaim, [claim_id]) > 0)


def accept_finding(db: Database, article_id: int, rule: str, place_text: str, reason: str) -> Outcome[int]:
    """Let a finding stand, with the reason; gives the acceptance's id. A reason given before is replaced."""
    plain = " ".join(reason.split())
    if not plain:
        raise UserError(_("Say why it may stand. Nothing was changed."))
    if len(plain) > LONGEST_REASON:
        raise UserError(_("This reason is too long. Say it in fewer words. Nothing was changed."))
    with db.write(_("Let a finding stand")) as tx:
        tx.rename(_("Let a finding in “{title}” stand: {reason}").format(title=_title(tx, article_id), reason=plain))
        table = ArticleAcceptance
        held = select(table.id).where(
            table.article_id == article_id, table.rule == rule, table.place_text == place_text
        )
        there = tx.connection.execute(held).scalar()
        if there is not None:
            tx.update(table, there, reason=plain, at=tx.now)
            return tx.outcome(int(there))
        values = {"article_id": article_id, "rule": rule, "place_text": place_text, "reason": plain, "at": tx.now}
        return tx.outcome(tx.insert_one(table, **values))


def withdraw_acceptance(db: Database, article_id: int, rule: str, place_text: str) -> Outcome[bool]:
    """Let a finding count again; gives whether it was let stand."""
    with db.write(_("Let a finding count again")) as tx:
        tx.rename(_("Let a finding in “{title}” count again").format(title=_title(tx, article_id)))
        table = ArticleAcceptance
        held = select(table.id).where(
            table.article_id == article_id, table.rule == rule, table.place_text == place_text
        )
        return tx.outcome(tx.delete(table, list(tx.connection.execute(held).scalars())) > 0)


def _put(tx: Tx, article_id: int, sentence: str, values: Mapping[str, Any]) -> int:
    plain = " ".join(sentence.split())[:LONGEST_SENTENCE]
    if not plain:
        raise ValueError(sentence)
    rows = select(ArticleClaim.id, ArticleClaim.sentence).where(ArticleClaim.article_id == article_id)
    key = sentence_key(plain)
    there = next((row.id for row in tx.connection.execute(rows) if sentence_key(row.sentence) == key), None)
    if there is not None:
        tx.update(ArticleClaim, there, **values)
        return int(there)
    return tx.insert_one(ArticleClaim, article_id=article_id, sentence=plain, added_at=tx.now, **values)


def _title(tx: Tx, article_id: int) -> str:
    row = tx.connection.execute(select(Article.title, Article.body).where(Article.id == article_id)).first()
    if row is None:
        raise UserError(_("This article is gone. Nothing was changed."))
    return called(row.title, row.body)
