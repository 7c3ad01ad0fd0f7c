"""Two reviews that may be one: put together with all that hangs on them, or noted as two; each as one action."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from storeapp.derived import DERIVED
from storeapp.evidence.rules import About
from storeapp.evidence.service import link
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.reputation.links.doubled_reviews import doubles
from storeapp.reputation.links.queries.doubles import same_pairs
from storeapp.reputation.links.service.doubles import fold_doubles, same_review, two_reviews
from storeapp.store import archive, journal
from storeapp.store.check import check_data
from storeapp.store.db import Database
from storeapp.store.engine import connect
from storeapp.store.tables import (
    Case,
    RemovalRequest,
    ReplyDraft,
    ReviewAbsence,
    ReviewLink,
    ReviewPair,
    ReviewVersion,
    Theme,
    ThemeMark,
)
from storeapp.today import queries as today
from tests.make import Make

OLD = Path(__file__).resolve().parents[2] / "old_files"

TABLES = ("reviews", "review_versions", "review_pairs", "review_links", "review_absences", "reply_drafts", "cases",
          "removal_requests", "theme_marks")  # fmt: skip


def rows(db: Database, sql: str) -> list[tuple[Any, ...]]:
    with db.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(sql)]


def whole(db: Database) -> str:
    return json.dumps({name: rows(db, f"SELECT * FROM {name} ORDER BY id") for name in TABLES})


@pytest.fixture
def pair(db: Database, make: Make) -> dict[str, int]:
    """An edited review beside the known one; everything a review can have hangs on the later one."""
    earlier = make.review(text="Lovely", stars=5, reply="Thank you", replied_on="2026-06-21", reviewer="Mira Kolt")
    later = make.review(text="Broke", stars=1, posted_on="2026-06-25", reviewer="Mira Kolt", photos=2)
    order = make.order()
    with db.write("All that hangs on it") as tx:
        number = tx.insert_one(ReviewPair, review_id=later, earlier_id=earlier, found_at=tx.now)
        tx.insert_one(ReviewVersion, review_id=later, rating=2.0, text="Cracked", seen_at=tx.now)
        tx.insert_one(ReviewLink, review_id=later, order_id=order, confidence=0.5, reasons="[]", state="refused")
        tx.insert_one(ReviewAbsence, review_id=earlier, batch_id=1, noticed_at=tx.now)
        tx.insert_one(RemovalRequest, review_id=later, ground="g", asked_on="2026-06-26")
        for review, text in ((earlier, "Dear Mira"), (later, "So sorry")):
            tx.insert_one(ReplyDraft, review_id=review, text=text, changed_at=tx.now)
        theme = tx.insert_one(Theme, name="Cracks")
        for review in (earlier, later):
            tx.insert_one(ThemeMark, review_id=review, theme_id=theme, present=1)
        tx.insert_one(Case, title="Broken", reason="damage", state="open", review_id=later, opened_at=tx.now)
    return {"pair": number, "earlier": earlier, "later": later}


def test_yes_leaves_one_with_all_that_hung_on_either(db: Database, pair: dict[str, int]) -> None:
    before = whole(db)
    outcome = same_review(db, pair["pair"])
    kept = pair["earlier"]
    assert outcome.value == kept
    assert rows(db, "SELECT id, stars, text, posted_on, reply, photos FROM reviews") == [
        (kept, 1, "Broke", "2026-06-25", "Thank you", 2)
    ]
    assert rows(db, "SELECT review_id, rating, text FROM review_versions ORDER BY id") == [
        (kept, 2.0, "Cracked"), (kept, 5.0, "Lovely"),
    ]  # fmt: skip
    for table in ("review_links", "removal_requests", "theme_marks", "cases"):
        assert rows(db, f"SELECT review_id FROM {table}") == [(kept,)], table
    assert rows(db, "SELECT review_id, text FROM reply_drafts") == [(kept, "Dear Mira\n\nSo sorry")]
    assert rows(db, "SELECT back_at IS NOT NULL FROM review_absences") == [(1,)]
    assert rows(db, "SELECT * FROM review_pairs") == []
    assert check_data(db).sound
    journal.undo(db)
    assert whole(db) == before
    assert check_data(db).sound


def test_what_proved_something_about_either_proves_it_about_the_one_that_stays(
    db: Database, pair: dict[str, int]
) -> None:
    kept, later = pair["earlier"], pair["later"]
    for about in (About("removal", kept), About("removal", later), About("removal", later, "g")):
        link(db, about, "order", 7)
    before = rows(db, "SELECT * FROM proofs ORDER BY id")
    same_review(db, pair["pair"])
    assert rows(db, "SELECT about_id, part, record_id FROM proofs ORDER BY id") == [(kept, "", 7), (kept, "g", 7)]
    journal.undo(db)
    assert rows(db, "SELECT * FROM proofs ORDER BY id") == before


def test_no_is_remembered_and_can_be_taken_back(db: Database, pair: dict[str, int]) -> None:
    two_reviews(db, [pair["pair"]])
    with db.read() as conn:
        assert same_pairs(conn).rows == ()
    journal.undo(db)
    with db.read() as conn:
        (asked,) = same_pairs(conn).rows
    assert (asked.earlier.text, asked.later.text, asked.reviewer) == ("Lovely", "Broke", "Mira Kolt")


def test_an_answered_question_is_no_question(db: Database, pair: dict[str, int]) -> None:
    same_review(db, pair["pair"])
    with pytest.raises(UserError, match="answered already"):
        same_review(db, pair["pair"])


SAID = {"text": "Great", "reviewer": "Ann", "posted_on": "2026-03-01"}


def imported(db: Database, make: Make, *reviews: dict[str, Any]) -> list[int]:
    """Reviews as one import of an older version brought them."""
    channel = make._some_channel()
    with db.write("Import", kind="import") as tx:
        inside = Make(db, tx)
        return [inside.review(channel_id=channel, **(SAID | one)) for one in reviews]


def test_what_came_in_twice_is_put_together_as_one_action(db: Database, make: Make) -> None:
    first = imported(db, make, {}, {}, {"text": "Other"}, {"order_number": "A1"})
    second = imported(db, make, {}, {}, {"text": "Other"}, {"order_number": "A1"}, {"text": "New"})
    third = imported(db, make, {"text": "Other"}, {}, {}, {})
    with db.read() as conn:
        found = dict(doubles(conn))
    assert found == {
        second[0]: first[0], second[1]: first[1], second[2]: first[2], second[3]: first[3],
        third[0]: first[2], third[1]: first[0], third[2]: first[1],
    }  # fmt: skip
    line = next(line for line in check_data(db).lines if line.doubled)
    assert line.sentence == "Reviews that were imported twice: 13 checked, 7 are there twice."
    before = whole(db)
    assert fold_doubles(db).value == 7
    assert (
        len(rows(db, "SELECT id FROM reviews")) == 6
    )  # two alike, and a third one, in one file are reviews of their own
    assert check_data(db).sound
    assert fold_doubles(db).action_id is None
    journal.undo(db)
    assert whole(db) == before


def test_what_differs_did_not_come_in_twice(db: Database, make: Make) -> None:
    one, other = make.product(), make.product()
    imported(db, make, {"product_id": one}, {"key": "k1"}, {"posted_at": "2026-03-01T10:00:00Z"})
    imported(db, make, {"product_id": other}, {"key": "k2"}, {"posted_at": "2026-03-01T11:00:00Z"}, {"stars": 4})
    with db.read() as conn:
        assert doubles(conn) == []


def test_a_fold_is_no_edit_by_hand_that_would_stop_later_imports(db: Database, pair: dict[str, int]) -> None:
    same_review(db, pair["pair"])
    assert rows(db, "SELECT kind FROM actions ORDER BY id DESC LIMIT 1") == [("fold",)]


def test_a_reviews_own_row_stays_out_of_other_questions(db: Database, make: Make, pair: dict[str, int]) -> None:
    third = make.review(text="Third", reviewer="Mira Kolt")
    with db.write("More") as tx:
        for one, other in ((third, pair["later"]), (third, pair["earlier"]), (pair["later"], third)):
            tx.insert_one(ReviewPair, review_id=one, earlier_id=other, found_at=tx.now)
    same_review(db, pair["pair"])
    assert rows(db, "SELECT review_id, earlier_id FROM review_pairs") == [(third, pair["earlier"])]
    assert [row[0] for row in rows(db, "SELECT id FROM reviews ORDER BY id")] == [pair["earlier"], third]


def test_an_older_shop_tells_on_opening_what_came_in_twice(tmp_path: Path, clock: FixedClock) -> None:
    archive.unpack(OLD / "0002.zip", tmp_path / "shop", Progress())
    raw = connect(tmp_path / "shop" / "shop.sqlite")
    insert = (
        "INSERT INTO reviews (id, channel_id, reviewer, rating, scale, stars, title, text, language, posted_on, reply, "
        '"key", order_number, photos, source_batch) VALUES (?, 1, ?, 5, 5, 5, ?, ?, ?, ?, ?, ?, ?, 0, ?)'
    )
    for number, batch in ((11, 7), (12, 7), (13, 8), (14, 8), (15, 8)):  # two alike, which came again with a third
        raw.execute(insert, (number, "Ann", "", "Great", "en", "2026-03-01", "", "", "", batch))
    raw.execute("UPDATE id_counters SET next_id = 20 WHERE table_name = 'reviews'")
    raw.close()
    db = Database.open(tmp_path / "shop", clock, who="Owner", derived=DERIVED)
    assert rows(db, "SELECT review_id, earlier_id, kind, state FROM review_pairs ORDER BY 1") == [
        (13, 11, "double", "open"), (14, 12, "double", "open"),
    ]  # fmt: skip
    with db.read() as conn:
        assert today.doubtful(conn).doubles == 2
        assert doubles(conn) == [(13, 11), (14, 12)]
    assert fold_doubles(db).value == 2
    left = "SELECT id FROM reviews WHERE reviewer = 'Ann' AND text = 'Great' ORDER BY 1"
    assert rows(db, left) == [
        (11,),
        (12,),
        (15,),
    ]
    with db.read() as conn:
        assert (today.doubtful(conn).doubles, doubles(conn)) == (0, [])
    db.close()
