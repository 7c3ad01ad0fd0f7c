"""Lines too long to be written in are parted where readers see no difference."""

from __future__ import annotations

import pytest

from storeapp.articles.markdown.html import html
from storeapp.articles.markdown.lines import LONGEST_LINE, parted
from storeapp.articles.markdown.parsing import parse


@pytest.mark.parametrize("piece", ["warm **light** for a desk ", "暖色的灯光照亮书页。", "长句子没有句号，只有逗号；"])
def test_readers_see_no_difference(piece):
    line = piece * (3 * LONGEST_LINE // len(piece))
    found, count = parted(line)
    assert count == 1
    assert max(map(len, found.split("\n"))) <= LONGEST_LINE
    assert html(parse(found)).replace("\n", " ").split() == html(parse(line)).replace("\n", " ").split()


def test_signs_without_a_space_are_parted_anywhere_and_none_is_lost():
    found, count = parted("short\n" + "x" * (2 * LONGEST_LINE + 1))
    assert count == 1
    assert found.replace("\n", "") == "short" + "x" * (2 * LONGEST_LINE + 1)


def test_a_second_time_nothing_is_left_to_part():
    found, _count = parted("word " * LONGEST_LINE)
    assert parted(found) == (found, 0)


def test_what_fits_stays_as_it_is():
    text = "a" * LONGEST_LINE + "\n\n" + "b"
    assert parted(text) == (text, 0)
