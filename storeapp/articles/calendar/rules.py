"""What can be said of a plan: pieces that meet, topics that repeat, places written to too often, and the mix. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from storeapp.articles.kinds import MIX, MixRule, PushLimit, mix_of
from storeapp.kernel.days import spoken_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _, plural

STATES: Mapping[str, tuple[str, str, str]] = {  # title, icon, tone
    "draft": (N_("Draft"), "pencil", "text-2"),
    "blocked": (N_("Blocked"), "ban", "negative"),
    "ready": (N_("Finished"), "clock", "accent"),
    "published": (N_("Published"), "check", "positive"),
}
USUAL_TIME = "10:00"  # of a piece that is put on a day without a time
TOPIC_DAYS = 14  # house: within so many days the same topic reads like a repeat
FEWEST = 5  # pieces that have a mix
LASTED = {"day": 1, "week": 7, "month": 31}
_TIME = re.compile(r"([01]?\d|2[0-3])[:：.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class PlannedPiece:
    """One article on one day in one place.

    `id` of its publication; `place` names where: "channel:3", "outlet:5" or "site", with its words and the platform.
    `day` ISO, `time` HH:MM or "", both of the shop's own clock. `state`: a key of STATES.
    """

    id: int
    article_id: int
    title: str
    kind: str
    goal: str
    topic: str
    place: str
    place_name: str
    platform: str
    day: str
    time: str
    state: str
    url: str = ""

    @property
    def mix(self) -> str:
        """The key of MIX it counts to."""
        return mix_of(self.kind, self.goal)

    @property
    def published(self) -> bool:
        """Whether it came out."""
        return self.state == "published"


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """What should be looked at: `kind` hour | topic | often, the pieces' ids, and the sentence."""

    kind: str
    pieces: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class MixPart:
    """One part of the mix: how many, their share 0 to 1, and the share aimed at, None where the rule says none."""

    key: str
    count: int
    share: float
    aim: float | None


@dataclass(frozen=True, slots=True)
class ContentMix:
    """The mix of some pieces; `advice`: what would bring it to the rule, "" where it is there or there are too few."""

    total: int
    parts: tuple[MixPart, ...]
    advice: str
    fits: bool


def checked_day(text: str) -> str:
    """An ISO day; UserError where it is none."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise UserError(_("“{value}” is not a day. Write it like 2026-07-18.").format(value=text)) from None


def checked_time(text: str) -> str:
    """HH:MM of what was typed, the usual time for nothing; UserError where it is no time of a day."""
    plain = text.strip()
    if not plain:
        return USUAL_TIME
    found = _TIME.fullmatch(plain)
    if found is None:
        raise UserError(_("“{value}” is no time of day. Write it like 10:00.").format(value=text))
    return f"{int(found[1]):02d}:{found[2]}"


def month_weeks(month: str) -> list[list[date]]:
    """The weeks of "2026-07", Monday first, whole at both ends."""
    first = date.fromisoformat(f"{month}-01")
    day = first - timedelta(days=first.weekday())
    weeks = []
    while day < first or day.strftime("%Y-%m") == month:
        weeks.append([day + timedelta(days=step) for step in range(7)])
        day += timedelta(days=7)
    return weeks


def week_of(day: date) -> list[date]:
    """The seven days of the week of a day, Monday first."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=step) for step in range(7)]


def warnings(pieces: Sequence[PlannedPiece], limits: Mapping[str, PushLimit], today: date) -> list[PlanWarning]:
    """What of a plan should be looked at, by day. `limits` by place; what is past and out isn't told any more."""
    ordered = sorted(pieces, key=lambda one: (one.day, one.time, one.id))
    found = [*_same_hour(ordered, today), *_same_topic(ordered, today)]
    by_place: dict[str, list[PlannedPiece]] = defaultdict(list)
    for one in ordered:
        by_place[one.place].append(one)
    for place, ones in by_place.items():
        limit = limits.get(place)
        if limit is not None:
            found += _too_often(ones, limit, today)
    days = {one.id: one.day for one in ordered}
    return sorted(found, key=lambda one: (days[one.pieces[-1]], one.kind))


def _open(pieces: Iterable[PlannedPiece], today: date) -> bool:
    """Whether something can still be done about it."""
    return any(not one.published and one.day >= today.isoformat() for one in pieces)


def _same_hour(ordered: Sequence[PlannedPiece], today: date) -> list[PlanWarning]:
    """Different articles in one hour, which nobody can look after at once, or two in one place."""
    by_hour: dict[tuple[str, str], list[PlannedPiece]] = defaultdict(list)
    for one in ordered:
        if one.time:
            by_hour[one.day, one.time[:2]].append(one)
    found = []
    for (day, _hour), ones in by_hour.items():
        different = len({one.article_id for one in ones}) > 1 or len({one.place for one in ones}) < len(ones)
        if len(ones) > 1 and different and _open(ones, today):
            when = spoken_day(date.fromisoformat(day), today)
            words = _("{pieces} around {time} {day}: {titles}").format(
                pieces=plural("{count} piece", "{count} pieces", len(ones)),
                time=ones[0].time,
                day=when,
                titles=_(", ").join(_called(one) for one in ones),
            )
            found.append(PlanWarning("hour", tuple(one.id for one in ones), words))
    return found


def _same_topic(ordered: Sequence[PlannedPiece], today: date) -> list[PlanWarning]:
    """Different articles on one topic within two weeks."""
    by_topic: dict[str, list[PlannedPiece]] = defaultdict(list)
    for one in ordered:
        if one.topic.strip():
            by_topic[" ".join(one.topic.casefold().split())].append(one)
    found = []
    for ones in by_topic.values():
        for earlier, later in pairwise(_first_days(ones)):
            apart = (date.fromisoformat(later.day) - date.fromisoformat(earlier.day)).days
            if apart <= TOPIC_DAYS and _open([later], today):
                words = _("“{later}” and “{earlier}” are on one topic ({topic}), {days} apart").format(
                    later=later.title,
                    earlier=earlier.title,
                    topic=later.topic.strip(),
                    days=plural("{count} day", "{count} days", apart),
                )
                found.append(PlanWarning("topic", (earlier.id, later.id), words))
    return found


def _first_days(ones: Sequence[PlannedPiece]) -> list[PlannedPiece]:
    """Each article once, where it comes out first: the same article in several places repeats nothing."""
    first: dict[int, PlannedPiece] = {}
    for one in ones:
        first.setdefault(one.article_id, one)
    return list(first.values())


def _too_often(ones: Sequence[PlannedPiece], limit: PushLimit, today: date) -> list[PlanWarning]:
    """Stretches in which a place is written to more often than its followers should be."""
    by_stretch: dict[str, list[PlannedPiece]] = defaultdict(list)
    for one in ones:
        by_stretch[_stretch(one.day, limit.per)].append(one)
    found = []
    for some in by_stretch.values():
        if len(some) > limit.most and _open(some, today):
            said = {
                "day": _("{place}: {count} pieces on {day}, {most} a day is the limit"),
                "week": _("{place}: {count} pieces in the week of {day}, {most} a week is the limit"),
                "month": _("{place}: {count} pieces in the month of {day}, {most} a month is the limit"),
            }[limit.per]
            day = spoken_day(date.fromisoformat(some[0].day), today)
            words = said.format(place=some[0].place_name, count=len(some), day=day, most=limit.most)
            found.append(PlanWarning("often", tuple(one.id for one in some), words))
    return found


def _stretch(day: str, per: str) -> str:
    if per == "month":
        return day[:7]
    if per == "week":
        return week_of(date.fromisoformat(day))[0].isoformat()
    return day


def _called(one: PlannedPiece) -> str:
    return _("{title} ({place})").format(title=one.title or _("Without a title"), place=one.place_name)


def content_mix(keys: Iterable[str], rule: MixRule) -> ContentMix:
    """The mix of pieces, given by keys of MIX, held against a rule.

    Worked: 12 useful, 5 stories, 3 promotions against 70/20/10 want 14, 4 and 2: swap 1 story and 1 promotion for
    useful pieces.
    """
    counts = Counter(keys)
    total = sum(counts.values())
    parts = tuple(
        MixPart(
            key,
            counts[key],
            counts[key] / total if total else 0.0,
            rule.aims[key] / 100 if key in rule.aims else None,
        )
        for key in MIX
    )
    if total < FEWEST:
        return ContentMix(total, parts, "", True)
    advice = _swap(counts, total, rule) if rule.aims else _less_promotion(counts, total, rule)
    return ContentMix(total, parts, advice, not advice)


def wanted_counts(total: int, aims: Mapping[str, int]) -> dict[str, int]:
    """So many pieces of each part as percent `aims` make of `total`; the largest remainders are rounded up."""
    whole = {key: total * percent // 100 for key, percent in aims.items()}
    rest = sorted(aims, key=lambda key: (-(total * aims[key] % 100), list(MIX).index(key)))
    for key in rest[: total - sum(whole.values())]:
        whole[key] += 1
    return whole


def _swap(counts: Mapping[str, int], total: int, rule: MixRule) -> str:
    wanted = wanted_counts(total, rule.aims)
    over = {key: counts.get(key, 0) - wanted[key] for key in wanted if counts.get(key, 0) > wanted[key]}
    under = {key: wanted[key] - counts.get(key, 0) for key in wanted if counts.get(key, 0) < wanted[key]}
    if not over:
        return ""
    away = _(" and ").join(_so_many(key, count) for key, count in over.items())
    instead = _(" and ").join(_so_many(key, count) for key, count in under.items())
    return _("Swap {away} for {instead} to reach {rule}").format(away=away, instead=instead, rule=rule.title)


def _so_many(key: str, count: int) -> str:
    if key == "useful":
        return plural("{count} useful piece", "{count} useful pieces", count)
    if key == "story":
        return plural("{count} story", "{count} stories", count)
    return plural("{count} promotion", "{count} promotions", count)


def _less_promotion(counts: Mapping[str, int], total: int, rule: MixRule) -> str:
    allowed = total * rule.most_promotion // 100
    have = counts.get("promotion", 0)
    if have <= allowed:
        return ""
    return _("{have} of {total} are promotion; {rule} allows {allowed}").format(
        have=have, total=total, rule=rule.title, allowed=allowed
    )


def own_mix(aims: Mapping[str, int]) -> MixRule:
    """The owner's own target as a rule; UserError where the percents don't make 100."""
    kept = {key: aims.get(key, 0) for key in MIX}
    if any(percent < 0 for percent in kept.values()) or sum(kept.values()) != 100:
        raise UserError(_("The three parts must make 100% together. Nothing was changed."))
    title = "/".join(str(percent) for percent in kept.values())
    words = _("Your own target for useful pieces, stories and promotion")
    return MixRule("own", title, words, kept, kept["promotion"], "", "")


def piece_state(published: bool, ready: bool, blockers: int) -> str:
    """The key of STATES: what blocks an article counts until it came out."""
    if published:
        return "published"
    if blockers:
        return "blocked"
    return "ready" if ready else "draft"
