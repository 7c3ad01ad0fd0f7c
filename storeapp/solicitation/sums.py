"""How many orders are in which state, from kept sums: what Today and the tabs ask, apart from what reads letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storeapp.solicitation.states import STATES
from storeapp.store.sql import ask

if TYPE_CHECKING:
    from sqlalchemy import Connection


def counts(conn: Connection, channels: Sequence[int] = (), plan: str = "") -> dict[str, int]:
    """Orders by state, every state named."""
    chosen = f"{'AND channel_id IN :channels ' if channels else ''}{'AND plan = :plan ' if plan else ''}"
    values = ({"channels": list(channels)} if channels else {}) | ({"plan": plan} if plan else {})
    rows = ask(conn, f"SELECT state, sum(orders) FROM request_counts WHERE 1 = 1 {chosen}GROUP BY state", **values)
    kept = {state: int(orders) for state, orders in rows}
    return {state: kept.get(state, 0) for state in STATES}
