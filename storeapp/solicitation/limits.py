"""What law and platform allow of asking for a review, put together from the rule book for one platform and one way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from storeapp.rulebook import requests as rulebook
from storeapp.rulebook.messages.owners import RuleChange, owners_book
from storeapp.rulebook.messages.rules import MessageRule

Changes = tuple[RuleChange, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """`manner`: free, platform (only by itself) or never. Days after the delivery; `closes` None without an end.

    `most` messages for one order, None without such a rule. `seller`: the shop's own country, "" where unknown.
    `changes`: what the owner changed in the rule book.
    """

    platform: str
    through: str
    seller: str
    today: date
    manner: str = "free"
    opens: int = 0
    closes: int | None = None
    most: int | None = None
    changes: Changes = ()

    def consent_wanting(self, country: str, given: bool, told: bool, last_sale: date | None) -> tuple[str, ...]:
        """The rules (ids) that still want consent of a buyer there before this way of writing to them is taken."""
        place = (self.platform, self.through, self.seller, self.today)
        return _wanting(place, country, given, told, last_sale, self.changes)


@cache
def limits_for(platform: str, through: str, seller: str, today: date, changes: Changes = ()) -> Limits:
    """The limits on a day by the owner's own book: rules past their review date stop nobody."""
    book = _book(changes)
    asking, times = rulebook.asking_on(platform, today, book), rulebook.window_for(platform, today, book)
    return Limits(
        platform,
        through,
        seller,
        today,
        asking.manner,
        times.opens if times is not None and times.stops else 0,
        times.closes if times is not None else None,
        rulebook.most_requests(platform, book),
        changes,
    )


@lru_cache(maxsize=50_000)
def _wanting(
    place: tuple[str, str, str, date],
    country: str,
    given: bool,
    told: bool,
    last_sale: date | None,
    changes: Changes,
) -> tuple[str, ...]:
    platform, through, seller, today = place
    known = rulebook.Permission(
        given=given,
        address_from_sale=True,
        own_similar=True,
        told_at_sale=told,
        told_in_message=True,
        last_sale=last_sale,
    )
    book = _consent_book(country, seller, through, platform, changes)
    lacking = rulebook.consent_lacking(country, seller, through, known, today, platform, book)
    return tuple(one.rule for one in lacking if one.stops)


@lru_cache(maxsize=5_000)
def _consent_book(country: str, seller: str, through: str, platform: str, changes: Changes) -> tuple[MessageRule, ...]:
    """The rules of consent at one place: looking them up takes longer than asking them, and each buyer is asked."""
    return tuple(rulebook.consent_rules(country, seller, through, platform, _book(changes)))


@cache
def _book(changes: Changes) -> tuple[MessageRule, ...]:
    return owners_book(changes)
