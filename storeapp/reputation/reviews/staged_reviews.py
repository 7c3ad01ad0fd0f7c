"""Reads staged and stored reviews as plain rows, with what the shop knows of their order, product and customer."""

from __future__ import annotations

from typing import Any

from storeapp.reputation.reviews.revisions import FACTS, LINKS, Version

SAID = {name: "r.kind" if name == "kind" else f"s.{name}" for name in FACTS}  # SQL of each fact of a staged review
_FACTS = ", ".join(SAID.values())
STORED = ", ".join(f"e.{name}" for name in (*FACTS, *LINKS[:2])) + ", coalesce(e.merged_from, e.customer_id)"
HEAD = 8  # values of a streamed row before its links
NAMES = (*LINKS, *FACTS, "earlier_text", "guessed")

# A row of `staged`, its facts and links by name, and the former wordings that the file itself tells.
Fresh = tuple[tuple[Any, ...], dict[str, Any], list[Version]]


def staged(extra: str, where: str, order: str, joins: str = "") -> str:
    """A SELECT of staged reviews: key, channel, order number, file, row, group, stored review, place; links; facts."""
    return (
        "SELECT coalesce(s.key, ''), r.channel_id, coalesce(s.order_number, ''), s.file_no, s.row, r.grp, r.stored_id, "
        f"r.seq, r.order_id, r.product_id, r.customer_id, {_FACTS}, s.earlier_text, s.guessed{extra} FROM in_reviews r "
        f"JOIN staging.reviews s ON s.seq = r.seq {joins} WHERE {where} ORDER BY {order}"
    )


def values_of(row: tuple[Any, ...]) -> dict[str, Any]:
    """The facts and links of a row of `staged` by name."""
    return dict(zip(NAMES, row[HEAD : HEAD + len(NAMES)], strict=True))
