"""The lists of removable reviews: whole, dated, sourced, and nothing that means "because it is negative"."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.rulebook.removal import PROOFS, ground_of, lists_of, removal_lists

GROUNDS = [(one, ground) for one in removal_lists() for ground in one.grounds]


@pytest.mark.parametrize("rules", removal_lists(), ids=lambda one: one.id)
def test_every_list_is_dated_and_sourced(rules):
    assert rules.source
    assert rules.source_url.startswith(("https://", "http://"))
    assert rules.certainty in ("V", "S", "K")
    assert date(2026, 1, 1) <= rules.checked_on
    assert 3 <= len(rules.grounds) <= 6
    assert rules.platforms
    assert rules.what
    assert rules.ask


@pytest.mark.parametrize(("rules", "ground"), GROUNDS, ids=lambda one: getattr(one, "id", ""))
def test_every_ground_asks_one_question_and_wants_its_proof(rules, ground):
    assert ground.id.startswith(f"{rules.id}.")
    assert ground.question.endswith("?")
    assert ground.rule.endswith(".")
    assert ground.proof in PROOFS
    assert ground_of(ground.id) == (rules, ground)
    words = f"{ground.title} {ground.question}".casefold()
    assert not any(word in words for word in ("negative", "bad review", "unfair", "one star", "low rating"))


def test_ids_are_unique():
    ids = [ground.id for _rules, ground in GROUNDS]
    assert len(set(ids)) == len(ids)


def test_amazon_has_two_lists_and_unknown_platforms_have_none():
    assert [one.what for one in lists_of("amazon")] == ["Seller feedback", "Product review"]
    for platform in ("taobao", "ozon", "wildberries", "lazada", "tokopedia", "olist"):
        assert lists_of(platform) == []
    assert ground_of("gone") is None
