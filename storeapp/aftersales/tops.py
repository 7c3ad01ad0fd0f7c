"""Which case is on top: what verbs write to, and the rows of all cases under one, as SQL conditions.

A case that is merged shows nowhere of its own: what is written to it goes to the one on top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storeapp.aftersales.derived import top_of
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.store.bulk import plain_rows

if TYPE_CHECKING:
    from storeapp.store.db import Tx

GROUP = "SELECT id FROM cases WHERE root_id = ?1"


def top_case(tx: Tx, case_id: int) -> int:
    """The id of the case on top of this one, also of one made in this very transaction. UserError where it is gone."""
    into: dict[int, int | None] = {}
    number: int | None = case_id
    while number is not None and number not in into:
        row = plain_rows(tx.connection, "SELECT merged_into FROM cases WHERE id = ?", number)
        if not row:
            break
        into[number] = number = row[0][0]
    if case_id not in into:
        raise UserError(_("This case is gone. Nothing was changed."))
    return top_of(into, case_id)


def group_of(tx: Tx, case_id: int) -> list[int]:
    """The ids of all cases under the one on top of this one, itself among them."""
    tx.settle()
    top = top_case(tx, case_id)
    return [number for (number,) in plain_rows(tx.connection, f"{GROUP} ORDER BY id", top)]


def is_there(tx: Tx, case_id: int) -> bool:
    """Whether there is such a case (undo may have taken it)."""
    return bool(plain_rows(tx.connection, "SELECT 1 FROM cases WHERE id = ?", case_id))


def values_of(tx: Tx, case_id: int, *names: str) -> dict[str, Any]:
    """Some columns of a case."""
    [row] = plain_rows(tx.connection, f"SELECT {', '.join(names)} FROM cases WHERE id = ?", case_id)
    return dict(zip(names, row, strict=True))
