"""Reviews without an id that come again: less one, edited, product by product; nothing is doubled or lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from storeapp.exchange import reading, service
from storeapp.exchange.records import CheckReport
from storeapp.store.db import Database
from tests.exchange.merging.conftest import BringIn
from tests.exchange.merging.staged import StagedFiles

CASES = Path(__file__).resolve().parents[1] / "cases"
Files = Callable[..., CheckReport]
REFUSED = ("05b_", "05c_", "39_", "etsy_statement", "shopify_excel_id", "shopify_rows")  # no row of them can be used


@pytest.fixture(scope="session")
def staged_cases(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Each case is read by the real reader once a run."""
    folder, known = tmp_path_factory.mktemp("cases"), dict[str, Path]()

    def staged(name: str) -> Path:
        if name not in known:
            known[name] = folder / f"{name}.sqlite"
            reading.read_files(sorted(CASES.glob(f"{name}_*")), known[name], today=date(2026, 11, 22))
        return known[name]

    return staged


@pytest.fixture
def files(db: Database, staged_cases: Callable[[str], Path]) -> Files:
    """Import one case into `db`."""
    return lambda name: service.bring_in(db, staged_cases(name), backup=False).value


def rows(db: Database, sql: str) -> list[tuple[Any, ...]]:
    with db.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(sql)]


def count(db: Database, table: str = "reviews") -> int:
    return int(rows(db, f"SELECT count(*) FROM {table}")[0][0])


@pytest.mark.parametrize("name", sorted(file.name for file in CASES.iterdir() if not file.name.startswith(REFUSED)))
def test_no_file_brings_anything_the_second_time(name: str, db: Database, tmp_path: Path) -> None:
    staging = tmp_path / "staging.sqlite"
    reading.read_files([CASES / name], staging, today=date(2026, 11, 22))
    service.bring_in(db, staging, backup=False)
    again = service.bring_in(db, staging, backup=False).value
    assert [(file.new, file.changed) for file in again.files] == [(0, 0)] * len(again.files)


def test_a_review_less_doubles_nothing_and_is_known_to_be_gone(db: Database, files: Files) -> None:
    assert files("14a").files[0].new == 300
    for _time in range(2):
        again = files("14b").files[0]
        assert (again.new, again.changed, again.same) == (0, 0, 299)
    assert count(db) == 300
    gone = "SELECT r.reviewer FROM review_absences a JOIN reviews r ON r.id = a.review_id WHERE a.back_at IS NULL"
    assert rows(db, gone) == [("Buyer 0",)]
    assert files("14a").files[0].same == 300
    assert rows(db, gone) == []


def test_an_edited_review_is_changed_and_keeps_its_older_text(db: Database, files: Files) -> None:
    files("14a")
    for new, changed in ((0, 1), (0, 0)):
        found = files("14c").files[0]
        assert (found.new, found.changed) == (new, changed)
    assert count(db) == 300
    assert rows(db, "SELECT text FROM review_versions") == [("nice blue glazed lovely plain bright 0",)]
    assert rows(db, "SELECT text FROM reviews WHERE reviewer = 'Buyer 0'")[0][0].endswith("a week of use")
    assert files("14a").files[0].new == 0  # the older file again says only what the review was
    assert count(db) == 300
    assert count(db, "review_versions") == 1


def test_product_by_product_and_again(db: Database, files: Files) -> None:
    assert [files(name).files[0].new for name in ("16a", "16b", "16a", "16b")] == [6, 6, 0, 0]
    assert count(db) == 12
    assert count(db, "review_absences") == 0


def test_the_one_edited_of_two_by_one_person_is_found_by_its_product(db: Database, files: Files) -> None:
    assert files("08a").files[0].new == 5
    found = files("08b").files[0]
    assert (found.new, found.changed, found.same) == (0, 1, 4)
    assert rows(db, "SELECT rating, text FROM review_versions") == [(5.0, "Great")]
    mira = "SELECT l.key, r.text FROM reviews r JOIN listings l USING (product_id) WHERE reviewer = 'Mira K' ORDER BY 1"
    assert [text for _key, text in rows(db, mira)] == ["Great", "It broke after a week"]
    assert files("08b").files[0].same == 5


def test_rating_text_day_and_reply_each_change_their_review(db: Database, files: Files) -> None:
    files("11a")
    found = files("11b").files[0]
    assert (found.new, found.changed) == (0, 5)
    assert rows(db, "SELECT title, rating, text, posted_on, reply FROM reviews ORDER BY title") == [
        ("t1", 2.0, "First text here", "2026-03-01", ""),
        ("t2", 5.0, "Second text, now longer", "2026-03-01", ""),
        ("t3", 1.0, "All new words", "2026-03-01", ""),
        ("t4", 5.0, "Fourth", "2026-03-05", ""),
        ("t5", 4.0, "Fifth", "2026-03-01", "Thanks a lot"),
    ]
    assert rows(db, "SELECT rating, text FROM review_versions ORDER BY text") == [
        (5.0, "First text here"), (5.0, "Fourth"), (5.0, "Second text here"), (5.0, "Third text here"),
    ]  # fmt: skip
    for name in ("11b", "11a", "11b"):
        assert files(name).files[0].new == 0
    assert count(db, "review_versions") == 4


SAID = {
    "rating": 5.0,
    "posted_on": "2026-03-01",
    "reviewer": "Mira Kolt",
    "listing_key": "id:1",
    "product_title": "Mug",
}


def export(*reviews: dict[str, Any]) -> StagedFiles:
    staged = StagedFiles()
    staged.file("reviews.csv", platform="own", format="judgeme_reviews")
    for review in reviews:
        staged.review(**(SAID | review))
    return staged


def others(many: int) -> list[dict[str, Any]]:
    return [{"text": f"Other {n}", "reviewer": f"Buyer No{n}"} for n in range(many)]


def test_a_second_edit_keeps_both_older_wordings(db: Database, bring_in: BringIn) -> None:
    for stars in (5.0, 2.0, 4.0, 1.0):
        bring_in(export(*others(4), {"text": "Fine mug", "rating": stars}))
    assert count(db) == 5
    assert rows(db, "SELECT rating, text FROM review_versions ORDER BY id") == [
        (5.0, "Fine mug"), (2.0, "Fine mug"), (4.0, "Fine mug"),
    ]  # fmt: skip


def test_two_candidates_are_a_question_and_both_stand(db: Database, bring_in: BringIn) -> None:
    bring_in(export(*others(8), {"text": "Lovely"}, {"text": "Arrived late", "posted_on": "2026-03-04"}))
    edited = {"text": "Broke at once", "rating": 1.0, "posted_on": "2026-03-02"}
    report = bring_in(export(*others(8), edited, {"text": "x", "posted_on": "2026-03-09", "reviewer": "Last One"}))
    assert report.files[0].new == 2
    assert "1 review may be one you have already, edited" in report.sentence
    pairs = (
        "SELECT n.text, e.text FROM review_pairs p JOIN reviews n ON n.id = p.review_id "
        "JOIN reviews e ON e.id = p.earlier_id ORDER BY 2"
    )
    assert rows(db, pairs) == [("Broke at once", "Arrived late"), ("Broke at once", "Lovely")]
    again = bring_in(export(*others(8), edited))
    assert "may be" not in again.sentence
    assert count(db, "review_pairs") == 2


def test_a_half_of_the_rows_says_nothing_of_the_other_half(db: Database, bring_in: BringIn) -> None:
    """One person wrote twice of one product: in a part of the rows the other one is not missing."""
    first, second = {"text": "Lovely"}, {"text": "Bought another, which broke", "rating": 1.0}
    bring_in(export(*others(10), first))
    bring_in(export(*({"text": f"More {n}", "reviewer": f"Guest No{n}"} for n in range(10)), second))
    assert count(db) == 22
    assert count(db, "review_versions") == 0
    assert count(db, "review_pairs") == 1  # but she may have edited it: that is asked


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"listing_key": "id:1"}, {"listing_key": "id:2"}),
        ({"posted_at": "2026-03-01T10:00:00Z"}, {"posted_at": "2026-03-01T11:17:09Z"}),
        ({"customer_kind": "email", "customer_key": "a@x.org"}, {"customer_kind": "email", "customer_key": "b@x.org"}),
    ],
    ids=["product", "instant", "customer"],
)
def test_alike_words_on_two_things_are_two_reviews_in_one_file_or_two(
    db: Database, bring_in: BringIn, first: dict[str, Any], second: dict[str, Any]
) -> None:
    one, other = (part | {"text": "Perfect!", "reviewer": "Anonymous"} for part in (first, second))
    for staged in (export(one), export(other), export(other, one), export(one)):
        for known in (one, other):
            if "customer_key" in known:
                staged.customer(kind="email", key=known["customer_key"], email=known["customer_key"])
        bring_in(staged)
    assert count(db) == 2


def test_times_read_in_another_zone_make_no_second_review(db: Database, bring_in: BringIn) -> None:
    at = [f"2026-03-01T{hour:02}:11:0{hour}Z" for hour in range(3)]
    later = [f"2026-03-01T{hour + 2:02}:11:0{hour}Z" for hour in range(3)]
    for moments in (at, later, later):
        bring_in(export(*({"text": "Perfect!", "reviewer": "", "posted_at": moment} for moment in moments)))
    assert count(db) == 3


def test_files_of_one_import_are_as_good_as_one_after_the_other(db: Database, bring_in: BringIn) -> None:
    staged = export(*others(4), {"text": "Fine mug"})
    staged.file("later.csv", platform="own", format="judgeme_reviews")
    for review in (*others(4), {"text": "Fine mug, but it broke", "rating": 2.0}):
        staged.review(**(SAID | review))
    report = bring_in(staged)
    assert count(db) == 5
    assert rows(db, "SELECT rating, text FROM review_versions") == [(5.0, "Fine mug")]
    assert report.new["reviews"] == 5
    assert not report.changed.get("reviews")
