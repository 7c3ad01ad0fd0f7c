"""What is known beside a text that is held against the rules, and what a check says of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, Literal

from storeapp.kernel.money import Money
from storeapp.kernel.workdays import Workdays
from storeapp.rulebook.messages.permission import Permission
from storeapp.rulebook.messages.rules import Severity
from storeapp.rulebook.messages.wordlists import Span

# What the owner can do about a finding: cut the words out, put the promise on the case, open a case, or only mend it.
Way = Literal["", "remove", "record", "case"]
OWN_PLACES = frozenset({"own", "shopify", "woocommerce", "google", "trustpilot", "other"})


@dataclass(frozen=True, slots=True)
class PromiseOnCase:
    """A promise: its kind, amount and ISO day, and the words it was found in."""

    kind: str
    amount: Money | None = None
    due_on: str | None = None
    words: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SentReply:
    """An earlier reply of the shop and its ISO day."""

    text: str
    on: str


@dataclass(frozen=True, slots=True)
class AskFacts:
    """What is known of a request for a review.

    `delivered_from`, `delivered_to`: the earliest and the latest day of delivery; `sent`: requests the order got, the
    platform's own included; `chosen_by`: what the people asked were chosen by ("satisfaction", "stars"), "" for
    everybody; `reward`: what is given for it ("points", "draw"), `reward_for` "praise" where only for good ones,
    `shown`: readers of the review are told of it, None where nobody said; `address`: the shop's postal address;
    `lately`: days of messages that count to the cap; `product_asked`: when this buyer was last asked about the same
    product; `hour`: of the buyer's day it goes out; `checked_reviews`: the shop checks that reviews are by buyers;
    `a_day`: mails sent in one.
    """

    delivered_from: date | None = None
    delivered_to: date | None = None
    sent: int = 0
    permission: Permission = field(default_factory=Permission)
    open_issue: bool = False
    chosen_by: str = ""
    reward: str = ""
    reward_for: str = ""
    shown: bool | None = None
    address: str = ""
    lately: tuple[date, ...] = ()
    product_asked: date | None = None
    hour: int | None = None
    checked_reviews: bool = False
    a_day: int = 0


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What is known of an article or a post.

    `place`: "own" for the shop's own site, "newsletter" to its own buyers, "social", "guest" elsewhere; `paid`: what
    somebody got for it ("payment", "gift", "affiliate"); `shop_link`: it leads to the shop; `promotes`: some of
    it praises or sells; `topic`: "health" or "";
    `erid`: the Russian token; `proved`: its claims have their evidence; `followed_link`: a paid link counts in
    searches; `title`; `products`: the names of those it is about; `settled`: sentences (see `sentence_key`) with
    evidence or marked as an opinion, `changed` those whose figure is another by now; `others`: what it may repeat, as
    texts or as TextsSeen.
    """

    place: str = "own"
    paid: str = ""
    shop_link: bool = False
    promotes: bool = False
    topic: str = ""
    erid: str = ""
    proved: bool = False
    followed_link: bool = False
    title: str = ""
    products: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    others: Any = ()


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What is known of an offer or a contest; money in whole units of the country's currency.

    `restarts`: its timer begins anew; `recurs`: the same offer comes back within 14 days; `stock`: pieces that can be
    sold; `viewing_hours`: how old the figure of viewers is; `price`, and the lowest of the last 30 and 7 days;
    `chance`, `must_buy`, `free_way`: how one wins; prizes in all and the highest; `states`: of the US it is for;
    `closes`: its closing day, None where it is not said.
    """

    restarts: bool = False
    recurs: bool = False
    stock: int | None = None
    viewing_hours: int | None = None
    price: float | None = None
    lowest_30: float | None = None
    lowest_7: float | None = None
    chance: bool = False
    must_buy: bool = False
    free_way: bool = False
    prizes: int = 0
    top_prize: int = 0
    states: tuple[str, ...] = ()
    closes: date | None = None


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What a case's record says, to compare a message with: order numbers, amounts and ISO days, each with what it is
    (a sentence part to translate), the products that were ordered, and `others` of the shop.
    """

    numbers: tuple[str, ...] = ()
    amounts: tuple[tuple[str, Money], ...] = ()
    days: tuple[tuple[str, str], ...] = ()
    products: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """All a check may know beside the draft; what belongs to one job stands in `ask`, `article` and `offer`.

    `names`: the buyer as the shop and the channel know them; `number`, `total`, `currency`: of the order; `stars` None:
    not rated in stars; `hours`: since the review was posted; `days`: since the estimated delivery, else since the
    review; `replied`: a reply stands already; `case`: number of the open or newest case; `solved`: it is closed;
    `promises` on it; `earlier`: the shop's last replies, newest first; `contact`: what the shop shows in public itself;
    `about`: the review's words and the product; `language`: of the review or the buyer, "" where it isn't known;
    `buyer`, `seller`: their countries; `through`: how it goes ("email", "platform", "card"), "" where it isn't known;
    `workdays`: of the shop, for promises within so many working days; `record`: of the case a message is about.
    """

    platform: str = ""
    channel: str = ""
    today: date = date(2026, 1, 1)
    stars: int | None = None
    names: tuple[str, ...] = ()
    number: str = ""
    total: Money | None = None
    currency: str = ""
    hours: int | None = None
    days: int | None = None
    replied: bool = False
    case: int | None = None
    solved: bool = False
    promises: tuple[PromiseOnCase, ...] = ()
    earlier: tuple[SentReply, ...] = ()
    contact: str = ""
    about: str = ""
    language: str = ""
    kind: str = ""  # what the review is about, see kernel/review_kinds
    job: str = "reply"
    buyer: str = ""
    seller: str = ""
    through: str = ""
    ask: AskFacts = field(default_factory=AskFacts)
    workdays: Workdays = field(default_factory=Workdays)
    record: RecordFacts = field(default_factory=RecordFacts)
    article: ArticleFacts = field(default_factory=ArticleFacts)
    offer: OfferFacts = field(default_factory=OfferFacts)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check tells: the rule, what kind of breach (`code`), where in the draft, in a sentence, and a way out."""

    rule: str
    severity: Severity
    sentence: str
    code: str = ""
    span: Span | None = None
    way: Way = ""
    more: str = ""  # why, in a second sentence
    promise: PromiseOnCase | None = field(default=None)


def fact(facts: DraftFacts, name: str) -> Any:
    """A fact by its name, wherever it is kept; KeyError for a name that is none."""
    for part in (facts, facts.ask, facts.ask.permission, facts.article, facts.offer):
        if name in _names(part):
            return getattr(part, name)
    raise KeyError(name)


def facts_of(values: dict[str, Any]) -> DraftFacts:
    """Facts from names and values as rows of the book have them; KeyError names one that is no fact."""
    made = {}
    permission = _taken(values, Permission())
    ask = _taken(values, AskFacts(permission=Permission(**permission)))
    made = {"ask": AskFacts(permission=Permission(**permission), **ask)}
    article, offer, plain = (_taken(values, one) for one in (ArticleFacts(), OfferFacts(), DraftFacts()))
    known = {*permission, *ask, *article, *offer, *plain}
    wrong = sorted(set(values) - known)
    if wrong:
        raise KeyError(wrong[0])
    return DraftFacts(**{**plain, **made, "article": ArticleFacts(**article), "offer": OfferFacts(**offer)})


def _taken(values: dict[str, Any], part: Any) -> dict[str, Any]:
    names = _names(part)
    return {name: _plain(value) for name, value in values.items() if name in names}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _names(part: Any) -> set[str]:
    """The names of a part's own facts, not of the parts it holds."""
    return {one.name for one in fields(part) if not is_dataclass(getattr(part, one.name))}
