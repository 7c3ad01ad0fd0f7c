"""What two customers become when the owner puts them together, field by field, and what each gets back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from storeapp.customers.matching import consent_of
from storeapp.kernel.text import N_, _

KEPT, LOST, BOTH = "kept", "lost", "both"
FIELDS: dict[str, str] = {
    "name": N_("Full name"),
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "language": N_("Language"),
    "country": N_("Country"),
    "city": N_("City"),
    "heard_from": N_("Found you by"),
    "consent": N_("Consent"),
    "do_not_contact": N_("Do not contact"),
    "note": N_("Note"),
}
Values = Mapping[str, Any]
Fields = dict[str, list[Any]]  # field -> [the kept customer's value before, the value chosen]


def likely(field: str, kept: Values, lost: Values) -> str:
    """Whose value to suggest: the one that is there, else that of the customer with the later order.

    Two notes are both kept. `kept` and `lost` also hold `last_order_on`.
    """
    one, other = kept[field], lost[field]
    if not other or one == other:
        return KEPT
    if not one or one == "unknown":
        return LOST
    if other == "unknown":
        return KEPT
    if field == "note":
        return BOTH
    return LOST if (lost["last_order_on"] or "") > (kept["last_order_on"] or "") else KEPT


def settled(field: str, kept: Values, lost: Values) -> str:
    """Why the owner has no choice in a field, "" where there is one: a refusal of either stands for both."""
    if field == "consent" and "no" in (kept[field], lost[field]) and kept[field] != lost[field]:
        return _("One of them refused, so the answer is no.")
    if field == "do_not_contact" and bool(kept[field]) != bool(lost[field]):
        return _("One of them is not to be contacted, so neither is.")
    return ""


def chosen(field: str, side: str, kept: Values, lost: Values) -> Any:
    """The value the merged customer has. A refusal and the wish to be left alone always win."""
    if field == "consent" and "no" in (kept[field], lost[field]):
        return "no"
    if field == "do_not_contact":
        return max(int(kept[field]), int(lost[field]))
    if side == BOTH:
        return "\n".join(dict.fromkeys(filter(None, (kept[field], lost[field]))))
    return lost[field] if side == LOST else kept[field]


def plan(kept: Values, lost: Values, sides: Mapping[str, str]) -> Fields:
    """What changes of the kept customer; fields left out of `sides` take the likely value.

    Consent and the wish to be left alone are noted even where they stay, to tell later what was said meanwhile.
    """
    found: Fields = {}
    for field in FIELDS:
        value = chosen(field, sides.get(field, likely(field, kept, lost)), kept, lost)
        if value != kept[field] or field in ("consent", "do_not_contact"):
            found[field] = [kept[field], value]
    return found


def taken_back(now: Values, fields: Mapping[str, list[Any]]) -> dict[str, Any]:
    """What the kept customer gets back: the value before, wherever the merged one still stands."""
    return {
        field: before for field, (before, merged) in fields.items() if before != merged and now.get(field) == merged
    }


def without(back: Mapping[str, Any], merged: Values, above: Fields) -> Fields:
    """What one link further up the chain of merges must give back: values that came from below.

    `back`: field -> what the customer below has again, `merged`: what it had. `above` is changed to what is chosen now.
    """
    found: Fields = {}
    for field, again in back.items():
        if field not in above or above[field][1] != merged[field]:
            continue
        before = above[field][0]
        value = consent_of(before, again) if field == "consent" else again or before
        found[field] = [value, merged[field]]
        above[field][1] = value
    return found


def said_meanwhile(now: Values, merges: Iterable[Mapping[str, list[Any]]]) -> dict[str, Any]:
    """A refusal, or the wish to be left alone, that was noted while merged: when parted it holds for both."""
    found: dict[str, Any] = {}
    for field, hard in (("consent", "no"), ("do_not_contact", 1)):
        by_merge = any(merged.get(field, [None, None])[1] == hard for merged in merges)
        if now[field] == hard and not by_merge:
            found[field] = hard
    return found
