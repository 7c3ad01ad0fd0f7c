"""What the program offers to write about, each idea with its evidence; and what an idea may be. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from storeapp.articles.kinds import article_kinds, kinds_for
from storeapp.kernel.days import MONTHS, month_and_year
from storeapp.kernel.errors import UserError
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _, plural

SOURCES: Mapping[str, tuple[str, str]] = {  # title and icon
    "": (N_("Your own"), "pencil"),
    "reason": (N_("Why cases are opened"), "lifebuoy"),
    "cause": (N_("A cause you found"), "coin"),
    "theme": (N_("What bad reviews speak of"), "message"),
    "praise": (N_("What buyers praise"), "star"),
    "question": (N_("A question asked"), "question"),
    "season": (N_("A season of your orders"), "calendar"),
    "care": (N_("A product without a care guide"), "box"),
}
LONGEST_IDEA = 300
MOST_PASTED = 200
AHEAD = 2  # months before its season that a piece is offered
FEWEST_IN_SEASON = 20  # orders of a month that make a season
ABOVE = 1.4  # times the year's middle month
YEARS = 2  # in so many years of all that are known, the latest two at least
OFFERED_CARE = 5  # products
LEAST_SHARED, MOSTLY = 3, 0.75  # words that two questions share, and their part of the shorter one
_BULLET = re.compile(r"^\s*(?:[-*•·–—]|\d{1,3}[.)、]|\[[ x]?\])\s*")


@dataclass(frozen=True, slots=True)
class IdeaOffer:
    """An idea that the program offers. `source`: a key of SOURCES, `key` names it for ever; `evidence` says why."""

    source: str
    key: str
    words: str
    evidence: str
    kind: str
    product: int | None = None


def offered_key(source: str, *parts: object) -> str:
    """The name under which an offer is kept or dismissed once and for all."""
    return ":".join((source, *(str(part) for part in parts if part not in ("", None))))


def kind_of(source: str) -> str:
    """The likeliest kind of article for a source; "" for an idea of the owner's own."""
    return kinds_for(source)[0] if source else ""


def seasons(by_month: Mapping[str, int], today: date) -> list[tuple[int, list[tuple[str, int]]]]:
    """Months of the year that stood out in the shop's own orders, of those that begin within two months.

    `by_month`: orders by "2025-12". A month stands out in a year when it has 20 orders or more and 1.4 times those of
    the middle one of the months around it; it is a season when it did so in each of the last two times it was there.
    Gives the month (1 to 12) with those times, the newest first. This month counts for nothing.
    """
    now = today.strftime("%Y-%m")
    past = {month: count for month, count in by_month.items() if month and month < now}
    found = []
    for step in range(1, AHEAD + 1):
        month = (today.month - 1 + step) % 12 + 1
        times = sorted((name for name in past if int(name[5:7]) == month), reverse=True)[:YEARS]
        if len(times) == YEARS and all(_stands_out(name, past) for name in times):
            found.append((month, [(name, past[name]) for name in times]))
    return found


def _stands_out(name: str, past: Mapping[str, int]) -> bool:
    """Whether a month had far more orders than the middle one of the twelve months around it."""
    year, month = int(name[:4]), int(name[5:7])
    place = year * 12 + month - 1
    around = [past.get(f"{at // 12}-{at % 12 + 1:02d}") for at in range(place - 6, place + 7)]
    known = sorted(count for count in around if count is not None)
    if len(known) < 9:
        return False
    middle = known[len(known) // 2]
    return past[name] >= FEWEST_IN_SEASON and past[name] >= ABOVE * middle


def season_offer(month: int, times: Sequence[tuple[str, int]]) -> IdeaOffer:
    """The offer of a season."""
    name = _(MONTHS[month - 1])
    told = [
        _("{orders} in {month}").format(
            orders=plural("{count} order", "{count} orders", count), month=month_and_year(when)
        )
        for when, count in times
    ]
    evidence = _(", ").join(told)
    words = _("What buyers need before {month}").format(month=name)
    return IdeaOffer("season", offered_key("season", month), words, evidence, kind_of("season"))


def care_offer(product: int, title: str, orders: int) -> IdeaOffer:
    """The offer of a care guide for a product that sells and has none."""
    evidence = plural(
        "{count} order in the last 12 months, and no how-to or care article names it",
        "{count} orders in the last 12 months, and no how-to or care article names it",
        orders,
    )
    words = _("How to look after {product}").format(product=title)
    return IdeaOffer("care", offered_key("care", product), words, evidence, kind_of("care"), product)


def reason_offer(
    reason: str, title: str, product: int | None, product_title: str, count: int, before: int
) -> IdeaOffer:
    """The offer from a reason for which cases are opened again and again."""
    cases = plural("{count} case", "{count} cases", count)
    evidence = _("{cases} in 90 days, {before} in the 90 days before").format(cases=cases, before=before)
    about = _("{title}: {product}").format(title=title, product=product_title) if product_title else title
    words = _("Help before it happens: {about}").format(about=about)
    key = offered_key("reason", reason, product)
    return IdeaOffer("reason", key, words, evidence, kind_of("reason"), product)


def theme_offer(theme: str, name: str, product: int | None, product_title: str, count: int, before: int) -> IdeaOffer:
    """The offer from a theme of bad reviews."""
    reviews = plural("{count} bad review", "{count} bad reviews", count)
    evidence = _("{reviews} in three months, {before} in the three before").format(reviews=reviews, before=before)
    about = _("{title}: {product}").format(title=name, product=product_title) if product_title else name
    words = _("What to know before buying: {theme}").format(theme=about)
    key = offered_key("theme", theme, product)
    return IdeaOffer("theme", key, words, evidence, kind_of("theme"), product)


def praise_offer(theme: int, name: str, good: int, of_good: int) -> IdeaOffer:
    """The offer from a theme that buyers praise."""
    evidence = _("{count} of {all} reviews with 5 stars in 12 months speak of it").format(
        count=f"{good:,}", all=f"{of_good:,}"
    )
    words = _("Show what buyers praise: {theme}").format(theme=name)
    key = offered_key("praise", theme)
    return IdeaOffer("praise", key, words, evidence, kind_of("praise"))


def cause_offer(cause: int, title: str, cases: int) -> IdeaOffer:
    """The offer from a cause that isn't mended yet."""
    evidence = plural("{count} case has this cause", "{count} cases have this cause", cases)
    words = _("What to do about it: {cause}").format(cause=title)
    return IdeaOffer("cause", offered_key("cause", cause), words, evidence, kind_of("cause"))


def question_offer(question: str, texts: Sequence[str]) -> IdeaOffer:
    """The offer from a question that buyers asked in nearly the same words."""
    evidence = plural("Asked {count} time", "Asked {count} times", len(texts))
    key = offered_key("question", question)
    return IdeaOffer("question", key, texts[0][:LONGEST_IDEA], evidence, kind_of("question"))


_ASKED = re.compile(r"[^.!?。！？\n]*[?？]")


def questions_in(texts: Iterable[tuple[str, str]], fewest: int = 2) -> list[tuple[str, list[str]]]:
    """Questions of buyers that came several times, as (name, their wordings), the most frequent first.

    `texts`: (who asked, text); the same person asking twice counts once. Two are one question when they share most of
    their words; what has fewer than three words asks nothing that an article could answer.
    """
    groups: list[tuple[frozenset[str], dict[str, str]]] = []
    for who, text in texts:
        for found in _ASKED.findall(text):
            plain = " ".join(found.split())
            named = _content(plain)
            if len(named) < LEAST_SHARED:
                continue
            same = next((one for one in groups if _alike(one[0], named)), None)
            if same is None:
                groups.append((named, {who: plain}))
            else:
                same[1].setdefault(who, plain)
    often = [("-".join(sorted(named)[:8]), list(asked.values())) for named, asked in groups if len(asked) >= fewest]
    return sorted(often, key=lambda one: (-len(one[1]), one[0]))


def _content(text: str) -> frozenset[str]:
    words = {word.casefold()[:6] for word in re.findall(r"[^\W\d_\u3400-\u9fff]{3,}", text)}
    for run in re.findall(r"[\u3400-\u9fff]{2,}", text):
        words.update(run[place : place + 2] for place in range(len(run) - 1))
    return frozenset(words)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the shorter question has most of its words in the other one, three at least."""
    shared = len(one & other)
    return shared >= LEAST_SHARED and shared / min(len(one), len(other)) >= MOSTLY


def checked_idea(words: str, kind: str = "") -> tuple[str, str]:
    """An idea in one line and its kind; UserError where it says nothing or too much."""
    plain = " ".join(words.split())
    if not plain:
        raise UserError(_("Write the idea in a few words. Nothing was kept."))
    if len(plain) > LONGEST_IDEA:
        raise UserError(_("The text is too long. Use at most {count} characters.").format(count=LONGEST_IDEA))
    if kind and kind not in article_kinds():
        raise ValueError(kind)
    return plain, kind


def pasted_ideas(text: str) -> list[str]:
    """One idea a line, without list marks, each once; UserError for none or far too many."""
    lines = [" ".join(_BULLET.sub("", line).split()) for line in text.splitlines()]
    found = list(dict.fromkeys(line[:LONGEST_IDEA] for line in lines if line))
    if not found:
        raise UserError(_("There is no idea in it. Paste one idea a line."))
    if len(found) > MOST_PASTED:
        raise UserError(_("These are too many ideas. Paste at most {count} at once.").format(count=MOST_PASTED))
    return found


def best_offers(offers: Iterable[IdeaOffer], known: Iterable[str], each: int = 5) -> list[IdeaOffer]:
    """The offers that nobody kept, used or dismissed yet, at most `each` of a source, in the order of SOURCES."""
    gone = set(known)
    by_source: dict[str, list[IdeaOffer]] = defaultdict(list)
    for one in offers:
        if one.key not in gone and len(by_source[one.source]) < each:
            by_source[one.source].append(one)
    return [one for source in SOURCES for one in by_source[source]]
