"""The list of themes: shares in bad and good reviews as bars to both sides, the trend, and how many reviews."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.table import Column
from storeapp.qtkit.theme import theme
from storeapp.reputation.themes.records import ReviewShare, ThemeShare

LEAST_CHANGE = 0.005  # a change that would be shown as 0 points


def sorted_themes(themes: Sequence[ThemeShare]) -> list[ThemeShare]:
    """What is complained about most first."""
    return sorted(themes, key=lambda one: (-one.bad.share, -one.good.share, -one.reviews, one.theme.name))


def columns(most: Callable[[], float], called: tuple[str, str] = ("", "")) -> list[Column]:
    """The columns; `most` gives the greatest share shown, which the longest bar stands for.

    `called`: bad and good ratings in the platforms' words, where they have no stars.
    """

    def paint(painter: QPainter, area: QRectF, row: ThemeShare) -> None:
        paint_sides(painter, area, row.bad.share, row.good.share, most())

    return [
        Column("name", _("Theme"), width=180, stretch=True, text=lambda row: row.theme.name, font="medium"),
        Column(
            "bad",
            called[0] or _("1–2 stars"),
            "number",
            84,
            text=lambda row: share_words(row.bad.count, row.bad.share),
            value=lambda row: row.bad.share,
            tip=lambda row: part_words(row.bad.count, row.bad.total),
        ),
        Column(
            "sides",
            _("Complaints and praise"),
            "custom",
            180,
            sortable=False,
            text=lambda row: f"{row.bad.share:.0%} / {row.good.share:.0%}",
            paint=paint,
            head="",
        ),
        Column(
            "good",
            called[1] or _("5 stars"),
            "number",
            72,
            align="left",
            text=lambda row: share_words(row.good.count, row.good.share),
            value=lambda row: row.good.share,
            tip=lambda row: part_words(row.good.count, row.good.total),
        ),
        Column(
            "change",
            _("3 months"),
            "state",
            92,
            text=change_words,
            value=change_mark,
            tip=trend_words,
        ),
        Column(
            "months", _("12 months"), "spark", 88, sortable=False, text=lambda _row: "", value=lambda row: row.months
        ),
        Column(
            "reviews", _("Reviews"), "number", 84, text=lambda row: f"{row.reviews:,}", value=lambda row: row.reviews
        ),
    ]


def share_words(count: int, share: float) -> str:
    """`26%`, `<1%` for a few, `–` for none."""
    if not count:
        return "–"
    return f"{share:.0%}" if share >= LEAST_CHANGE else "<1%"


def part_words(count: int, total: int) -> str:
    """`34 of 131 reviews with text`."""
    return _("{count} of {total} reviews with text").format(count=f"{count:,}", total=f"{total:,}")


def said_words(row: ThemeShare) -> str:
    """How many bad and good reviews speak of it, in sentences; where none does or there are none, that."""
    bad, good = row.bad, row.good
    if any(row.called):
        sides = zip((bad, good), row.called, strict=True)
        return " ".join(_said_of(part, called) for part, called in sides)
    if bad.count and good.count:
        return _("{bad} of the 1–2 star reviews ({bad_count}) and {good} of the 5-star ones ({good_count}).").format(
            bad=share_words(bad.count, bad.share),
            bad_count=part_words(bad.count, bad.total),
            good=share_words(good.count, good.share),
            good_count=part_words(good.count, good.total),
        )
    if bad.count:
        complaints = _("{share} of the 1–2 star reviews ({part}).").format(
            share=share_words(bad.count, bad.share), part=part_words(bad.count, bad.total)
        )
    elif bad.total:
        complaints = _("No review of 1–2 stars mentions it.")
    else:
        complaints = _("No review of 1–2 stars has text in this period.")
    if good.count:
        praise = _("{share} of the 5-star reviews ({part}).").format(
            share=share_words(good.count, good.share), part=part_words(good.count, good.total)
        )
    elif good.total:
        praise = _("No 5-star review mentions it.")
    else:
        praise = _("No 5-star review has text in this period.")
    return _("{complaints} {praise}").format(complaints=complaints, praise=praise)


def _said_of(part: ReviewShare, called: str) -> str:
    if part.count:
        words = _("{share} of the reviews rated “{rating}” ({part}).")
        return words.format(
            share=share_words(part.count, part.share), rating=called, part=part_words(part.count, part.total)
        )
    if part.total:
        return _("No review rated “{rating}” mentions it.").format(rating=called)
    return _("No review rated “{rating}” has text in this period.").format(rating=called)


def change_words(row: ThemeShare) -> str:
    """`+4 pt`: how many of a hundred reviews more speak of it lately."""
    if not row.recent.total or not row.before.total or not (row.recent.count + row.before.count):
        return ""
    points = round(row.change * 100)
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    return _("{sign}{points} pt").format(sign=sign, points=abs(points))


def change_mark(row: ThemeShare) -> tuple[str, str]:
    """Icon and colour: coloured only where it is more than chance explains."""
    if not change_words(row):
        return "", "muted"
    icon = "trend-flat" if abs(row.change) < LEAST_CHANGE else "trend-up" if row.change > 0 else "trend-down"
    if not row.clear:
        return icon, "muted"
    worse = (row.change > 0) == (row.bad.share >= row.good.share)
    return icon, "negative" if worse else "positive"


def trend_words(row: ThemeShare) -> str:
    """The last three months against the year before, in a sentence."""
    if not row.recent.total or not row.before.total:
        return _("Too few reviews to compare the last 3 months with the year before")
    words = _("{recent} of the reviews in the last 3 months, {before} in the year before").format(
        recent=f"{row.recent.share:.0%}", before=f"{row.before.share:.0%}"
    )
    return words if row.clear else _("{change}: may be chance alone").format(change=words)


def paint_sides(painter: QPainter, area: QRectF, bad: float, good: float, most: float) -> None:
    """Complaints to the left of the middle, praise to its right."""
    look = theme()
    axis, middle = round(area.center().x()), area.center().y()
    room = area.width() / 2 - 2
    scale = room / most if most else 0.0
    painter.fillRect(QRectF(axis, area.top(), 1, area.height()), look.color("border-strong"))
    for share, tone, left in ((bad, "chart-complain", True), (good, "chart-praise", False)):
        wide = max(1.0, share * scale) if share else 0.0
        if wide:
            bar = QRectF(axis - wide if left else axis + 1, middle - 6, wide, 12)
            painting.rounded(painter, bar, 2, look.color(tone))
