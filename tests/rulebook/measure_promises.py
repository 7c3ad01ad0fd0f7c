"""How many promises of the unseen texts are found whole, and in how many texts without any something is found."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from storeapp.kernel.money import Money, to_minor
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.facts import DraftFacts, PromiseOnCase
from storeapp.rulebook.messages.promises import promises_in

TODAY = date(2026, 11, 25)
CURRENCIES = {"en": "USD", "zh": "CNY", "zh-Hant": "TWD", "zu": "ZAR", "pt": "BRL", "ru": "RUB", "id": "IDR"}


def texts(name: str = "promises_unseen.tsv") -> Iterator[tuple[str, list[PromiseOnCase], str]]:
    """(language, promises, text) of a set."""
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, promised, text = line.split("\t")
            yield language, [] if promised == "none" else [_promise(one) for one in promised.split(" + ")], text


def _promise(written: str) -> PromiseOnCase:
    kind, amount, *rest = written.split()
    money = None if amount == "-" else Money(to_minor(Decimal(amount), rest[0]), rest[0])
    return PromiseOnCase(kind, money, None if rest[-1] == "-" else rest[-1])


def found_in(language: str, text: str) -> list[PromiseOnCase]:
    """What the program finds."""
    facts = DraftFacts(today=TODAY, currency=CURRENCIES.get(language, "EUR"), language=language)
    return [one.promise for one in promises_in(Draft(text, language.split("-")[0]), facts)]


@dataclass
class Score:
    """Texts of one language: with promises, found whole, without any, and false alarms among these."""

    good: int = 0
    whole: int = 0
    bad: int = 0
    alarms: int = 0


def scores(name: str = "promises_unseen.tsv") -> dict[str, Score]:
    """How a set does, by language; what goes wrong is printed."""
    found: dict[str, Score] = {}
    for language, wanted, text in texts(name):
        got, score = found_in(language, text), found.setdefault(language, Score())
        whole = len(got) == len(wanted) and all(one in got for one in wanted)
        score.good, score.whole = score.good + bool(wanted), score.whole + (bool(wanted) and whole)
        score.bad, score.alarms = score.bad + (not wanted), score.alarms + (not wanted and not whole)
        if not whole:
            pass
    return found


if __name__ == "__main__":
    for file in sys.argv[1:] or ["promises_unseen.tsv", "promises_second.tsv", "promises_third.tsv"]:
        for _code, _one in scores(file).items():
            pass
