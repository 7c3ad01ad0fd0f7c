"""What a publication brought, in the owner's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from storeapp.aftersales.causes.rules import VERDICTS, per_hundred
from storeapp.articles.results.records import LessonRow, PromptedEffect, PublicationFacts
from storeapp.articles.results.rules import WAYS, PublicationFigures
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural


def known_words(facts: PublicationFacts) -> str:
    """By what its orders are known, and how long they still count."""
    row = facts.row
    if not row.trackable:
        parts = [_("No coupon and no tracking link: only buyers who say so are counted")]
    else:
        codes = [one for one in (facts.coupon, facts.tracking_link) if one]
        parts = [_("Known by {codes}").format(codes=_(", ").join(codes))]
    if row.ways:
        parts.append(_("counted by: {ways}").format(ways=_(", ").join(_(WAYS[way]) for way in row.ways)))
    if row.open:
        parts.append(plural("orders count for {count} more day", "orders count for {count} more days", row.open))
    return _(", ").join(parts)


def figures_words(day: str, one: PublicationFigures, today: date) -> str:
    """`8 July: views 1,480, reads 610`."""
    named = ((_("views"), one.views), (_("reads"), one.reads), (_("saves"), one.saves), (_("clicks"), one.clicks))
    parts = [_("{name} {count}").format(name=name, count=f"{value:,}") for name, value in named if value is not None]
    if one.cost is not None:
        parts.append(_("{name} {count}").format(name=_("cost"), count=one.cost))
    when = spoken_day(date.fromisoformat(day), today)
    return _("{name}: {words}").format(name=when, words=_(", ").join(parts))


def effect_words(effect: PromptedEffect, today: date) -> str:
    """Whether what prompted the article fell after it came out, with the likely range."""
    judged = effect.judged
    day = spoken_day(date.fromisoformat(effect.day), today)
    lines = [effect.words]
    if judged.before.share is not None and judged.after.share is not None and judged.likely is not None:
        said = (
            _("{before} per 100 orders before, {after} since {day}")
            if effect.per == "orders"
            else _("{before} per 100 reviews before, {after} since {day}")
        )
        before, after = per_hundred(judged.before.share), per_hundred(judged.after.share)
        lines.append(said.format(before=before, after=after, day=day))
        low, high = per_hundred(judged.likely.low), per_hundred(judged.likely.high)
        lines.append(_("It fell by likely {low} to {high} per 100").format(low=low, high=high))
    lines.append(_(VERDICTS[judged.verdict][0]))
    if judged.verdict == "early" and judged.more:
        lines.append(plural("{count} more order to tell", "{count} more orders to tell", judged.more))
    return "\n".join(lines)


def lessons_like(known: Sequence[LessonRow], kind: str, topic: str, most: int = 3) -> list[LessonRow]:
    """Of lessons, the newest first, those of articles on this topic, then those of this kind."""
    wanted = " ".join(topic.casefold().split())
    near = [one for one in known if wanted and " ".join(one.topic.casefold().split()) == wanted]
    near += [one for one in known if kind and one.kind == kind and one not in near]
    return near[:most]


def lesson_words(one: LessonRow) -> str:
    """A lesson in words, with the article it is of."""
    lines = [one.title]
    if one.worked:
        lines.append(_("Worked: {words}").format(words=one.worked))
    if one.next_try:
        lines.append(_("Next time: {words}").format(words=one.next_try))
    return "\n".join(lines)
