"""What is due when, what may be promised, and what a case must have."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as the owner gives it: `kind` of KINDS, what it is in words, an amount, and the ISO day it is due."""

    kind: str
    words: str = ""
    amount: Money | None = None
    due_on: str | None = None


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
    return Promised(promise.kind, words, promise.amount, due or None)


def checked_title(title: str) -> str:
    """The title of a case tidied up."""
    plain = " ".join(title.split())
    if not plain:
        raise UserError(_("Give the case a title. Nothing was changed."))
    if len(plain) > LONGEST_TITLE:
        raise UserError(_("The title is too long. Use at most {count} characters.").format(count=LONGEST_TITLE))
    return plain


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
    return words if kind == "other" and amount is None else _("{promise}, {words}").format(promise=head, words=words)
