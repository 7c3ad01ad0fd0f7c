"""One corrected value of a rule: what the shop's rows give, apart from the ladders, which the start does without."""

from __future__ import annotations

from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """One value of one rule as the owner has it, with where they read it; `path` as in RuleField."""

    rule: str
    path: str
    value: float | bool | str
    source: str = ""
    note: str = ""
    changed_at: str = ""
