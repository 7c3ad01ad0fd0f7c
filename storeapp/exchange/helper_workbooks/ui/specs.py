"""What can be done with helper workbooks on the page Import data."""

from __future__ import annotations

from storeapp.kernel.text import N_
from storeapp.qtkit.actions import ActionSpec

ACTIONS = (
    ActionSpec("helpers.give", N_("Give work to a helper…"), "export", "Ctrl+Shift+G"),
    ActionSpec("helpers.take", N_("Take a helper’s workbook back…"), "return"),
    ActionSpec("helpers.mine", N_("Keep mine"), "", "M", scope="list"),
    ActionSpec("helpers.theirs", N_("Take the helper’s"), "", "H", scope="list"),
    ActionSpec("helpers.both", N_("Keep both"), "", "B", scope="list"),
    ActionSpec("helpers.whose", N_("Say whose a row without a code is"), "", "W", scope="list"),
    ActionSpec("helpers.list", N_("Save the list of differences…"), "save"),
    ActionSpec("helpers.aside", N_("Put the helper’s workbook aside"), "arrow-left"),
)
