"""The four rules of a selling point, on points nobody wrote for the lists."""

from datetime import date

import pytest

from storeapp.articles.positioning import rules
from storeapp.articles.positioning.rules import AudienceFields, PointFields, PointProof
from storeapp.kernel.errors import UserError

TODAY = date(2026, 7, 16)
GOOD = PointFields(
    "The shade can be replaced for 10 years",
    "service",
    "61 spare shades sent since 2019",
    "A new shade came in four days, the lamp is nine years old",
    "New lamp, 20% off",
    "2026-07-03",
)
PROOF = PointProof(1, "order", 9, "", "61 shades sent")


def states(fields, proofs=(PROOF,), others=()):
    return [one.state for one in rules.judged_point(fields, proofs, others, TODAY)]


def test_a_good_point_passes_all_four():
    assert states(GOOD) == ["fine"] * 4
    assert rules.ticks(rules.judged_point(GOOD, [PROOF], [], TODAY)) == 4


def test_nothing_behind_it_fails_all_four():
    empty = PointFields("The best lamp on the market")
    assert states(empty, ()) == ["bad"] * 4


def test_true_needs_evidence_that_is_there_and_has_not_moved():
    assert states(GOOD, ())[0] == "bad"
    assert states(GOOD, [PointProof(1, "review", 3, "", "", gone=True)])[0] == "bad"
    moved = PointProof(2, "figure", None, "reviews", "", was="268", now="271")
    verdict = rules.judged_point(GOOD, [moved], [], TODAY)[0]
    assert (verdict.state, verdict.words) == ("warn", "It was 268 when you linked it, now it is 271")
    assert states(GOOD, [PointProof(2, "figure", None, "reviews", "", was="268", now="268")])[0] == "fine"
    assert states(PointFields("The only lamp with a spare shade"), [PointProof(1, "review", 3, "", "")])[0] in (
        "fine",
        "warn",
    )
    assert states(PointFields("Fastest delivery"), [PointProof(1, "review", 3, "", "")])[0] == "warn"
    assert states(PointFields("Fastest delivery"), [PointProof(1, "attachment", 3, "", "")])[0] == "fine"


def test_beyond_the_product_looks_at_all_points():
    product = PointFields("Warm light, 2,700 K", "product")
    assert states(product)[1] == "bad"
    assert states(product, others=[GOOD])[1] == "warn"


@pytest.mark.parametrize(
    ("said", "day", "state"),
    [
        ("", "", "bad"),
        ("Natural dyes without any heavy metals", "2026-07-03", "bad"),
        ("New lamp, 20% off", "", "warn"),
        ("New lamp, 20% off", "2026-04-16", "warn"),
        ("New lamp, 20% off", "2026-04-17", "fine"),
    ],
)
def test_different_needs_fresh_words_of_rivals(said, day, state):
    fields = PointFields("Natural dyes, no heavy metals", "making", rivals_say=said, rivals_on=day)
    assert states(fields)[2] == state


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("Premium quality", "Premium"),
        ("优质面料", "优质"),
        ("Высококачественная ткань", "Высококачественная"),
        ("Lámparas exclusivas", "exclusivas"),
        ("Lampu terbaik", "terbaik"),
        ("Die besten Lampen", "besten"),
        ("Lâmpadas maravilhosas", "maravilhosas"),
        ("全网第一的灯", "第一"),
    ],
)
def test_self_praise_is_too_direct_in_every_language(words, hit):
    assert hit in rules.direct_words(words, "most") + rules.direct_words(words, "praise")
    assert states(PointFields(words, buyers_words="It lasted nine years"))[3] == "bad"


@pytest.mark.parametrize(
    "words",
    [
        "Every shade is tried at a desk",
        "22 years at the same loom",
        "Sie bestellen, wir nähen",
        "40 公里外织的布",
        "Ткань соткана рядом",
        "We answer within a day",
        "Los cables miden 1,6 m",
        "Kabel 1,6 meter",
    ],
)
def test_plain_facts_are_not(words):
    assert states(PointFields(words, buyers_words="It lasted nine years"))[3] == "fine"


def test_without_a_buyers_words_it_is_ours():
    assert states(PointFields("22 years at the same loom"))[3] == "warn"
    same = PointFields("22 years at the same loom", buyers_words="22 years at the same loom!")
    assert states(same)[3] == "warn"


def test_what_can_be_kept():
    kept = rules.checked_point(PointFields("  a   b ", rivals_say=" x "), TODAY)
    assert (kept.words, kept.rivals_say, kept.rivals_on) == ("a b", "x", "2026-07-16")
    for wrong in (
        PointFields(" "),
        PointFields("x" * 201),
        PointFields("x", rivals_on="2026-07-17"),
        PointFields("x", rivals_on="?"),
    ):
        with pytest.raises(UserError):
            rules.checked_point(wrong, TODAY)
    with pytest.raises(UserError):
        rules.checked_audience(AudienceFields("  "))
    assert rules.checked_audience(AudienceFields(" Evening  readers ", age=" 30-55 ")).age == "30-55"
    assert rules.checked_aims({"value": 60, "brand": 20, "keep": 20, "sell": 0})["value"] == 60
    with pytest.raises(UserError):
        rules.checked_aims({"value": 60, "brand": 20})
    assert rules.words_in("two words 和三个字") == 6
