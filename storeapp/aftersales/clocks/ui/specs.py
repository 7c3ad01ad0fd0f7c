"""What can be done with clocks: loaded with the page."""

from __future__ import annotations

from storeapp.kernel.text import N_
from storeapp.qtkit.actions import ActionSpec

ACTIONS = (ActionSpec("clocks.change", N_("Change time limits and working hours"), "clock"),)
