"""Which way of asking brings reviews: shares by plan, template, wait, language, channel and product, and A or B."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from storeapp.channels.queries import channel_names
from storeapp.kernel.text import N_, _, plural
from storeapp.solicitation.messages.letters import language_name
from storeapp.solicitation.outcomes import comparison, rates
from storeapp.solicitation.queries import plans_of
from storeapp.solicitation.results import LOOK, Comparison, Rate
from storeapp.solicitation.wording import plan_title
from storeapp.store.sql import ask

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 8  # lines of a group
GROUPS = {
    "plan": N_("By plan"),
    "template": N_("By template"),
    "delay": N_("By days between the delivery and the request"),
    "language": N_("By language"),
    "channel": N_("By channel"),
    "product": N_("By product"),
}
NOT_KNOWN = {
    "template": N_("Without a template"),
    "delay": N_("Delivery not known"),
    "language": N_("Language not known"),
    "product": N_("Product not known"),
}


@dataclass(frozen=True, slots=True)
class RateGroup:
    """The shares of one kind of difference, the most asked first: (name, share); `more` are left out."""

    title: str
    rates: tuple[tuple[str, Rate], ...]
    more: int


@dataclass(frozen=True, slots=True)
class WhatWorks:
    """Groups in which requests were sent, and the two templates of each plan and language that has two."""

    groups: tuple[RateGroup, ...]
    compared: tuple[tuple[str, Comparison], ...]


def what_works(conn: Connection, now: datetime) -> WhatWorks:
    """Of all first requests; those whose answer may still come are left out of the shares."""
    groups = []
    for by, title in GROUPS.items():
        found = rates(conn, by, now)
        names = _names(conn, by, found)
        shown = tuple((names.get(one.key) or _(NOT_KNOWN.get(by, "–")), one) for one in found[:MOST])
        if shown:
            groups.append(RateGroup(_(title), shown, len(found) - len(shown)))
    return WhatWorks(tuple(groups), tuple(_compared(conn, now)))


def share_words(one: Rate) -> str:
    """A share in words: how many of how many, its likely range, or how many more requests it takes to call it."""
    if one.share is None or one.early:
        if one.share is None:
            return count_words(one)
        more = plural("too early to call: {count} more request", "too early to call: {count} more requests", one.more)
        return _("{count}, {more}").format(count=count_words(one), more=more)
    ends = {"low": f"{one.low:.0%}", "high": f"{one.high:.0%}"}
    return _("{share}, likely {low} to {high}").format(share=f"{one.share:.0%}", **ends)


def count_words(one: Rate) -> str:
    """How many of how many were answered, and how many answers may still come."""
    if one.share is None:
        return plural("{count} asked, answers may still come", "{count} asked, answers may still come", one.waiting)
    words = plural("{{answered}} of {count} answered", "{{answered}} of {count} answered", one.asked)
    return words.format(answered=f"{one.answered:,}")


def verdict_words(found: Comparison) -> str:
    """Which of two did better; judged once, at a look that was fixed beforehand."""
    if found.more:
        return plural(
            "Not judged yet: {count} more answered or expired request of each is missing",
            "Not judged yet: {count} more answered or expired requests of each are missing",
            found.more,
        )
    if found.better:
        return _("“{name}” did better, and not just by chance").format(name=found.better)
    return _("No clear difference")


def bound_words() -> str:
    """How the comparison keeps from being fooled by looking every day."""
    return _(
        "Only the first {count} requests of each count, and they are judged once (5% chance of error). Looking earlier "
        "or later changes nothing."
    ).format(count=LOOK)


def _compared(conn: Connection, now: datetime) -> list[tuple[str, Comparison]]:
    found = []
    for plan in plans_of(conn):
        kept = ask(
            conn, "SELECT DISTINCT language FROM review_requests WHERE plan = :plan AND variant <> ''", plan=plan.key
        )
        for language in sorted(row[0] for row in kept):
            both = comparison(conn, plan.key, language, now)
            if both is not None:
                named = _("{plan}, {language}")
                found.append(
                    (named.format(plan=plan_title(plan.key, plan.name), language=language_name(language)), both)
                )
    return sorted(found, key=lambda one: -(one[1].one.asked + one[1].other.asked))


def _names(conn: Connection, by: str, found: list[Rate]) -> Mapping[str, str]:
    keys = [one.key for one in found[:MOST] if one.key]
    if by == "plan":
        return {one.key: plan_title(one.key, one.name) for one in plans_of(conn)}
    if by == "language":
        return {key: language_name(key) for key in keys}
    if by == "channel":
        return {str(number): name for number, _platform, name in channel_names(conn)}
    if by == "delay":
        return {key: _("{days} days").format(days=key.replace("-", "–")) for key in keys}
    if by == "product":
        rows = ask(
            conn,
            "SELECT id, coalesce(nullif(label, ''), title) FROM products WHERE id IN :ids",
            ids=[int(key) for key in keys],
        )
        return {str(number): name for number, name in rows} if keys else {}
    return {key: key for key in keys}
