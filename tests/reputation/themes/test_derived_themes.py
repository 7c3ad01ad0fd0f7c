"""Themes of reviews: which words find them, and that what is kept equals a full count after anything."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.reputation.reviews.theme_names import NAMES, shown_name
from storeapp.reputation.themes import derived
from storeapp.reputation.themes.starter_themes import starter_words
from storeapp.reputation.themes.theme_words import Matcher, plain
from storeapp.store import check, journal
from storeapp.store.db import Database
from storeapp.store.tables import Channel, Review, Theme, ThemeMark
from tests import kept
from tests.make import Make
from tests.rotation import times


def finds(words: dict[str, list[str]], text: str, language: str = "en", title: str = "") -> bool:
    return bool(Matcher([(7, {code: tuple(some) for code, some in words.items()})]).themes(language, title, text))


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("box", "The BOX, was crushed", True),
        ("box", "It came boxed", False),
        ("box", "paper-box/foil", True),
        ("pack*", "badly packaged!", True),
        ("pack*", "unpacked", False),
        ("too small", "It is too small.", True),
        ("too small", "too smallish", False),
        ("too small", "too\nsmall", True),
        ("too small", "small too", False),
        ("too small", "stool too smaller, but too small", True),
        ("fast ship*", "fast shipping", True),
        ("fast ship*", "breakfast shipping", False),
        ("doesn't work", "It doesn’t work", True),
        ("well-made", "well made", True),
        ("well made", "a well-made lamp", True),
        ("упаков*", "Хорошая Упаковка", True),
        ("não chegou", "Não chegou ainda", True),
    ],
)
def test_words_beginnings_and_phrases(word: str, text: str, found: bool) -> None:
    assert finds({"en": [word]}, text) is found


def test_chinese_words_stand_anywhere_and_in_both_scripts() -> None:
    words = {"zh": ["包装", "包裝", "太大", "CP值"]}
    assert finds(words, "这个包装很好", "zh")
    assert finds(words, "包裝不錯", "zh-TW")
    assert finds(words, "cp值很高", "zh_Hant")
    assert not finds(words, "很大", "zh")


def test_the_language_of_the_review_decides_which_words_count() -> None:
    words = {"en": ["gift"], "de": ["geschenk"]}
    assert finds(words, "Das Geschenk", "de")
    assert not finds(words, "das gift", "de")
    assert finds(words, "das gift", "")  # unknown: every language
    assert finds(words, "a gift", "fr")  # a language without words
    assert finds({"": ["gift"], "de": ["box"]}, "das gift", "de")  # words for any language
    assert finds(words, "nothing", "en", title="Gift!")


def test_a_word_is_compared_without_what_does_not_matter() -> None:
    assert plain("  Pack* ") == "pack*"
    assert plain("don’t  FIT") == "don't fit"
    assert plain("two-sided") == "two sided"
    assert plain("包 装*") == "包装"
    assert plain("!?") == plain("*") == ""


def test_starter_themes_have_words_in_the_languages_of_the_program() -> None:
    for starter, words in starter_words().items():
        assert {"en", "zh", "es", "ru", "id", "pt", "de"} <= words.keys(), starter
        for language, some in words.items():
            kept = [plain(word) for word in some]
            assert all(kept), (starter, language)
            assert len(kept) == len(set(kept)), (starter, language, kept)


def test_a_new_shop_has_the_starter_themes(db: Database) -> None:
    with db.read() as conn:
        rows = conn.exec_driver_sql("SELECT starter, name, words FROM themes ORDER BY position").all()
    assert [(row[0], row[1]) for row in rows] == list(NAMES.items())
    assert {row[2] for row in rows} == {""}
    assert shown_name("packaging", "Packaging") == "Packaging"
    assert shown_name("packaging", "Boxes") == "Boxes"


def themes_of(db: Database, review: int) -> set[str]:
    with db.read() as conn:
        rows = conn.exec_driver_sql(
            "SELECT t.name FROM review_themes r JOIN themes t ON t.id = r.theme_id WHERE r.review_id = ?", (review,)
        )
        return set(rows.scalars())


def wrong(db: Database) -> int:
    with db.read() as conn:
        return kept.recount(conn, "Themes of reviews").wrong


def test_reviews_find_their_themes_and_marks_overrule_words(db: Database, make: Make) -> None:
    review = make.review(text="The box was crushed", language="en", stars=1)
    assert themes_of(db, review) == {"Packaging", "Damage"}
    with db.read() as conn:
        ids = {name: number for number, name in conn.exec_driver_sql("SELECT id, name FROM themes")}
    with db.write("Mark") as tx:
        tx.insert_one(ThemeMark, review_id=review, theme_id=ids["Gift"], present=1)
        tx.insert_one(ThemeMark, review_id=review, theme_id=ids["Damage"], present=0)
    assert themes_of(db, review) == {"Packaging", "Gift"}
    with db.write("Edit") as tx:
        tx.update(Review, review, text="Smells bad", stars=2)
    assert themes_of(db, review) == {"Smell", "Gift"}
    journal.undo(db)
    journal.undo(db)
    assert themes_of(db, review) == {"Packaging", "Damage"}
    assert wrong(db) == 0


def test_new_words_find_old_reviews_at_once(db: Database, make: Make) -> None:
    review = make.review(text="Lovely glaze", language="en")
    with db.write("New theme") as tx:
        tx.insert_one(Theme, name="Glaze", words=json.dumps({"en": ["glaze"]}), position=99)
    assert themes_of(db, review) == {"Glaze"}
    journal.undo(db)
    assert themes_of(db, review) == set()
    journal.redo(db)
    assert themes_of(db, review) == {"Glaze"}
    assert wrong(db) == 0


def test_sums_are_kept_per_product_and_for_all_products_together(db: Database, make: Make) -> None:
    lamp = make.product()
    make.review(text="box", language="en", stars=1, product_id=lamp, posted_on="2026-06-01")
    make.review(text="box", language="en", stars=1, posted_on="2026-06-02")
    with db.read() as conn:
        rows = conn.exec_driver_sql("SELECT product_id, month, stars, reviews FROM theme_months ORDER BY product_id")
        assert [tuple(row) for row in rows] == [(-1, "2026-06", 1, 2), (0, "2026-06", 1, 1), (lamp, "2026-06", 1, 1)]


def test_a_wrong_theme_is_noticed_and_mended(db: Database, make: Make) -> None:
    make.review(text="box", language="en")
    make.review(text="gift", language="en")
    with db._writes.begin() as conn:
        conn.exec_driver_sql("DELETE FROM review_themes WHERE id = 1")
        conn.exec_driver_sql("UPDATE theme_months SET reviews = 5 WHERE product_id = -1")
    line = next(one for one in check.check_data(db).lines if one.name == "Themes of reviews")
    assert line.problems > 2
    assert line.mendable
    check.mend(db)
    assert wrong(db) == 0
    assert check.check_data(db).sound


def test_other_words_of_the_program_renew_the_themes_on_opening(
    db: Database, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = make.review(text="box", language="en")
    with db._writes.begin() as conn:
        conn.exec_driver_sql("DELETE FROM review_themes")
    db.close()
    monkeypatch.setattr(derived, "VERSION", derived.VERSION + 1)
    again = Database.open(db.folder, Clock(), derived=DERIVED)
    assert themes_of(again, review) == {"Packaging"}
    again.close()


_text = st.sampled_from(["", "the box", "a gift", "broken box", "não chegou", "包装很好", "too small and smells"])
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("import"), st.lists(_text, min_size=1, max_size=5), st.sampled_from([None, 1, 5])),
        st.tuples(st.just("text"), st.integers(0, 30), _text, st.sampled_from(["", "en", "zh"])),
        st.tuples(st.just("place"), st.integers(0, 30), st.sampled_from([None, "2026-05-01"]), st.sampled_from([1, 4])),
        st.tuples(st.just("mark"), st.integers(0, 30), st.integers(1, 17), st.integers(0, 1)),
        st.tuples(st.just("unmark"), st.integers(0, 30)),
        st.tuples(st.just("words"), st.integers(1, 17), st.sampled_from(["", '{"en": ["box", "small"]}', "{}"])),
        st.tuples(st.just("new"), st.sampled_from(["gift", "not", "smell*"])),
        st.tuples(st.just("delete_theme"), st.integers(1, 18)),
        st.tuples(st.just("delete_review"), st.integers(0, 30)),
        st.tuples(st.just("undo"), st.integers(0, 20)),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("redo")),
    ),
    max_size=20,
)


@settings(
    max_examples=times("themes", 15, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=_steps)
def test_themes_equal_a_full_count_after_anything(
    blank_shop: Path, tmp_path: Path, steps: list[tuple[object, ...]]
) -> None:
    folder = Path(shutil.copytree(blank_shop, tmp_path / "shop"))
    db = Database.open(folder, Clock(), derived=DERIVED)
    with db.write("Channel", undoable=False) as tx:
        tx.insert_one(Channel, platform="own", name="Own", created_at=tx.now)
    try:
        for step in steps:
            with contextlib.suppress(UserError):  # nothing to undo or redo
                _take(db, step)
            assert wrong(db) == 0, step
    finally:
        db.close()
        shutil.rmtree(folder)


def _take(db: Database, step: tuple[object, ...]) -> None:
    name, *rest = step
    if name == "undo":
        journal.undo(db, rest[0])  # type: ignore[arg-type]
        return
    if name == "redo":
        journal.redo(db)
        return
    with db.write(str(name), kind="import" if name == "import" else "edit") as tx:
        conn = tx.connection
        reviews = conn.exec_driver_sql("SELECT id FROM reviews ORDER BY id").scalars().all()
        themes = conn.exec_driver_sql("SELECT id FROM themes ORDER BY id").scalars().all()
        if name == "import":
            made = tx.insert(Review, ("channel_id", "text", "stars"), [(1, text, rest[1]) for text in rest[0]])  # type: ignore[attr-defined]
            tx.update_many(Review, ("posted_on",), [(one, "2026-06-03") for one in made[::2]])
        elif name == "new":
            tx.insert_one(Theme, name=f"{rest[0]} {tx.action_id}", words=json.dumps({"en": [rest[0]]}))
        elif name == "words":
            if rest[0] in themes:
                tx.update(Theme, int(str(rest[0])), words=rest[1])
        elif name == "delete_theme":
            marks = conn.exec_driver_sql("SELECT id FROM theme_marks WHERE theme_id = ?", (rest[0],)).scalars().all()
            tx.delete(ThemeMark, marks)
            tx.delete(Theme, [int(str(rest[0]))])
        elif reviews:
            review = reviews[int(str(rest[0])) % len(reviews)]
            marks = conn.exec_driver_sql("SELECT id FROM theme_marks WHERE review_id = ?", (review,)).scalars().all()
            if name == "text":
                tx.update(Review, review, text=rest[1], language=rest[2])
            elif name == "place":
                tx.update(Review, review, posted_on=rest[1], stars=rest[2])
            elif name == "unmark":
                tx.delete(ThemeMark, marks)
            elif name == "mark" and not marks and rest[1] in themes:
                tx.insert_one(ThemeMark, review_id=review, theme_id=rest[1], present=rest[2])
            elif name == "delete_review":
                tx.delete(ThemeMark, marks)
                tx.delete(Review, [review])
