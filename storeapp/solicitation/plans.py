"""Plans of asking: which orders they cover, when they ask, and those that are there from the start."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import Any

from storeapp.channels.rules import PLATFORMS
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.text import _
from storeapp.rulebook import requests as rulebook
from storeapp.solicitation.timing import EVERY_DAY, Hours

OWN = "own:"  # before the number of a plan the owner added
LONGEST_NAME, LONGEST_REWARD, LONGEST_LINK = 60, 200, 500
_DAYS = {"wait": 365, "reminder": 60, "photo": 29, "expires": 365, "resume": 60}  # the most of each


@dataclass(frozen=True, slots=True)
class Share:
    """A template of a language with its part of the requests, in percent; `variant` is A, B, … in results."""

    language: str
    template: str
    variant: str = ""
    share: int = 100


def _caps() -> tuple[tuple[int, int], ...]:
    return rulebook.caps().most


@dataclass(frozen=True, slots=True)
class Plan:
    """What the owner wants. Empty lists of platforms, channels (ids), products (ids) and countries (ISO) mean all.

    Days count after the delivery (`wait`, None for the days of the product's type; `expires`), after the first request
    (`reminder`, None for none), after the review (`photo`, None for none), after a case is closed (`resume`).
    `through`: platform, email or chat. `link`: where reviews are written, {number} in it stands for the order's number.
    `told_at_checkout`: buyers are told there how to refuse such messages.
    `caps`: (messages, days) that one person gets at most over everything; `product_days` between two requests about the
    same product.
    """

    key: str
    name: str
    through: str
    active: bool = True
    platforms: tuple[str, ...] = ()
    channels: tuple[int, ...] = ()
    products: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    wait: int | None = None
    reminder: int | None = 7
    photo: int | None = 6
    expires: int = 60
    resume: int = 3
    hours: Hours = field(default_factory=Hours)
    told_at_checkout: bool = False
    reward: str = ""
    link: str = ""
    templates: tuple[Share, ...] = ()
    caps: tuple[tuple[int, int], ...] = field(default_factory=_caps)
    product_days: int = 365

    @property
    def gap(self) -> int:
        """Days between two messages to one person."""
        return next((days for most, days in self.caps if most == 1), 1)

    def covers(self, platform: str, channel: int, products: Iterable[int], country: str) -> bool:
        """Whether an order is of this plan."""
        return (not self.platforms or platform in self.platforms) and self.leaves_in(channel, products, country)

    def leaves_in(self, channel: int, products: Iterable[int], country: str) -> bool:
        """Whether an order of its platforms is within what the owner narrowed the plan to."""
        return (
            (not self.channels or channel in self.channels)
            and (not self.products or not set(self.products).isdisjoint(products))
            and (not self.countries or country in self.countries)
        )


@cache
def _content() -> Mapping[str, Any]:
    return tomllib.loads(resource("solicitation", "plans.toml").read_text("utf-8"))


@cache
def built_in() -> tuple[Plan, ...]:
    """The plans that are there from the start; the one without platforms is for those that no other names."""
    hours, again = rulebook.hours(), rulebook.reminders()
    house = {"resume": rulebook.days_after_issue(), "reminder": again.days if again.number else None}
    open_hours = Hours(hours.quiet_until.hour, hours.quiet_from.hour, hours.best_from.hour, EVERY_DAY)
    return tuple(
        Plan(
            row["key"],
            row["name"],
            row["through"],
            platforms=tuple(row.get("platforms", ())),
            expires=row["expires"],
            reminder=None if row.get("reminder") == "none" else house["reminder"],
            resume=house["resume"] or 0,
            hours=open_hours,
            product_days=rulebook.caps().product_months * 365 // 12,
        )
        for row in _content()["plan"]
    )


def plans_with(own: Sequence[tuple[str, str, bool, str]]) -> tuple[Plan, ...]:
    """All plans, the owner's first: rows (key, name, active, settings as JSON) change or add to the built-in ones."""
    kept = {key: (name, active, settings) for key, name, active, settings in own}
    added = [key for key in kept if key.startswith(OWN)]
    found = [_changed(Plan(key, kept[key][0], "email"), kept[key]) for key in added]
    found += [_changed(one, kept[one.key]) if one.key in kept else one for one in built_in()]
    return tuple(found)


def plan_for(plans: Sequence[Plan], platform: str, channel: int, products: Sequence[int], country: str) -> Plan:
    """The plan of an order: the owner's first active one that covers it, else the built-in one of the platform.

    That one also where it is switched off: no other steps in for a platform. Where the owner narrowed it so that it
    leaves the order out: a plan without a key, switched off.
    """
    for one in plans:
        if one.key.startswith(OWN) and one.active and one.covers(platform, channel, products, country):
            return one
    key = _plan_of(platform)
    plan = next(one for one in plans if one.key == key)
    if plan.leaves_in(channel, products, country):
        return plan
    return replace(plan, key="", active=False)


@cache
def _plan_of(platform: str) -> str:
    rest = next(one.key for one in built_in() if not one.platforms)
    return next((one.key for one in built_in() if platform in one.platforms), rest)


def settings_of(plan: Plan) -> str:
    """All of a plan but its key, name and whether it is active, as JSON."""
    values = asdict(plan)
    for name in ("key", "name", "active"):
        values.pop(name)
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def edited(plan: Plan, **values: Any) -> Plan:
    """The plan with these fields changed; UserError says what can't be."""
    found = replace(plan, **values)
    if not found.name.strip():
        raise UserError(_("Give the plan a name."))
    if len(found.name) > LONGEST_NAME:
        raise UserError(_("The name is too long. Use at most {count} characters.").format(count=LONGEST_NAME))
    if len(found.reward) > LONGEST_REWARD:
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=LONGEST_REWARD))
    if found.link and not _is_address(found.link):
        raise UserError(_("The address of the review page begins with https:// and has no spaces."))
    for name, most in _DAYS.items():
        days = getattr(found, name)
        if days is not None and not 0 <= days <= most:
            raise UserError(_("Use 0 to {count} days.").format(count=most))
    hours = found.hours
    if not 0 <= hours.opens < hours.closes <= 24 or not set(hours.days) <= set(EVERY_DAY) or not hours.days:
        raise UserError(_("Choose at least one weekday, and an end of the day after its beginning."))
    for language in {one.language for one in found.templates}:
        if sum(one.share for one in found.templates if one.language == language) != 100:
            raise UserError(_("The shares of a language's templates must make 100% together."))
    return replace(
        found, name=" ".join(found.name.split()), reward=" ".join(found.reward.split()), link=found.link.strip()
    )


def _is_address(link: str) -> bool:
    plain = link.strip()
    begins = plain.casefold().startswith(("https://", "http://"))
    return begins and len(plain) <= LONGEST_LINK and not any(one.isspace() for one in plain)


def check_reward(plan: Plan, today: date) -> None:
    """UserError where a reward of the plan is banned on one of its platforms or by the law of one of its countries.

    A plan without platforms is for all of them.
    """
    for platform in (plan.platforms or tuple(PLATFORMS)) if plan.reward else ():
        for country in plan.countries or ("",):
            banned = rulebook.rewards_on(platform, country, "", today).banned
            if banned:
                message = _("{rule}. {instead} Nothing was changed.")
                raise UserError(message.format(rule=_(banned[0].title), instead=_(banned[0].instead)))


def share_of(plan: Plan, language: str, order_id: int) -> Share | None:
    """The template an order gets, by chance but the same each time; None where the plan names none of its language."""
    offered = [one for one in plan.templates if one.language == language]
    place = int.from_bytes(blake2b(f"{plan.key} {order_id}".encode(), digest_size=4).digest()) % 100
    for one in offered:
        place -= one.share
        if place < 0:
            return one
    return None


@cache
def type_of(category: str) -> str:
    """The type of product (id of a rulebook wait) that a category's words name, "" where they name none."""
    words = category.casefold()
    return next((row["id"] for row in _content()["type"] if any(one in words for one in row["words"])), "")


def days_to_wait(plan: Plan, categories: Iterable[str]) -> int:
    """Days from the delivery to the first request: the plan's, else the longest of the products' types."""
    if plan.wait is not None:
        return plan.wait
    known = [rulebook.wait_for(kind).days for kind in map(type_of, categories) if kind]
    return max(known, default=int(_content()["wait"]["days"]))


def _changed(plan: Plan, kept: tuple[str, bool, str]) -> Plan:
    name, active, settings = kept
    values = json.loads(settings)
    known = {one.name for one in fields(Plan)} & values.keys()
    found = {one: _as_tuples(values[one]) for one in known}
    if "hours" in found:
        hours = values["hours"]
        found["hours"] = Hours(**{**hours, "days": tuple(hours["days"])})
    if "templates" in found:
        found["templates"] = tuple(Share(**one) for one in values["templates"])
    return replace(plan, name=name or plan.name, active=active, **found)


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(one) for one in value) if isinstance(value, list) else value
