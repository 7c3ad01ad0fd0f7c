"""What is known beside a pasted conversation: the messages a case has, and by which names its two sides go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from storeapp.aftersales.pasting.conversations import KnownNames, PastedMessage
from storeapp.aftersales.pasting.rules import Kept, fresh_entries
from storeapp.messages.queries import signature
from storeapp.store.search import find
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import Case, CaseEntry, CaseOrder, Channel, Customer, Identity, Order

MOST_ALIKE, MOST_WORDS = 20, 8  # cases that are looked at, and words by which they are found


def kept_messages(conn: Connection, case_id: int) -> list[Kept]:
    """The messages of a case and all that are merged with it, in their order."""
    top = select(Case.root_id).where(Case.id == case_id).scalar_subquery()
    group = select(Case.id).where((Case.root_id == top) | (Case.id == case_id))
    wanted = select(CaseEntry.kind, CaseEntry.at, CaseEntry.words, CaseEntry.ref).where(
        CaseEntry.case_id.in_(group), CaseEntry.kind.in_(("in", "out"))
    )
    return [Kept(*row) for row in conn.execute(wanted.order_by(CaseEntry.at, CaseEntry.id))]


def case_with(conn: Connection, messages: Sequence[PastedMessage], now: datetime, through: str) -> int | None:
    """The case that has at least half of these messages already, the one that has the most; None where none has."""
    every = fresh_entries(messages, (), now, through)
    if not every:
        return None
    longest = max(every, key=lambda one: len(one.words)).words
    refs = select(CaseEntry.case_id).where(CaseEntry.ref.in_([one.ref for one in every]), CaseEntry.ref != "")
    found = set(conn.execute(refs.limit(MOST_ALIKE)).scalars())
    found |= {hit.id for hit in find(conn, " ".join(longest.split()[:MOST_WORDS]), ("cases",), MOST_ALIKE)}
    tops = conn.execute(select(Case.root_id).where(Case.id.in_(found)).distinct().order_by(Case.root_id)).scalars()
    left = {
        case: len(fresh_entries(messages, kept_messages(conn, case), now, through)) for case in tops if case is not None
    }
    best = min(left, key=lambda case: left[case], default=None)
    return best if best is not None and left[best] * 2 <= len(every) else None


def known_names(conn: Connection, case_id: int) -> KnownNames:
    """The names and addresses of the shop, and those of the case's buyer."""
    name, _role, contact = signature(conn)
    case = conn.execute(select(Case.customer_id, Case.channel_id).where(Case.id == case_id)).first()
    shop = [str(shop_setting(conn, "shop_name", "") or ""), name, contact]
    shop += conn.execute(select(Channel.name)).scalars()
    buyer: list[str] = []
    if case is not None and case.customer_id is not None:
        row = conn.execute(select(Customer.name, Customer.email).where(Customer.id == case.customer_id)).first()
        buyer += list(row) if row is not None else []
        buyer += conn.execute(select(Identity.key).where(Identity.customer_id == case.customer_id)).scalars()
    orders = select(CaseOrder.order_id).where(CaseOrder.case_id == case_id)
    buyer += conn.execute(select(Order.buyer_name).where(Order.id.in_(orders))).scalars()
    return KnownNames(tuple(filter(None, shop)), tuple(filter(None, buyer)))
