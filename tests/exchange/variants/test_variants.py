"""Variants of known platforms' files: each works, or fails with the right sentence at the right row."""

from __future__ import annotations

import pytest

from tests.exchange.reading.conftest import Read
from tests.exchange.variants.markets_west import MARKETS
from tests.exchange.variants.orders_east import EAST
from tests.exchange.variants.orders_west import WEST
from tests.exchange.variants.reviews import REVIEWS
from tests.exchange.variants.variant import Variant

ALL = [*WEST, *MARKETS, *EAST, *REVIEWS]


def test_there_are_three_variants_of_every_platform() -> None:
    count: dict[str, int] = {}
    for variant in ALL:
        platform = variant.id.partition(":")[0]
        count[platform] = count.get(platform, 0) + 1
    assert {platform: n for platform, n in count.items() if n < 3} == {}
    assert len({variant.id for variant in ALL}) == len(ALL)


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.id)
def test_a_variant(variant: Variant, read: Read) -> None:
    found = read(variant.name, variant.bytes(), **variant.choice)
    assert found.file.refused is None
    assert found.file.format == variant.format
    for where, values in variant.finds.items():
        place, _, column = where.partition(".")
        assert found.rows(place, column) == values, where
    rejected = found.rejected
    assert [(row, column) for row, column, _value, _reason in rejected] == [(r, c) for r, c, _ in variant.rejects]
    for (_row, _column, _value, reason), (_r, _c, start) in zip(rejected, variant.rejects, strict=True):
        assert reason.startswith(start)
    said = [*found.file.warnings, *(example for problem in found.file.problems for example in problem.examples)]
    assert not variant.warns or any(variant.warns in sentence for sentence in said), said
