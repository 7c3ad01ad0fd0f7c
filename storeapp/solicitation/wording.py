"""The reasons of verdicts in the owner's words, and what the states are called."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from storeapp.customers.rules import title
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import N_, _, plural
from storeapp.solicitation import rules
from storeapp.solicitation.records import RequestRow

STATES: dict[str, str] = {
    rules.READY: N_("Ready"),
    rules.HELD: N_("Held back"),
    rules.TOO_EARLY: N_("Too early"),
    rules.ASKED: N_("Asked"),
    rules.REMINDED: N_("Reminded"),
    rules.REVIEWED: N_("Reviewed"),
    rules.PHOTO_ASKED: N_("Asked for a photo"),
    rules.NO_ANSWER: N_("No answer"),
    rules.OPTED_OUT: N_("Opted out"),
    rules.WINDOW_CLOSED: N_("Time is over"),
    rules.NOT_ASKED: N_("Not asked"),
}
STEPS: dict[str, str] = {
    rules.FIRST: N_("First request"),
    rules.REMINDER: N_("Reminder"),
    rules.PHOTO: N_("Asking for a photo"),
}
REASONS: dict[str, str] = {
    "new": N_("Not looked at yet"),
    "ready": N_("Can be asked now"),
    "wait": N_("Not long enough since the delivery"),
    "not_arrived": N_("The buyer said that it hasn't arrived yet"),
    "not_shipped": N_("Not shipped yet, as far as your files say"),
    "by_hand": N_("You keep it back: {detail}"),
    "mail_unsure": N_("A mail was on its way {day} when the sending broke off: look whether it is in your sent mail"),
    "mail_refused": N_("The mail server refused it: {detail}"),
    "case": N_("Case {detail} is open; goes on {resume} after it is closed"),
    "case_closed": N_("Case {detail} was closed less than {resume} ago"),
    "refund": N_("A refund was noted less than {resume} ago"),
    "same_product": N_("Was asked about the same product {day}"),
    "wrote_lately": N_("You wrote to this buyer less than {days} ago"),
    "wrote_often": N_("This buyer got {most} in the last {days}"),
    "one_at_a_time": N_("Another order of this buyer goes first"),
    "address_first": N_("Another buyer with the same address goes first; merge them if they are one"),
    "address_heard": N_("You wrote to another buyer with the same address {day}; merge them if they are one"),
    "quiet": N_("It is quiet time for the buyer"),
    "checkout": N_("Say in the plan whether your checkout tells buyers how to refuse such mail"),
    "asked": N_("Asked {day}; no reminder follows"),
    "reminder_later": N_("Asked {day}; a reminder follows if no review comes"),
    "reminded": N_("Reminded {day}"),
    "reviewed": N_("A review came"),
    "photo_later": N_("A review without a photo came; a photo may be asked for"),
    "photo_asked": N_("Asked for a photo {day}"),
    "photo_came": N_("A review and a photo came"),
    "no_photo": N_("A review came; asked for a photo {day}, none came"),
    "no_answer": N_("No review came; last asked {day}"),
    "opted_out": N_("Wants no more messages"),
    "refused": N_("Refused such messages"),
    "window": N_("The time to ask was over before it was asked"),
    "window_case": N_("The time to ask was over while something was still open"),
    "window_hold": N_("The time to ask was over while you held it back"),
    "window_checkout": N_("The time to ask was over before you said what your checkout tells"),
    "canceled": N_("The order was canceled"),
    "unpaid": N_("The order isn't paid"),
    "no_plan": N_("The plan “{detail}” leaves this order out"),
    "plan_off": N_("The plan “{detail}” is switched off"),
    "platform_asks": N_("This platform asks its buyers itself and lets nobody else"),
    "never_asked": N_("This platform wants nobody to ask for reviews"),
    "no_address": N_("No e-mail address or phone number is known"),
    "consent": N_("The law at the buyer's place wants their consent first ({detail})"),
    "no_day": N_("No day of this order is known"),
    "no_time": N_("The platform's time is over before the request may go"),
}
BASES: dict[str, str] = {
    "delivered": N_("delivered {day}"),
    "due": N_("promised for {day}"),
    "estimated": N_("delivery estimated: {low} to {high}"),
}


PLANS: dict[str, str] = {
    "etsy": "Etsy",
    "ebay": "eBay",
    "amazon": "Amazon",
    "china": N_("Taobao, Tmall, JD, Pinduoduo"),
    "marketplaces": N_("Other marketplaces"),
    "own": N_("Own shop"),
}


def plan_title(key: str, name: str) -> str:
    """A plan's name: those that come with the program in the owner's language."""
    named = name or PLANS.get(key, key)
    return _(named) if PLANS.get(key) == named else named


def buyer_title(row: RequestRow, names: bool) -> str:
    """Who bought, by number where names are not to be shown; "" where nobody knows."""
    if row.customer_id is None:
        return row.buyer if names else ""
    return title(row.customer_id, row.buyer, names)


def state_title(state: str) -> str:
    """A state as lists and filters call it."""
    return _(STATES[state])


def step_title(step: str) -> str:
    """What is asked next; "" for nothing."""
    return _(STEPS[step]) if step else ""


def reason_words(reason: str, detail: str, today: date, *, resume: int = 3) -> str:
    """The reason as a sentence. `detail` as the verdict has it: a day, a case's number, words, "1/5" of a cap."""
    fill: dict[str, Callable[[], object]] = {
        "detail": lambda: detail,
        "day": lambda: spoken_day(date.fromisoformat(detail[:10]), today) if detail[:4].isdigit() else detail,
        "resume": lambda: plural("{count} day", "{count} days", resume),
        "most": lambda: plural("{count} message", "{count} messages", int(detail.partition("/")[0])),
        "days": lambda: plural("{count} day", "{count} days", int(detail.partition("/")[2])),
    }
    words = _(REASONS[reason])
    return words.format(**{name: make() for name, make in fill.items() if "{" + name + "}" in words})


def reason_title(reason: str) -> str:
    """The reason of many orders: without what differs between them."""
    words = re.sub(r"\s*[:(]?\s*\{\w+\}\)?", " …", _(REASONS[reason]))
    return words.replace("“ …”", "…").strip()


def delivery_words(basis: str, low: str | None, high: str | None, today: date) -> str:
    """How the delivery is known: "delivered 4 July", "delivery estimated: 2 July to 9 July"; "" where it isn't."""
    if not basis or low is None or high is None:
        return ""
    first, last = (spoken_day(date.fromisoformat(day), today) for day in (low, high))
    return _(BASES[basis]).format(day=first, low=first, high=last)
