"""Keeps the log of requests to take reviews down: what was asked on which ground, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.reputation.removal.queries import removal_facts
from storeapp.reputation.removal.rules import OUTCOMES, GroundAnswer, judge
from storeapp.rulebook.removal import ground_of
from storeapp.store.db import Database, Tx
from storeapp.store.tables import RemovalRequest

LONGEST_NOTE = 2000


def ask_removal(
    db: Database, review_id: int, ground_id: str, answers: Mapping[str, GroundAnswer], asked_on: date, note: str = ""
) -> Outcome[int]:
    """Note that a platform was asked to take a review down; gives the request's id.

    UserError where the ground isn't on the platform's list or its proof is missing: a review isn't removed for being
    negative.
    """
    known = ground_of(ground_id)
    with db.write(_("Noted a removal request"), kind="work") as tx:
        facts = removal_facts(tx.connection, review_id)
        if facts is None:
            raise UserError(_("This review is gone. Nothing was changed."))
        if known is None or facts.platform not in known[0].platforms:
            raise UserError(_("This reason isn't on the platform's list. Nothing was saved."))
        rules, ground = known
        answer = answers.get(ground_id)
        if answer is None or judge(rules, {ground_id: answer}, facts).ground is None:
            raise UserError(_("The proof for this reason is missing. Nothing was saved."))
        if asked_on > db.clock.today():
            raise UserError(_("This day is still to come. Give the day on which it was asked."))
        waiting = select(RemovalRequest.id).where(
            RemovalRequest.review_id == review_id, RemovalRequest.outcome == "open"
        )
        if tx.connection.execute(waiting).first() is not None:
            raise UserError(_("There is an open request for this review already. Record its outcome first."))
        made = tx.insert_one(
            RemovalRequest,
            review_id=review_id,
            ground=ground_id,
            answers=json.dumps({key: [one.yes, one.proof] for key, one in answers.items()}, ensure_ascii=False),
            asked_on=asked_on.isoformat(),
            note=note.strip()[:LONGEST_NOTE],
        )
        tx.rename(
            _("Asked {channel} to take a review down: {ground}").format(channel=facts.channel, ground=_(ground.title))
        )
        return tx.outcome(made)


def decide_removal(
    db: Database, request_id: int, outcome: str, decided_on: date | None, note: str | None = None
) -> Outcome[bool]:
    """Note how a request ended (removed, kept, withdrawn), or that it is open again; the note stays unless given."""
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    with db.write(_("Noted the outcome of a removal request")) as tx:
        asked_on, kept = _request(tx, request_id)
        if decided_on is not None and not asked_on <= decided_on.isoformat() <= db.clock.today().isoformat():
            raise UserError(_("The outcome can't be before the request or in the future. Give another day."))
        changed = tx.update(
            RemovalRequest,
            request_id,
            outcome=outcome,
            decided_on=decided_on.isoformat() if decided_on is not None and outcome != "open" else None,
            note=kept if note is None else note.strip()[:LONGEST_NOTE],
        )
        tx.rename(_("Removal request: {outcome}").format(outcome=_(OUTCOMES[outcome])))
        return tx.outcome(changed)


def _request(tx: Tx, request_id: int) -> tuple[str, str]:
    wanted = select(RemovalRequest.asked_on, RemovalRequest.note).where(RemovalRequest.id == request_id)
    found = tx.connection.execute(wanted).first()
    if found is None:
        raise UserError(_("This request is gone. Nothing was changed."))
    return found[0], found[1]
