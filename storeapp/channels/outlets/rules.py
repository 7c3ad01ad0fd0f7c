"""What an outlet may be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

KINDS = ("forum", "group", "blog", "newsletter", "account", "partner", "other")


@dataclass(frozen=True, slots=True)
class OutletFields:
    """What the owner writes down about an outlet. `house_rules`: what the place says of shops; `audience`: who reads
    there; `terms`: what they ask of a text; `contact`: whom to write to; `cost_minor`: of one piece, None: not known.
    """

    kind: str
    name: str
    url: str = ""
    language: str = ""
    house_rules: str = ""
    note: str = ""
    audience: str = ""
    terms: str = ""
    contact: str = ""
    cost_minor: int | None = None
    cost_currency: str = ""


def checked(fields: OutletFields) -> OutletFields:
    """The fields in one spelling; UserError where a field can't be kept."""
    if fields.kind not in KINDS:
        raise ValueError(fields.kind)
    name, url = " ".join(fields.name.split()), fields.url.strip()
    if not name:
        raise UserError(_("Give the place a name. Nothing was changed."))
    if url and not url.casefold().startswith(("https://", "http://")):
        raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
    if fields.cost_minor is not None and (fields.cost_minor < 0 or not fields.cost_currency):
        raise UserError(_("Give the cost as an amount with its currency. Nothing was changed."))
    texts = ("language", "house_rules", "note", "audience", "terms", "contact")
    plain: dict[str, Any] = {one: str(getattr(fields, one)).strip() for one in texts}
    currency = fields.cost_currency if fields.cost_minor is not None else ""
    return replace(fields, name=name, url=url, cost_currency=currency, **plain)
