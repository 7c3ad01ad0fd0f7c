"""The checks of an article as a whole and of what it asserts, as the engine of the rule book calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from storeapp.kernel.text import N_, _, plural
from storeapp.rulebook.articles.assertions import BY_SIGNS, article_lexicons
from storeapp.rulebook.articles.blocks import Span, plain_text
from storeapp.rulebook.articles.paid import paid_words
from storeapp.rulebook.articles.reading import (
    ArticleReading,
    bare_headings,
    by_language,
    gaps,
    long_paragraphs,
    long_sentences,
    read_article,
    reading_ease,
    repeated_starts,
    share,
    title_width,
)
from storeapp.rulebook.articles.sameness import TextsSeen, same_texts
from storeapp.rulebook.articles.usefulness import mentions, promotion, sales_talk, unanswered, useful_parts
from storeapp.rulebook.messages.article_checks import label_at_start
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.facts import DraftFacts, Finding
from storeapp.rulebook.messages.request_checks import holds, told
from storeapp.rulebook.messages.rules import MessageRule

SHORTEST_SHOWN, LONGEST_SHOWN = 2, 60  # signs of the text that a finding repeats
CLAIMS: Mapping[str, str] = {
    "number": N_("A figure without evidence: “{words}”"),
    "comparison": N_("A comparison without evidence: “{words}”"),
    "superlative": N_("A superlative without evidence: “{words}”"),
    "most": N_("Who says so, and how many? “{words}”"),
    "only": N_("“The only one” without evidence: “{words}”"),
    "absolute": N_("A promise without limits: “{words}”"),
    "proof": N_("Proof is named and not shown: “{words}”"),
    "health": N_("Speaks of health: “{words}”"),
    "green": N_("Speaks of the environment in general: “{words}”"),
    "price": N_("A price cut: “{words}”"),
    "urgency": N_("Presses readers to hurry: “{words}”"),
    "sales": N_("Tells readers to buy: “{words}”"),
}
_SILENT_PICTURE = re.compile(r"!\[\s*\]\([^)\n]{0,2000}\)")
QUOTED = N_("A quoted buyer: “{words}”")


def sentence_key(sentence: str) -> str:
    """A sentence as it is recognised again: without Markdown, spaces and capitals."""
    return re.sub(r"\s+", "", plain_text(sentence).text).casefold()


def counted(length: int, language: str) -> str:
    """A length in words, in Chinese and Japanese in characters."""
    if language in BY_SIGNS:
        return plural("{count} character", "{count} characters", length)
    return plural("{count} word", "{count} words", length)


def read_draft(draft: Draft) -> ArticleReading:
    """The article that a draft is."""
    return read_article(draft.text, draft.language)


def shown(text: str, span: Span) -> str:
    """The words at a place as a finding repeats them."""
    words = " ".join(plain_text(text[slice(*span)]).text.split())
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1].rstrip() + "…"


def check_claims(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Sentences that assert something of `kinds`, each told once, unless it is settled by evidence or an opinion.

    A settled sentence whose figure has changed is told as well. With `evidence` false no evidence settles it.
    """
    settles = rule.values.get("evidence", True)
    if (facts.article.proved and settles) or not all(holds(facts, one) for one in rule.values.get("when", ())):
        return
    kinds = frozenset(rule.values["kinds"])
    reading = read_draft(draft)
    for block, one in reading.read:
        for sentence in one.sentences if block.kind != "code" else ():
            asserted = [each for each in sentence.assertions if each.kind in kinds]
            if not asserted:
                continue
            whole = (block.start + sentence.span[0], block.start + sentence.span[1])
            key = sentence_key(draft.text[slice(*whole)])
            if key in facts.article.changed and settles:
                words = _("The figure behind this has changed: “{words}”")
                yield told(rule, "changed", whole, words.format(words=shown(draft.text, whole)))
            elif key not in facts.article.settled or not settles:
                kind = asserted[0].kind
                place = (block.start + asserted[0].span[0], block.start + asserted[0].span[1])
                if said_already(draft, place):
                    continue
                yield told(rule, kind, place, _(CLAIMS[kind]).format(words=shown(draft.text, place)))


def said_already(draft: Draft, span: Span) -> bool:
    """Whether a weightier rule speaks of the same words."""
    return any(one.span is not None and one.span[0] < span[1] and span[0] < one.span[1] for one in draft.told)


def check_paid_words(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """The text tells that somebody paid or gave something, and no label (`good`) stands first: told at the first."""
    if not all(holds(facts, one) for one in rule.values.get("when", ())) or label_at_start(draft, rule, "good"):
        return
    for block, _one in read_draft(draft).read:
        for start, end in paid_words(block.raw) if block.kind != "code" else ():
            span = (block.start + start, block.start + end)
            words = _("The text says that it was paid for, the article says nobody did: “{words}”")
            yield told(rule, "paid", span, words.format(words=shown(draft.text, span)))
            return


def check_quotes(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Passages quoted as another's words, unless they are settled by a review or a consent."""
    for block, _one in read_draft(draft).read:
        if block.kind == "quote" and sentence_key(block.raw) not in facts.article.settled:
            span = (block.start, block.end)
            yield told(rule, "quote", span, _(QUOTED).format(words=shown(draft.text, span)))


def check_promotion(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """More of the text promotes than `most` percent."""
    found, places = promotion(read_draft(draft), facts.article.products)
    if found > rule.values["most"]:
        words = _("{share}% of the text promotes, at most {limit}% is asked for")
        yield told(rule, "promotion", places[0], words.format(share=round(found), limit=rule.values["most"]))


def check_mentions(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Products are named more often than `most` times in `per` words (characters), and at least `least` times."""
    reading = read_draft(draft)
    found = mentions(reading, facts.article.products)
    allowed = max(rule.values["least"], rule.values["most"] * reading.length / rule.values["per"])
    if len(found) > allowed:
        words = plural("A product is named {count} time", "Products are named {count} times", len(found))
        yield told(rule, "mentions", found[0], words)


def check_sales_talk(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Readers are told to buy or to hurry more than `most` times."""
    found = sales_talk(read_draft(draft))
    if len(found) > rule.values["most"]:
        words = plural("Tells readers to buy {count} time", "Tells readers to buy {count} times", len(found))
        yield told(rule, "sales", found[rule.values["most"]], words)


def check_elements(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A text of `from` words (characters) and more with fewer than `least` of: steps, tables, numbers, warnings."""
    reading = read_draft(draft)
    if reading.length >= by_language(rule.values["from"], reading.language):
        parts = useful_parts(reading)
        if parts.kinds < rule.values["least"]:
            yield replace(told(rule, "elements"), way="")


def check_answer(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """The title asks, and the first paragraph does not seem to answer."""
    reading = read_draft(draft)
    span = unanswered(reading, reading.title(facts.article.title))
    if span is not None:
        yield replace(told(rule, "answer", span), way="")


def graded(rule: MessageRule, code: str, span: Span | None, words: str, *, red: bool) -> Finding:
    """A measure past its limit: past the further one as severe as the rule is, else only mentioned."""
    one = told(rule if red else replace(rule, severity="INFO"), code, span, words)
    return replace(one, way="")


def check_sentences(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Too many sentences are longer than `long`: past the first of `share` percent, and past the second."""
    reading = read_draft(draft)
    longest = by_language(rule.values["long"], reading.language)
    orange, red = by_language(rule.values["share"], reading.language)
    over, every = long_sentences(reading, longest)
    part = share(len(over), every)
    if every >= rule.values["from"] and part > orange:
        words = _("{share}% of the sentences are long, up to {limit}% read easily").format(
            share=round(part), limit=orange
        )
        yield graded(rule, "sentences", over[0], words, red=part > red)


def check_paragraphs(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Paragraphs over the first of `limits`, and over the second."""
    reading = read_draft(draft)
    orange, red = by_language(rule.values["limits"], reading.language)
    for length, span in long_paragraphs(reading, orange):
        words = _("A paragraph of {length}, up to {limit} read easily").format(
            length=counted(length, reading.language), limit=orange
        )
        yield graded(rule, "paragraph", span, words, red=length > red)


def check_headings(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Stretches without a heading over the first of `limits`, and over the second."""
    reading = read_draft(draft)
    orange, red = by_language(rule.values["limits"], reading.language)
    for length, span in gaps(reading):
        if length > orange:
            words = _("{length} without a heading, up to {limit} read easily").format(
                length=counted(length, reading.language), limit=orange
            )
            yield graded(rule, "headings", span, words, red=length > red)


def check_bare_headings(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Headings with nothing below them, told together at the first."""
    bare = bare_headings(read_draft(draft))
    if bare:
        words = plural("{count} heading has no text below it", "{count} headings have no text below them", len(bare))
        yield graded(rule, "bare", bare[0], words, red=True)


def check_starts(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """More than `most` sentences in a row begin with the same word."""
    for word, number, span in repeated_starts(read_draft(draft), rule.values["most"]):
        words = _("{count} sentences in a row begin with “{word}”").format(count=number, word=word)
        yield graded(rule, "starts", span, words, red=True)


def check_title(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """The title is wider than `most` pixels in a list of search results, or there is none."""
    title = read_draft(draft).title(facts.article.title)
    if not title:
        yield graded(rule, "title", None, _("The article has no title"), red=True)
    elif (width := title_width(title)) > rule.values["most"]:
        words = _("The title takes about {width} of {limit} pixels and will be cut off")
        place = draft.text.find(title)
        span = (place, place + len(title)) if place >= 0 else None
        yield graded(rule, "title", span, words.format(width=width, limit=rule.values["most"]), red=True)


def check_title_words(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Words in the title that shout: `phrases`."""
    title = read_draft(draft).title(facts.article.title)
    shouted = Draft(title, draft.language)
    if any(shouted.phrase_spans(one) for one in rule.values["phrases"]):
        place = draft.text.find(title)
        yield told(rule, "title", (place, place + len(title)) if place >= 0 and title else None)


def check_ease(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Flesch Reading Ease of English texts of `from` words and more under the first of `limits`, and the second."""
    reading = read_draft(draft)
    found = reading_ease(reading)
    orange, red = rule.values["limits"]
    if found is not None and reading.length >= rule.values["from"] and found < orange:
        words = _("Reading ease {value}, {limit} reads easily").format(value=round(found), limit=orange)
        yield graded(rule, "ease", None, words, red=found < red)


def check_length(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A text shorter than the second of `limits`, or than the first."""
    reading = read_draft(draft)
    orange, red = by_language(rule.values["limits"], reading.language)
    if 0 < reading.length < orange:
        words = _("A short text: {length}, {limit} are a usual least").format(
            length=counted(reading.length, reading.language), limit=orange
        )
        yield graded(rule, "length", None, words, red=reading.length < red)


def check_pictures(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Pictures that say nothing to who can't see them."""
    for one in _SILENT_PICTURE.finditer(draft.text):
        yield told(rule, "picture", one.span())


def check_same(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Paragraphs that stand in other texts: over `most` percent of the text as severe as the rule, else mentioned."""
    others = facts.article.others
    seen = others if isinstance(others, TextsSeen) else TextsSeen((str(n), one, one) for n, one in enumerate(others))
    for one in same_texts(read_draft(draft), seen) if seen.count else ():
        matching = plural("{count} paragraph", "{count} paragraphs", len(one.places))
        words = _("{share}% like “{title}”: {paragraphs}").format(
            share=round(one.share), title=shown(one.title, (0, len(one.title))), paragraphs=matching
        )
        yield graded(rule, "same", one.places[0], words, red=one.share > rule.values["most"])


def check_words_known(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """No words of the text's language are known, so that claims and promotion were not looked for."""
    reading = read_draft(draft)
    if draft.text.strip() and reading.language not in article_lexicons():
        yield graded(rule, "language", None, _(rule.title), red=True)
