"""Which selling points go with an article: those of its product or readers, and those of the whole shop. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from storeapp.articles.positioning.records import SellingPointRow
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_
from storeapp.rulebook.messages.wordlists import content_words

# Why a point is shown, the nearest first.
NEAR = {
    "product": N_("Fits the product"),
    "readers": N_("Fits the readers or the topic"),
    "shop": N_("Of the whole shop"),
}
LEAST_SAID = 5  # letters: shorter words of a brief are "with" and "that"


@dataclass(frozen=True, slots=True)
class FittingPoint:
    """A point beside an article. `near`: a key of NEAR; `review`: the one its buyer's words stand in, None for none."""

    row: SellingPointRow
    near: str
    review: int | None = None

    @property
    def proven(self) -> bool:
        """Whether it passes the rule that asks for evidence."""
        return any(one.rule == "true" and one.state == "fine" for one in self.row.verdicts)


def fitting_points(points: Sequence[SellingPointRow], products: Sequence[str], brief: str) -> list[FittingPoint]:
    """The points that fit, the nearest and best proven first.

    A point about the product fits when it shares a word with the products' names or the brief (title, topic, readers,
    angle); what speaks for the company, its making or its service fits every article.
    """
    named = content_words(" ".join(products))
    said = {one for one in content_words(brief) if len(one) >= LEAST_SAID or not one.isascii()}
    found = []
    for row in points:
        own = content_words(f"{row.fields.words} {row.fields.fact} {row.fields.buyers_words}")
        near = "product" if own & named else "readers" if own & said else "shop"
        if near != "shop" or row.fields.about != "product":
            found.append(FittingPoint(row, near))
    order = list(NEAR)
    return sorted(found, key=lambda one: (order.index(one.near), not one.proven, -one.row.ticks, one.row.id))
