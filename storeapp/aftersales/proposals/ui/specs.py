"""What can be done with proposed cases: loaded with the page, which builds their tab only when it is asked for."""

from __future__ import annotations

from storeapp.kernel.text import N_
from storeapp.qtkit.actions import ActionSpec

ACTIONS = (
    ActionSpec("proposals.show", N_("Show proposed cases"), "lifebuoy"),
    ActionSpec("proposals.open", N_("Open the selected proposals as cases"), "plus", "O", scope="list", waits=True),
    ActionSpec("proposals.dismiss", N_("Dismiss the selected proposals"), "x", "I", scope="list", waits=True),
)
