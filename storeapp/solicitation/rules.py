"""Where an order stands with its request: one state, one reason, and when that changes. Pure, and blind to stars.

What buyers think of the shop is no fact here: neither a rating given elsewhere nor a guess of one is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from storeapp.customers.contacts.rules import Cap, free_from
from storeapp.solicitation.delivery import Delivery
from storeapp.solicitation.limits import Limits
from storeapp.solicitation.plans import Plan
from storeapp.solicitation.states import ANSWER_DAYS as ANSWER_DAYS
from storeapp.solicitation.states import ASKED as ASKED
from storeapp.solicitation.states import FIRST as FIRST
from storeapp.solicitation.states import HELD as HELD
from storeapp.solicitation.states import NO_ANSWER as NO_ANSWER
from storeapp.solicitation.states import NOT_ASKED as NOT_ASKED
from storeapp.solicitation.states import OPTED_OUT as OPTED_OUT
from storeapp.solicitation.states import PHOTO as PHOTO
from storeapp.solicitation.states import PHOTO_ASKED as PHOTO_ASKED
from storeapp.solicitation.states import READY as READY
from storeapp.solicitation.states import REMINDED as REMINDED
from storeapp.solicitation.states import REMINDER as REMINDER
from storeapp.solicitation.states import REVIEWED as REVIEWED
from storeapp.solicitation.states import STATES as STATES
from storeapp.solicitation.states import STEPS as STEPS
from storeapp.solicitation.states import TOO_EARLY as TOO_EARLY
from storeapp.solicitation.states import WINDOW_CLOSED as WINDOW_CLOSED
from storeapp.solicitation.timing import day_ends, day_of, next_open, proposed, quiet_from, zones_of

POSTPONED_DAYS = 7  # by which "not arrived yet" puts a request off
PHOTO_DAYS = 30  # after a review, within which its photo may be asked for
NEVER_SOLD, UNPAID = ("canceled", "unavailable"), ("created", "approved")
SENT_BACK = ("refunded", "returned")
UNSURE = "mail_unsure"  # nobody knows whether the mail went out: it is never sent again by itself
MAIL = (UNSURE, "mail_refused")


@dataclass(frozen=True, slots=True)
class Problem:
    """A case or a refund of the order. `number`: the case's, None for a refund; `over`: None while it is open."""

    number: int | None
    over: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A review that is about the order; `sure` (0 to 1) how certain that is. Its stars are left out on purpose."""

    review_id: int
    posted: date | None
    with_photo: bool
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail that was handed to a server. `begun`: since when (UTC text) nobody knows whether it went out; None where
    the server refused it with the words `answer`.
    """

    step: str
    begun: str | None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides about one order, as it is known now. Instants are aware, days the channel's own.

    `heard`: when messages that count reached the person, on any channel and for any purpose. `product_asked`: when they
    were last asked about one of these products for another order. `here`: nothing was shipped yet as far as files say.
    """

    order_id: int
    status: str
    paid: bool
    channel_zone: str
    country: str
    placed: date | None
    delivery: Delivery | None
    here: bool = False
    reachable: bool = True
    consent: str = "unknown"
    left_alone: bool = False
    last_sale: date | None = None
    wait: int = 7
    sent: tuple[tuple[str, datetime], ...] = ()
    heard: tuple[datetime, ...] = ()
    product_asked: datetime | None = None
    problems: tuple[Problem, ...] = ()
    answer: Answer | None = None
    hold: tuple[str, date | None] | None = None
    not_arrived_until: date | None = None
    mailed: tuple[Mailed, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the order stands. `detail` fills the reason's sentence; `step` is what is asked next, "" for nothing more.

    `not_before` and `next_change` are instants, `not_after` the channel's last day. `next_change` None: only news of
    the order changes it.
    """

    state: str
    reason: str
    detail: str = ""
    step: str = ""
    not_before: datetime | None = None
    not_after: date | None = None
    next_change: datetime | None = None


def judge(facts: Facts, plan: Plan, limits: Limits, now: datetime) -> Verdict:
    """Where one order stands at an aware instant: with its first request, the reminder, or the photo."""
    if facts.answer is not None:
        return _after_review(facts, facts.answer, plan, limits, now)
    never = _never(facts, plan)
    if never is not None:
        return never
    kinds = dict(facts.sent)
    if facts.left_alone or facts.consent == "no":
        return Verdict(OPTED_OUT, "refused" if facts.consent == "no" and not facts.left_alone else "opted_out")
    if REMINDER in kinds:
        return _awaiting(REMINDED, "reminded", kinds[REMINDER], now)
    if facts.sent:
        return _after_first(facts, min(at for _kind, at in facts.sent), plan, limits, now)
    return _first(facts, plan, limits, now)


def window(facts: Facts, plan: Plan, limits: Limits) -> tuple[date, date] | None:
    """The first and the last day to ask first; None where no day of the order is known.

    Counted from the latest likely delivery on, so that nobody is asked before the parcel came, and up to the earliest
    one, so that an estimate never runs over the platform's last day. A wait longer than the window gives way.
    """
    if facts.delivery is None:
        return None
    low, high = facts.delivery.low, facts.delivery.high
    closes = min(plan.expires, limits.closes) if limits.closes is not None else plan.expires
    last = low + timedelta(days=closes)
    opens = high + timedelta(days=limits.opens)
    first = max(min(high + timedelta(days=facts.wait), last), opens)
    if facts.not_arrived_until is not None:
        first = max(first, facts.not_arrived_until)
    return first, last


def one_at_a_time(ready: Sequence[tuple[int, Verdict]], gap: int, now: datetime) -> dict[int, Verdict]:
    """What becomes of one person's orders that are ready together: the one that closes first goes, the others wait.

    `ready`: (order, verdict); `gap`: days between two messages. Gives the verdicts of those that wait.
    """
    goes = min(ready, key=lambda one: (one[1].not_after or date.max, one[0]))[0]
    later = now + timedelta(days=gap)
    return {
        order: replace(one, state=HELD, reason="one_at_a_time", not_before=later, next_change=one.next_change)
        for order, one in ready
        if order != goes
    }


def _never(facts: Facts, plan: Plan) -> Verdict | None:
    if facts.status in NEVER_SOLD:
        return Verdict(NOT_ASKED, "canceled")
    if facts.status in UNPAID and not facts.paid:
        return Verdict(NOT_ASKED, "unpaid")
    if not facts.sent and not plan.active:
        return Verdict(NOT_ASKED, "plan_off" if plan.key else "no_plan", plan.name)
    return None


def _first(facts: Facts, plan: Plan, limits: Limits, now: datetime) -> Verdict:
    if limits.manner != "free":
        return Verdict(NOT_ASKED, "platform_asks" if limits.manner == "platform" else "never_asked", limits.platform)
    if not facts.reachable:
        return Verdict(NOT_ASKED, "no_address")
    wanting = limits.consent_wanting(facts.country, facts.consent == "yes", plan.told_at_checkout, facts.last_sale)
    if wanting and not limits.consent_wanting(facts.country, facts.consent == "yes", True, facts.last_sale):
        return _until_closed(facts, plan, limits, now, Verdict(HELD, "checkout", wanting[0], FIRST))
    if wanting:
        return Verdict(NOT_ASKED, "consent", wanting[0])
    days = window(facts, plan, limits)
    if days is None:
        return Verdict(NOT_ASKED, "no_day")
    return _due(facts, plan, limits, now, FIRST, days)


def _due(facts: Facts, plan: Plan, limits: Limits, now: datetime, step: str, days: tuple[date, date]) -> Verdict:
    """A message that may go from the first day on until the last: what speaks against it now, if anything."""
    first, last = days
    over = day_ends(last, facts.channel_zone)
    if now >= over:
        return Verdict(WINDOW_CLOSED, _closed_why(facts, plan, over), not_after=last)
    if first > last:
        return Verdict(NOT_ASKED, "no_time", not_after=last, next_change=over)
    zones = zones_of(facts.country, facts.channel_zone)
    start = proposed(first, zones, plan.hours)

    def until(state: str, reason: str, moment: datetime | None, detail: str = "") -> Verdict:
        change = over if moment is None else min(moment, over)
        return Verdict(state, reason, detail, step, moment, last, change)

    if facts.hold is not None:
        words, day = facts.hold
        end = None if day is None else day_ends(day - timedelta(days=1), facts.channel_zone)
        if end is None or now < end:
            return until(HELD, "by_hand", end, words)
    for mail in facts.mailed:
        if mail.step == step:
            why, detail = ("mail_refused", mail.answer) if mail.begun is None else (UNSURE, mail.begun)
            return until(HELD, why, None, detail)
    if facts.here and step == FIRST:
        return Verdict(TOO_EARLY, "not_shipped", "", step, start, last, over)
    if now < start:
        early = "wait" if facts.not_arrived_until is None or facts.not_arrived_until < first else "not_arrived"
        return until(TOO_EARLY, early, start)
    held = _held(facts, plan, now)
    if held is not None:
        return until(HELD, *held)
    opening = next_open(now, zones, plan.hours)
    if opening > now:
        return until(HELD, "quiet", opening)
    return Verdict(READY, "ready", "", step, start, last, min(quiet_from(now, zones, plan.hours), over))


def _held(facts: Facts, plan: Plan, now: datetime) -> tuple[str, datetime | None, str] | None:
    """What holds a message back although it is due, whatever the buyer's mood: reason, until when, its detail."""
    for problem in facts.problems:
        if problem.over is None:
            return "case", None, str(problem.number)
    after = timedelta(days=plan.resume)
    for problem in sorted(facts.problems, key=lambda one: one.over or now, reverse=True):
        if problem.over is not None and now < problem.over + after:
            kind = "refund" if problem.number is None else "case_closed"
            return kind, problem.over + after, str(problem.number or "")
    if facts.product_asked is not None and now < (free := facts.product_asked + timedelta(days=plan.product_days)):
        return "same_product", free, facts.product_asked.date().isoformat()
    frees = [(free_from(facts.heard, Cap(most, days), now), most, days) for most, days in plan.caps]
    latest = max((one for one in frees if one[0] is not None), key=lambda one: (one[0], one[2]), default=None)
    if latest is not None:
        return "wrote_lately" if latest[1] == 1 else "wrote_often", latest[0], f"{latest[1]}/{latest[2]}"
    return None


def _after_first(facts: Facts, asked: datetime, plan: Plan, limits: Limits, now: datetime) -> Verdict:
    """Asked once: the reminder, where the plan has one and the platform lets it through, then the end."""
    days = window(facts, plan, limits)
    if plan.reminder is None or not plan.active or (limits.most is not None and limits.most < 2) or days is None:
        return _awaiting(ASKED, "asked", asked, now)
    first = day_of(asked + timedelta(days=plan.reminder), facts.channel_zone)
    last = min(days[1], day_of(asked + timedelta(days=ANSWER_DAYS), facts.channel_zone))
    if first > last or not facts.reachable or now >= day_ends(last, facts.channel_zone):
        return _awaiting(ASKED, "asked", asked, now)
    due = _due(facts, plan, limits, now, REMINDER, (first, last))
    if due.state == TOO_EARLY:
        return replace(due, state=ASKED, reason="reminder_later", detail=_day(asked))
    if due.state == READY:
        # Also a reminder that was due long ago waits until the gap after the first message is over.
        return replace(due, detail=_day(asked))
    return due


def _after_review(facts: Facts, answer: Answer, plan: Plan, limits: Limits, now: datetime) -> Verdict:
    """Reviewed: a photo may be asked for where the review has none, unless something is still open."""
    done = Verdict(REVIEWED, "reviewed", answer.posted.isoformat() if answer.posted else "")
    kinds = dict(facts.sent)
    if PHOTO in kinds:
        end = kinds[PHOTO] + timedelta(days=ANSWER_DAYS)
        if answer.with_photo:
            return replace(done, reason="photo_came")
        if now >= end:
            return Verdict(REVIEWED, "no_photo", _day(kinds[PHOTO]))
        return Verdict(PHOTO_ASKED, "photo_asked", _day(kinds[PHOTO]), next_change=end)
    full = limits.most is not None and limits.most < len(facts.sent) + 1
    alone = facts.left_alone or facts.consent == "no" or not facts.reachable
    if answer.with_photo or answer.posted is None or plan.photo is None or not plan.active or full or alone:
        return done
    told = plan.told_at_checkout
    if limits.manner != "free" or limits.most == 1:
        return done
    if limits.consent_wanting(facts.country, facts.consent == "yes", told, facts.last_sale):
        return done
    first, last = answer.posted + timedelta(days=plan.photo), answer.posted + timedelta(days=PHOTO_DAYS)
    if now >= day_ends(last, facts.channel_zone) or first > last:
        return done
    blind = replace(facts, product_asked=None, here=False)  # it is about the request that was answered
    due = _due(blind, plan, limits, now, PHOTO, (first, last))
    if due.state == READY:
        return replace(due, detail=done.detail)
    if due.reason in MAIL:
        return due
    return replace(due, state=REVIEWED, reason="photo_later", detail=done.detail)


def _awaiting(state: str, reason: str, last: datetime, now: datetime) -> Verdict:
    """Nothing more is sent: an answer may still come."""
    end = last + timedelta(days=ANSWER_DAYS)
    if now >= end:
        return Verdict(NO_ANSWER, "no_answer", _day(last))
    return Verdict(state, reason, _day(last), next_change=end)


def _until_closed(facts: Facts, plan: Plan, limits: Limits, now: datetime, held: Verdict) -> Verdict:
    """A hold that only the owner can lift; when the window closes, it is over."""
    days = window(facts, plan, limits)
    if days is None:
        return Verdict(NOT_ASKED, "no_day")
    over = day_ends(days[1], facts.channel_zone)
    if now >= over:
        return Verdict(WINDOW_CLOSED, "window_checkout", not_after=days[1])
    return replace(held, not_after=days[1], next_change=over)


def _closed_why(facts: Facts, plan: Plan, over: datetime) -> str:
    """What kept the order from being asked until its window closed."""
    after = timedelta(days=plan.resume)
    if any(one.over is None or one.over + after >= over for one in facts.problems):
        return "window_case"
    if facts.hold is not None and (facts.hold[1] is None or facts.hold[1] >= over.date()):
        return "window_hold"
    return "window"


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
