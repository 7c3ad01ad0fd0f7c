"""What the shop overview says: its period, its figures, and what changed since the last one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from storeapp.kernel.days import last_months
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money, exponent
from storeapp.kernel.text import N_, _, plural

PERIODS: dict[str, str] = {
    "12_months": N_("Last 12 months"),
    "90_days": N_("Last 90 days"),
    "this_year": N_("This year"),
    "last_year": N_("Last year"),
    "all": N_("Everything"),
}
_RESERVED = re.compile(r'[\\/:*?"<>|\x00-\x1f\u202a-\u202e\u2066-\u2069]')
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report covers: ISO days, both included (None: no limit), and channel ids (empty: all of them).

    `names`: customers stand in it by name, not by number.
    """

    period: str = "12_months"
    since: str | None = None
    until: str | None = None
    channels: tuple[int, ...] = ()
    names: bool = False

    @property
    def key(self) -> str:
        """The same for two reports whose figures may be compared."""
        return f"{self.period}:{','.join(map(str, sorted(self.channels)))}"


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """The figures of one report. Sums of money are in minor units by currency; `stars` counts 1 to 5 stars.

    `orders` counts every order of the period; `sold`, `customers`, `repeat`, `sales` (net of refunds) and `refunds`
    those that are sales as orders/sales defines them.
    """

    orders: int = 0
    delivered: int = 0
    late: int = 0
    canceled: int = 0
    sold: int = 0
    orders_reviewed: int = 0
    customers: int = 0
    repeat: int = 0
    reviews: int = 0
    other_scale: int = 0
    stars: Mapping[str, int] = field(default_factory=dict)
    apart: int = 0  # hundredths of a star by which the ratings lie above `stars`, all together
    replied: int = 0
    bad_replied: int = 0
    bad_waiting: int = 0
    sales: Mapping[str, int] = field(default_factory=dict)
    refunds: Mapping[str, int] = field(default_factory=dict)

    @property
    def rated(self) -> int:
        """Reviews of channels that rate in 1 to 5 stars."""
        return sum(self.stars.values())

    @property
    def rating(self) -> float | None:
        """The mean of the ratings as they were given, None without any."""
        total = self.rated
        whole = sum(int(star) * count for star, count in self.stars.items())
        return (whole + self.apart / 100) / total if total else None

    @property
    def bad(self) -> int:
        """Reviews of 1 to 3 stars, and those whose words count like so many."""
        return self.bad_replied + self.bad_waiting

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> ReportFigures:
        """What `to_json` wrote; unknown keys are passed over."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: value for key, value in saved.items() if key in known})


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure now and at the last report: texts ready to show ("" where there is nothing), and the plain values.

    `kind` is stars, int, share (0 to 1) or money (in units of `currency`).
    """

    title: str
    kind: str
    now: str
    before: str
    change: str
    now_value: float | None
    before_value: float | None = None
    currency: str = ""

    @property
    def difference(self) -> float | None:
        """Now less before; None where one of them is missing."""
        if self.now_value is None or self.before_value is None:
            return None
        return self.now_value - self.before_value


def scope_of(period: str, channels: tuple[int, ...], today: date, names: bool = False) -> Scope:
    """The days a period covers on a given day."""
    since: date | None
    until: date | None = today
    if period == "12_months":
        since = last_months(12, today)
    elif period == "90_days":
        since = today - timedelta(days=89)
    elif period == "this_year":
        since = today.replace(month=1, day=1)
    elif period == "last_year":
        since, until = date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    elif period == "all":
        since = until = None
    else:
        raise UserError(_("There is no period named {name}.").format(name=period))
    return Scope(
        period=period,
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        channels=tuple(sorted(channels)),
        names=names,
    )


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def before(scope: Scope) -> Scope | None:
    """What to compare with: the same days a year before, for 90 days the 90 days before; None where nothing is."""
    if scope.since is None or scope.until is None:
        return None
    first, last = date.fromisoformat(scope.since), date.fromisoformat(scope.until)
    if scope.period in ("12_months", "this_year", "last_year"):
        start, end = _year_before(first), _year_before(last)
    else:
        end = first - timedelta(days=1)
        start = end - (last - first)
    return Scope("before", start.isoformat(), end.isoformat(), scope.channels, scope.names)


def percent(part: int, whole: int) -> str:
    """ "94%", or "" of nothing."""
    return f"{100 * part / whole:.0f}%" if whole else ""


def money_lines(sums: Mapping[str, int]) -> list[Money]:
    """One amount per currency, the largest first."""
    return [Money(minor, currency) for currency, minor in sorted(sums.items(), key=lambda each: -each[1])]


def changes(now: ReportFigures, then: ReportFigures | None) -> list[FigureChange]:
    """The table of figures: now, at the last report, and the difference in words."""
    rows = [
        _rating_change(now, then),
        _count(_("Reviews"), "reviews", now, then),
        _count(_("Bad reviews waiting for a reply"), "bad_waiting", now, then),
        _share(_("Replies to 1 to 3 stars"), "bad_replied", "bad", now, then),
        _share(_("Replies to all reviews"), "replied", "reviews", now, then),
        _count(_("Orders"), "orders", now, then),
        _count(_("Orders sold"), "sold", now, then),
        _share(_("Orders with a review"), "orders_reviewed", "orders", now, then),
        _share(_("Delivered late"), "late", "delivered", now, then),
        _count(_("Customers who bought"), "customers", now, then),
        _share(_("… of them more than once"), "repeat", "customers", now, then),
    ]
    for sums, earlier, title in (
        (now.sales, then.sales if then else None, N_("Sales in {currency}, net of refunds")),
        (now.refunds, then.refunds if then else None, N_("Refunds in {currency}")),
    ):
        gone = dict.fromkeys(earlier or (), 0)  # a currency that only the earlier report has
        for amount in money_lines(gone | dict(sums)):
            was = Money((earlier or {}).get(amount.currency, 0), amount.currency) if earlier is not None else None
            rows.append(_amount(_(title).format(currency=amount.currency), amount, was))
    return rows


def _rating_change(now: ReportFigures, then: ReportFigures | None) -> FigureChange:
    value, was = now.rating, then.rating if then is not None else None
    texts = ["" if rating is None else f"{rating:.2f}" for rating in (value, was)]
    change = "" if value is None or was is None else signed(value - was, 2)
    return FigureChange(_("Rating"), "stars", texts[0], texts[1], change, value, was)


def _count(title: str, name: str, now: ReportFigures, then: ReportFigures | None) -> FigureChange:
    value = getattr(now, name)
    if then is None:
        return FigureChange(title, "int", f"{value:,}", "", "", value)
    was = getattr(then, name)
    return FigureChange(title, "int", f"{value:,}", f"{was:,}", signed(value - was), value, was)


def _share(title: str, part: str, whole: str, now: ReportFigures, then: ReportFigures | None) -> FigureChange:
    """A share whose part and whole are figures of these names; its change is in points of a hundred."""
    value = getattr(now, part), getattr(now, whole)
    was = (getattr(then, part), getattr(then, whole)) if then is not None else (0, 0)
    share = value[0] / value[1] if value[1] else None
    before = was[0] / was[1] if was[1] else None
    change = ""
    if share is not None and before is not None:
        change = _("{points} points").format(points=signed(100 * (share - before)))
    return FigureChange(title, "share", percent(*value), percent(*was), change, share, before)


def _amount(title: str, now: Money, then: Money | None) -> FigureChange:
    units = 10 ** exponent(now.currency)
    if then is None:
        return FigureChange(title, "money", str(now), "", "", now.minor / units, currency=now.currency)
    difference = Money(now.minor - then.minor, now.currency)
    change = ("+" if difference.minor > 0 else "") + str(difference) if difference.minor else "0"
    return FigureChange(
        title, "money", str(now), str(then), change, now.minor / units, then.minor / units, now.currency
    )


def signed(value: float, places: int = 0) -> str:
    """ "+12", "−0.02" with a true minus sign, or "0"."""
    text = f"{abs(value):,.{places}f}"
    if not text.strip("0.,"):
        return "0"
    return ("+" if value > 0 else "−") + text


def answers(now: ReportFigures, then: ReportFigures | None, before: ReportFigures | None) -> list[str]:
    """The sentences the summary opens with: where the shop stands and what needs doing."""
    said = []
    if now.rating is None:
        said.append(_("No review with stars in this period."))
    else:
        counted = plural("{count} review with stars", "{count} reviews with stars", now.rated)
        said.append(_("Rated {rating} by {reviews}.").format(rating=f"{now.rating:.2f}", reviews=counted))
    if now.bad_waiting:
        said.append(
            plural("{count} bad review waits for a reply.", "{count} bad reviews wait for a reply.", now.bad_waiting)
        )
    elif now.bad:
        said.append(_("Every bad review has a reply."))
    said.append(_orders(now, before))
    if now.delivered and now.late:
        words = _("{share} of deliveries came late ({late} of {delivered}).")
        late, delivered = f"{now.late:,}", f"{now.delivered:,}"
        said.append(words.format(share=percent(now.late, now.delivered), late=late, delivered=delivered))
    said.append(_since_last(now, then))
    return said


def _orders(now: ReportFigures, before: ReportFigures | None) -> str:
    orders = plural("{count} order", "{count} orders", now.orders)
    if before is None or not before.orders or not now.orders:
        return _("{orders}.").format(orders=orders)
    share = round(100 * (now.orders - before.orders) / before.orders)
    if share == 0:
        return _("{orders}, as many as in the period before.").format(orders=orders)
    words = _("{orders}, {share}% more than in the period before.")
    if share < 0:
        words = _("{orders}, {share}% fewer than in the period before.")
    return words.format(orders=orders, share=f"{abs(share):,}")


def _since_last(now: ReportFigures, then: ReportFigures | None) -> str:
    if then is None:
        return _("This is the first report of this kind; the next one will say what changed.")
    parts = []
    if now.rating is not None and then.rating is not None:
        moved = signed(now.rating - then.rating, 2)
        if moved != "0":
            parts.append(_("rating {change}").format(change=moved))
    for words, difference in (
        (N_("reviews {change}"), now.reviews - then.reviews),
        (N_("bad reviews waiting {change}"), now.bad_waiting - then.bad_waiting),
        (N_("orders {change}"), now.orders - then.orders),
    ):
        if difference:
            parts.append(_(words).format(change=signed(difference)))
    if not parts:
        return _("Nothing changed since the last report.")
    return _("Since the last report: {changes}.").format(changes=_(", ").join(parts))


def file_name(shop: str, day: str, book: str = "") -> str:
    """A name every system takes: "Lumen & Loom overview 2026-07-16.xlsx"; `book` is its title, "" for the overview."""
    plain = _RESERVED.sub(" ", shop).strip(" .")
    plain = " ".join(plain.split())[:60].strip(" .")
    if plain.upper() in _DEVICES:
        plain += "_"
    return " ".join(filter(None, (plain, book.lower() or _("overview"), day))) + ".xlsx"
