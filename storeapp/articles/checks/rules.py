"""Holds an article against the rule book, paragraph by paragraph: after a keystroke only what changed is read anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from storeapp.articles.checks.mends import mend_of
from storeapp.articles.checks.records import (
    ArticleFinding,
    ArticleGauge,
    CheckedArticle,
    Checking,
    ClaimLine,
    ClaimRow,
    ClaimState,
)
from storeapp.articles.checks.wording import claim_words
from storeapp.articles.markdown.word_count import count_words
from storeapp.kernel.text import _
from storeapp.rulebook.articles.assertions import article_language, article_lexicons, read_block
from storeapp.rulebook.articles.blocks import blocks, line_of, links, plain_text
from storeapp.rulebook.articles.checks import sentence_key, shown
from storeapp.rulebook.articles.reading import (
    ArticleReading,
    by_language,
    long_sentences,
    read_article,
    reading_ease,
    share,
    title_width,
)
from storeapp.rulebook.articles.sameness import TextsSeen, same_texts
from storeapp.rulebook.articles.usefulness import promotion
from storeapp.rulebook.messages.engine import check, in_force
from storeapp.rulebook.messages.facts import ArticleFacts, DraftFacts, Finding
from storeapp.rulebook.messages.rules import SEVERITIES, MessageRule, rule_kinds

PAID: Mapping[str, str] = {"gifted": "gift", "paid": "payment", "partner": "affiliate"}
CLAIM_KINDS = frozenset({"number", "comparison", "superlative", "most", "only", "absolute", "proof", "health", "green"})
HEALTH_WORDS = 2  # words about illness and cures from which a text is about health
WHOLE = frozenset({"label", "paid_words", "quotes"})  # checks that need the whole text
_ERID = re.compile(r"\berid\s*[:=]\s*([\w-]{4,})", re.IGNORECASE)
_PRODUCT = "product:"  # how a product card is linked
MOST_KEPT = 4_096  # paragraphs whose findings are kept


class ArticleChecker:
    """The checks for one article and place. Not for several threads at once.

    `rules`: the book as the owner has it; `others`: the shop's other texts. A new one is needed when these or what is
    known beside the text change.
    """

    def __init__(self, known: Checking, rules: Sequence[MessageRule], today: date, others: TextsSeen | None = None):
        self.known = known
        self._others = others or TextsSeen(())
        self._today = today
        mine = [one for one in rules if {"article", "writing"} & set(one.applies_to)]
        self._rules = {one.id: one for one in mine}
        self._whole = [one for one in mine if "article" in one.applies_to and _needs_all(one)]
        self._words = [one for one in mine if "article" in one.applies_to and not _needs_all(one)]
        self._writing = [one for one in mine if "writing" in one.applies_to]
        self._kept: dict[str, list[Finding]] = {}
        self._kept_for: DraftFacts | None = None

    def check(self, text: str) -> CheckedArticle:
        """What is found in a text."""
        language = article_language(text, self.known.language)
        reading = read_article(text, language)
        sold = promotion(reading, self.known.products)
        facts = self._facts(text, reading, promotes=bool(sold[1]))
        found = [*self._in_paragraphs(reading, facts), *check(text, facts, self._whole)]
        found += check(text, replace(facts, job="writing"), self._writing)
        told = [self._told(text, one, reading) for one in found if one.severity != "FINE"]
        hit = {one.rule for one in told}
        looked = [*in_force(self._whole + self._words, facts), *in_force(self._writing, replace(facts, job="writing"))]
        if not reading.length:
            looked = []  # of a text that isn't there nothing is fine
        unasked = tuple(one.id for one in looked if _unasked(one, facts))
        order = {one.id: place for place, one in enumerate(rule_kinds())}
        told.sort(
            key=lambda one: (
                SEVERITIES.index(one.severity),
                one.span or (len(text), 0),
                order.get(one.kind, len(order)),
            )
        )
        return CheckedArticle(
            tuple(told),
            tuple(self._gauges(text, reading, sold[0])),
            tuple(self._claims(text, reading)),
            language,
            reading.length,
            tuple(one.id for one in looked if one.id not in hit and one.id not in unasked),
            self._others.count,
            unasked,
        )

    def _facts(self, text: str, reading: ArticleReading, *, promotes: bool) -> DraftFacts:
        known, own = self.known, links(text)
        hosts = {host for one in own if (host := urlsplit(one).netloc.casefold().removeprefix("www."))}
        shop = bool(hosts & set(known.addresses)) or any(one.startswith(_PRODUCT) for one in own)
        token = _ERID.search(text)
        health = sum(one.health for _block, one in reading.read) >= HEALTH_WORDS
        paid = PAID.get(known.relation, "")
        article = ArticleFacts(
            place=known.place.place,
            paid=paid,
            shop_link=shop or known.relation == "own_link",
            # Of a language without words nobody knows.
            promotes=promotes or shop or bool(paid) or reading.language not in article_lexicons(),
            topic="health" if health else "",
            erid=token[1] if token else "",
            followed_link=bool(own) and paid in ("payment", "affiliate") and known.place.place == "guest",
            title=known.title,
            products=known.products,
            settled=tuple(sentence_key(one.sentence) for one in known.claims if not one.changed),
            changed=tuple(sentence_key(one.sentence) for one in known.claims if one.changed),
            others=self._others,
        )
        return DraftFacts(
            platform=known.place.platform,
            today=self._today,
            language=reading.language,
            job="article",
            buyer=known.country,
            seller=known.place.seller,
            article=article,
        )

    def _in_paragraphs(self, reading: ArticleReading, facts: DraftFacts) -> Iterator[Finding]:
        # What the words of one paragraph mean does not hang on the rest of the text.
        bare = replace(facts, article=replace(facts.article, title="", products=(), others=()))
        if bare != self._kept_for or len(self._kept) >= MOST_KEPT:
            self._kept, self._kept_for = {}, bare
        for block, _one in reading.read:
            if block.kind in ("code", "rule", "image"):
                continue
            plain = plain_text(block.raw)
            if plain.text not in self._kept:
                self._kept[plain.text] = check(plain.text, bare, self._words)
            for one in self._kept[plain.text]:
                if one.span is None:
                    yield one
                    continue
                start, end = plain.back(one.span)
                yield replace(one, span=(block.start + start, block.start + end))

    def _told(self, text: str, found: Finding, reading: ArticleReading) -> ArticleFinding:
        rule = self._rules[found.rule]
        whole = "writing" in rule.applies_to or found.span is None
        place = "" if whole or found.span is None else shown(text, found.span)
        accepted = next(
            (one.reason for one in self.known.accepted if (one.rule, one.place_text) == (rule.id, place)), None
        )
        return ArticleFinding(
            rule.id,
            found.severity,
            found.code,
            found.sentence,
            found.more,
            _(rule.instead),
            rule.kind,
            rule.source,
            None if found.span is None else line_of(text, found.span[0]),
            found.span,
            place,
            mend_of(text, rule, found, reading, self.known.alts),
            accepted,
        )

    def _claims(self, text: str, reading: ArticleReading) -> Iterator[ClaimLine]:
        known = {sentence_key(one.sentence): one for one in self.known.claims}
        for span, one in reading.sentences():
            kinds = tuple(dict.fromkeys(each.kind for each in one.assertions if each.kind in CLAIM_KINDS))
            sentence = " ".join(plain_text(text[slice(*span)]).text.split())
            key = sentence_key(sentence)
            said = known.get(key)
            if kinds or said is not None:
                claim = None if said is None else said.id
                told = claim_words(said)
                yield ClaimLine(sentence, key, kinds, line_of(text, span[0]), span, _state(said), claim, told)

    def _gauges(self, text: str, reading: ArticleReading, sold: float) -> Iterator[ArticleGauge]:
        def limits(rule: str) -> Mapping[str, Any] | None:
            return self._rules[rule].values if rule in self._rules and reading.length else None

        if (own := limits("USE-SHARE")) is not None:
            yield ArticleGauge("promotion", sold, own["most"], "%")
        ease = reading_ease(reading)
        if ease is not None and (own := limits("READ-EASE")) is not None:
            yield ArticleGauge("ease", ease, own["limits"][0], least=True)
        if (own := limits("READ-SENTENCES")) is not None:
            over, every = long_sentences(reading, by_language(own["long"], reading.language))
            yield ArticleGauge(
                "sentences", share(len(over), every), by_language(own["share"], reading.language)[0], "%"
            )
        if (own := limits("READ-TITLE")) is not None and (title := reading.title(self.known.title)):
            yield ArticleGauge("title", title_width(title), own["most"], "px")
        if self._others.count and (own := limits("SAME-TEXT")) is not None:
            same = same_texts(reading, self._others)
            yield ArticleGauge("same", same[0].share if same else 0.0, own["most"], "%")
        if self.known.word_goal is not None:
            yield ArticleGauge("length", count_words(text), self.known.word_goal, least=True)


def claimed_sentence(found: CheckedArticle, text: str, one: ArticleFinding) -> str:
    """The whole sentence that a finding with a place stands in, in plain words; of a quotation all of it."""
    assert one.span is not None
    for claim in found.claims if one.code != "quote" else ():
        if claim.span[0] <= one.span[0] < claim.span[1]:
            return claim.sentence
    return " ".join(plain_text(text[slice(*one.span)]).text.split())


def sentence_at(line: str, place: int, language: str) -> str:
    """The sentence of a line that a place is in or before, in plain words; "" where there is none."""
    for block in blocks(line):
        for one in read_block(block.raw, language).sentences:
            if place <= block.start + one.span[1]:
                return " ".join(plain_text(block.raw[slice(*one.span)]).text.split())
    return ""


def _needs_all(rule: MessageRule) -> bool:
    bare = rule.check == "match" and "signs" not in rule.values and "phrases" not in rule.values
    return rule.check in WHOLE or bare


def _unasked(rule: MessageRule, facts: DraftFacts) -> bool:
    """Whether a rule on labels is only for texts that somebody paid for, and nobody did."""
    paid = any(one["fact"] == "paid" for one in rule.values.get("when", ()))
    return rule.check == "label" and paid and not facts.article.paid


def _state(said: ClaimRow | None) -> ClaimState:
    if said is None:
        return "open"
    if said.changed:
        return "changed"
    return "opinion" if said.kind == "opinion" else "evidence"
