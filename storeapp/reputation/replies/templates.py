"""Replies as a kind of message: what their templates may name, what they answer, and the rules of their checks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from storeapp.kernel.paths import resource
from storeapp.kernel.text import N_, _
from storeapp.messages.templates import MessageKind, Variable
from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts, Finding
from storeapp.rulebook.messages.rules import MessageRule, message_rules
from storeapp.rulebook.reasons import PROMISED as PROMISED
from storeapp.rulebook.reasons import reasons


@cache
def situations() -> Mapping[str, str]:
    """What a reply answers: ids and titles, in order."""
    content = tomllib.loads(resource("rulebook", "replies", "limits.toml").read_text("utf-8"))
    return {row["id"]: row["title"] for row in content["situation"]}


REPLY = MessageKind(
    "replies",
    {
        "first_name": Variable(N_("First name"), N_("Ann")),
        "product": Variable(N_("Product"), N_("the walnut lamp"), "product"),
        "order_date": Variable(N_("Order date"), N_("2 July")),
        "problem": Variable(N_("Problem"), N_("the cracked shade")),
        "promise": Variable(N_("Promise"), N_("a new shade by Saturday")),
        "contact": Variable(N_("Contact"), fallback="contact"),
        "shop_name": Variable(N_("Shop name"), N_("Your shop")),
        "name": Variable(N_("Your name"), N_("Your shop")),
        "role": Variable(N_("Your role")),
    },
    situations,
)


@dataclass(frozen=True, slots=True)
class ReplyChecks:
    """The rule book of public replies, held against what is known of one review."""

    facts: DraftFacts
    rules: tuple[MessageRule, ...] = field(default_factory=message_rules)

    def findings(self, text: str) -> list[Finding]:
        """What the rules say of a reply."""
        return check(text, self.facts, self.rules)

    def source(self, rule: str) -> str:
        """A rule's title with its source, for a tooltip."""
        known = next(one for one in self.rules if one.id == rule)
        return _("{title} ({id}). {source}, checked {day}").format(
            title=_(known.title), id=known.id, source=known.source, day=known.checked_on
        )


def situation_of(stars: int | None, reason: str) -> str:
    """The situation a review most likely asks for: by its case's reason, else by its stars; "" where it may be any."""
    if reason in reasons():
        return reasons()[reason].situation
    if stars is None:
        return ""
    return "thanks" if stars >= 4 else "mixed" if stars == 3 else ""
