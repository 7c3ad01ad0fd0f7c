"""The rows of proposed cases, as they travel between queries, the page and the command line."""

from __future__ import annotations

from typing import Literal

from storeapp.kernel.rows import dataclass

Record = tuple[Literal["order", "review"], int]  # what a proposal is about, and its id


@dataclass(frozen=True, slots=True)
class Proposal:
    """One case that is proposed: an order, or a review without one, and why.

    `id` is its row, which changes whenever what it says does. `reason` "" where nothing says it, `reason_title` what
    the owner calls it; `day_on` "" where nobody knows; `why`: sentences in the owner's language.
    """

    id: int
    record: Record
    channel_id: int
    platform: str
    channel: str
    order_id: int | None
    review_id: int | None
    number: str
    customer_id: int | None
    customer: str
    product: str
    day_on: str
    stars: int | None
    words: str
    reason: str
    reason_title: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalFilters:
    """Which proposals a list shows: one channel or all, what speaks for them (a bit of rules.SIGNS, 0 for all).

    SETTLED of rules stands for those of which only money or goods came back, and nobody knows why. `today`: the ISO
    day on which it is asked.
    """

    today: str = ""
    sign: int = 0
    channel: int | None = None
    search: str = ""
    sort: str = ""
    descending: bool = True
