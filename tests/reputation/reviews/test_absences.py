"""Which reviews count as gone: a narrowed list is told from a whole one."""

from __future__ import annotations

from storeapp.reputation.reviews.absences import Traits, narrowed, whole


def one(stars=5, text=True, photos=False, replied=False, product=1, language="en"):
    return Traits(stars, text, photos, replied, product, language)


def test_a_file_must_have_four_fifths_of_five_known_reviews():
    enough = [(5, 4), (100, 80), (4, 4), (100, 79), (0, 0)]
    assert [whole(known, found) for known, found in enough] == [True, True, False, False, False]


def test_a_star_filter_is_not_a_loss():
    assert narrowed([one(5)] * 9, [one(4), one(1)])
    assert narrowed([one(4), one(5)], [one(1), one(2)])
    assert not narrowed([one(4), one(5)], [one(1), one(5)])
    assert not narrowed([one(1), one(5)], [one(2), one(2)])


def test_one_lost_review_is_never_explained_by_a_filter():
    assert not narrowed([one(5)] * 9, [one(1)])


def test_filters_by_words_photos_reply_product_and_language():
    many = [one(5), one(3), one(1)]
    assert narrowed(many, [one(2, text=False), one(5, text=False)])
    assert narrowed(many, [one(2, replied=True), one(5, replied=True)])
    assert narrowed(many, [one(2, product=2), one(5, product=3)])
    assert narrowed(many, [one(2, language="de"), one(5, language="fr")])
    assert not narrowed([*many, one(4, product=2)], [one(2, product=3), one(5, product=3)])
