"""How sure it is that two customers are one person, and why.

Each reason has a weight: the share of such pairs that are the same person. Reasons add up as independent ones do
(1 - (1 - a)(1 - b) ...); what speaks against it takes a share away. Only what was given counts: a blank, masked or
"guest" value is no reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from storeapp.customers.matching import email_key, phone_key
from storeapp.kernel.names import folded, is_nobody
from storeapp.kernel.places import country_code
from storeapp.kernel.text import N_, _

LEAST = 0.5  # pairs below are not suggested
SURE = 0.9
ALIKE = 86  # of 100, for names spelt alike
LEAST_BOX = 6  # letters of a mailbox that tell people apart; "info" and "sales" don't
OTHER = 55  # names that have less in common are different names

WEIGHTS = {
    "email": 0.95,
    "phone": 0.85,
    "handle": 0.75,
    "mailbox": 0.50,  # the user name of one is the part of the other's e-mail address before the @
    "name": 0.35,  # word for word, whatever the order, case, accents or alphabet
    "alike": 0.20,
    "city": 0.50,  # with a name: in one city of one country
    "country": 0.30,
}
AGAINST = {"names": 0.45, "countries": 0.35}
WORDS: dict[str, str] = {
    "email": N_("Same e-mail address"),
    "phone": N_("Same phone number"),
    "handle": N_("Same user name"),
    "mailbox": N_("User name as in the e-mail address"),
    "name": N_("Same name"),
    "alike": N_("Name spelled almost the same"),
    "city": N_("Same city"),
    "country": N_("Same country"),
    "names": N_("But different names"),
    "countries": N_("But different countries"),
}


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What is known of a customer for the comparison; the sets hold keys as `matching` makes them."""

    id: int
    name: str
    country: str
    city: str
    emails: frozenset[str]
    phones: frozenset[str]
    handles: frozenset[str]


def known(
    customer_id: int, name: str, country: str, city: str, email: str, phone: str, keys: list[tuple[str, str]]
) -> KnownPerson:
    """Put together a customer's own values and the (kind, key) of the names by which channels know them."""
    mails = {key for kind, key in keys if kind == "email"} | {email_key(email)}
    phones = {key for kind, key in keys if kind == "phone"} | {phone_key(phone)}
    handles = {handle_of(key) for kind, key in keys if kind == "handle"}
    plain = frozenset
    return KnownPerson(
        customer_id,
        "" if is_nobody(name) else name,
        (country_code(country.strip()) or "").casefold(),
        folded(city),
        plain(one for one in mails if one),
        plain(one for one in phones if one),
        plain(one for one in handles if one),
    )


def handle_of(key: str) -> str:
    """The user name in a handle's key, "" where it can't tell people apart: a number, or nobody."""
    plain = key.partition(" (")[0].strip()
    return "" if is_nobody(plain) or plain.isdigit() or len(plain) < 4 else plain


def likeness(one: KnownPerson, other: KnownPerson) -> tuple[float, tuple[str, ...]]:
    """(confidence from 0 to 1, codes of WORDS): the reasons first, then what speaks against it."""
    found = []
    if one.emails & other.emails:
        found.append("email")
    if one.phones & other.phones:
        found.append("phone")
    if one.handles & other.handles:
        found.append("handle")
    elif _boxes(one) & other.handles or _boxes(other) & one.handles:
        found.append("mailbox")
    against = []
    if one.name and other.name:
        first, second = folded(one.name), folded(other.name)
        if first == second:
            found.append("name")
        else:
            score = fuzz.token_sort_ratio(first, second)
            if score >= ALIKE:
                found.append("alike")
            elif score < OTHER:
                against.append("names")
    if "name" in found or "alike" in found:
        same_country = bool(one.country) and one.country == other.country
        if one.city and one.city == other.city and (same_country or not (one.country and other.country)):
            found.append("city")
        elif same_country:
            found.append("country")
    if one.country and other.country and one.country != other.country:
        against.append("countries")
    return _together(found, against), (*found, *against)


def _boxes(one: KnownPerson) -> set[str]:
    boxes = {email.partition("@")[0] for email in one.emails}
    return {box for box in boxes if len(box) >= LEAST_BOX}


def _together(found: list[str], against: list[str]) -> float:
    if not found:
        return 0.0
    rest = 1.0
    for code in found:
        rest *= 1 - WEIGHTS[code]
    sure = 1 - rest
    for code in against:
        sure *= 1 - AGAINST[code]
    return round(sure, 2)


def words(code: str) -> str:
    """A reason in the owner's words."""
    return _(WORDS.get(code, code))
