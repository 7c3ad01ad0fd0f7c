"""Whether a buyer may be written to: consent, or what a law takes in its place after a sale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storeapp.rulebook.messages.rules import MessageRule, later


@dataclass(frozen=True, slots=True)
class Permission:
    """What is known of a buyer's consent.

    `given`: consent that can be proved; `told_at_sale`, `told_in_message`: how to refuse was said at checkout, and is
    said in this message.
    """

    given: bool = False
    opted_out: bool = False
    address_from_sale: bool = False
    own_similar: bool = False
    told_at_sale: bool = False
    told_in_message: bool = False
    last_sale: date | None = None
    last_inquiry: date | None = None


def lacking(rule: MessageRule, known: Permission, today: date) -> list[str]:
    """What a rule of consent still wants: names of fields of Permission; none: it is content.

    `sale` of the rule lists what together stands in for consent, an empty list: nothing does. `sale_months` and
    `inquiry_months`: for how long a purchase or a question does so.
    """
    if known.opted_out:
        return ["opted_out"]
    if rule.check == "opted_out" or known.given:
        return []
    wanted = rule.values.get("sale", ())
    missing = [one for one in wanted if not getattr(known, one)]
    if not wanted:
        return ["given"]
    spans = (("sale_months", known.last_sale), ("inquiry_months", known.last_inquiry))
    timed = [(int(rule.values[name]), day) for name, day in spans if name in rule.values]
    if timed and not any(day is not None and today <= later(day, months) for months, day in timed):
        missing.append("last_sale")
    return missing
