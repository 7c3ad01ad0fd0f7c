"""Compares a message about a case with the record: names, amounts, days, order numbers and products. All is advice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeapp.kernel.text import _
from storeapp.rulebook.messages.amounts import amounts_in
from storeapp.rulebook.messages.buyer_names import GREETED_ONE, HAN_GREETED, everyday_names
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.due_days import dates_in
from storeapp.rulebook.messages.facts import DraftFacts, Finding
from storeapp.rulebook.messages.folding import plain_word
from storeapp.rulebook.messages.promises import OF_MONEY, promises_in
from storeapp.rulebook.messages.rules import MessageRule
from storeapp.rulebook.messages.signs import FOREIGN, speaking
from storeapp.rulebook.messages.wordlists import Span, scripts_of, words

SHORTEST_NUMBER = 3
LEAST_TITLE = 6  # signs of a product's title that is looked for in a text
_NUMBER = re.compile(
    r"(?i:\s?(?:nr|no|number|nummer|numéro|número|numero|номер|nomor|id|号|號|编号)\b\.?)?[\s:：.#№]{0,4}(?P<number>[A-Za-z]{0,4}-?\d[\dA-Za-z-]*\d|\d+)(?![.,]\d)(?!\s?[€$£%])"
)
SHOWN = 4  # values of the record beside a wrong one


def check_record(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """What contradicts the case's orders, promises and entries, each with both values."""
    for look in (_names, _numbers, _amounts, _days, _products):
        yield from look(draft, facts, rule)


def _told(rule: MessageRule, sentence: str, span: Span, code: str) -> Finding:
    return Finding(
        rule.id, rule.severity, sentence, code, span, more=_("Compare it with the record before you send it.")
    )


def _names(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Whom it greets, where the buyer's names are known."""
    known = {plain_word(part) for name in facts.names for part in re.split(r"[\s,.]+", name) if part}
    whole = "".join(facts.names)
    if not known:
        return
    for found in GREETED_ONE.finditer(draft.text):
        parts = [plain_word(part) for part in found["name"].split()]
        alike = any(part[:4] == own[:4] for part in parts for own in known)  # inflected: Анна, Анне
        if not alike and not any(part in everyday_names() for part in parts):
            yield _not_the_buyer(rule, facts, found["name"], found.span("name"))
    for found in HAN_GREETED.finditer(draft.text):
        if whole and re.search(r"[\u3400-\u9fff]", whole) and found["name"][0] not in whole:
            yield _not_the_buyer(rule, facts, found["name"], found.span("name"))


def _not_the_buyer(rule: MessageRule, facts: DraftFacts, name: str, span: Span) -> Finding:
    sentence = _("“{name}” is not the buyer's name: {names}")
    return _told(rule, sentence.format(name=name, names=_(", ").join(facts.names[:SHOWN])), span, "wrong_name")


def _numbers(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    own = {_bare(one) for one in facts.record.numbers}
    if not own:
        return
    for _start, end in words("order").spans(draft.low, scripts_of(draft.plain)):
        found = _NUMBER.match(draft.plain, end)
        number = found["number"] if found is not None else ""
        if found is not None and len(_bare(number)) >= SHORTEST_NUMBER and _bare(number) not in own:
            sentence = _("Order {number} is not of this case: {numbers}")
            told = sentence.format(number=number, numbers=_(", ").join(facts.record.numbers[:SHOWN]))
            yield _told(rule, told, found.span("number"), "wrong_number")


def _bare(number: str) -> str:
    return re.sub(r"[^0-9a-z]", "", number.casefold())


def _amounts(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """An amount that is none of the record; a part of the order's total may be promised anew."""
    known = [money for _label, money in facts.record.amounts]
    if not known:
        return
    offered = [one for one in promises_in(draft, facts) if one.promise.kind in OF_MONEY]
    for span, money in amounts_in(draft.text, facts.currency):
        total = max((one.minor for one in known if one.currency == money.currency), default=None)
        new = any(one.span[0] <= span[0] < one.span[1] for one in offered)
        if money in known or (new and total is not None and money.minor <= total):
            continue
        listed = _(", ").join(
            _("{what} {amount}").format(what=_(label), amount=one) for label, one in facts.record.amounts[:SHOWN]
        )
        sentence = _("{amount} is no amount of this case: {amounts}")
        yield _told(rule, sentence.format(amount=money, amounts=listed), span, "wrong_amount")


def _days(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A day in the past that is none of the record."""
    known = {day for _label, day in facts.record.days}
    if not known:
        return
    codes = [one.language for one in speaking(draft.folded, draft.language) if one.language != FOREIGN]
    for named in dates_in(draft.folded.low, codes, facts.today):
        if named.day <= facts.today and named.day.isoformat() not in known:
            listed = _(", ").join(
                _("{what} {day}").format(what=_(label), day=day) for label, day in facts.record.days[:SHOWN]
            )
            sentence = _("{day} is no day of this case: {days}").format(day=named.day.isoformat(), days=listed)
            yield _told(rule, sentence, draft.folded.back(named.span), "wrong_day")


def _products(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Another product of the shop, where none of the case's own titles holds its name."""
    own = [one.casefold() for one in facts.record.products]
    low = draft.text.casefold()
    for title in facts.record.others if own else ():
        plain = title.casefold()
        place = low.find(plain) if len(plain) >= LEAST_TITLE and not any(plain in one for one in own) else -1
        if place >= 0 and not any(one in low and plain in one for one in own):
            sentence = _("“{title}” is not what was ordered: {products}")
            told = sentence.format(title=title, products=_(", ").join(facts.record.products[:SHOWN]))
            yield _told(rule, told, (place, place + len(title)), "wrong_product")
