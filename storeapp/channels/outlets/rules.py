"""What an outlet may be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

KINDS = ("forum", "group", "blog", "newsletter", "account", "partner", "other")


@dataclass(frozen=True, slots=True)
class OutletFields:
    """What the owner writes down about an outlet. `house_rules`: what the place says of shops."""

    kind: str
    name: str
    url: str = ""
    language: str = ""
    house_rules: str = ""
    note: str = ""


def checked(fields: OutletFields) -> OutletFields:
    """The fields in one spelling; UserError where a field can't be kept."""
    if fields.kind not in KINDS:
        raise ValueError(fields.kind)
    name, url = " ".join(fields.name.split()), fields.url.strip()
    if not name:
        raise UserError(_("Give the place a name. Nothing was changed."))
    if url and not url.casefold().startswith(("https://", "http://")):
        raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
    texts = (fields.language.strip(), fields.house_rules.strip(), fields.note.strip())
    return replace(fields, name=name, url=url, language=texts[0], house_rules=texts[1], note=texts[2])
