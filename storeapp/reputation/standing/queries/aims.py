"""What a target can be set for: the figures of a channel that good ratings move, with the ratings behind them."""

from __future__ import annotations

from storeapp.reputation.ratings.rules import STARS
from storeapp.reputation.standing.queries.measures import Measures
from storeapp.reputation.standing.records import Aim, Criterion, LadderRow
from storeapp.reputation.standing.targets import STEPS, Goal, RatingTally
from storeapp.rulebook import shapes
from storeapp.rulebook.ladders import Ladder, Window

TOPS: dict[Goal, float] = {"rating": 5.0, "percent": 100.0}


def aims_of(figures: Measures, ladder: Ladder, row: LadderRow, window: Window) -> list[Aim]:
    """The aims of one ladder: its own figure, or its criteria that ratings or on-time orders decide."""
    if row.unit == "level":
        found = (_of_criterion(figures, ladder, one) for one in row.criteria)
        return [one for one in found if one is not None]
    tally = _typed(ladder, row) if row.figure.origin == "typed" else _counted(figures, ladder, window)
    if tally is None or row.figure.value is None or row.worse_up:
        return []
    points = tally.goal == "points"
    target = (row.following_at or row.figure.value) if points else _next_shown(tally, row.figure.value)
    steps = tuple((one.title, one.start) for one in ladder.levels if one.start > 0 and not one.above)
    typed_on = row.figure.taken_on if row.figure.origin == "typed" else ""
    return [Aim(ladder.id, ladder.title, tally, figures.pace(), target, steps, typed_on, window=window)]


def _next_shown(tally: RatingTally, value: float) -> float:
    step = tally.step or STEPS[tally.goal]
    return min(TOPS[tally.goal], round(shapes.rounded(value, step) + step, 1))


def _counted(figures: Measures, ladder: Ladder, window: Window) -> RatingTally | None:
    if ladder.typed:
        return None
    ratings, values = figures.rated(window), ladder.values
    if ladder.shape in ("mean", "prior_mean"):
        stars = ratings.stars
        weight = values.get("weight", 0)
        total = sum(star * stars[star] for star in STARS) + stars.apart / 100 + weight * values.get("prior", 0)
        return RatingTally("rating", total, stars.total + weight, 5.0, 1.0, _lowest(figures, window))
    if ladder.shape == "ratio":
        good, whole = (sum(ratings.kinds[kind] for kind in values[name]) for name in ("part", "whole"))
        return RatingTally("percent", good, whole, 1.0, 0.0, 0.0 if whole > good else None, 10.0 ** -values["decimals"])
    if ladder.shape == "counter":
        points = values["points"]
        lowest = next((float(points[kind]) for kind in ("negative", "neutral") if ratings.kinds[kind]), None)
        score = shapes.counter(ratings.kinds, points)
        return RatingTally("points", score, ratings.count, points["positive"], points["negative"], lowest)
    return None


def _typed(ladder: Ladder, row: LadderRow) -> RatingTally | None:
    """A figure the platform shows: points stand by themselves, a mean or share needs the number behind it."""
    value, count = row.figure.value, row.figure.count
    if value is None:
        return None
    if ladder.shape == "counter" and "positive" in ladder.values["points"]:
        points = ladder.values["points"]
        return RatingTally("points", value, count or 0, points["positive"], points["negative"], points["negative"])
    if not count:
        return None
    if ladder.shape == "ratio" and not ladder.typed:
        lowest = 0.0 if value < 100 else None
        return RatingTally("percent", value * count / 100, count, 1.0, 0.0, lowest, 10.0 ** -ladder.values["decimals"])
    if ladder.shape == "mean" and not ladder.typed:
        return RatingTally("rating", value * count, count, 5.0, 1.0, 1.0 if value < 5 else None)
    return None


def _of_criterion(figures: Measures, ladder: Ladder, one: Criterion) -> Aim | None:
    """A mean of stars or a share of good ones that must reach its limit itself, not only when it is rounded."""
    figure, gate, metric = one.figure, one.gate, one.metric
    if figure.origin != "computed" or figure.value is None or not figure.count or gate.op not in (">=", ">"):
        return None
    if metric.id == "average_rating":
        total = figure.value * figure.count
        tally = RatingTally("rating", total, figure.count, 5.0, 1.0, _lowest(figures, one.window), exact=True)
    elif metric.unit == "percent" and figure.bad is not None:
        lowest = 0.0 if figure.bad else None
        good = float(figure.count - figure.bad)
        tally = RatingTally("percent", good, figure.count, 1.0, 0.0, lowest, exact=True)
    else:
        return None
    orders = metric.own != "reviews"
    pace = figures.order_pace() if orders else figures.pace()
    return Aim(ladder.id, ladder.title, tally, pace, gate.limit, orders=orders, metric=metric.title, window=one.window)


def _lowest(figures: Measures, window: Window) -> float | None:
    stars = figures.rated(window).stars
    return next((float(star) for star in STARS[:-1] if stars[star]), None)
