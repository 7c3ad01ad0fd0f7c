"""Possible duplicates: pairs of customers who may be one person, worked through with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from storeapp.kernel.text import N_, _, plural
from storeapp.orders import buyers
from storeapp.orders.buyers import LikelyPair
from storeapp.orders.ui.lists import Now
from storeapp.orders.ui.merge_pane import MergePane
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.table import Column
from storeapp.qtkit.widgets import Button, Hint, empty_state
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.whole import AllRows

ACTIONS = (
    ActionSpec("doubles.merge", N_("Merge the two customers shown"), "check", "Y", scope="list"),
    ActionSpec("doubles.apart", N_("The two customers shown are different people"), "x", "N", scope="list"),
)


def doubles_spec(now: Now, to_customers: Callable[[], None]) -> ListSpec:
    """The pairs, the surest first, and the comparison of the one under the cursor."""
    return ListSpec(
        id="customers.doubles",
        title=_("Possible duplicates"),
        columns=_columns(now),
        source=AllRows(buyers.pairs),
        sentences=Sentences(
            icon="users",
            counted=_counted,
            reading=_("Looking for customers who may be one person"),
            failed=_("The search for duplicates failed"),
            nothing=partial(_nothing, to_customers),
            none_chosen=_("No pair selected"),
            choose=_("Choose one from the list to compare the two"),
        ),
        inspector=MergePane,
        key=lambda pair: (pair.first, pair.second),
        read=_sides,
        show=partial(_show, now),
        enter=lambda pane: pane.go.setFocus(Qt.FocusReason.OtherFocusReason),
        hints=[("J K", _("move")), ("Y", _("same person")), ("N", _("different people"))],
        width=640,
    )


def _sides(conn: Any, pair: LikelyPair) -> tuple[LikelyPair, Any] | None:
    sides = buyers.sides(conn, pair.first, pair.second)
    return None if sides is None else (pair, sides)


def _show(now: Now, pane: MergePane, found: tuple[LikelyPair, Any]) -> None:
    pair, sides = found
    pane.show_sides(sides, pair.confidence, pair.reasons, now())


def _counted(count: int) -> str:
    if count >= buyers.MOST:
        return _("The {count} surest pairs; more come up when these are done").format(count=f"{count:,}")
    return plural("{count} pair to look at", "{count} pairs to look at", count)


def _nothing(to_customers: Callable[[], None]) -> Hint:
    back = Button(_("Show customers"), icon="users")
    back.clicked.connect(to_customers)
    hint = _("Nobody shares an e-mail address, a phone number, a user name, or name and place with another.")
    return empty_state("users", _("No possible duplicates"), hint, [back], done=True)


def _columns(now: Now) -> list[Column]:
    def who(row: LikelyPair) -> str:
        first, second = row.names if now().show_names else ("", "")
        return _("{first} and {second}").format(first=first or row.first, second=second or row.second)

    return [
        Column("sure", _("Sure"), "number", 64, text=_percent, value=lambda row: row.confidence, font="medium"),
        Column("who", _("Customers"), width=150, sortable=False, text=who),
        Column("why", _("Why"), width=180, sortable=False, stretch=True, text=_why, tone="text-2"),
    ]


def _percent(row: LikelyPair) -> str:
    return f"{row.confidence:.0%}"


def _why(row: LikelyPair) -> str:
    first, *others = (buyers.reason_words(code) for code in row.reasons)
    return _(", ").join((first, *(words[:1].lower() + words[1:] for words in others)))
