"""Hands rows of a list over to the sheet that gives work to a helper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storeapp.kernel.targets import GiveToHelper
from storeapp.kernel.text import N_, _
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk


def give_action(page: str) -> ActionSpec:
    """The action of a page's list."""
    return ActionSpec(
        f"{page}.give", N_("Give the selected rows to a helper…"), "export", "Ctrl+Shift+G", scope="list", waits=True
    )


def give_rows(desk: Desk, kind: str, rows: Iterable[Any]) -> None:
    """Go to the sheet with these rows, which have an `id`, or are ids."""
    ids = tuple(row if isinstance(row, int) else row.id for row in rows if row is not None)
    if ids:
        desk.navigate(GiveToHelper(kind, ids))
    else:
        desk.notices.say(_("Select rows of the list first: press Space on each."))
