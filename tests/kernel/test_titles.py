"""Short names of products with long titles."""

from __future__ import annotations

import pytest

from storeapp.kernel.titles import LONGEST, short_title


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Walnut lamp, brass", "Walnut lamp, brass"),
        ("back to school essentials | sticker flakes, stickers, bullet journal", "back to school essentials"),
        ("Linen throw - stonewashed, pure linen, oeko-tex, 130 x 170 cm", "Linen throw"),
        ("A handmade lamp of walnut for the long evenings of winter", "A handmade lamp of walnut for the long…"),
        (
            "XL | a very long list of words that are to be searched by buyers",
            "XL | a very long list of words that are…",
        ),
        ("手工胡桃木台灯北欧风格客厅卧室床头阅读灯可调光暖光礼物", "手工胡桃木台灯北欧风格客厅卧室床头阅读…"),
        ("  two\n lines ", "two lines"),
        ("", ""),
    ],
)
def test_a_title_is_cut_where_its_name_ends(title, short):
    assert short_title(title) == short
    assert len(short) <= LONGEST
