"""The next step of a channel on its platform's ladders, and how it is said in one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from storeapp.kernel.money import symbol
from storeapp.kernel.text import _, plural
from storeapp.reputation.standing.records import Aim, ChannelLadders, Criterion, LadderRow
from storeapp.reputation.standing.targets import STEPS, Take, take
from storeapp.rulebook import shapes

Kind = Literal["points", "rating", "percent", "gate", "kept"]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a channel is nearest to: a level of points, a figure shown higher, or the criterion missing for a level.

    `needed` good ratings (None: other things decide), `weeks` at the own pace; `share` of the way gone, 0 to 1.
    "kept": the best level is held, and `criterion` is the one with the least room.
    """

    kind: Kind
    row: LadderRow
    goal: str
    share: float
    needed: int | None = None
    weeks: float | None = None
    criterion: Criterion | None = None
    met: int = 0
    known: int = 0


def next_step(found: ChannelLadders) -> NextStep | None:
    """The step worth telling of a channel: criteria that are mostly known, else points, else the figure shown."""
    for row in found.ladders:
        if row.unit == "level" and row.criteria:
            step = _of_gates(row, found.aims)
            if step is not None:
                return step
    aims = {one.ladder: one for one in found.aims if not one.metric}
    for row in sorted(found.ladders, key=lambda one: one.unit != "points"):
        aim = aims.get(row.id)
        if aim is not None and row.figure.value is not None and row.unit != "level":
            step = _of_figure(row, aim)
            if step is not None:
                return step
    return None


def nearest(found: Iterable[ChannelLadders]) -> list[tuple[ChannelLadders, NextStep]]:
    """The channels that have a next step, the nearest first."""
    steps = [(one, next_step(one)) for one in found]
    left = [(one, step) for one, step in steps if step is not None and step.kind != "kept"]
    return sorted(left, key=lambda pair: (-pair[1].share, pair[0].channel.name))


def _of_gates(row: LadderRow, aims: Iterable[Aim]) -> NextStep | None:
    known = [one for one in row.criteria if one.met is not None]
    if not known or 2 * len(known) < len(row.criteria):
        return None
    met = sum(one.met is True for one in known)
    missed = [one for one in known if one.met is False]
    if not missed:
        if not row.best:
            return None
        tight = min(known, key=_room)
        return NextStep("kept", row, row.level, 1.0, criterion=tight, met=met, known=len(known))
    near = max(missed, key=_gone)
    own = next((one for one in aims if one.ladder == row.id and one.metric == near.metric.title), None)
    needs = take(own.tally, own.target, own.pace) if own is not None else None
    weeks = needs.weeks if needs is not None and own is not None and own.in_time(needs.weeks) else None
    share = (met + _gone(near)) / len(row.criteria)
    return NextStep(
        "gate",
        row,
        row.following,
        share,
        needs.needed if needs is not None else None,
        weeks,
        near,
        met,
        len(row.criteria),
    )


def _of_figure(row: LadderRow, aim: Aim) -> NextStep | None:
    needs = take(aim.tally, aim.target, aim.pace)
    if not needs.needed:
        return None
    weeks = needs.weeks if aim.in_time(needs.weeks) else None
    if aim.tally.goal == "points":
        return NextStep("points", row, row.following, row.share, needs.needed, weeks) if row.following else None
    shown = f"{aim.target:.1f}" if aim.tally.goal == "rating" else f"{aim.target:g}%"
    return NextStep(aim.tally.goal, row, shown, _shown_share(aim, needs), needs.needed, weeks)


def _shown_share(aim: Aim, needs: Take) -> float:
    """The part of the way from where the figure shown now begins to where the next one does."""
    step = aim.tally.step or STEPS[aim.tally.goal]
    return max(0.0, min(1.0, ((needs.now or 0.0) - (needs.threshold - step)) / step))


def _gone(one: Criterion) -> float:
    """How near a missed criterion is to its limit, 0 to 1."""
    value, limit = one.figure.value or 0.0, one.gate.limit
    if one.gate.op in (">=", ">"):
        return max(0.0, min(1.0, value / limit)) if limit else 0.0
    return max(0.0, min(1.0, limit / value)) if value else 0.0


def _room(one: Criterion) -> float:
    """How much of its limit a kept criterion has left, as a share of it."""
    return abs(one.margin or 0.0) / (one.gate.limit or 1.0)


def headline(step: NextStep) -> str:
    """`37 positive ratings to Purple star`, `1.2 points of on-time dispatch to Star Seller`."""
    goal, count = _(step.goal), step.needed or 0
    good = plural("{count} positive rating", "{count} positive ratings", count)
    fives = plural("{count} five-star review", "{count} five-star reviews", count)
    if step.kind == "points":
        return _("{ratings} to {level}").format(ratings=good, level=goal)
    if step.kind in ("rating", "percent"):
        ratings = fives if step.kind == "rating" else good
        return _("{ratings} to show {figure}").format(ratings=ratings, figure=goal)
    one = step.criterion
    if one is None or step.kind == "kept":
        return goal
    if one.metric.unit == "stars" and step.needed:
        return _("{ratings} to {level}").format(ratings=fives, level=goal)
    name, short = _(one.metric.title), abs(one.margin or 0.0)
    if one.metric.unit == "percent":
        return _("{points} points of “{criterion}” to {level}").format(
            points=f"{short:.1f}", criterion=name, level=goal
        )
    if one.metric.unit == "money":
        return _("{money} more sales to {level}").format(money=f"{symbol(one.currency)}{short:,.0f}", level=goal)
    return _("{count} more of “{criterion}” to {level}").format(count=f"{short:,.0f}", criterion=name, level=goal)


def standing_line(step: NextStep) -> str:
    """The first line of a channel's card: `Star Seller 2 of 3 met`, `Turquoise star`, `Shows as 4.7`."""
    if step.kind == "gate":
        return _("{level} {met} of {all} met").format(level=_(step.row.title), met=step.met, all=step.known)
    if step.kind in ("points", "kept"):
        return _(step.row.level) or _("No level yet")
    value = step.row.figure.value or 0.0
    if step.kind == "rating":
        return _("Shows as {figure}").format(figure=f"{shapes.rounded(value, 0.1):.1f}")
    return _("Shows as {figure}").format(figure=f"{value:.{step.row.decimals}f}%")


def reached_line(step: NextStep) -> str:
    """How far it is: `463 of 500`, `4.72 now`, `93.8% of 95%`."""
    row, one = step.row, step.criterion
    if one is not None and one.figure.value is not None:
        return _("{now} of {limit}").format(
            now=plain_figure(one.figure.value, one), limit=plain_figure(one.gate.limit, one)
        )
    value = row.figure.value or 0.0
    if step.kind == "points":
        return _("{points} of {target}").format(points=f"{value:,.0f}", target=f"{row.following_at:,.0f}")
    shown = f"{value:.2f}" if step.kind == "rating" else f"{value:.{max(1, row.decimals)}f}%"
    return _("{value} now").format(value=shown)


def plain_figure(value: float, one: Criterion) -> str:
    """A criterion's figure without its words: `93.8%`, `4.8`, `120`."""
    if one.metric.unit == "percent":
        return f"{value:.1f}%".replace(".0%", "%")
    if one.metric.unit == "stars":
        return f"{value:.2f}".removesuffix("0")
    return f"{symbol(one.currency) if one.metric.unit == 'money' else ''}{value:,.0f}"
