"""The two clocks of a case: the platform's, which never stops, and the shop's own, in working hours. Pure.

Instants are aware. Hours are counted as they pass, so a night in which clocks are put forward has one fewer; days end
at the same time of day on the wall of the channel's time zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _, plural
from storeapp.rulebook.clocks import ANY_PLATFORM as ANY_PLATFORM
from storeapp.rulebook.clocks import STARTS as STARTS
from storeapp.rulebook.clocks import ClockRule as ClockRule
from storeapp.rulebook.clocks import Unit
from storeapp.rulebook.clocks import checked_length as checked_length
from storeapp.rulebook.clocks import length_words as length_words

Urgent = Literal["over", "soon", "fine"]
TONES: dict[Urgent, str] = {"over": "negative", "soon": "warning", "fine": "text-2"}
SOON = 0.20  # a clock warns when so much of its time is left
OWN_HOURS = 8  # working hours for a first answer, the house's default
FURTHEST = 400  # days in which working hours are looked for
SATURDAY = 5  # of the weekdays from Monday, 0

Day = tuple[tuple[time, time], ...]  # stretches of work of one day, in order, none over midnight
USUAL: Day = ((time(9), time(17)),)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When the owner works: stretches for each weekday from Monday, days off, and the time zone ("" the PC's own).

    `answer`: working hours in which the owner means to give a first answer.
    """

    week: tuple[Day, ...] = (USUAL, USUAL, USUAL, USUAL, USUAL, (), ())
    holidays: frozenset[date] = frozenset()
    zone: str = ""
    answer: int = OWN_HOURS


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of one case: when it is due, what is left of `whole`, and what happens then.

    `left` and `whole` count working time where `working`; `rule` is the id of the row, "" for the shop's own clock.
    `sure`: its length was read somewhere, so that a missed one is a fault and no guess.
    """

    rule: str
    title: str
    ends: str
    due_at: datetime
    left: timedelta
    whole: timedelta
    working: bool = False
    sure: bool = True

    @property
    def urgent(self) -> Urgent:
        """Over, soon (a fifth of the time or less is left), or fine."""
        if self.left <= timedelta(0):
            return "over"
        return "soon" if self.left <= SOON * self.whole else "fine"


def due_at(
    start: datetime, length: int, unit: Unit, zone: str = "", holidays: frozenset[date] = frozenset()
) -> datetime:
    """When a clock that began at `start` is due, in UTC; `zone`: IANA name of the channel's time zone.

    Worked: 48 hours from Saturday 10:00 is Monday 10:00 (11:00 where clocks were put forward on Sunday); 3 business
    days from Friday 10:00 is Wednesday 10:00, and so they are from Saturday 10:00.
    """
    if unit == "hours":
        return start.astimezone(timezone.utc) + timedelta(hours=length)
    local = _local(start, zone)
    day = local.date()
    for _count in range(length):
        day += timedelta(days=1)
        while unit == "business_days" and (day.weekday() >= SATURDAY or day in holidays):
            day += timedelta(days=1)
    return _instant(day, local.timetz().replace(tzinfo=None, fold=0), zone)


def working_due(start: datetime, hours: float, work: WorkingHours) -> datetime | None:
    """When so many working hours have passed since `start`, in UTC; None where nobody works in the next 400 days."""
    wanted = timedelta(hours=hours)
    for begin, end in _stretches(start, work):
        if end - begin >= wanted:
            return begin + wanted
        wanted -= end - begin
    return None


def working_time(start: datetime, end: datetime, work: WorkingHours) -> timedelta:
    """The working time between two instants, below 0 where `end` comes first."""
    if end < start:
        return -working_time(end, start, work)
    passed = timedelta(0)
    for begin, until in _stretches(start, work):
        if begin >= end:
            break
        passed += min(until, end) - begin
    return passed


def _stretches(start: datetime, work: WorkingHours) -> Iterator[tuple[datetime, datetime]]:
    """Stretches of work from `start` on, in UTC, the first cut off where it has begun already."""
    start = start.astimezone(timezone.utc)
    first = _local(start, work.zone).date()
    for count in range(FURTHEST):
        day = first + timedelta(days=count)
        if day in work.holidays:
            continue
        for begin, end in work.week[day.weekday()]:
            opens, closes = _instant(day, begin, work.zone), _instant(day, end, work.zone)
            if closes > start:
                yield max(opens, start), closes


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone) if zone else None)


def _instant(day: date, at: time, zone: str) -> datetime:
    """A time on the wall as an instant in UTC; one that a change of clocks leaves out comes as much later."""
    wall = datetime.combine(day, at)
    local = wall.replace(tzinfo=ZoneInfo(zone)) if zone else wall.astimezone()
    return local.astimezone(timezone.utc)


def running(
    rules: Sequence[ClockRule],
    asked_at: str | None,
    claimed_at: str,
    zone: str,
    work: WorkingHours,
    now: datetime,
) -> tuple[Running, ...]:
    """The clocks of an open case, the one that is due first at the head.

    `asked_at`: UTC text of the oldest message of the buyer without an answer, None where none waits; `claimed_at` of
    the opening, "" once the claim was answered or where there is none; `zone` is the channel's. The shop's own clock
    runs from that message in working hours.
    """
    found = [one for rule in rules if (one := _of_rule(rule, asked_at, claimed_at, zone, work, now)) is not None]
    if asked_at:
        started = from_utc_text(asked_at)
        due = working_due(started, work.answer, work)
        if due is not None:
            whole = timedelta(hours=work.answer)
            left = working_time(now, due, work) if now < due else due - now
            found.append(Running("", _("Your own first answer"), "", due, left, whole, working=True))
    return tuple(sorted(found, key=lambda one: (one.due_at, one.working, one.rule)))


def _of_rule(
    rule: ClockRule, asked_at: str | None, claimed_at: str, zone: str, work: WorkingHours, now: datetime
) -> Running | None:
    begun = asked_at if rule.starts == "message" else claimed_at
    if not begun:
        return None
    start = from_utc_text(begun)
    due = due_at(start, rule.length, rule.unit, zone, work.holidays)
    return Running(rule.id, _(rule.title), _(rule.ends), due, due - now, due - start, sure=rule.sure)


def left_words(one: Running) -> str:
    """`3 h left`, `2 h over`, `5 working hours left`, `40 min left`."""
    over = one.left < timedelta(0)
    minutes = int(abs(one.left).total_seconds() // 60)
    if one.working and not over:
        if minutes < 60:
            return plural("{count} working minute left", "{count} working minutes left", minutes)
        return plural("{count} working hour left", "{count} working hours left", minutes // 60)
    words = _stretch(minutes)
    return (_("{time} over") if over else _("{time} left")).format(time=words)


def _stretch(minutes: int) -> str:
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    if minutes < 48 * 60:
        return _("{hours} h").format(hours=minutes // 60)
    return plural("{count} day", "{count} days", minutes // (24 * 60))


def checked_day(text: str) -> Day:
    """Stretches of work as they are typed: "9-17", "9:00-12:30, 14-18", "" for a day off. UserError says what is wrong.

    Stretches come in order, do not overlap, and end on their own day; 24:00 is written as 23:59.
    """
    found: list[tuple[time, time]] = []
    for part in text.replace("，", ",").replace("、", ",").split(","):
        if not part.strip():
            continue
        ends = part.replace("–", "-").replace("—", "-").split("-")
        if len(ends) != 2:
            raise UserError(_wrong(part))
        begin, end = (_time(one, part) for one in ends)
        if begin >= end or (found and begin < found[-1][1]):
            raise UserError(
                _("“{value}” does not come after what is before it. Write them in order.").format(value=part.strip())
            )
        found.append((begin, end))
    return tuple(found)


def _time(text: str, whole: str) -> time:
    hours, _mark, minutes = text.strip().replace("：", ":").partition(":")
    if not (hours.isascii() and hours.isdigit() and (minutes == "" or (minutes.isascii() and minutes.isdigit()))):
        raise UserError(_wrong(whole))
    if int(hours) > 23 or int(minutes or 0) > 59:
        raise UserError(_wrong(whole))
    return time(int(hours), int(minutes or 0))


def _wrong(text: str) -> str:
    return _("“{value}” is no time of work. Write it like 9:00-17:00. Nothing was changed.").format(value=text.strip())


def day_words(day: Day) -> str:
    """What `checked_day` reads: `9:00-12:30, 14:00-18:00`, "" for a day off."""
    return ", ".join(f"{begin.hour}:{begin.minute:02}-{end.hour}:{end.minute:02}" for begin, end in day)


def checked_holidays(text: str) -> frozenset[date]:
    """Days off, one ISO day a line or parted by commas or blanks. UserError names the one that is no day."""
    found = set()
    for part in text.replace(",", " ").replace("，", " ").split():
        try:
            found.add(date.fromisoformat(part))
        except ValueError:
            raise UserError(_("“{value}” is not a day. Write it like 2026-07-18.").format(value=part)) from None
    return frozenset(found)


def hours_from(
    rows: Iterable[tuple[int | None, str, str, str]], zone: str = "", answer: int = OWN_HOURS
) -> WorkingHours:
    """Working hours as they are kept: rows of (weekday from Monday 0 or None, ISO day off or "", opens, closes).

    Without a row for any weekday, the usual week of nine to five.
    """
    week: dict[int, list[tuple[time, time]]] = {}
    holidays = set()
    for weekday, day, opens, closes in rows:
        if weekday is None:
            holidays.add(date.fromisoformat(day))
        else:
            week.setdefault(weekday, []).append((time.fromisoformat(opens), time.fromisoformat(closes)))
    days = tuple(tuple(sorted(week.get(number, ()))) for number in range(7)) if week else WorkingHours().week
    return WorkingHours(days, frozenset(holidays), zone, answer)


def rows_of(work: WorkingHours) -> list[tuple[int | None, str, str, str]]:
    """What `hours_from` reads."""
    stretches = [
        (number, "", f"{begin:%H:%M}", f"{end:%H:%M}") for number, day in enumerate(work.week) for begin, end in day
    ]
    return [*stretches, *((None, day.isoformat(), "", "") for day in sorted(work.holidays))]
