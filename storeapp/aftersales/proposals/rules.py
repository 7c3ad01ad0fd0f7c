"""What speaks for a case, and its likely reason: by the platform's code, the buyer's words, and the days."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _, plural
from storeapp.rulebook.reasons import Reason, reasons

# The bits of case_proposals.signs.
CANCELED, UNAVAILABLE, RETURNED, REFUNDED, LATE, MISSING, ONE_STAR, REASONED = (1 << place for place in range(8))
SIGNS: dict[int, str] = {
    CANCELED: N_("The order was canceled"),
    UNAVAILABLE: N_("The product was not available"),
    RETURNED: N_("The order came back"),
    REFUNDED: N_("Money was paid back"),
    LATE: N_("It arrived late"),
    MISSING: N_("It never arrived, and its day is over"),
    ONE_STAR: N_("A review with one star"),
    REASONED: N_("The buyer said why it goes back"),
}
SETTLED = -1  # of filters: money or goods came back, and that is all that is known
DISMISSALS: dict[str, str] = {
    "settled": N_("It is settled already"),
    "no_complaint": N_("Nobody complained"),
    "unpaid": N_("It was never paid"),
    "old": N_("It is too long ago"),
    "other": N_("Another reason"),
}
# Which reason days and states alone speak for, the weightiest first.
_OF_SIGNS = (
    (UNAVAILABLE, "ORD_STOCK"),
    (CANCELED, "ORD_CANCEL"),
    (MISSING, "DEL_LOST"),
    (LATE, "DEL_LATE"),
)


# A reason of such a weight or more is told by words that go along with many complaints: where days or states say
# something, themes count only below WEAKER, and others only below WEAK.
WEAKER, WEAK, LOOSE = 50, 70, 1000
NOT_THERE = CANCELED | UNAVAILABLE | MISSING
# What nobody can say of a product that never came.
_OF_RECEIVED = frozenset({"PRD_DESC", "PRD_SIZE", "PRD_STYLE", "PRD_QUALITY", "ORD_MISSING"})


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What is known of a proposal: its signs, the platform and its words for why, days late, and the review.

    `given`: why the order was called off, `sent_back`: why it came back, one word or code each.
    `themes`: starter themes that the review's words speak of, see rulebook/themes; `words`: the review's own;
    `days_late` None where it isn't known; `delivered`: the order has its day of delivery.
    """

    signs: int
    platform: str = ""
    given: str = ""
    sent_back: Collection[str] = ()
    days_late: int | None = None
    themes: Collection[str] = ()
    delivered: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Supposed:
    """The reason a case most likely has ("" where nothing says it), and what speaks for it, in sentences."""

    reason: str
    why: tuple[str, ...]


def supposed(facts: ProposalFacts, titles: Mapping[str, str] | None = None) -> Supposed:
    """The likely reason with all that speaks for it; `titles`: what the owner calls reasons.

    The platform's own code comes first, then the buyer's words, then days and states: words tell what went wrong
    where days only tell that something did. Words that go along with many complaints come last.
    """
    why = [_said_of(sign, facts) for sign in SIGNS if facts.signs & sign]
    if facts.given:
        why.append(_("The platform says: {words}").format(words=facts.given))
    why += [_("Reason of the return: {words}").format(words=words) for words in facts.sent_back]
    for words in (*facts.sent_back, facts.given):
        coded = by_code(facts.platform, words)
        if coded is not None and coded.id != "ORD_CANCEL":
            return Supposed(coded.id, tuple(why))
    told = next((reason for sign, reason in _OF_SIGNS if facts.signs & sign), "")
    spoken = _spoken(facts, WEAKER if told else LOOSE)
    if spoken is not None:
        said = _agreed(spoken.id, facts)
        why.append(_("The review speaks of: {reason}").format(reason=(titles or {}).get(spoken.id) or _(spoken.title)))
        return Supposed(said, tuple(why))
    return Supposed(told, tuple(why))


def unknown_title(signs: int) -> str:
    """What is said in place of a reason that nobody knows; money that went back already is no complaint by itself."""
    if signs & (REFUNDED | RETURNED) and not signs & ~(REFUNDED | RETURNED):
        return _("Came back, no reason given") if signs & RETURNED else _("Paid back, no reason given")
    return _("Reason not known")


def _said_of(sign: int, facts: ProposalFacts) -> str:
    if sign == LATE and facts.days_late:
        return plural("It arrived {count} day late", "It arrived {count} days late", facts.days_late)
    return _(SIGNS[sign])


def by_code(platform: str, given: str) -> Reason | None:
    """The reason that a platform's code, or words in which a buyer or seller chose one, stand for."""
    plain, code = " ".join(given.casefold().replace("_", " ").split()), _code(given)
    if not plain:
        return None
    for one in reasons().values():
        if any(_code(mine) == code for mine in one.codes.get(platform, ())):
            return one
    return next((one for one in reasons().values() if any(word in plain for word in one.words)), None)


def _code(given: str) -> str:
    """A code whatever joins its words; Amazon writes CR- before those of returns of own shipments."""
    return " ".join(given.casefold().replace("_", " ").replace("-", " ").split()).removeprefix("cr ")


def _spoken(facts: ProposalFacts, themes_below: int) -> Reason | None:
    """The reason a review speaks of, of several the weightiest; what is said weighs more than its themes."""
    known, plain = set(facts.themes), " ".join(facts.words.casefold().split())
    may = [one for one in _by_weight() if not (facts.signs & NOT_THERE and one.id in _OF_RECEIVED)]
    for some in ([one for one in may if one.weight < WEAK], [one for one in may if one.weight >= WEAK]):
        by_words = next((one for one in some if plain and any(word in plain for word in one.said)), None)
        by_theme = next((one for one in some if one.weight < themes_below and known & set(one.themes)), None)
        if by_words is not None or by_theme is not None:
            return by_words or by_theme
    return None


def _agreed(reason: str, facts: ProposalFacts) -> str:
    """What the days make of it: "I got nothing" of a parcel that came late is a late one."""
    if reason == "DEL_LOST" and facts.signs & LATE:
        return "DEL_LATE"
    if reason == "DEL_LOST" and facts.signs & UNAVAILABLE:
        return "ORD_STOCK"
    if reason == "DEL_LATE" and facts.signs & MISSING:
        return "DEL_LOST"
    return reason


def _by_weight() -> Sequence[Reason]:
    return sorted((one for one in reasons().values() if one.weight), key=lambda one: one.weight)
