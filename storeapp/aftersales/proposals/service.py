"""What the owner does with proposed cases: open them, several at once, or dismiss them for good."""

from __future__ import annotations

from collections.abc import Sequence

from storeapp.aftersales.proposals.queries import proposals_of
from storeapp.aftersales.proposals.records import Proposal, Record
from storeapp.aftersales.proposals.rules import DISMISSALS
from storeapp.aftersales.rules import LONGEST_TITLE, checked_title
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.store.db import Database
from storeapp.store.tables import Case, CaseDismissal, CaseOrder


def open_proposed(db: Database, records: Sequence[Record], progress: Progress | None = None) -> Outcome[list[int]]:
    """Open a case for each of these that is still proposed, with its order, review, buyer and likely reason.

    Gives the cases' ids. What has a case meanwhile, or was dismissed, is passed over.
    """
    with db.write(_("Opened proposed cases"), progress=progress) as tx:
        found = proposals_of(tx.connection, records)
        if not found:
            raise UserError(_("These are no proposals any more. Nothing was changed."))
        made = []
        for one in found:
            case = tx.insert_one(
                Case,
                title=_title(one),
                reason=one.reason,
                channel_id=one.channel_id,
                customer_id=one.customer_id,
                review_id=one.review_id,
                opened_at=tx.now,
            )
            if one.order_id is not None:
                tx.insert_one(CaseOrder, case_id=case, order_id=one.order_id)
            made.append(case)
        tx.rename(plural("Opened {count} proposed case", "Opened {count} proposed cases", len(made)))
        return tx.outcome(made)


def _title(one: Proposal) -> str:
    said = one.reason_title if one.reason else one.words or one.why[0]
    about = one.product or (_("Order {number}").format(number=one.number) if one.number else "")
    title = _("{reason}: {about}").format(reason=said, about=about) if about else said
    return checked_title(title[:LONGEST_TITLE])


def dismiss(db: Database, records: Sequence[Record], reason: str) -> Outcome[int]:
    """Take these proposals away for good, for a reason of DISMISSALS or the owner's own words. Gives how many."""
    plain = " ".join(reason.split())
    if not plain:
        raise UserError(_("Say why you don't want these cases. Nothing was changed."))
    with db.write(_("Dismissed proposed cases")) as tx:
        found = proposals_of(tx.connection, records)
        rows = [(*one.record, plain, tx.now) for one in found]
        tx.insert(CaseDismissal, ("record_kind", "record_id", "reason", "at"), rows)
        tx.rename(plural("Dismissed {count} proposed case", "Dismissed {count} proposed cases", len(rows)))
        return tx.outcome(len(rows))


def dismissal_reasons() -> Sequence[tuple[str, str]]:
    """(id, title) of the usual reasons, to choose from."""
    return [(key, _(title)) for key, title in DISMISSALS.items()]
