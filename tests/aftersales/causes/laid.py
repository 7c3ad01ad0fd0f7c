"""Cases with what they cost, laid into a shop at once: rows as the service writes them, without its questions."""

from __future__ import annotations

from typing import Any

from storeapp.store.db import Tx
from storeapp.store.tables import Case, CaseEntry, CaseOrder, Cause, CauseLink


def case(tx: Tx, day: str, reason: str = "", order: int | None = None, **values: Any) -> int:
    """A case opened at noon of an ISO day; `order` is one it is about."""
    made = tx.insert_one(
        Case, **({"title": f"Case of {day}", "reason": reason, "opened_at": f"{day}T12:00:00Z"} | values)
    )
    if order is not None:
        tx.insert_one(CaseOrder, case_id=made, order_id=order)
    return made


def entry(
    tx: Tx, case_id: int, kind: str, day: str, minor: int | None = None, currency: str = "EUR", **values: Any
) -> int:
    """An entry at noon of an ISO day, or at the UTC text given as `at`."""
    plain = {"at": f"{day}T12:00:00Z", "made_at": f"{day}T12:00:00Z"}
    money = {"amount_minor": minor, "currency": currency if minor is not None else ""}
    return tx.insert_one(CaseEntry, **(plain | money | {"case_id": case_id, "kind": kind} | values))


def cause(tx: Tx, title: str, cases: tuple[int, ...] = (), **values: Any) -> int:
    """A cause found on 2026-06-01 with the cases linked to it."""
    made = tx.insert_one(Cause, **({"title": title, "found_on": "2026-06-01"} | values))
    for one in cases:
        tx.insert_one(CauseLink, cause_id=made, record_kind="case", record_id=one, at="2026-06-01T12:00:00Z")
    return made
