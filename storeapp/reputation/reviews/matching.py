"""Which incoming review is which stored one where the channel gives reviews no id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b

ALIKE = 0.6  # share of common text from which one wording is taken for a revision of another


@dataclass(frozen=True, slots=True)
class Wording:
    """What a review says, as far as two of them are compared."""

    rating: float | None
    title: str
    text: str
    posted_on: str | None
    reviewer: str
    earlier: str = ""  # the text it replaced, where the file tells
    product: int | None = None
    customer: int | None = None
    posted_at: str | None = None
    kind: str | None = None  # product, seller or shop, where it is told


Former = frozenset[tuple[str, str, float | None]]  # text, title, rating; only the text where that is None


@dataclass(frozen=True, slots=True)
class Match:
    """What an incoming review is: "same", "edited" (of `stored`), "former" (a wording `stored` had), or "new"."""

    kind: str
    stored: int = -1  # place in the list of stored reviews


def plain(text: str | None) -> str:
    """Text as it is compared: line ends and runs of blanks don't make a review another one."""
    return " ".join((text or "").split())


def fingerprint(
    rating: float | None, title: str | None, text: str | None, posted_on: str | None, reviewer: str | None
) -> str:
    """One short text for all that makes two reviews look identical."""
    number = "" if rating is None else f"{rating:g}"
    words = "\x1f".join((number, plain(title), plain(text), posted_on or "", plain(reviewer)))
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def alike(one: str, other: str) -> bool:
    """Whether one text reads like a revision of the other."""
    first, second = plain(one), plain(other)
    if not first or not second:
        return False
    if first in second or second in first:
        return True
    return SequenceMatcher(None, first[:500], second[:500], autojunk=False).ratio() >= ALIKE


def agree(stored: Wording, incoming: Wording) -> bool:
    """Whether nothing that both tell (product, customer, instant, kind) makes them two."""
    pairs = (
        (stored.product, incoming.product),
        (stored.customer, incoming.customer),
        (stored.posted_at, incoming.posted_at),
        (stored.kind, incoming.kind),
    )
    return all(one is None or other is None or one == other for one, other in pairs)


def match(
    stored: Sequence[Wording], former: Sequence[Former], incoming: Sequence[Wording], items: int | None
) -> list[Match]:
    """Say of each incoming review of one order in one file which stored review of that order it is.

    `former`: the earlier wordings of each stored review. `items`: lines of the order, None while it is unknown; an
    order has no more reviews than items, so a further wording beyond that is a revision. Identical reviews are
    counted: two stored and two incoming are the same two.
    """
    found: list[Match | None] = [None] * len(incoming)
    free = list(range(len(stored)))

    def take(place: int, kind: str, which: int) -> None:
        found[place] = Match(kind, which)
        free.remove(which)

    for place, which in identical(stored, incoming).items():
        take(place, "same", which)
    for test, kind in ((_was, "former"), (_says_it_was, "edited"), (_revises, "edited")):
        for place, one in enumerate(incoming):
            if found[place] is None:
                which_free = next((w for w in free if test(stored[w], former[w], one)), None)
                if which_free is not None:
                    take(place, kind, which_free)
    rest = [place for place, known in enumerate(found) if known is None]
    room = items is None or len(stored) + len(rest) <= items
    if len(rest) == 1 and len(free) == 1 and not room and _one_thing(stored[free[0]], incoming[rest[0]]):
        take(rest[0], "edited", free[0])
    return [known or Match("new") for known in found]


def identical(stored: Sequence[Wording], incoming: Sequence[Wording]) -> dict[int, int]:
    """Place among `incoming` -> place among `stored` of the same review, each stored one at most once.

    Those that agree in all they tell find each other before those of which one is silent.
    """
    found: dict[int, int] = {}
    prints = [_print(one) for one in stored]
    free = list(range(len(stored)))
    for exact in (True, False):
        for place, one in enumerate(incoming):
            if place in found or not free:
                continue
            own = _print(one)
            which = next((w for w in free if prints[w] == own and _fits(stored[w], one, exact)), None)
            if which is not None:
                found[place] = which
                free.remove(which)
    return found


def was(former: Former, incoming: Wording) -> bool:
    """Whether a review once said what the incoming one says."""
    text, title = plain(incoming.text), plain(incoming.title)
    return (bool(text) and (text, "", None) in former) or (text, title, incoming.rating) in former


def _fits(stored: Wording, incoming: Wording, exact: bool) -> bool:
    if not exact:
        return agree(stored, incoming)
    told = (incoming.product, incoming.customer, incoming.posted_at, incoming.kind)
    return (stored.product, stored.customer, stored.posted_at, stored.kind) == told


def _print(one: Wording) -> str:
    return fingerprint(one.rating, one.title, one.text, one.posted_on, one.reviewer)


def _one_thing(stored: Wording, incoming: Wording) -> bool:
    """Whether both may be about one thing: one product, or the seller."""
    pairs = ((stored.product, incoming.product), (stored.kind, incoming.kind))
    return all(one is None or other is None or one == other for one, other in pairs)


def _was(stored: Wording, former: Former, incoming: Wording) -> bool:
    return _one_thing(stored, incoming) and was(former, incoming)


def _says_it_was(stored: Wording, former: Former, incoming: Wording) -> bool:
    told = bool(incoming.earlier) and _one_thing(stored, incoming)
    return told and plain(incoming.earlier) == plain(stored.text)


def _revises(stored: Wording, former: Former, incoming: Wording) -> bool:
    same_person = plain(stored.reviewer) == plain(incoming.reviewer)
    return same_person and _one_thing(stored, incoming) and alike(stored.text, incoming.text)
