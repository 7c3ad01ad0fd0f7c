"""Messages on cases as a kind of message: what their templates may name, what they are for, and their checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storeapp.kernel.text import N_, _
from storeapp.messages.templates import MessageKind, Variable
from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts, Finding
from storeapp.rulebook.messages.facts import PromiseOnCase as PromiseOnCase
from storeapp.rulebook.messages.rules import MessageRule, message_rules
from storeapp.rulebook.reasons import reasons

SITUATIONS: Mapping[str, str] = {
    "heard": N_("We heard you"),
    "ask": N_("Asking for more"),
    "refund": N_("Refund"),
    "replacement": N_("Replacement"),
    "return": N_("Return"),
    "late": N_("Late"),
    "done": N_("All is settled"),
}
CASE = MessageKind(
    "cases",
    {
        "first_name": Variable(N_("First name"), N_("Ann")),
        "product": Variable(N_("Product"), N_("the walnut lamp"), "product"),
        "order_number": Variable(N_("Order number"), "10493"),
        "problem": Variable(N_("Problem"), N_("the cracked shade")),
        "promise": Variable(N_("Promise"), N_("a new shade by Saturday")),
        "shop_name": Variable(N_("Shop name"), N_("Your shop")),
        "name": Variable(N_("Your name"), N_("Your shop")),
        "role": Variable(N_("Your role")),
    },
    lambda: SITUATIONS,
)


@dataclass(frozen=True, slots=True)
class CaseChecks:
    """The rule book of messages on cases, held against what is known of one case."""

    facts: DraftFacts
    rules: tuple[MessageRule, ...] = field(default_factory=message_rules)

    def findings(self, text: str) -> list[Finding]:
        """What the rules say of a message."""
        return check(text, self.facts, self.rules) if text.strip() else []

    def source(self, rule: str) -> str:
        """A rule's title with its source, for a tooltip."""
        known = next(one for one in self.rules if one.id == rule)
        return _("{title} ({id}). {source}, checked {day}").format(
            title=_(known.title), id=known.id, source=known.source, day=known.checked_on
        )


def situation_of(reason: str, answered: bool) -> str:
    """What a message on a case is most likely for: the first one says that it was heard, a later one keeps the usual
    promise of its reason."""
    if not answered:
        return "heard"
    known = reasons().get(reason)
    return known.promise if known is not None and known.promise in SITUATIONS else ""
