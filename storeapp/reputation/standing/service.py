"""What the owner changes about channels, rules and products: a region, a rule's value, a cost, a short name."""

from __future__ import annotations

from storeapp.channels import service as channels
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.money import Money
from storeapp.kernel.outcome import Outcome
from storeapp.orders import service as orders
from storeapp.store.db import Database


def place_channel(db: Database, channel_id: int, region: str) -> Outcome[bool]:
    """Say which region's rules hold for a channel, "" to go by its locale and currency."""
    return channels.place(db, channel_id, region)


def correct_rule(
    db: Database, rule: str, path: str, typed: str, source: str = "", note: str = "", shown: Shown | None = None
) -> Outcome[bool]:
    """Put the owner's value in the place of a rule's. UserError where it can't be one."""
    return channels.correct_rule(db, rule, path, typed, source, note, shown)


def restore_rule(db: Database, rule: str, path: str) -> Outcome[bool]:
    """Go back to what the rule itself says."""
    return channels.restore_rule(db, rule, path)


def name_product(db: Database, product_id: int, words: str, shown: Shown | None = None) -> Outcome[bool]:
    """Give a product the short name it is shown by; "" goes back to its title."""
    return orders.set_label(db, product_id, words, shown)


def cost_product(db: Database, product_id: int, cost: Money | None) -> Outcome[bool]:
    """Keep what one piece of a product costs the shop, all in; None to forget it."""
    return orders.set_cost(db, product_id, cost)
