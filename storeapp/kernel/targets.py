"""The places of the window that one room may send the owner to, each with the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:  # the window's start reads this module, and needs neither of them
    from pathlib import Path

    from storeapp.kernel.money import Money


class Target:
    """A place to go to; two are equal when they are of one kind and lead to the same thing."""

    __slots__ = ()
    PAGE: ClassVar[str] = ""

    @property
    def page(self) -> str:
        """The id of the page to bring to the front."""
        return self.PAGE


@dataclass(frozen=True)
class OpenPage(Target):
    """A page by its id, as it was left, or one of the parts that its PARTS name."""

    name: str
    part: str = ""

    @property
    def page(self) -> str:
        """The id of the page to bring to the front."""
        return self.name


@dataclass(frozen=True)
class Record(Target):
    """One record by its id; its kinds are below, each a class of its own."""

    id: int


class OpenReview(Record):
    """One review in the list of reviews."""

    PAGE = "reputation"


class AnswerReview(Record):
    """One review, with the cursor in its reply."""

    PAGE = "reputation"


class LinkReview(Record):
    """One review among those whose order must be confirmed."""

    PAGE = "reputation"


class OpenTheme(Record):
    """One theme and what buyers say of it."""

    PAGE = "reputation"


class OpenStanding(Record):
    """A channel's place on its platform's ladders; `id` is the channel's."""

    PAGE = "reputation"


class OpenCase(Record):
    """One case."""

    PAGE = "aftersales"


class OpenCaseOfReview(Record):
    """The case of a review, a new one where it has none; `id` is the review's."""

    PAGE = "aftersales"


class OpenCaseOfOrder(Record):
    """The case of an order, a new one where it has none; `id` is the order's."""

    PAGE = "aftersales"


class OpenCaseOfCustomer(Record):
    """The open case of a customer, a new one where there is none; `id` is the customer's."""

    PAGE = "aftersales"


class OpenRequest(Record):
    """Where an order stands with its review request; `id` is the order's."""

    PAGE = "requests"


class OpenArticle(Record):
    """One article, to be written in."""

    PAGE = "articles"


class ReviewPublication(Record):
    """One publication among the results, asked what worked and what to try next."""

    PAGE = "articles"


class OpenCustomer(Record):
    """One customer."""

    PAGE = "customers"


class OpenOrder(Record):
    """One order."""

    PAGE = "customers"


class OpenProduct(Record):
    """One product."""

    PAGE = "customers"


class OpenAction(Record):
    """One entry of History."""

    PAGE = "history"


@dataclass(frozen=True)
class OpenReviews(Target):
    """The list of reviews with these filters, named and meant as in the room of reviews; none shows all of them."""

    PAGE = "reputation"
    ids: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()
    product: int | None = None
    reply: str = ""
    linked: bool | None = None
    since: str | None = None
    until: str | None = None
    sort: str = "posted"


@dataclass(frozen=True)
class RecordPromise(Target):
    """Put a promise, made in the reply to a review, on that review's case; `due_on` is an ISO day, `words` its own."""

    PAGE = "aftersales"
    review: int
    kind: str
    amount: Money | None = None
    due_on: str | None = None
    words: str = ""


@dataclass(frozen=True)
class LookAtFiles(Target):
    """Files to look at before they are imported."""

    PAGE = "import"
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class GiveToHelper(Target):
    """Rows of a list that a helper is to get: the `kind` of record (review, order, case, request, article), its ids."""

    PAGE = "import"
    kind: str
    ids: tuple[int, ...]


def every_target(below: type[Target] = Target) -> frozenset[type[Target]]:
    """All kinds of places there are: whoever adds one adds its page here, and the shell's test opens it."""
    kinds = below.__subclasses__()
    deeper = frozenset(kind for one in kinds for kind in every_target(one))
    return deeper or frozenset([below])
