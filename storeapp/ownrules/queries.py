"""Reads the rule book as the owner has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from heapq import merge

from sqlalchemy import Connection, select

from storeapp.channels.rules import seat_of
from storeapp.kernel.targets import OpenRequest, OpenReview
from storeapp.messages.queries import rule_changes
from storeapp.ownrules.records import IgnoredStop, RuleBookState, RuleRow, SpokenDraft
from storeapp.ownrules.rules import MessageRule, check, is_mine
from storeapp.rulebook.messages.facts import DraftFacts
from storeapp.rulebook.messages.owners import HOUSE, whole_book
from storeapp.store.tables import (
    Channel,
    DeliveryDays,
    Order,
    ReplyDraft,
    ReplyOverride,
    RequestDraft,
    RequestOverride,
    Review,
)

MOST_IGNORED = 500
MOST_DRAFTS = 60  # the newest of each kind; each is held against the whole book


def rule_book(conn: Connection, today: date, spoken: Sequence[SpokenDraft] = ()) -> RuleBookState:
    """All rules with what the owner changed, and the newest stops that were ignored. `spoken` comes from `drafts`."""
    changes = {one.rule: one for one in rule_changes(conn)}
    stops = ignored_stops(conn)
    ignored, speaking = Counter(one.rule for one in stops), Counter(one.rule for one in spoken)
    countries, platforms = places(conn)
    rows = []
    for rule in whole_book(tuple(changes.values())):
        change = changes.get(rule.id)
        rows.append(
            RuleRow(
                rule=rule,
                does=rule.severity_on(today),
                on=change is None or not change.off,
                copied=change is not None and change.own is not None and not rule.id.startswith(HOUSE),
                house=rule.id.startswith(HOUSE),
                past=rule.past_review(today),
                ignored=ignored[rule.id],
                mine=is_mine(rule, countries, platforms),
                spoken=speaking[rule.id],
            )
        )
    return RuleBookState(tuple(rows), tuple(stops), tuple(spoken))


def places(conn: Connection) -> tuple[frozenset[str], frozenset[str]]:
    """The countries (ISO codes) of the shop and of where it has sent to, and its platforms; empty where unknown.

    A channel whose country isn't known stands for all of its region.
    """
    channels = conn.execute(select(Channel.platform, Channel.region, Channel.locale, Channel.currency)).all()
    countries: set[str] = set()
    for _platform, *where in channels:
        seat, region = seat_of(*where)
        countries.update([seat] if seat else region)
    countries |= set(conn.execute(select(DeliveryDays.country).distinct()).scalars())
    return frozenset(countries - {""}), frozenset(row.platform for row in channels)


def ignored_stops(conn: Connection) -> list[IgnoredStop]:
    """Stops of replies and requests that the owner ignored, the newest first; at most MOST_IGNORED of each."""
    found: list[list[IgnoredStop]] = []
    for table, about, target in (
        (ReplyOverride, ReplyOverride.review_id, OpenReview),
        (RequestOverride, RequestOverride.order_id, OpenRequest),
    ):
        columns = (table.rule, table.text, table.reason, table.decided_at, about)
        rows = conn.execute(select(*columns).order_by(table.decided_at.desc(), table.id.desc()).limit(MOST_IGNORED))
        found.append([IgnoredStop(*row[:4], target(row[4])) for row in rows])
    return list(merge(*found, key=lambda one: one.decided_at, reverse=True))


def drafts(conn: Connection, today: date) -> list[SpokenDraft]:
    """The newest drafts of replies and requests whose words a rule that is on speaks of, the newest first."""
    changes = rule_changes(conn)
    off = {one.rule for one in changes if one.off}
    rules = [one for one in whole_book(tuple(changes)) if one.id not in off]
    replies = (
        select(ReplyDraft.changed_at, ReplyDraft.text, Channel.platform, Channel.name, ReplyDraft.review_id)
        .join(Review.__table__, Review.id == ReplyDraft.review_id)
        .join(Channel.__table__, Channel.id == Review.channel_id)
        .order_by(ReplyDraft.changed_at.desc(), ReplyDraft.id.desc())
    )
    requests = (
        select(RequestDraft.changed_at, RequestDraft.text, Channel.platform, Channel.name, RequestDraft.order_id)
        .join(Order.__table__, Order.id == RequestDraft.order_id)
        .join(Channel.__table__, Channel.id == Order.channel_id)
        .order_by(RequestDraft.changed_at.desc(), RequestDraft.id.desc())
    )
    found: list[tuple[str, list[SpokenDraft]]] = []
    for job, wanted in (("reply", replies), ("request", requests)):
        for at, text, platform, channel, number in conn.execute(wanted.limit(MOST_DRAFTS)):
            target = OpenReview(number) if job == "reply" else OpenRequest(number)
            facts = DraftFacts(platform=platform, channel=channel, today=today, job=job)
            found.append((at, [SpokenDraft(rule, text, target) for rule in _speaking(text, facts, rules)]))
    found.sort(key=lambda one: one[0], reverse=True)
    return [one for _at, spoken in found for one in spoken]


def _speaking(text: str, facts: DraftFacts, rules: Sequence[MessageRule]) -> Iterator[str]:
    """The rules that speak of words of a text; what needs more than the words is known where it is written."""
    told = (one for one in check(text, facts, rules) if one.span is not None and one.severity != "FINE")
    yield from dict.fromkeys(one.rule for one in told)
