"""What the reviews of a file are about: asked where the platform has several kinds, read where a column tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from storeapp.exchange.foreign.plan import PlanChoice, TablePlan
from storeapp.kernel.review_kinds import counted_apart, kind_named, kind_title, kinds_of
from storeapp.kernel.text import _, plural

NOT_KNOWN = ""  # the answer of an owner who can't tell


def review_kind_question(plan: TablePlan, choice: PlanChoice) -> list[dict[str, Any]]:
    """Asked of reviews of a platform that counts product reviews and seller feedback apart; nothing is guessed."""
    platform = plan.format.platform or choice.platform
    asked = next((column for column in plan.columns if column.field.startswith("reviews.")), None)
    if "reviews" not in plan.records or asked is None or not counted_apart(platform):
        return []
    if plan.review_kind or "reviews.kind" in plan.indexes:
        return []
    return [{
        "kind": "review_kind", "column": asked.index, "chosen": "",
        "sentence": _("The file does not say what its reviews are about: the products, or you as the seller."),
        "options": [*([kind, kind_title(kind)] for kind in kinds_of(platform)), [NOT_KNOWN, _("I can't tell")]],
    }]  # fmt: skip


class ReviewKinds:
    """Reads a column that says of each review what it is about."""

    def __init__(self) -> None:
        self.unknown: Counter[str] = Counter()

    def read(self, values: Sequence[str]) -> list[str | None]:
        """The kind that each cell names; None where it is empty or says another word."""
        named = {value: kind_named(value) for value in set(values)}
        self.unknown.update(value.strip() for value in values if named[value] is None and value.strip())
        return [named[value] for value in values]

    def said(self) -> list[str]:
        """A sentence for the words that name no kind."""
        count = self.unknown.total()
        if not count:
            return []
        sentence = plural(
            "{count} review says another word than product, seller or shop for what it is about, such as “{{word}}”.",
            "{count} reviews say other words than product, seller or shop for what they are about, such as “{{word}}”.",
            count,
        )
        return [sentence.format(word=next(iter(self.unknown)))]
