"""Days, instants, months and stretches of time as sentences say them: 16 July, today 07:40, Aug 2025, 31 h."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storeapp.kernel.clock import Clock, from_utc_text
from storeapp.kernel.text import N_, _, plural

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
SHORT_MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def long_day(day: date) -> str:
    """`Thursday 16 July 2026`."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=_(WEEKDAYS[day.weekday()]), day=day.day, month=_(MONTHS[day.month - 1]), year=day.year
    )


def spoken_day(day: date, today: date) -> str:
    """`today`, `yesterday`, `16 July`, or `16 July 2024` where the year isn't this one."""
    distance = (today - day).days
    if distance == 0:
        return _("today")
    if distance == 1:
        return _("yesterday")
    month = _(MONTHS[day.month - 1])
    if day.year == today.year:
        return _("{day} {month}").format(day=day.day, month=month)
    return _("{day} {month} {year}").format(day=day.day, month=month, year=day.year)


def short_day(day: date, today: date) -> str:
    """`16 Jul`, or `16 Jul 2024` where the year isn't this one: for columns and chips."""
    month = _(SHORT_MONTHS[day.month - 1])
    if day.year == today.year:
        return _("{day} {month}").format(day=day.day, month=month)
    return _("{day} {month} {year}").format(day=day.day, month=month, year=day.year)


def short_month(month: str) -> str:
    """`Aug` of "2025-08"."""
    return _(SHORT_MONTHS[int(month[5:7]) - 1])


def month_and_year(month: str) -> str:
    """`Aug 2025` of "2025-08"."""
    return _("{month} {year}").format(month=short_month(month), year=month[:4])


def stretch(hours: int) -> str:
    """A wait in the unit that reads best: `31 h` up to two days, then days, months (30 days) and years (365)."""
    days = hours // 24
    if hours < 48:
        return _("{hours} h").format(hours=hours)
    if days < 90:
        return plural("{count} day", "{count} days", days)
    if days < 730:
        return plural("{count} month", "{count} months", days // 30)
    return plural("{count} year", "{count} years", days // 365)


def ago(day: date, today: date) -> str:
    """`today`, `yesterday`, `9 days ago`, `8 months ago`."""
    days = (today - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return _("{time} ago").format(time=stretch(days * 24))


def last_months(count: int, today: date) -> date:
    """The first day of the last `count` months: this one so far and the whole ones before it.

    What "last 12 months" means on every page and in reports; kept sums hold whole months. 12 at 2026-07-16: 2025-08-01.
    """
    months = today.year * 12 + today.month - count
    return date(months // 12, months % 12 + 1, 1)


def last_day(month: str) -> str:
    """ "2026-02-28" of "2026-02"."""
    return (last_months(0, date.fromisoformat(f"{month}-01")) - timedelta(days=1)).isoformat()


def since_choices(today: date) -> list[tuple[str, str]]:
    """(first ISO day, words) of the stretches of time that lists are narrowed down to."""
    days = ((7, _("Last 7 days")), (30, _("Last 30 days")), (90, _("Last 90 days")))
    found = [((today - timedelta(days=count - 1)).isoformat(), words) for count, words in days]
    return [*found, (last_months(12, today).isoformat(), _("Last 12 months"))]


def clock_time(utc: str | None, time_zone: str) -> str:
    """`02:11` of an instant in a channel's time zone, named where its clocks differ from the owner's; "" for none.

    `utc` is the UTC text of the tables, `time_zone` an IANA name, "" for the machine's own.
    """
    if not utc or not utc[:1].isdigit():
        return ""
    moment = from_utc_text(utc)
    local = moment.astimezone(ZoneInfo(time_zone) if time_zone else None)
    time = local.strftime("%H:%M")
    if local.utcoffset() == moment.astimezone().utcoffset():
        return time
    place = time_zone.rpartition("/")[2].replace("_", " ")
    return _("{time} ({place} time)").format(time=time, place=place)


def day_and_time(moment: datetime | str, clock: Clock) -> str:
    """An aware instant, or the UTC text of the tables, in the machine's own time zone."""
    if isinstance(moment, str):
        moment = from_utc_text(moment)
    local = moment.astimezone()
    day = spoken_day(local.date(), clock.now().astimezone().date())
    return _("{day} {time}").format(day=day, time=local.strftime("%H:%M"))
