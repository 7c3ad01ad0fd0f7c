"""Phrases of 100,000 real reviews against scikit-learn; themes of a review; the tab with 1,000,000 against 10,000."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from storeapp.derived import DERIVED
from storeapp.reputation.reviews.theme_names import NAMES
from storeapp.reputation.themes.derived import ReviewThemes
from storeapp.reputation.themes.phrases import LEAST, ONE_IN, PRIOR, SHOWN, cutter, phrases_of
from storeapp.reputation.themes.starter_themes import starter_words
from storeapp.reputation.themes.theme_words import Matcher
from tests.bench.big_shop import build, shared_file
from tests.bench.figures import Figure

REVIEWS = int(os.environ.get("STOREAPP_BENCH_REVIEWS", "1000000"))
WRITTEN = 30_000  # reviews of the shop that tells what keeping themes costs
MICROSECONDS = 8.0  # a review may take so long to find its themes
Rated = list[tuple[int, str]]


def figures(folder: Path) -> Iterator[Figure]:
    """Counting, finding, keeping, opening."""
    reviews = real_reviews()
    yield from _against_sklearn(reviews)
    yield _finding(reviews)
    yield _keeping(folder)
    build(folder / "small", REVIEWS // 100, languages=True).close()
    build(folder / "big", REVIEWS, languages=True).close()
    small, big = _measured(folder / "small"), _measured(folder / "big")
    for what in ("overview", "themes"):
        yield Figure(f"open the tab {what}, {REVIEWS:,} reviews", big[what], small[what], "a hundredth", target=2.0)


def real_reviews() -> dict[str, Rated]:
    """(stars, text) by language, from every data set that tells good from bad."""
    found: dict[str, Rated] = {}

    def add(language: str, rows: Iterator[tuple[int, str]]) -> None:
        found.setdefault(language, []).extend((stars, text) for stars, text in rows if text.strip())

    for name in ("online_shopping_10_cats.csv", "ChnSentiCorp_htl_all.csv"):
        rows = _rows(f"chinese_nlp/{name}")
        add("zh", ((5 if row["label"] == "1" else 1, row["review"]) for row in rows))
    rows = _rows("olist_dev/olist_order_reviews_dataset.csv")
    add("pt", ((int(row["review_score"]), row["review_comment_message"]) for row in rows))
    rows = _rows("id_marketplaces/PRDECT-ID_Dataset.csv", ";")
    add("id", ((int(row["Customer Rating"]), row["Customer Review"]) for row in rows))
    for name in ("wb_reviews.csv", "ozon_reviews.csv"):
        add("ru", ((int(row["Star review"]), row["User review"]) for row in _rows(f"ru_marketplaces/{name}")))
    rows = _rows("womens_clothing/Womens_Clothing_E_Commerce_Reviews.csv")
    add("en", ((int(row["Rating"]), row["Review Text"]) for row in rows))
    add("en", ((int(float(row["rating"])), row["text"]) for row in _rows("amazon_reviews/amazon_sports_10k.csv")))
    return found


def _rows(name: str, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with shared_file(name).open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream, delimiter=delimiter)


def _against_sklearn(reviews: dict[str, Rated]) -> Iterator[Figure]:
    """The texts are cut into words once, for both alike: cutting Chinese would be nearly all of either time."""
    cut = {}
    for language, rated in reviews.items():
        words = cutter(language)
        bad = [words(text) for stars, text in rated if stars <= 2]
        cut[language] = bad, [words(text) for stars, text in rated if stars == 5]
    count = sum(len(bad) + len(good) for bad, good in cut.values())
    began = time.perf_counter()
    for language, (bad, good) in cut.items():
        phrases_of(bad, good, language)
    ours = time.perf_counter() - began
    what = f"phrases of {count:,} reviews of 1, 2 and 5 stars"
    if importlib.util.find_spec("sklearn") is None:
        print("  scikit-learn is not installed: pip install storeapp[bench]")
        yield Figure(what, ours, 0.0, "scikit-learn (missing)", "s")
        return
    began = time.perf_counter()
    for bad, good in cut.values():
        _sklearn(bad, good)
    yield Figure(what, ours, time.perf_counter() - began, "CountVectorizer + same measure", "s", 1.0)


def _sklearn(bad: list[list[str]], good: list[list[str]]) -> list[str]:
    """One to three words, in as many reviews as ours need, scored by the same log-odds ratio."""
    import numpy
    from sklearn.feature_extraction.text import CountVectorizer

    least = max(LEAST, (len(bad) + len(good)) // ONE_IN)
    count = CountVectorizer(analyzer=_one_to_three, min_df=least, binary=True)
    held = count.fit_transform([*bad, *good])
    names = count.get_feature_names_out()
    alone = numpy.array([" " not in name for name in names])
    in_bad, in_good = (numpy.asarray(part.sum(axis=0)).ravel() for part in (held[: len(bad)], held[len(bad) :]))
    bad_all, good_all = in_bad[alone].sum(), in_good[alone].sum()
    prior, everything = PRIOR * (in_bad + in_good), PRIOR * (bad_all + good_all)
    odds = [
        numpy.log((seen + prior) / (every + everything - seen - prior))
        for seen, every in ((in_bad, bad_all), (in_good, good_all))
    ]
    scores = (odds[0] - odds[1]) / numpy.sqrt(1 / (in_bad + prior) + 1 / (in_good + prior))
    order = numpy.argsort(scores)
    return [*names[order[-SHOWN:]], *names[order[:SHOWN]]]


def _one_to_three(words: list[str]) -> list[str]:
    pairs = [f"{one} {other}" for one, other in pairwise(words)]
    threes = [f"{one} {other} {third}" for one, other, third in zip(words, words[1:], words[2:], strict=False)]
    return [*words, *pairs, *threes]


def _finding(reviews: dict[str, Rated]) -> Figure:
    matcher = Matcher([(number, starter_words()[name]) for number, name in enumerate(NAMES)])
    taken: list[float] = []
    for language, rated in reviews.items():
        texts = [text for _stars, text in rated[:5000]]
        for text in texts:
            matcher.themes(language, "", text)
        taken += [min(_timed(matcher, language, text) for _ in range(3)) for text in texts]
    return Figure(
        f"themes of a review, median of {len(taken):,}", statistics.median(taken), MICROSECONDS, "limit", "µs", 1.0
    )


def _timed(matcher: Matcher, language: str, text: str) -> float:
    began = time.perf_counter()
    matcher.themes(language, "", text)
    return (time.perf_counter() - began) * 1e6


def _keeping(folder: Path) -> Figure:
    """Reviews written into a new shop with and without their themes being kept."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    without = tuple(kind for kind in DERIVED if kind is not ReviewThemes)
    for number in range(3):
        for with_themes, kinds in ((True, DERIVED), (False, without)):
            began = time.perf_counter()
            build(folder / f"kept-{number}-{with_themes}", WRITTEN, languages=True, derived=kinds).close()
            taken[with_themes].append(time.perf_counter() - began)
    return Figure(f"write {WRITTEN:,} reviews", min(taken[True]), min(taken[False]), "without themes", "s")


def _measured(shop: Path) -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.themes_window", str(shop)], check=True, stdout=subprocess.PIPE, text=True
    )
    told: dict[str, float] = json.loads(ran.stdout)
    return told
