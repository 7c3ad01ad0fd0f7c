"""The places where articles come out, one row each: what is known of them, what they take, and how that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from storeapp.articles.drafts.places import SITE, place_key, place_names, place_of
from storeapp.articles.publishing.limits import PlaceLimit
from storeapp.articles.publishing.queries import limit_of
from storeapp.channels.outlets.queries import OutletRow, outlets
from storeapp.channels.outlets.rules import OutletFields, checked
from storeapp.channels.outlets.service import add_outlet, close_outlet, edit_outlet
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import codes
from storeapp.kernel.numbers import amount
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _
from storeapp.store.sql import ask

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.kernel.outcome import Outcome
    from storeapp.store.db import Database

# What a place outside the shop is, of channels/outlets.
OUTLET_KINDS: Mapping[str, str] = {
    "account": N_("Account of ours"),
    "newsletter": N_("Newsletter"),
    "partner": N_("Partner’s site"),
    "blog": N_("Guest column or blog"),
    "forum": N_("Forum"),
    "group": N_("Group"),
    "other": N_("Other place"),
}
SHOPS_OWN: Mapping[str, str] = {"channel": N_("Channel"), SITE: N_("Own site")}
TEXTS = ("name", "url", "audience", "terms", "contact", "house_rules", "note")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place. `key` as drafts/places has it; `limit` with the owner's numbers; `out`: how many publications stand
    there; `outlet`: what the owner wrote down, None for what is the shop's own.
    """

    key: str
    name: str
    platform: str
    kind: str
    open: bool
    limit: PlaceLimit
    out: int
    outlet: OutletRow | None

    @property
    def kind_words(self) -> str:
        """What it is."""
        return _(OUTLET_KINDS.get(self.kind) or SHOPS_OWN.get(self.kind, ""))


def place_rows(conn: Connection) -> list[PlaceRow]:
    """All places: the shop's channels and own site, then those outside, the ones no longer used last."""
    sql = (
        "SELECT channel_id, outlet_id, count(*) FROM publications WHERE published_at IS NOT NULL "
        "AND cancelled_at IS NULL GROUP BY channel_id, outlet_id"
    )
    out = {place_key(row[0], row[1]): int(row[2]) for row in ask(conn, sql)}
    outside = {place_key(None, one.id): one for one in outlets(conn, closed=True)}
    rows = [
        PlaceRow(
            one.key, one.name, one.platform, one.kind, one.open, limit_of(conn, one.key), out.get(one.key, 0),
            outside.get(one.key),
        )
        for one in place_names(conn).values()
    ]  # fmt: skip
    return sorted(rows, key=lambda one: not one.open)


def usual_currency(conn: Connection) -> str:
    """The currency that costs are typed in: that of the first channel, "" where there is none."""
    found = ask(conn, "SELECT currency FROM channels WHERE currency <> '' ORDER BY id LIMIT 1").scalar()
    return str(found or "")


def typed_outlet(
    said: Mapping[str, str], cost: str, currency: str, others: Mapping[str, str], own: str = ""
) -> OutletFields:
    """What was typed of a place outside the shop: `said` by TEXTS with its kind and language, its `cost` of one piece.

    `others`: the names of all places by key; `own`: the key of this one. UserError says what can't be kept.
    """
    code = currency.strip().upper()
    if cost.strip() and code not in codes():
        raise UserError(_("Give the cost as an amount with its currency. Nothing was changed."))
    money = amount(cost, code)
    fields = checked(
        OutletFields(**said, cost_minor=money.minor if money else None, cost_currency=money.currency if money else "")
    )
    if any(key != own and name.casefold() == fields.name.casefold() for key, name in others.items()):
        raise UserError(_("There is a place named {name} already. Nothing was changed.").format(name=fields.name))
    return fields


def add_place(db: Database, fields: OutletFields) -> Outcome[int]:
    """Add a place outside the shop; gives its outlet's id."""
    return add_outlet(db, fields)


def change_place(db: Database, place: str, fields: OutletFields) -> Outcome[bool]:
    """Write down anew what is known of a place outside the shop."""
    return edit_outlet(db, _outlet(place), fields)


def use_place(db: Database, place: str, used: bool) -> Outcome[bool]:
    """Use a place outside the shop no more from today on, or again; what came out there stays."""
    return close_outlet(db, _outlet(place), None if used else db.clock.today().isoformat())


def _outlet(place: str) -> int:
    number = place_of(place).outlet_id
    if number is None:
        raise ValueError(place)
    return number
