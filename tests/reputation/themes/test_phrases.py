"""Phrases found mostly in bad reviews: the measure by hand, what a phrase is, and real complaints in five languages."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from math import log, sqrt
from pathlib import Path

import pytest

from storeapp.kernel.errors import Cancelled
from storeapp.kernel.progress import Progress
from storeapp.reputation.themes.phrase_counting import count_phrases
from storeapp.reputation.themes.phrases import PRIOR, cutter, log_odds, phrases
from storeapp.reputation.themes.queries.phrases import kept_phrases
from storeapp.reputation.themes.records import FEWEST
from storeapp.reputation.themes.service.phrases import keep_phrases
from storeapp.store.db import Database
from tests.make import Make

BAD = ["The box was crushed. It does not work at all"] * 20 + ["Never arrived, still waiting"] * 20
GOOD = ["Lovely lamp, fast shipping"] * 25 + ["Works well, the box was fine"] * 25


def test_the_score_is_the_one_of_the_paper() -> None:
    bad, good, bad_all, good_all = 30, 5, 1000, 4000
    prior, everything = PRIOR * 35, PRIOR * 5000
    delta = log((30 + prior) / (1000 + everything - 30 - prior)) - log((5 + prior) / (4000 + everything - 5 - prior))
    assert log_odds(bad, good, bad_all, good_all) == pytest.approx(delta / sqrt(1 / (30 + prior) + 1 / (5 + prior)))
    assert log_odds(5, 30, 4000, 1000) == pytest.approx(-log_odds(bad, good, bad_all, good_all))


def test_phrases_keep_their_negation_and_count_reviews_not_words() -> None:
    found = phrases(BAD, [*GOOD, "lamp " * 50], "en")
    by_text = {one.text: one for one in found.phrases}
    assert (found.bad, found.good, found.missing) == (40, 51, 0)
    assert by_text["not work"].bad == 20
    assert "never arrived" in by_text
    assert by_text["lovely lamp"].good == 25
    assert by_text["lovely lamp"].score < 0 < by_text["not work"].score
    assert not {"not", "never", "the", "was", "box was", "arrived still"} & by_text.keys()


def test_a_phrase_inside_a_better_one_is_left_out() -> None:
    texts = [one.text for one in phrases(BAD, GOOD, "en").phrases]
    for text in texts:
        assert not any(text != other and f" {text} " in f" {other} " for other in texts), texts


def test_forms_of_a_word_are_one_and_shown_as_written_most() -> None:
    bad = ["the lamp disappoints"] * 10 + ["the lamp disappointed me"] * 25
    assert "disappointed" in [one.text.split()[-1] for one in phrases(bad, ["nice thing"] * 35, "en").phrases]
    russian = phrases(["коробка порвана"] * 12 + ["коробки порваны"] * 30, ["очень хорошая лампа"] * 40, "ru")
    assert russian.phrases[0].text == "коробки порваны"
    assert russian.phrases[0].bad == 42


def test_too_few_reviews_say_how_many_are_missing() -> None:
    found = phrases(BAD[:10], GOOD, "en")
    assert found.phrases == ()
    assert found.missing == FEWEST - 10


def test_chinese_is_cut_into_words_and_other_scripts_into_pairs() -> None:
    assert "包装" in cutter("zh")("包装很好")
    assert cutter("ja")("箱が壊") == ["箱が", "が壊"]
    assert cutter("en")("Don't; 5 stars") == ["don't", ";", "5", "stars"]
    found = phrases(["箱が壊れた。"] * 30, ["とても良い。"] * 30, "ja")
    assert found.phrases


def test_counting_can_be_stopped() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        phrases(BAD, GOOD, "en", progress)


def test_a_process_of_its_own_counts_a_shop(db: Database, make: Make) -> None:
    for number in range(35):
        make.review(text="The box was crushed", language="en", stars=1)
        make.review(text="Lovely lamp", language="en-GB", stars=5)
        if number < 3:
            make.review(text="Nicht gut", language="de", stars=2)
            make.review(text="Stars on another scale", language="en", stars=None)
    with db.read() as conn:
        before = kept_phrases(conn)
    assert before.stale
    assert before.languages == ()
    found = count_phrases(db.folder, Progress())
    assert {one.language: (one.bad, one.good) for one in found} == {"en": (35, 35), "de": (3, 0)}
    outcome = keep_phrases(db, found, before.now)
    assert outcome.touched == {"themes"}
    with db.read() as conn:
        kept = kept_phrases(conn)
        assert conn.exec_driver_sql("SELECT count(*) FROM actions WHERE title LIKE 'Counted%'").scalar_one() == 0
    assert not kept.stale
    assert [one.language for one in kept.languages] == ["en", "de"]
    assert kept.languages[0].phrases == next(one for one in found if one.language == "en").phrases
    make.review(text="One more", stars=1)
    with db.read() as conn:
        assert kept_phrases(conn).stale


def test_a_stopped_count_leaves_no_process(db: Database) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        count_phrases(db.folder, progress)


# Complaints and praise a reader understands at once; of the first ten of each, at least eight must be among them.
_READABLE = {
    "pt": (
        "não recebi, não chegou, não entregue, não foi entregue, cancelamento, aguardando, não recomendo, nao recebi, "
        "dinheiro de volta, falta, péssimo, nota fiscal, estoque, resposta",
        "antes do prazo, recomendo, muito bom, ótimo, rápida, entregue antes, excelente, chegou antes, qualidade, "
        "bem antes, perfeito, satisfeita, parabéns",
    ),
    "id": (
        "kecewa, tidak sesuai, rusak, tidak bisa, jelek, lama, komplain, ga bisa, mengecewakan, ga sesuai, parah, "
        "tidak berfungsi",
        "cepat, bagus, terima kasih, aman, rapi, mantap, sesuai deskripsi, pengiriman, baik, sesuai pesanan, packing, "
        "ramah",
    ),
    "ru": (
        "не рекомендую, деньги на ветер, рвется, не советую, плохо, не фильтрует, брак, не проходит, фильтры рвутся, "
        "ужасное",
        "хорошие, отличные, не рвутся, спасибо, цена, упакованы, рекомендую, подошли, довольна, целая, соответствует",
    ),
    "en": (
        "return, disappointed, huge, not flattering, unflattering, cheap, poor, bad, too much fabric, not worth, "
        "too small, odd, very thin",
        "perfect, comfortable, great, love, soft, very flattering, compliments, beautiful, true to size, easy, happy, "
        "gorgeous, amazing",
    ),
    "zh": (
        "差, 不好, 差评, 垃圾, 不满意, 失望, 烂, 不新鲜, 假货, 太差, 坏, 很差, 退货, 破损, 不行",
        "不错, 很好, 喜欢, 很舒服, 挺好, 非常好, 很满意, 快, 很快, 值得, 实惠, 合适, 很方便, 非常满意, 性价比",
    ),
}


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream, delimiter=delimiter)


def _portuguese(data: Path) -> Iterator[tuple[int, str]]:
    for row in _rows(data / "olist_dev/olist_order_reviews_dataset.csv"):
        yield int(row["review_score"]), f"{row['review_comment_title']}\n{row['review_comment_message']}"


def _indonesian(data: Path) -> Iterator[tuple[int, str]]:
    for row in _rows(data / "id_marketplaces/PRDECT-ID_Dataset.csv", ";"):
        yield int(row["Customer Rating"]), row["Customer Review"]


def _russian(data: Path) -> Iterator[tuple[int, str]]:
    for row in _rows(data / "ru_marketplaces/wb_reviews.csv"):
        yield int(row["Star review"]), row["User review"].replace("\\n", "\n")


def _english(data: Path) -> Iterator[tuple[int, str]]:
    for row in _rows(data / "womens_clothing/Womens_Clothing_E_Commerce_Reviews.csv"):
        yield int(row["Rating"]), f"{row['Title']}\n{row['Review Text']}"


def _chinese(data: Path) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(_rows(data / "chinese_nlp/online_shopping_10_cats.csv")):
        if number % 8 == 0:  # all of them take the better part of a minute to cut
            yield (5 if row["label"] == "1" else 1), row["review"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "read"),
    [("pt", _portuguese), ("id", _indonesian), ("ru", _russian), ("en", _english), ("zh", _chinese)],
)
def test_the_first_ten_of_real_reviews_can_be_read(
    shared_data: Path, language: str, read: Callable[[Path], Iterator[tuple[int, str]]]
) -> None:
    rated = [(stars, text) for stars, text in read(shared_data) if text.strip()]
    found = phrases(
        [text for stars, text in rated if stars <= 2], [text for stars, text in rated if stars == 5], language
    )
    complaints, praise = _READABLE[language]
    for listed, sign in ((complaints, 1), (praise, -1)):
        first = [one.text for one in found.phrases if one.score * sign > 0][:10]
        readable = set(listed.split(", "))
        assert len(first) == 10
        assert len([text for text in first if text in readable]) >= 8, (language, first)
