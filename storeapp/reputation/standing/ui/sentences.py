"""How the tab Standing says figures, limits, windows and how sure a rule is."""

from __future__ import annotations

from datetime import date, timedelta

from storeapp.kernel.days import MONTHS, month_and_year, spoken_day
from storeapp.kernel.money import symbol
from storeapp.kernel.text import N_, _, plural
from storeapp.reputation.ratings.rules import month_plus
from storeapp.reputation.standing.records import Criterion, Figure, Gate, LadderRow, RollsOut, RuleSource, Window

CERTAINTY = {"V": N_("Platform's own text"), "S": N_("Second-hand source"), "K": N_("To verify")}
CERTAINTY_KINDS = {"V": "plain", "S": "plain", "K": "warn"}
LIMITS = {
    ">=": N_("{value} or more"),
    ">": N_("more than {value}"),
    "<=": N_("{value} or less"),
    "<": N_("less than {value}"),
}


def amount(value: float, unit: str, decimals: int = 1, currency: str = "USD") -> str:
    """`93.8%`, `4.83`, `120 days`, `$300`, `463`."""
    if unit == "percent":
        return f"{value:.{decimals}f}%"
    if unit == "stars":
        return f"{value:.2f}"
    if unit == "days":
        return plural("{count} day", "{count} days", round(value))
    if unit == "money":
        return f"{symbol(currency)}{value:,.0f}"
    return f"{value:,.0f}"


def limit_words(gate: Gate, unit: str, currency: str = "USD") -> str:
    """`95% or more`, and the number of bad ones that passes too."""
    plain = (
        f"{gate.limit:g}%"
        if unit == "percent"
        else amount(gate.limit, unit, 1, currency).removesuffix("0" * (unit == "stars"))
    )
    words = _(LIMITS[gate.op]).format(value=plain)
    if gate.or_count is None:
        return words
    if gate.or_count_up_to is None:
        return _("{limit}, or at most {count} bad").format(limit=words, count=gate.or_count)
    few = _("{limit}, or at most {count} bad of {size}")
    return few.format(limit=words, count=gate.or_count, size=gate.or_count_up_to)


def margin_words(criterion: Criterion) -> str:
    """`+1.2 pt`, `−0.05`: how far on the right or wrong side of the limit."""
    if criterion.margin is None:
        return ""
    unit = criterion.metric.unit
    sign = "+" if criterion.margin >= 0 else "\u2212"
    size = abs(criterion.margin)
    if unit == "percent":
        return _("{number} pt").format(number=f"{sign}{size:.1f}")
    return f"{sign}{amount(size, unit, 1, criterion.currency)}"


def afford_words(criterion: Criterion) -> str:
    """How many more may go wrong."""
    if criterion.afford is None:
        return ""
    if criterion.afford <= 0:
        return _("None")
    return plural("{count} bad one", "{count} bad ones", criterion.afford)


def criterion_name(criterion: Criterion) -> str:
    """The metric, with its own window where it has one."""
    title = _(criterion.metric.title)
    if criterion.gate.window is None:
        return title
    return _("{name}, {window}").format(name=title, window=window_words(criterion.window))


def window_words(window: Window) -> str:
    """`last 12 months`, `last 60 days`, `all time`."""
    if window.days:
        return plural("last {count} day", "last {count} days", window.days)
    if window.months:
        return plural("last {count} month", "last {count} months", window.months)
    return _("all time")


def whole_months(window: Window, today: date) -> str:
    """`Apr 2026 to Jun 2026`: the calendar months that were looked at last."""
    last = month_plus(f"{today:%Y-%m}", -1)
    first = month_plus(last, 1 - window.months)
    return _("{first} to {last}").format(first=month_and_year(first), last=month_and_year(last))


def basis(row: LadderRow, today: date) -> str:
    """What a ladder's figures are counted over."""
    window = whole_months(row.window, today) if row.window.whole else window_words(row.window)
    if row.figure.origin == "computed" and row.figure.count is not None:
        counted = plural("{count} rating", "{count} ratings", round(row.figure.count))
        return _("{ratings}, {window}, counted from your own reviews").format(ratings=counted, window=window)
    if row.figure.origin == "typed":
        return typed_words(row.figure, today)
    return window


def full_day(day: date) -> str:
    """`16 Jul 2026`."""
    return _("{day} {month} {year}").format(day=day.day, month=_(MONTHS[day.month - 1]), year=day.year)


def rolls_out_words(gone: RollsOut, today: date) -> str:
    """What grows too old to count, and when."""
    parts = []
    if gone.ratings:
        parts.append(plural("{count} rating", "{count} ratings", gone.ratings))
    if gone.bad:
        parts[-1] = _("{ratings} ({bad} below 4 stars)").format(ratings=parts[-1], bad=gone.bad)
    if gone.orders:
        parts.append(plural("{count} order", "{count} orders", gone.orders))
    what = _("{first} and {last}").format(first=parts[0], last=parts[1]) if len(parts) > 1 else parts[0]
    words = _("By {day}, {what} from {since} on no longer count.")
    return words.format(day=spoken_day(gone.on, today), what=what, since=full_day(gone.since))


def typed_words(figure: Figure, today: date) -> str:
    """`Typed in 12 July`."""
    return _("Typed in {day}").format(day=spoken_day(date.fromisoformat(figure.taken_on), today))


def source_words(source: RuleSource) -> str:
    """Where a rule was read and when, of when that text is, and whether it was a stored copy of the page."""
    told = {"day": full_day(source.checked_on), "source": source.name, "when": source.as_of}
    if source.copy and source.as_of:
        return _("Version of {when}, read in a stored copy on {day}: {source}").format(**told)
    if source.copy:
        return _("Undated, a stored copy read on {day}: {source}").format(day=told["day"], source=told["source"])
    if source.as_of:
        return _("Version of {when}, read on {day}: {source}").format(**told)
    return _("Undated, read on {day}: {source}").format(day=told["day"], source=told["source"])


def weeks_words(weeks: float) -> str:
    """`6 weeks`, or months from a year on."""
    whole = max(1, round(weeks))
    if whole < 52:
        return plural("{count} week", "{count} weeks", whole)
    return plural("{count} month", "{count} months", round(timedelta(weeks=weeks).days / 30.4))
