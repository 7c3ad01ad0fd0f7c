"""How well requests are judged; the numbers may only get better.

request_unseen_a was written before the word lists of requests: 20 good and 20 bad requests a language. When it was
first measured 123 of 140 bad ones were caught and 7 of 140 good ones disturbed. _b was written afterwards, by the same
hand and in roundabout words: 34 of 70 bad ones were caught and 3 of 56 good ones disturbed, which is what an unseen
request of that sort meets.

_c (plain) and _d (roundabout) were written together before the lists were opened again, 10 good and 10 bad requests in
each of fifteen languages. At first sight c: 105 of 150 caught, 13 of 150 disturbed; d: 81 and 8. After the kinds of
sentences were added that c showed to be missing (a question about joy, "those who", instead, before a low rating, no
gifts), d, not looked at until then, had 110 and 7: that is what unseen requests meet. The lists learned from all since.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.rulebook import measure, measure_requests

SEVEN = ("en", "zh", "ru", "es", "id", "zu", "de")
FIFTEEN = (*SEVEN, "fr", "it", "pt", "nl", "pl", "tr", "ja", "zh-Hant")


def judged(name):
    file = Path(__file__).parent / f"request_unseen_{name}.jsonl"
    return [(row, measure_requests.told(row)) for row in measure.rows([str(file)])]


@pytest.mark.parametrize(
    ("name", "languages", "least", "caught", "disturbed"),
    [
        ("a", SEVEN, 20, 0.99, 0.0),
        ("b", SEVEN, 8, 0.95, 0.0),
        ("c", FIFTEEN, 10, 0.99, 0.0),
        ("d", FIFTEEN, 10, 0.98, 0.0),
    ],
)
def test_requests_of_a_set_are_judged_as_well_as_before(name, languages, least, caught, disturbed):
    found = judged(name)
    rows = Counter((row["lang"], row["bad"]) for row, _told in found)
    assert all(rows[one, bad] >= least for one in languages for bad in (True, False))
    bad = [bool(told) for row, told in found if row["bad"]]
    good = [row["text"] for row, told in found if told and not row["bad"]]
    assert sum(bad) >= caught * len(bad)
    assert len(good) <= disturbed * sum(not row["bad"] for row, _told in found), good
