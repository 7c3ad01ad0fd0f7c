"""Finds what a draft promises: what will be done, which amount, and by which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from storeapp.kernel.money import Money
from storeapp.rulebook.messages.amounts import amounts_in
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.due_days import NamedDay, calendars, days_in, without_ordinals
from storeapp.rulebook.messages.facts import DraftFacts, PromiseOnCase
from storeapp.rulebook.messages.folding import Folded, Token, fold
from storeapp.rulebook.messages.signs import FOREIGN, Lexicons, Tags, code_of, lexicon_of, speaking, tags
from storeapp.rulebook.messages.wordlists import Span, languages, scripts_of, words

KINDS = ("refund", "replacement", "repair", "return", "other", "answer")
OF_MONEY = ("refund", "other")
LONGEST_WORDS = 300
QUESTION = "?？"
BEFORE_DAY, AFTER_DAY = 14, 2  # signs around a day in which a word like "by" stands


@dataclass(frozen=True, slots=True)
class FoundPromise:
    """A promise in a draft, and the sentence it stands in, as typed."""

    span: Span
    promise: PromiseOnCase


@cache
def _lexicons() -> Lexicons:
    """The words of promises by language."""
    with_words = [one for one in languages() if "promises" in one]
    return Lexicons({code_of(one): partial(lexicon_of, one, "promises", {}) for one in with_words})


def warm() -> None:
    """Read and compile the words."""
    dict(_lexicons())
    calendars()


def promises_in(draft: Draft, facts: DraftFacts) -> list[FoundPromise]:
    """What a draft promises, in the order of the text; a kind is told once a sentence.

    What is past, asked, declined or only possible is no promise. A day alone ("it will be with you on 20 July") is an
    answer that is due.
    """
    folded = fold(without_ordinals(draft.text))
    codes = [one.language for one in speaking(folded, draft.language) if one.language != FOREIGN]
    found: list[FoundPromise] = []
    for sentence in folded.sentences:
        if not folded.text[sentence[0] : sentence[1]].rstrip("\"'”») \n").endswith(tuple(QUESTION)):
            found += _of_sentence(draft.text, folded, facts, sentence, codes)
    return found


def _of_sentence(
    text: str, folded: Folded, facts: DraftFacts, sentence: Span, codes: Sequence[str]
) -> Iterator[FoundPromise]:
    tokens = [one for one in folded.tokens if sentence[0] <= one.span[0] < sentence[1]]
    acts: dict[str, Span] = {}
    said: dict[str, Span] = {}
    for code in codes:
        lexicon = _lexicons().get(code)
        found = tags(tokens, lexicon) if lexicon is not None and tokens else {}
        acts |= {kind: span for kind, span in _acts(tokens, found) if kind not in acts}
        said |= {name: _chars(tokens, places[0]) for name, places in found.items() if places and name not in said}
    if "ask" in said:
        return
    days = [
        one
        for one in days_in(folded.low, folded.tokens, sentence, codes, facts.today, facts.workdays)
        if one.day >= facts.today
    ]
    shown = folded.back(sentence)
    typed = " ".join(text[slice(*shown)].split())[:LONGEST_WORDS]
    sums = list(amounts_in(folded.text[slice(*sentence)], facts.currency))
    awaited = [one for one in days if one.ahead or _awaited(folded.low, one.span)]
    if not acts and "undone" not in said:
        acts = dict(_by_day_or_amount(said, days, bool(sums), bool(awaited)))
    places = [((start + sentence[0], end + sentence[0]), money) for (start, end), money in sums]
    for kind in KINDS:
        if kind not in acts:
            continue
        day = _nearest_day(acts[kind], awaited or days)
        if kind == "answer":
            if day is None or (len(acts) > 1 and _shared(acts, day, awaited or days)):
                continue
            if day not in awaited and _clause(tokens, day.span) != _clause(tokens, acts[kind]):
                continue  # "a new one left today, and we will write to you"
        amount = _nearest_money(acts[kind], places) if kind in OF_MONEY else None
        due = day.day.isoformat() if day is not None else None
        yield FoundPromise(shown, PromiseOnCase(kind, amount, due, typed))


def _by_day_or_amount(
    said: Mapping[str, Span], days: Sequence[NamedDay], amount: bool, awaited: bool
) -> Iterator[tuple[str, Span]]:
    """What a sentence promises by a day or an amount, where no verb of it is known: money, a new one, or an answer."""
    speaks = said.get("we") or said.get("will")
    if (amount and awaited) or ("back" in said and (amount or (days and speaks))):
        yield "refund", said.get("back") or days[0].span
    elif "again" in said and days:
        yield "replacement", said["again"]
    elif "free" in said and speaks:
        yield "other", said["free"]
    elif days and ("will" in said or ("we" in said and awaited)):
        yield "answer", days[0].span


def _awaited(low: str, day: Span) -> bool:
    """Whether a word like "by" stands before a day, or after it in Chinese: it is a day something is due."""
    around = low[max(0, day[0] - BEFORE_DAY) : day[1] + AFTER_DAY]
    return words("by").within(around, scripts_of(around))


def _clause(tokens: Sequence[Token], span: Span) -> int:
    return next((one.clause for one in tokens if one.span[0] >= span[0]), -1)


def _chars(tokens: Sequence[Token], place: Span) -> Span:
    return tokens[place[0]].span[0], tokens[place[1] - 1].span[1]


def _acts(tokens: Sequence[Token], said: Tags) -> Iterator[tuple[str, Span]]:
    """What is done in a clause that has a word of promising and none that undoes it."""
    clauses = {name: {tokens[start].clause for start, _end in places} for name, places in said.items()}
    sure = clauses.get("will", set()) - clauses.get("undone", set())
    for kind in KINDS:
        for start, end in said.get(kind, ()):
            if tokens[start].clause in sure or tokens[end - 1].clause in sure:
                yield kind, _chars(tokens, (start, end))
                break


def _shared(acts: Mapping[str, Span], day: NamedDay, days: Sequence[NamedDay]) -> bool:
    """Whether a day is that of another promise of the sentence, which an answer need not say again."""
    return any(_nearest_day(span, days) == day for kind, span in acts.items() if kind != "answer")


def _nearest_day(act: Span, days: Sequence[NamedDay]) -> NamedDay | None:
    return min(days, key=lambda one: _distance(act, one.span), default=None)


def _nearest_money(act: Span, sums: Sequence[tuple[Span, Money]]) -> Money | None:
    return min(sums, key=lambda one: _distance(act, one[0]), default=(act, None))[1]


def _distance(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)
