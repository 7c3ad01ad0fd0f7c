"""What themes are called: those every shop begins with, until the owner names them otherwise."""

from __future__ import annotations

from storeapp.kernel.text import N_, _

NAMES = {
    "packaging": N_("Packaging"),
    "delivery": N_("Delivery"),
    "lost": N_("Never arrived"),
    "damage": N_("Damage"),
    "wrong": N_("Wrong item"),
    "missing": N_("Missing part"),
    "quality": N_("Quality"),
    "size": N_("Size"),
    "colour": N_("Colour"),
    "smell": N_("Smell"),
    "price": N_("Price"),
    "service": N_("Service"),
    "description": N_("Description"),
    "ease": N_("Ease of use"),
    "gift": N_("Gift"),
    "refund": N_("Refund"),
}


def shown_name(starter: str, name: str) -> str:
    """A theme's name as it is shown: a starter's is translated until the owner names it otherwise."""
    return _(name) if NAMES.get(starter) == name else name
