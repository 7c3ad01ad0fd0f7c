"""Two texts side by side, paragraph by paragraph and word by word."""

from __future__ import annotations

import random
import time

import pytest

from storeapp.articles.drafts.comparing import changed_words, compared


def sides(old, new):
    def told(pieces):
        return None if pieces is None else "".join(f"[{one.words}]" if one.changed else one.words for one in pieces)

    return [(told(row.old), told(row.new)) for row in compared(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("", "", []),
        ("a\n\nb", "a\n\nb", [("a", "a"), ("b", "b")]),
        ("a lamp here", "a light here", [("a [lamp] here", "a [light] here")]),
        ("台灯要照亮书页", "台灯应照亮书页", [("台灯[要]照亮书页", "台灯[应]照亮书页")]),
        ("one two three\ngone away", "one two three", [("one two three", "one two three"), ("[gone away]", None)]),
        ("keep this", "fresh line\nkeep this", [(None, "[fresh line]"), ("keep this", "keep this")]),
        ("a b c d", "w x y z", [("[a b c d]", None), (None, "[w x y z]")]),
    ],
)
def test_what_went_and_came_is_marked(old, new, rows):
    assert sides(old, new) == rows


def test_nothing_of_either_text_is_lost():
    chance = random.Random(4)
    words = ["lamp", "light", "台灯", "page,", "read", ".", "-", "x"]
    for _round in range(60):
        old, new = ("\n".join(" ".join(chance.choices(words, k=chance.randint(0, 9))) for _line in range(6))
                    for _side in range(2))  # fmt: skip
        rows = compared(old, new)
        for text, side in ((old, "old"), (new, "new")):
            held = ["".join(one.words for one in getattr(row, side)) for row in rows if getattr(row, side) is not None]
            assert held == [line for line in text.split("\n") if line.strip()]


def test_twenty_thousand_words_are_compared_in_seconds():
    chance = random.Random(2)
    words = ["the", "lamp", "light", "page", "should", "reading", "buyers", "ask", "warm", "cable"]
    old = [" ".join(chance.choices(words, k=60)) for _line in range(330)]
    new = [line.replace("lamp", "shade", 2) if not number % 3 else line for number, line in enumerate(old)]
    began = time.process_time()
    rows = compared("\n\n".join(old), "\n\n".join(new))
    assert len(rows) == 330
    assert 100 < changed_words(rows)[0] < 250
    assert time.process_time() - began < 6
