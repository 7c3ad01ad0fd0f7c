"""What is due when, what may be promised, and what a case must have."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from storeapp.kernel import numbers
from storeapp.kernel.days import WEEKDAYS, spoken_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money, exponent
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _, plural
from storeapp.rulebook.reasons import Reason as Reason
from storeapp.rulebook.reasons import reasons as reasons

KINDS: dict[str, str] = {
    "refund": N_("Refund"),
    "replacement": N_("Replacement"),
    "repair": N_("Repair"),
    "return": N_("Return"),
    "answer": N_("Answer"),
    "other": N_("Something else"),
}
LONGEST_TITLE = 120
LONGEST_WORDS = 300
_ENDS = tuple(".!?…。！？")  # of a sentence
LONGEST_NOTE = 10_000
SOON = 7  # days

Urgency = Literal["over", "today", "week", "later", "none"]
TONES: dict[Urgency, str] = {
    "over": "negative",
    "today": "warning",
    "week": "text-2",
    "later": "text-2",
    "none": "muted",
}


STATES: dict[str, str] = {"open": N_("Open case"), "waiting": N_("Waiting for the buyer"), "closed": N_("Closed")}
SEVERITIES: dict[str, str] = {"low": N_("Low"), "normal": N_("Normal"), "high": N_("High")}
WAITING_FOR: dict[str, str] = {
    "": N_("Nobody"),
    "buyer": N_("The buyer"),
    "carrier": N_("The carrier"),
    "supplier": N_("The supplier"),
    "platform": N_("The platform"),
    "helper": N_("A helper"),
}
LONGEST_NAME = 80
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as the owner gives it.

    `kind` of KINDS, what it is in words, an amount, the ISO day it is due, and the time of that day as HH:MM of the
    shop's own clock ("" for its end).
    """

    kind: str
    words: str = ""
    amount: Money | None = None
    due_on: str | None = None
    due_time: str = ""


def checked_promise(promise: Promised) -> Promised:
    """The promise tidied up; UserError says what is missing."""
    if promise.kind not in KINDS:
        raise ValueError(promise.kind)
    words = " ".join(promise.words.split())
    if len(words) > LONGEST_WORDS:
        message = _("What was promised is too long. Use at most {count} characters.")
        raise UserError(message.format(count=LONGEST_WORDS))
    if promise.amount is not None and promise.amount.minor <= 0:
        raise UserError(_("An amount must be more than 0. Leave it empty if there is none."))
    if promise.kind == "other" and not words:
        raise UserError(_("Say in a few words what was promised."))
    due = promise.due_on
    if due:
        try:
            due = date.fromisoformat(due.strip()).isoformat()
        except ValueError:
            raise UserError(_("“{value}” is not a day. Write it like 2026-07-18.").format(value=due)) from None
    time = promise.due_time.strip()
    found = _CLOCK.fullmatch(time)
    if time and (found is None or not due):
        raise UserError(_("“{value}” is not a time of a day. Write it like 18:00.").format(value=time))
    clock = f"{int(found[1]):02}:{found[2]}" if found is not None else ""
    return Promised(promise.kind, words, promise.amount, due or None, clock)


def checked_title(title: str) -> str:
    """The title of a case tidied up."""
    plain = " ".join(title.split())
    if not plain:
        raise UserError(_("Give the case a title. Nothing was changed."))
    if len(plain) > LONGEST_TITLE:
        raise UserError(_("The title is too long. Use at most {count} characters.").format(count=LONGEST_TITLE))
    return plain


def checked_name(name: str) -> str:
    """The name of who has the case, or a next step, tidied up."""
    plain = " ".join(name.split())
    if len(plain) > LONGEST_NAME:
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=LONGEST_NAME))
    return plain


def checked_snooze(day: str | None, today: date) -> str | None:
    """The day until which a case is put off, None for not at all."""
    if not day:
        return None
    try:
        plain = date.fromisoformat(day.strip())
    except ValueError:
        raise UserError(_("“{value}” is not a day. Write it like 2026-07-18.").format(value=day)) from None
    if plain <= today:
        raise UserError(_("Choose a day that is still to come. Nothing was changed."))
    return plain.isoformat()


def amount_of(text: str, currency: str) -> Money | None:
    """An amount as it is typed ("20", "20,50"), None of nothing."""
    found = numbers.amount(text, currency)
    if found is not None and abs(found.minor) > 10 ** (9 + exponent(currency)):
        raise UserError(_("This amount is too large."))
    return found


def urgency(due_on: str | None, today: date) -> Urgency:
    """How near a day is: over, today, within the week, later; none where there is no day."""
    if not due_on:
        return "none"
    days = (date.fromisoformat(due_on) - today).days
    if days <= 0:
        return "over" if days < 0 else "today"
    return "week" if days < SOON else "later"


def due_words(due_on: str | None, today: date) -> str:
    """`2 days over`, `today`, `tomorrow`, `Saturday`, `25 July`."""
    if not due_on:
        return _("no day set")
    day = date.fromisoformat(due_on)
    days = (day - today).days
    if days < 0:
        return plural("{count} day over", "{count} days over", -days)
    if days == 1:
        return _("tomorrow")
    return _(WEEKDAYS[day.weekday()]) if 1 < days < SOON else spoken_day(day, today)


def promise_words(kind: str, words: str, amount: Money | None) -> str:
    """`Refund €20.00, half of the price`: a promise on one line."""
    head = _(KINDS.get(kind, KINDS["other"]))
    if amount is not None:
        head = _("{kind} {amount}").format(kind=head, amount=amount)
    if not words:
        return head
    if words.rstrip()[-1:] in _ENDS:  # a sentence that was found in a message
        return _("{promise}: “{words}”").format(promise=head, words=words.strip())
    return words if kind == "other" and amount is None else _("{promise}, {words}").format(promise=head, words=words)
