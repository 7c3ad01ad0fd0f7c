"""The proposed cases as the command line tells them: order or review, the likely reason, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from storeapp.aftersales.proposals.records import Proposal
from storeapp.kernel.text import _, plural


def printed_proposals(found: Sequence[Proposal]) -> list[dict[str, Any]]:
    """For scripts: `reason` is the code of the reason, "" where nothing says it; `why` in sentences."""
    return [
        {
            "order": one.number or None,
            "review": one.review_id,
            "channel": one.channel,
            "on": one.day_on or None,
            "stars": one.stars,
            "reason": one.reason,
            "reason_title": one.reason_title,
            "why": list(one.why),
        }
        for one in found
    ]


def proposal_lines(found: Sequence[Proposal]) -> Iterator[str]:
    """The same for people: how many, then a line each."""
    yield plural("{count} case is proposed", "{count} cases are proposed", len(found))
    for one in found:
        parts = (one.day_on, one.channel, about(one), one.reason_title, "; ".join(one.why))
        yield "\t".join(part for part in parts if part)


def about(one: Proposal) -> str:
    """The order, or the review where there is none."""
    return _("Order {number}").format(number=one.number) if one.number else _("Review without an order")
