"""What can be done with causes: loaded with the page, which builds their tab only when it is asked for."""

from __future__ import annotations

from storeapp.kernel.text import N_
from storeapp.qtkit.actions import ActionSpec

ACTIONS = (
    ActionSpec("causes.show", N_("Show causes and costs"), "coin"),
    ActionSpec("causes.new", N_("New cause"), "plus"),
    ActionSpec("causes.costs", N_("Change how costs are counted"), "sliders"),
    ActionSpec(
        "causes.link", N_("Link the first record that is offered, or a case"), "link", "L", scope="list", waits=True
    ),
    ActionSpec("causes.decline", N_("Decline the first record that is offered"), "x", "X", scope="list", waits=True),
    ActionSpec("causes.watch", N_("Watch this fix for 60 more days"), "eye"),
    ActionSpec("causes.asked", N_("Note whom you asked to fix this cause"), "message"),
    ActionSpec("causes.cannot", N_("Say that this cause can't be fixed"), "ban"),
    ActionSpec("causes.remove", N_("Remove this cause"), "trash"),
    ActionSpec("causes.fix", N_("Record a fix of this cause"), "check", "F", scope="list", waits=True),
)
