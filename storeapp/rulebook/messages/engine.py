"""Holds a text against the rule book: one engine for replies, requests, articles, offers and messages on cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from storeapp.kernel.review_kinds import UNSAID
from storeapp.rulebook.articles import checks as articles
from storeapp.rulebook.messages import (
    article_checks,
    offer_checks,
    record_checks,
    reply_checks,
    reply_circumstances,
    request_checks,
)
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.facts import DraftFacts, Finding
from storeapp.rulebook.messages.folding import fold
from storeapp.rulebook.messages.promises import warm as warm_promises
from storeapp.rulebook.messages.rules import SEVERITIES, MessageRule, message_rules, rule_kinds
from storeapp.rulebook.messages.signs import lexicons, signs
from storeapp.rulebook.messages.wordlists import warm as warm_words

Check = Callable[[Draft, DraftFacts, MessageRule], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "private": reply_checks.check_private,
    "hostile": reply_checks.check_hostile,
    "sarcasm": reply_checks.check_sarcasm,
    "intimidation": reply_checks.check_intimidation,
    "trade": reply_checks.check_trade,
    "revise": reply_checks.check_revise,
    "promise": reply_checks.check_promise,
    "structure": reply_checks.check_structure,
    "tone": reply_checks.check_tone,
    "language": reply_checks.check_language,
    "looked": reply_checks.check_looked,
    "length": reply_circumstances.check_length,
    "identical": reply_circumstances.check_identical,
    "similar": reply_circumstances.check_similar,
    "time": reply_circumstances.check_time,
    "lock": reply_circumstances.check_lock,
    "amazon_contact": reply_circumstances.check_amazon_contact,
    "amazon_feedback": reply_circumstances.check_amazon_feedback,
    "match": request_checks.check_match,
    "reward": request_checks.check_reward,
    "chosen": request_checks.check_chosen,
    "contacts": request_checks.check_contacts,
    "card_contacts": request_checks.check_card_contacts,
    "asking": request_checks.check_asking,
    "window": request_checks.check_window,
    "once": request_checks.check_once,
    "consent": request_checks.check_consent,
    "opted_out": request_checks.check_consent,
    "mail_parts": request_checks.check_mail_parts,
    "transport": request_checks.check_transport,
    "open_issue": request_checks.check_open_issue,
    "cap": request_checks.check_cap,
    "same_product": request_checks.check_same_product,
    "quiet": request_checks.check_quiet,
    "label": article_checks.check_label,
    "absolutes": article_checks.check_absolutes,
    "claims": articles.check_claims,
    "paid_words": articles.check_paid_words,
    "quotes": articles.check_quotes,
    "promotion": articles.check_promotion,
    "mentions": articles.check_mentions,
    "sales_talk": articles.check_sales_talk,
    "elements": articles.check_elements,
    "answer": articles.check_answer,
    "sentences": articles.check_sentences,
    "paragraphs": articles.check_paragraphs,
    "headings": articles.check_headings,
    "bare_headings": articles.check_bare_headings,
    "starts": articles.check_starts,
    "title": articles.check_title,
    "title_words": articles.check_title_words,
    "ease": articles.check_ease,
    "text_length": articles.check_length,
    "pictures": articles.check_pictures,
    "same": articles.check_same,
    "words_known": articles.check_words_known,
    "record": record_checks.check_record,
    "stock": offer_checks.check_stock,
    "price_cut": offer_checks.check_price_cut,
}
# What is said before a word is written: it is about the review, the order or the person.
BEFORE_WRITING = frozenset(
    {
        *("time", "lock", "amazon_contact", "amazon_feedback", "window", "once", "consent", "opted_out", "open_issue"),
        *("asking", "transport", "cap", "same_product", "quiet"),
    }
)


def warm() -> None:
    """Read all words, which takes a moment, before the first text is checked."""
    warm_words()
    warm_promises()
    dict(lexicons())
    message_rules()
    signs(fold("Thank you for the review of this lamp, and for the photos."))


def check(text: str, facts: DraftFacts, rules: Sequence[MessageRule] | None = None) -> list[Finding]:
    """All findings: what stops first, and of these law before platform before tip, then in the order of the text.

    An empty draft is judged only by what is known before writing. `rules`: the book as the owner has it, else the
    program's own.
    """
    found: list[Finding] = []
    draft = Draft(text, facts.language.replace("_", "-").split("-")[0].casefold(), found)
    known = message_rules() if rules is None else rules
    for rule in in_force(known, facts):
        if text.strip() or rule.check in BEFORE_WRITING:
            found += list(CHECKS[rule.check](draft, facts, rule))
    weight = _weights(known)
    told = _without_covered(list(_without_echoes(found)), known)
    return sorted(told, key=lambda one: (SEVERITIES.index(one.severity), weight[one.rule], one.span or (len(text), 0)))


def in_force(rules: Iterable[MessageRule], facts: DraftFacts) -> Iterator[MessageRule]:
    """The rules that hold for such a text on its day, each as strict as it is then."""
    for one in rules:
        holds = facts.job in one.applies_to and one.holds_on(facts.platform) and one.holds_through(facts.through)
        if not holds or not one.holds_in(facts.buyer, facts.seller):
            continue
        about = one.values.get("about", "")
        if about and facts.kind not in ("", UNSAID, about):
            continue
        severity = one.severity_on(facts.today)
        yield one if severity == one.severity else replace(one, severity=severity)


def _weights(rules: Sequence[MessageRule]) -> Mapping[str, int]:
    order = {one.id: place for place, one in enumerate(rule_kinds())}
    return {one.id: order[one.kind] for one in rules}


def _without_echoes(found: list[Finding]) -> Iterator[Finding]:
    """What is offered for a rating is neither a promise nor a mere question: told once is enough."""
    offers = [one.span for one in found if one.code == "trade" and one.span]
    for one in found:
        span = one.span
        echo = one.code in ("promise", "revise") and span is not None
        if not (echo and span and any(span[0] < end and start < span[1] for start, end in offers)):
            yield one


def _without_covered(found: list[Finding], rules: Sequence[MessageRule]) -> list[Finding]:
    """Without what a weightier rule says already."""
    hit = {one.rule for one in found if one.severity != "FINE"}
    covered = {one.id for one in rules if hit & set(one.covered_by)}
    return [one for one in found if one.rule not in covered]
