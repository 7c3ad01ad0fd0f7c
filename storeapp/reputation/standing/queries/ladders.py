"""Where each channel stands on its platform's ladders: the shop's own figures held against the rule book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from storeapp.channels.queries import corrections
from storeapp.reputation.ratings.queries import channels, first_month
from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.ratings.rules import STARS
from storeapp.reputation.standing.queries.aims import aims_of
from storeapp.reputation.standing.queries.evaluation_windows import day_after, first_sale, typed_figures
from storeapp.reputation.standing.queries.measures import UNKNOWN, Measures
from storeapp.reputation.standing.records import (
    ChannelLadders,
    Criterion,
    Figure,
    LadderRow,
    LevelHistory,
    LevelPoint,
    RollsOut,
    ScorePart,
)
from storeapp.rulebook import judging, shapes
from storeapp.rulebook.correction_row import Correction
from storeapp.rulebook.corrections import corrected_book
from storeapp.rulebook.judging import MetricReading
from storeapp.rulebook.ladders import Gate, Ladder, LadderBook, Window
from storeapp.rulebook.regions import region_of
from storeapp.store.tables import Channel, RatingSnapshot, ReviewMonth
from storeapp.store.tables.review_kinds import counts_for_products

AHEAD = 30  # days that are looked ahead where the platform looks every day
LOOKS = 12
NOTED = {"mean": "rating", "prior_mean": "rating", "ratio": "positive_percent"}
UNITS = {"counter": "points", "ratio": "percent", "gates": "level", "banded": "level"}


def rule_corrections(conn: Connection) -> tuple[Correction, ...]:
    """The owner's corrections of rules, oldest first."""
    return corrections(conn)


def standings(conn: Connection, today: date) -> list[ChannelLadders]:
    """Every channel whose platform has ladders, by name."""
    book = corrected_book(rule_corrections(conn))
    return [ladders_of(conn, one, today, book) for one in channels(conn) if book.of_platform(one.platform)]


def ladders_of(conn: Connection, channel: ChannelName, today: date, book: LadderBook) -> ChannelLadders:
    """One channel."""
    place = _place(conn, channel.id)
    region = place.region or region_of(place.locale, place.currency)
    reader = _reader(conn, channel.id, today, book, place.currency)
    rows, aims = [], []
    for ladder in book.of_platform(channel.platform, region):
        rows.append(reader.row(ladder))
        aims += aims_of(reader.figures, ladder, rows[-1], reader.window(ladder))
    return ChannelLadders(
        channel, tuple(rows), tuple(aims), region, bool(place.region), tuple(book.regions(channel.platform))
    )


def level_history(conn: Connection, channel: int, rule: str, today: date) -> LevelHistory:
    """A ladder on its last twelve evaluation days (months where the platform looks every day), oldest first."""
    book = corrected_book(rule_corrections(conn))
    ladder, place = book.ladder(rule), _place(conn, channel)
    points, unit = [], UNITS.get(ladder.shape, "stars")
    began = _first_day(conn, channel)
    for day in [] if ladder.typed else ladder.last_looks(today, LOOKS):
        if not began or day.isoformat() < began:
            points.append(LevelPoint(day, "", None))
            continue
        row = _reader(conn, channel, day, book, place.currency, until=day).row(ladder, ahead=False)
        known = [one.met for one in row.criteria]
        titles = [one.title for one in ladder.levels]
        value = row.figure.value if row.figure.origin == "computed" else None
        level = row.level if unit == "level" or value is not None else ""
        rank = titles.index(level) if level in titles else None
        points.append(LevelPoint(day, level, value, sum(one is True for one in known), len(known), rank))
    names = (rule, *([NOTED[ladder.shape]] if ladder.shape in NOTED and not ladder.typed else ()))
    wanted = select(RatingSnapshot.taken_on, RatingSnapshot.value).where(
        RatingSnapshot.channel_id == channel, RatingSnapshot.metric.in_(names)
    )
    typed = conn.execute(wanted.order_by(RatingSnapshot.taken_on, RatingSnapshot.id)).all()
    own = tuple((date.fromisoformat(one.taken_on), one.value) for one in typed[-2 * LOOKS :])
    return LevelHistory(rule, unit, tuple(points), own, ladder.values.get("decimals", 2))


def _first_day(conn: Connection, channel: int) -> str:
    """The day of the first order or the month of the first rating, "" without any."""
    sale = first_sale(conn, channel)
    rated = first_month(conn, [channel])
    return min(one for one in (sale.isoformat() if sale else "", rated or "") if one) if sale or rated else ""


def _place(conn: Connection, channel: int) -> Any:
    return conn.execute(select(Channel.region, Channel.locale, Channel.currency).where(Channel.id == channel)).one()


def _reader(
    conn: Connection, channel: int, today: date, book: LadderBook, currency: str, until: date | None = None
) -> _Channel:
    typed = typed_figures(conn, channel, until)
    return _Channel(Measures(conn, channel, today, typed, currency, until is not None), book)


@dataclass
class _Channel:
    """Holds one channel's figures against its ladders."""

    figures: Measures
    book: LadderBook

    @property
    def today(self) -> date:
        """The day it is, or was."""
        return self.figures.today

    def row(self, ladder: Ladder, ahead: bool = True) -> LadderRow:
        """A ladder with the shop's place on it, and, to look `ahead`, on the next evaluation day."""
        self.figures = self.figures.counting(ladder.counts)
        return replace(self._row(ladder, ahead), counts=ladder.counts, unsaid=self.figures.unsaid(self.window(ladder)))

    def _row(self, ladder: Ladder, ahead: bool) -> LadderRow:
        if ladder.shape == "gates":
            return self._judged(ladder, self._gates(ladder, ahead))
        if ladder.shape == "banded":
            return self._judged(ladder, self._banded(ladder))
        figure = self._figure(ladder)
        place = judging.place_of(ladder, figure.value) if ladder.levels and figure.value is not None else None
        points = ladder.shape == "counter"
        row = LadderRow(
            **_head(ladder),
            unit="points" if points else "percent" if ladder.shape == "ratio" else "stars",
            figure=figure,
            window=self.window(ladder, figure),
            level=place.level.title if place and place.level else "",
            following=place.following.title if place and place.following else "",
            following_at=place.following.start if place and place.following else 0,
            missing=place.missing if place else 0,
            share=place.share if place else 0,
            parts=self._parts(ladder),
            best=place is not None and place.following is None,
            decimals=0 if points else ladder.values.get("decimals", 2),
        )
        return self._projected(ladder, row) if ahead else row

    def window(self, ladder: Ladder, figure: Figure | None = None) -> Window:
        """The window in use; a short one with many orders, and for ever with few ratings."""
        few = ladder.values.get("lifetime_up_to")
        if few is not None and self.figures.rated(ladder.window).count <= few:
            return Window()
        if ladder.short_window is not None:
            short = self.figures.sold(ladder.short_window[0], day_after(self.today)).orders
            return judging.window_of(ladder, short)
        return ladder.window

    def _judged(self, ladder: Ladder, row: LadderRow) -> LadderRow:
        """Without a level while there are fewer orders than the platform judges from."""
        least = ladder.values.get("least_orders", 0)
        if not least or self.figures.first_sale is None:
            return row
        if self.figures.sold(row.window, day_after(self.today)).orders >= least:
            return row
        return replace(row, level="", following="", expected_level="", too_few=least)

    def _figure(self, ladder: Ladder, end: date | None = None) -> Figure:
        """The figure of a ladder that counts one; `end`: of the windows that end before that day."""
        if ladder.typed:
            return self._noted(ladder)
        if ladder.shape == "decayed_mean":  # the rating of one product: the shop has none
            return UNKNOWN
        ratings = self.figures.rated(self.window(ladder), end)
        if not (ratings.count if ladder.shape in ("counter", "ratio") else ratings.stars.total):
            return self._noted(ladder)
        values, stars = ladder.values, ratings.stars
        if ladder.shape == "counter":
            return Figure(float(shapes.counter(ratings.kinds, values["points"])), "computed", ratings.count)
        if ladder.shape == "ratio":
            whole = sum(ratings.kinds[kind] for kind in values["whole"])
            return Figure(shapes.ratio(ratings.kinds, values["part"], values["whole"]), "computed", whole)
        total = sum(star * stars[star] for star in STARS) + stars.apart / 100
        conn, channel = self.figures.conn, self.figures.channel
        if ladder.shape == "prior_mean":
            value = shapes.prior_mean(total, stars.total, values["prior"], values["weight"])
        elif ladder.shape == "mean_of_means":
            value = shapes.mean_of_means(product_means(conn, channel, self.today), values["least"])
        else:
            value = stars.mean
        return Figure(value, "computed" if value is not None else "missing", stars.total)

    def _noted(self, ladder: Ladder) -> Figure:
        """What was typed for the ladder itself, else the figure that its channel shows."""
        typed = self.figures.typed
        aspects = [typed.get(f"{ladder.id}-{name}") for name in ladder.values.get("aspects", ())]
        if aspects and None not in aspects:
            known = [one for one in aspects if one is not None and one.value is not None]
            mean = shapes.mean([one.value or 0.0 for one in known])
            return Figure(mean, "typed", None, None, min(one.taken_on for one in known))
        shown = "score" if ladder.typed and ladder.shape == "mean" else NOTED.get(ladder.shape, "")
        return typed.get(ladder.id) or typed.get(shown, UNKNOWN)

    def _parts(self, ladder: Ladder) -> tuple[ScorePart, ...]:
        """The scores a typed mean is made of, each against the average of others where that was typed."""
        found = []
        for name in ladder.values.get("aspects", ()):
            own = self.figures.typed.get(f"{ladder.id}-{name}", UNKNOWN)
            others = self.figures.typed.get(f"{ladder.id}-{name}-others", UNKNOWN)
            against = shapes.against(own.value, others.value) if own.value and others.value else None
            found.append(ScorePart(f"{ladder.id}-{name}", name, own, against))
        return tuple(found)

    def _projected(self, ladder: Ladder, row: LadderRow) -> LadderRow:
        """With what will be left of a figure counted over a window when the platform looks next, or in 30 days."""
        until = ladder.next_look(self.today) or self.today + timedelta(days=AHEAD)
        if row.figure.origin != "computed" or row.window == Window():
            return replace(row, next_look=ladder.next_look(self.today))
        later = self._figure(ladder, until)
        expected = later if later.origin == "computed" else UNKNOWN
        place = judging.place_of(ladder, expected.value) if ladder.levels and expected.value is not None else None
        return replace(
            row,
            expected=expected,
            rolls_out=self._rolls_out(row.window, day_after(self.today), until),
            next_look=ladder.next_look(self.today),
            expected_level=place.level.title if place and place.level else "",
        )

    def _rolls_out(self, window: Window, end: date, until: date) -> RollsOut | None:
        first, then = window.before(end), window.before(until)
        if first is None or then is None or then <= first:
            return None
        gone = self.figures.rated_between(first, then)
        orders = self.figures.sold_between(first, then).orders
        if not gone.count and not orders:
            return None
        return RollsOut(until, first, gone.count, gone.kinds["neutral"] + gone.kinds["negative"], orders)

    def _gates(self, ladder: Ladder, ahead: bool) -> LadderRow:
        window, look = self.window(ladder), ladder.next_look(self.today) if ahead else None
        end = self.today.replace(day=ladder.day_of_month or 1) if window.whole else day_after(self.today)
        levels = [level for level in ladder.levels if level.gates]
        gates = {(one.metric, one.op, one.limit): one for level in levels[:1] for one in level.gates}
        every = {gate.metric: gate for level in levels for gate in reversed(level.gates)}
        now = {name: self._measure(gate, window, end) for name, gate in every.items()}
        later = {name: self._measure(gate, window, look) for name, gate in every.items()} if look else {}
        own = self._own_limits(ladder)
        reached = judging.gate_level(own, {name: _reading(one) for name, one in now.items()})
        expected = judging.gate_level(own, {name: _reading(one) for name, one in later.items()}) if look else None
        changes = tuple(ladder.changes)
        return LadderRow(
            **_head(ladder),
            unit="level",
            figure=UNKNOWN,
            window=window,
            level=ladder.levels[reached].title if reached is not None else "",
            following=_following(ladder, reached),
            criteria=tuple(
                self._criterion(one, window, now[one.metric], later.get(one.metric), changes) for one in gates.values()
            ),
            next_look=look,
            expected_level=ladder.levels[expected].title if expected is not None else "",
            rolls_out=self._rolls_out(window, end, look) if look else None,
            best=reached == 0,
        )

    def _own_limits(self, ladder: Ladder) -> Ladder:
        """The ladder with its limits of money in the channel's own currency."""
        levels = [
            replace(level, gates=tuple(replace(one, limit=self._limit(one)) for one in level.gates))
            for level in ladder.levels
        ]
        return replace(ladder, levels=tuple(levels))

    def _limit(self, gate: Gate) -> float:
        return gate.money(self.figures.currency)[1] if gate.by_currency else gate.limit

    def _criterion(
        self, gate: Gate, window: Window, figure: Figure, later: Figure | None, changes: Sequence[str]
    ) -> Criterion:
        metric, reading = self.book.metrics[gate.metric], _reading(figure)
        limited = replace(gate, limit=self._limit(gate))
        expected = later if later is not None and later.origin == "computed" else None
        return Criterion(
            metric=metric,
            gate=limited,
            window=gate.window or window,
            figure=figure,
            met=judging.gate_met(limited, reading),
            margin=judging.margin(limited, figure.value) if figure.value is not None else None,
            afford=judging.can_afford(limited, reading if expected is None else _reading(expected), metric.unit),
            expected=expected,
            currency=gate.money(self.figures.currency)[0] if metric.unit == "money" else "",
            changed=any(path.startswith(f"{gate.path}.") for path in changes),
        )

    def _measure(self, gate: Gate, window: Window, end: date) -> Figure:
        return self.figures.measure(self.book.metrics[gate.metric], gate, window, end)

    def _banded(self, ladder: Ladder) -> LadderRow:
        names = ladder.values["metrics"]
        end, edges = day_after(self.today), ladder.levels[0].most
        gates = [Gate(name, "<=", edges[place], path=f"level.0.most.{place}") for place, name in enumerate(names)]
        known = {one.metric: self._measure(one, ladder.window, end) for one in gates}
        level = judging.band_level(ladder, {name: one.value for name, one in known.items() if one.value is not None})
        changes = [f"{path}.limit" for path in ladder.changes]
        return LadderRow(
            **_head(ladder),
            unit="level",
            figure=UNKNOWN,
            window=ladder.window,
            level=level.title if level else "",
            following="" if level is ladder.levels[0] else ladder.levels[0].title,
            criteria=tuple(self._criterion(one, ladder.window, known[one.metric], None, changes) for one in gates),
            best=level is ladder.levels[0],
        )


def _following(ladder: Ladder, reached: int | None) -> str:
    """The level above the one reached, the best one while that is not known."""
    return "" if reached == 0 else ladder.levels[(reached or 1) - 1].title


def _head(ladder: Ladder) -> dict[str, Any]:
    names = ("id", "title", "region", "source", "plain", "estimate", "changes")
    return {name: getattr(ladder, name) for name in names} | {"worse_up": bool(ladder.values.get("worse_up"))}


def _reading(figure: Figure) -> MetricReading:
    return MetricReading(figure.value, figure.count, figure.bad)


def product_means(conn: Connection, channel: int, today: date) -> list[tuple[float, int]]:
    """(sum of stars, ratings) of every product rated up to the month of `today`."""
    table = ReviewMonth
    wanted = (
        select(func.sum(table.stars * table.reviews + table.apart / 100.0), func.sum(table.reviews))
        .where(table.channel_id == channel, table.product_id > 0, table.stars > 0, table.reviews > 0)
        .where(counts_for_products(table), table.month <= f"{today:%Y-%m}")
        .group_by(table.product_id)
    )
    return [(float(total), number) for total, number in conn.execute(wanted)]
