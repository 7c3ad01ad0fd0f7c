"""The rows and questions of the after-sales room, as they travel between its queries and its page."""

from __future__ import annotations

from storeapp.aftersales.clocks.rules import Running
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """Which cases a list shows: one `state`, one channel or all, one reason or all, words anywhere in their story.

    Their order is always the same: what is due first. Groups (rules.Urgency) that are `folded` are left out.
    """

    state: str = "open"
    channel: int | None = None
    reason: str = ""
    folded: tuple[str, ...] = ()
    search: str = ""
    sort: str = ""
    descending: bool = True


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list. `due_on`: the first promise not kept yet, `first_promise` its id.

    `clock`: of an open case, the one that is due first.
    """

    id: int
    title: str
    reason: str
    state: str
    platform: str
    channel: str
    customer_id: int | None
    customer: str
    order_number: str
    opened_at: str
    closed_at: str | None
    due_on: str | None
    open_promises: int
    turn_at: str
    snoozed_until: str | None
    severity: str
    handler: str
    waiting_for: str
    next_step: str
    first_promise: int | None = None
    clock: Running | None = None


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Cases of a list whose turn is about the same time: `urgency` of rules.Urgency, and how many."""

    urgency: str
    count: int


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise of a case, open while neither kept nor broken. `first_due_on`: before it was moved."""

    id: int
    case_id: int
    kind: str
    words: str
    amount: Money | None
    due_on: str | None
    made_at: str
    kept_on: str | None
    broken_on: str | None = None
    due_time: str | None = None
    first_due_on: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be kept."""
        return self.kept_on is None and self.broken_on is None


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """The review a case is about."""

    id: int
    stars: int | None
    title: str
    text: str
    posted_on: str | None
    replied_on: str | None
    rating: str  # in words
    scale: float


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The order a case is about."""

    id: int
    number: str
    products: str  # by their short names, where the owner gave one
    titles: str
    total: Money | None
    delivered_on: str | None
    currency: str = ""
    placed_on: str | None = None
    lines: tuple[tuple[int, str], ...] = ()  # id and name of each
    links: tuple[int, ...] = ()  # rows of case_orders that tie it to the case


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """One case whole, with the rows of all cases `under` it (id, title).

    `currency` is the one its amounts are typed in, `earlier` counts the buyer's other cases.
    """

    row: CaseRow
    note: str
    currency: str
    promises: tuple[PromiseRow, ...]
    orders_of: tuple[OrderFacts, ...]
    review: ReviewFacts | None
    orders: int
    earlier: int
    under: tuple[tuple[int, str], ...] = ()
    split_from: int | None = None
    reopened: int = 0
    asked_at: str | None = None

    @property
    def order(self) -> OrderFacts | None:
        """The first order it is about."""
        return self.orders_of[0] if self.orders_of else None


@dataclass(frozen=True, slots=True)
class DueRow:
    """A promise of an open case that is due today or was due before, with what names the case."""

    promise: PromiseRow
    case_id: int
    title: str
    platform: str
    channel: str
    customer_id: int | None
    customer: str


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Cases by state, open promises that are over, and how many of the promises of the last 90 days were kept in time.

    `judged`: promises of that time whose day has come.
    """

    open: int
    waiting: int
    closed: int
    over: int
    due_today: int
    kept_in_time: int
    judged: int
