"""Words as writers count them: by spaces, and each sign of Chinese and Japanese."""

from __future__ import annotations

import pytest

from storeapp.articles.markdown.word_count import count_words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  \n\n — … !\n---\n", 0),
        ("A lamp should light the page, not your eyes.", 9),
        ("Don't pay 2,700.50 for e-mail", 5),
        ("word—word and word…word", 5),
        ("# Heading\n\n## Two *more* **words**", 4),
        ("1. First\n2. Second", 4),  # numbers are read too
        ('- [the bulb maker](https://example.com/a_(b)) and ![a picture of it](pic.png "t") more', 5),
        ("[ref]: https://example.com/long", 0),
        ("<b>bold</b> <img src='x'>", 1),
        ("台灯要照亮书页,而不是眼睛。", 12),
        ("用 Storeapp 写 3 篇文章", 7),
        ("読書灯はページを照らすものです。", 15),
        ("コーヒー、3杯", 6),
        ("한국어 문장 입니다", 3),
        ("हिन्दी में लिखा", 3),
        ("مرحبا بالعالم", 2),
        ("👍 👩‍👩‍👧 ok", 1),
        ("cafe\u0301 nai\u0308ve", 2),
        ("Xin chào các bạn", 4),
        ("| a | b |\n|---|---|\n| c | d e |", 5),
    ],
)
def test_words_are_counted_as_their_language_does(text, count):
    assert count_words(text) == count
