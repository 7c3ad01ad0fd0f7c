"""What the first page of the owner's book says: answers with how sure they are, what to do next, and what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from storeapp.kernel.likely import Z95, Range, newcombe, wilson
from storeapp.kernel.money import Money, exponent
from storeapp.kernel.text import N_, _
from storeapp.orders.groups.queries import BuyerGroups
from storeapp.orders.groups.rules import GROUPS, who
from storeapp.reports.rules import Scope, signed
from storeapp.reputation.ratings.rules import StarCounts, mean_range

SURE, ROUGH = 0.05, 0.10  # half a likely range of a share; of a mean of stars twice as much
FEWEST_OF = 5  # of fewer no share is told in percent
SURENESS: Mapping[str, str] = {
    "": "",
    "counted": N_("counted"),
    "swing": N_("normal swing"),
    "more": N_("more than chance"),
    "sure": N_("sure"),
    "rough": N_("roughly"),
    "early": N_("too early to say"),
    "none": N_("nothing to count"),
}


@dataclass(frozen=True, slots=True)
class BookAnswer:
    """One question with its figure. `kind`: int, stars, share (0 to 1) or money (units of `currency`).

    `of`: what a share is of; `before`: the figure of the time it is held against; `sure`: a key of SURENESS; `better`:
    whether the change is good beyond chance, None where it may be chance or nobody can say.
    """

    question: str
    kind: str
    value: float | None
    of: int | None = None
    before: float | None = None
    likely: Range | None = None
    sure: str = ""
    better: bool | None = None
    currency: str = ""

    @property
    def change(self) -> float | None:
        """The figure less that before; of shares in points of a hundred."""
        if self.value is None or self.before is None:
            return None
        return (self.value - self.before) * (100 if self.kind == "share" else 1)


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to do next, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class RatedMonth:
    """The ratings of one month."""

    month: str
    stars: StarCounts
    whole: bool = True

    @property
    def likely(self) -> Range | None:
        """The likely range of the mean, None without ratings."""
        return mean_range(self.stars)


@dataclass(frozen=True, slots=True)
class FirstPage:
    """All of it. `against`: the days compared with; `causes`: cost of trouble by reason in one currency, dearest first;
    `brought`: (source, orders) as far as the orders say it, of `known` orders."""

    shop: str
    scope: Scope
    against: Scope
    made_at: str
    rows: int
    channels: Sequence[str]
    answers: Sequence[BookAnswer]
    steps: Sequence[ToDo]
    groups: BuyerGroups
    causes: Sequence[tuple[str, Money]]
    brought: Sequence[tuple[str, float]]
    known: int
    rated: Sequence[RatedMonth]
    news: Sequence[str] = field(default_factory=tuple)
    mark: str = ""  # of a sample shop


def group_lines(told: BuyerGroups) -> list[tuple[str, int, int, str]]:
    """Each group as its title, its buyers, their change, and who they are."""
    return [(_(GROUPS[one.group][0]), one.buyers, one.change, who(one.group, told.limits)) for one in told.lines]


def counted(question: str, now: int, before: int | None, more_is_good: bool = True) -> BookAnswer:
    """A number of things that happened. By chance alone it moves by about twice its root.

    Worked: 356 after 342 is a normal swing and would be 319 to 393 in another such month.
    """
    likely = Range(max(0.0, now - Z95 * sqrt(now)), now + Z95 * sqrt(now)) if now else None
    if before is None:
        return BookAnswer(question, "int", now, None, None, likely, "counted")
    beyond = abs(now - before) > Z95 * sqrt(now + before)
    better = (now > before) == more_is_good if beyond else None
    return BookAnswer(question, "int", now, None, before, likely, "more" if beyond else "swing", better)


def share(question: str, now: tuple[int, int], before: tuple[int, int] | None, more_is_good: bool = True) -> BookAnswer:
    """A part of a whole, which stands for what the shop does. Worked: 40 of 44 is 91 %, likely 79 to 96."""
    part, whole = now
    if not whole:
        return BookAnswer(question, "share", None, 0, sure="none")
    was = _held_against(whole, before)
    likely = wilson(part, whole)
    better = None
    if before is not None and was is not None:
        apart = newcombe(part, whole, *before)
        better = more_is_good if apart.low > 0 else not more_is_good if apart.high < 0 else None
    return BookAnswer(question, "share", part / whole, whole, was, likely, sureness(likely, 1), better)


def complete(question: str, now: tuple[int, int], before: tuple[int, int] | None) -> BookAnswer:
    """A part of a whole that was counted, where nothing is left to chance: all were looked at."""
    part, whole = now
    if not whole:
        return BookAnswer(question, "share", None, 0, sure="none")
    return BookAnswer(question, "share", part / whole, whole, _held_against(whole, before), sure="counted")


def _held_against(whole: int, before: tuple[int, int] | None) -> float | None:
    """The share before, where both are of enough to be held against each other."""
    if before is None or min(whole, before[1]) < FEWEST_OF:
        return None
    return before[0] / before[1]


def stars(question: str, now: StarCounts, before: StarCounts | None) -> BookAnswer:
    """A mean of stars. Its likely range is as wide as the ratings are few and far apart."""
    likely, was = mean_range(now), before.mean if before is not None else None
    if likely is None:
        return BookAnswer(question, "stars", None, 0, was, sure="none")
    past = mean_range(before) if before is not None else None
    better = None
    if past is not None:
        better = True if likely.low > past.high else False if likely.high < past.low else None
    return BookAnswer(question, "stars", now.mean, now.total, was, likely, sureness(likely, 2), better)


def money(question: str, now: Money, before: Money | None) -> BookAnswer:
    """An amount. Whether it moved by chance nobody can say of a sum."""
    units = 10 ** exponent(now.currency)
    was = before.minor / units if before is not None else None
    return BookAnswer(question, "money", now.minor / units, None, was, None, "counted", None, now.currency)


def sureness(likely: Range, scale: float) -> str:
    """How much a likely range allows to say."""
    half = (likely.high - likely.low) / 2 / scale
    return "sure" if half <= SURE else "rough" if half <= ROUGH else "early"


def value_words(one: BookAnswer) -> str:
    """The figure as a sentence has it: "356", "91% of 44", "4.78 stars", "€38,940.00"."""
    if one.value is None:
        return "–"
    if one.kind == "share":
        if one.of is not None and one.of < FEWEST_OF:
            return _("{part} of {whole}").format(part=round(one.value * one.of), whole=one.of)
        return _("{share} of {whole}").format(share=f"{one.value:.0%}", whole=f"{one.of:,}")
    if one.kind == "stars":
        return f"{one.value:.2f}"
    if one.kind == "money":
        return str(Money(round(one.value * 10 ** exponent(one.currency)), one.currency))
    return f"{one.value:,.0f}"


def change_words(one: BookAnswer) -> str:
    """The change with its sign: "+14", "−3 points", "+0.02"; "" where there is nothing to compare with."""
    change = one.change
    if change is None:
        return ""
    if one.kind == "share":
        return _("{points} points").format(points=signed(change, 1)) if round(change, 1) else "0"
    if one.kind == "stars":
        return signed(change, 2)
    if one.kind == "money":
        amount = Money(round(change * 10 ** exponent(one.currency)), one.currency)
        return ("+" if amount.minor > 0 else "") + str(amount)
    return signed(change)


def likely_words(one: BookAnswer) -> str:
    """The likely range: "319–393", "79–96%", "4.75–4.81"; "" of what was counted."""
    if one.likely is None:
        return ""
    low, high = one.likely.low, one.likely.high
    if one.kind == "share":
        return f"{100 * low:.0f}–{100 * high:.0f}%"
    return f"{low:.2f}–{high:.2f}" if one.kind == "stars" else f"{low:,.0f}–{high:,.0f}"


def sure_words(one: BookAnswer) -> str:
    """How sure the figure or its change is."""
    return _(SURENESS[one.sure]) if one.sure else ""
