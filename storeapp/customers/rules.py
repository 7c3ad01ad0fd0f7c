"""How a customer is named on screen, and what the owner may write into a customer's record."""

from __future__ import annotations

import re

from storeapp.kernel.errors import UserError
from storeapp.kernel.places import language_code
from storeapp.kernel.text import N_, _

CONSENTS: dict[str, str] = {"unknown": N_("Not asked"), "yes": N_("Agreed"), "no": N_("Refused")}
FIELDS: dict[str, str] = {
    "name": N_("Full name"),
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "language": N_("Language"),
    "heard_from": N_("Found you by"),
    "note": N_("Note"),
}
# How people come to know a small shop; the owner may write anything else.
HEARD: tuple[str, ...] = (
    N_("Search on the channel"),
    N_("Web search"),
    N_("Social media"),
    N_("A friend"),
    N_("Market or fair"),
    N_("Advertisement"),
    N_("Bought before"),
)
LONGEST = {"name": 200, "email": 254, "phone": 40, "language": 12, "heard_from": 120, "note": 20_000}
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")


def title(customer_id: int | None, name: str, show_names: bool) -> str:
    """ "Customer 2041", or the name where the owner turned names on and one is known; "" for no customer."""
    if customer_id is None:
        return ""
    if show_names and name.strip():
        return name.strip()
    return _("Customer {number}").format(number=customer_id)


def consent_title(consent: str) -> str:
    """Consent in the owner's words."""
    return _(CONSENTS.get(consent, consent))


def checked(field: str, value: str) -> str:
    """A field's value tidied up; "" clears the field. UserError says what is wrong with it."""
    if field not in FIELDS:
        raise ValueError(f"{field} isn't a field the owner edits")
    tidy = value.strip() if field == "note" else " ".join(value.split())
    if len(tidy) > LONGEST[field]:
        message = _("This is too long. Use at most {count} characters.")
        raise UserError(message.format(count=f"{LONGEST[field]:,}"))
    if tidy and field == "email" and not _EMAIL.fullmatch(tidy):
        raise UserError(_("“{value}” is not an e-mail address. It looks like name@example.org").format(value=tidy))
    if tidy and field == "phone" and sum(c.isdigit() for c in tidy) < 4:
        raise UserError(_("“{value}” is not a phone number. It needs at least 4 digits.").format(value=tidy))
    if field == "language" and tidy:
        tidy = language_code(tidy) or ""
        if not _LANGUAGE.fullmatch(tidy):
            raise UserError(_("“{value}” is not a language code. Use two letters, like de or en.").format(value=tidy))
    return tidy
