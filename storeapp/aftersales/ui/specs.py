"""The actions of the list of cases, of its board, and of the promises in it."""

from __future__ import annotations

from storeapp.kernel.text import N_
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.workbench.giving import give_action

PROMISE_ACTIONS = (
    ActionSpec(
        "aftersales.kept",
        N_("Mark the promise that is due first as kept"),
        "check-circle",
        "P",
        scope="list",
        waits=True,
    ),
    ActionSpec("aftersales.move", N_("Move the promise to another day"), "calendar", "M", scope="list", waits=True),
    ActionSpec("aftersales.broken", N_("Mark the promise as not kept"), "x", "B", scope="list", waits=True),
)
CARD_ACTIONS = (
    ActionSpec("aftersales.wait", N_("Wait for the buyer"), "clock", "W", scope="list", waits=True),
    ActionSpec("aftersales.snooze", N_("Put the case off"), "moon", "Z", scope="list", waits=True),
    ActionSpec("aftersales.close", N_("Close the case"), "check", "D", scope="list", waits=True),
)
CASE_ACTIONS = (
    ActionSpec("aftersales.new", N_("New case"), "plus", "Ctrl+N"),
    ActionSpec("aftersales.paste_new", N_("Open a case with a pasted conversation"), "paste", "Ctrl+Shift+V"),
    ActionSpec("aftersales.open", N_("Show open cases"), "lifebuoy"),
    ActionSpec("aftersales.waiting", N_("Show cases that wait for the buyer"), "clock"),
    ActionSpec("aftersales.closed", N_("Show closed cases"), "check"),
    *PROMISE_ACTIONS,
    *CARD_ACTIONS,
    ActionSpec("aftersales.note", N_("Write a private note"), "lock", "N", scope="list", waits=True),
    ActionSpec("aftersales.record", N_("Record a refund or what else was done"), "coin", "E", scope="list", waits=True),
    ActionSpec("aftersales.heard", N_("Add what the buyer wrote"), "message", "A", scope="list", waits=True),
    ActionSpec("aftersales.paste", N_("Paste a conversation into the case"), "paste", "V", scope="list", waits=True),
    ActionSpec("aftersales.board", N_("Show cases as a board or as a list"), "columns", "Ctrl+B"),
    ActionSpec("aftersales.reasons", N_("Change the reasons of cases"), "list"),
    ActionSpec("aftersales.figures", N_("Show all figures of after-sales"), "chart"),
    ActionSpec("aftersales.merge", N_("Merge the selected cases"), "link", "G", scope="list", waits=True),
    give_action("aftersales"),
    ActionSpec("aftersales.review", N_("Open the review of this case"), "star", "R", scope="list", waits=True),
)
