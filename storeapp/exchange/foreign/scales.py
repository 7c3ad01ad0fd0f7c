"""The top rating of a file: what its format, its column or its ratings say, else a guess that is asked about."""

from __future__ import annotations

import re
from typing import Any

from storeapp.exchange.foreign.numbers import RATED
from storeapp.exchange.foreign.plan import PlanChoice, Survey, TablePlan
from storeapp.kernel import numbers
from storeapp.kernel.text import _

SCALES = ("5", "10", "100", "20", "3", "1")
_USUAL = (1.0, 5.0, 10.0, 100.0)
_THUMBS = re.compile("label|thumb|like|recommend|positive|sentiment", re.IGNORECASE)
_STARS = re.compile(
    "star|stern|étoile|etoile|estrell|estrela|stell|звезд|звёзд|gwiazd|bintang|yıldız|星|별|ดาว|★", re.IGNORECASE
)
_IN_NAME = re.compile(
    r"(?:/|\b(?:out of|of|von|sur|из|de|di|su|van|to|bis|max|top)|[0-9]\s*[-–])\s*(3|5|10|20|100)\b"
    r"|满分(3|5|10|100)",
    re.IGNORECASE,
)


def scale_in(header: str) -> float:
    """The top rating that a column's name says: "Score (1-10)", "Note sur 20", "Rating %"; 0 where it says none."""
    found = _IN_NAME.search(header)
    if found:
        return float(found[1] or found[2])
    return 100.0 if "%" in header or "％" in header else 0.0


def settle_scale(plan: TablePlan, survey: Survey, choice: PlanChoice) -> list[dict[str, Any]]:
    """Decide the scale of ratings that state none; the question where neither format nor column nor owner says it."""
    column = next((c for c in plan.columns if c.field == "reviews.rating" and c.state != "locked"), None)
    if choice.scale:
        plan.scale = float(choice.scale)
        return []
    if column is None or plan.format.scale or "reviews" not in plan.records:
        return []
    if said := scale_in(column.header):
        plan.scale = said
        return []
    plain, stated = _ratings(survey.all([column.index])[column.index])
    if not plain:
        return []
    top = max(plain)
    usual = next((scale for scale in _USUAL if top <= scale), 5.0) if top else 5.0
    thumbs, stars = _THUMBS.search(column.header), _STARS.search(column.header)
    if usual == 1 and not thumbs and (stars or set(plain) == {1.0}):
        usual = 5.0  # nothing but ones: bad stars rather than raised thumbs
    of_others = stated.pop() if len(stated) == 1 else 0.0
    plan.scale = of_others if top <= of_others else usual
    if of_others or stated:
        sentence = _("Some ratings say their scale, as “4/5”, others do not. Those were read as out of {scale}.")
    elif top > 100 or (usual == 5 and 1 <= top <= 5) or (usual == 1 and (thumbs or set(plain) <= {0.0, 1.0})):
        return []
    else:
        sentence = _("The highest rating is {top}. The ratings were read as out of {scale}.")
    return [{
        "kind": "scale", "column": column.index, "chosen": f"{plan.scale:g}",
        "sentence": sentence.format(top=f"{top:g}", scale=f"{plan.scale:g}"),
        "options": [[scale, _("Out of {scale}").format(scale=scale)] for scale in SCALES],
    }]  # fmt: skip


def _ratings(values: list[str]) -> tuple[list[float], set[float]]:
    """The ratings that say no scale, and the scales that the others say."""
    plain, stated = [], set()
    for value in values:
        shape = RATED.fullmatch(numbers.plain_digits(value.strip()))
        if shape and (shape["best"] or shape["percent"]):
            stated.add(float(shape["best"] or 100))
            continue
        try:
            plain.append(float(numbers.number(shape["rating"] if shape else value)))
        except ValueError:
            continue
    return plain, stated
