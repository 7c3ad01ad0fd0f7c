"""A case's story: what is written, paid and sent, what is asked first, what is never told twice, and what it shows."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.aftersales import service
from storeapp.aftersales.linking.service import add_order
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.aftersales.story import service as story
from storeapp.aftersales.story.queries import story as story_of
from storeapp.aftersales.story.rules import Entry, EntryInDoubt, ref_of
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.store import journal, search
from storeapp.store.tables import Contact, ReviewVersion
from tests.kept import recount

TODAY = date(2026, 7, 16)


@pytest.fixture
def order(make):
    channel = make.channel(name="Etsy", currency="EUR")
    buyer = make.customer(name="Ann Lee")
    order = make.order(
        channel_id=channel, customer_id=buyer, number="A-1", currency="EUR", total_minor=5000, placed_on="2026-07-01"
    )
    make.line(order, title="Lamp", price_minor=3000)
    make.line(order, title="Shade", price_minor=2000)
    return order


@pytest.fixture
def case(db, order):
    return service.open_for_order(db, order).value


def lines(db, case):
    with db.read() as conn:
        return story_of(conn, case, TODAY)


def refund(amount, currency="EUR", **more):
    return Entry("refund", amount=Money(amount, currency), **more)


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (refund(5001), "above"),
        (refund(1000, "USD"), "currency"),
        (refund(1000, at="2026-06-30T10:00:00Z"), "before"),
        (refund(3001, order_line_id=1), "above"),
        (Entry("replacement", at="2026-06-30T10:00:00Z"), "before"),
    ],
)
def test_what_looks_wrong_is_asked_and_goes_through_with_a_reason(db, case, entry, kind):
    with pytest.raises(EntryInDoubt) as asked:
        story.record(db, case, entry)
    assert [one.kind for one in asked.value.doubts] == [kind]
    assert lines(db, case).lines == ()
    with pytest.raises(UserError):
        story.record(db, case, entry, "x")
    story.record(db, case, entry, "the carrier paid the rest")
    [line] = lines(db, case).lines
    assert line.knowing == "the carrier paid the rest"


@pytest.mark.parametrize("line", [None, 2])
def test_the_same_twice_is_asked(db, case, line):
    story.record(db, case, refund(1000, order_line_id=line))
    with pytest.raises(EntryInDoubt) as asked:
        story.record(db, case, refund(1000, order_line_id=line))
    assert [one.kind for one in asked.value.doubts] == ["twice"]
    story.record(db, case, refund(700, order_line_id=1))  # another line and amount
    assert lines(db, case).costs == (Money(1700, "EUR"),)


def test_refunds_add_up_to_the_order(db, case):
    story.record(db, case, refund(3000))
    story.record(db, case, refund(2000))
    with pytest.raises(EntryInDoubt) as asked:
        story.record(db, case, refund(1))
    assert "€0.01 and €50.00 before are more than the €50.00 of order A-1" in asked.value.sentence


def test_a_case_of_several_orders_asks_for_which_one(db, case, make):
    other = make.order(number="A-2", currency="EUR", total_minor=900)
    add_order(db, case, other)
    with pytest.raises(UserError, match="several orders"):
        story.record(db, case, refund(100))
    story.record(db, case, refund(100, order_id=other))
    with pytest.raises(EntryInDoubt):
        story.record(db, case, refund(900, order_id=other))


@pytest.mark.parametrize(
    "entry",
    [
        Entry("in", "  "),
        Entry("refund"),
        Entry("time", minutes=0),
        Entry("in", "x", at="2030-01-01T00:00:00Z"),
        Entry("refund", amount=Money(-100, "EUR")),
        Entry("in", "x", amount=Money(100, "EUR")),
    ],
)
def test_what_makes_no_sense_is_refused(db, case, entry):
    with pytest.raises(UserError):
        story.record(db, case, entry)


def test_a_refund_keeps_its_promise_in_one_action(db, case):
    promise = promises.promise(db, case, Promised("refund", "", Money(1000, "EUR"), "2026-07-18")).value
    story.record(db, case, refund(1000, promise_id=promise))
    assert [one.kind for one in lines(db, case).lines] == ["promised", "refund", "kept"]
    journal.undo(db)
    assert [one.kind for one in lines(db, case).lines] == ["promised"]


def test_a_message_that_went_out_is_a_contact_that_does_not_count(db, case):
    story.keep_draft(db, case, "out", "Sorry ab")
    assert lines(db, case).drafts == {"out": "Sorry ab"}
    promised = [Promised("refund", "", Money(1000, "EUR"), "2026-07-20")]
    story.mark_sent(db, case, "Sorry about that", "email", "Missing part", promised)
    found = lines(db, case)
    assert [(one.kind, one.words, one.template) for one in found.lines if one.kind == "out"] == [
        ("out", "Sorry about that", "Missing part")
    ]
    assert found.drafts == {}
    with db.read() as conn:
        [contact] = conn.execute(Contact.__table__.select()).all()
        made = conn.exec_driver_sql("SELECT entry_id FROM promises").scalar()
    assert (contact.purpose, contact.through, contact.counts, contact.order_id) == ("case", "email", 0, 1)
    assert made == next(one.id for one in found.lines if one.kind == "out")
    journal.undo(db)
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM contacts").scalar() == 0
        assert conn.exec_driver_sql("SELECT count(*) FROM promises").scalar() == 0
        assert recount(conn).wrong == 0
    assert lines(db, case).drafts == {"out": "Sorry ab"}


def test_removing_a_message_removes_its_contact(db, case):
    entry = story.mark_sent(db, case, "Sorry about that").value
    story.remove_entry(db, entry)
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM contacts").scalar() == 0
    assert lines(db, case).lines == ()


def test_pasting_again_longer_or_in_parts_adds_what_is_new(db, case):
    texts = [("in", f"2026-07-{day:02}T08:00:00Z", f"Message {day}") for day in range(5, 11)]
    all_of = [Entry(kind, words, at, ref=ref_of(kind, at, words)) for kind, at, words in texts]
    assert story.keep_messages(db, case, all_of[2:4]).value == 2
    assert story.keep_messages(db, case, all_of).value == 4
    assert story.keep_messages(db, case, all_of[::-1]).action_id is None
    assert [one.words for one in lines(db, case).lines] == [words for _kind, _at, words in texts]


def test_the_clock_of_the_platform_starts_with_the_oldest_message_without_an_answer(db, case):
    def asked():
        with db.read() as conn:
            sql = "SELECT asked_at, first_reply_at, last_contact_at FROM cases WHERE id = ?"
            return tuple(conn.exec_driver_sql(sql, (case,)).one())

    assert asked() == (None, None, None)
    for day in (10, 11):
        story.record(db, case, Entry("in", f"Hello {day}", f"2026-07-{day}T08:00:00Z"))
    assert asked() == ("2026-07-10T08:00:00Z", None, "2026-07-11T08:00:00Z")
    story.record(db, case, Entry("out", "Sorry", "2026-07-12T08:00:00Z"))
    assert asked() == (None, "2026-07-12T08:00:00Z", "2026-07-12T08:00:00Z")
    story.record(db, case, Entry("in", "And now?", "2026-07-13T08:00:00Z"))
    assert asked() == ("2026-07-13T08:00:00Z", "2026-07-12T08:00:00Z", "2026-07-13T08:00:00Z")


def test_search_finds_cases_by_messages_notes_and_promises(db, case):
    story.record(db, case, Entry("in", "灯罩破损了", "2026-07-10T08:00:00Z"))
    story.add_note(db, case, "Ask the packer about box two")
    promises.promise(db, case, Promised("other", "a walnut foot"))
    with db.read() as conn:
        for words in ("破损", "packer", "walnut"):
            assert search.find(conn, words) == [("cases", case)]
    journal.undo(db)
    with db.read() as conn:
        assert search.find(conn, "walnut") == []


def test_the_story_shows_how_the_review_changed(db, make):
    review = make.review(stars=5, text="They made it good", posted_on="2026-07-02")
    case = service.open_for_review(db, review).value
    with db.write("Imported") as tx:
        tx.insert_one(ReviewVersion, review_id=review, rating=2.0, text="Broken", seen_at="2026-07-09T08:00:00Z")
    found = [(one.kind, one.before, one.stars, one.words) for one in lines(db, case).lines]
    assert found == [("review", None, 2, "Broken"), ("review_changed", 2, 5, "They made it good")]


def test_a_moved_promise_remembers_its_first_day(db, case):
    promise = promises.promise(db, case, Promised("answer", due_on="2026-07-17")).value
    promises.move_promise(db, promise, "2026-07-20")
    promises.move_promise(db, promise, "2026-07-22", "18:00")
    with db.read() as conn:
        row = conn.exec_driver_sql("SELECT due_on, due_time, first_due_on FROM promises").one()
        turn = conn.exec_driver_sql("SELECT turn_at FROM cases").scalar()
    assert tuple(row) == ("2026-07-22", "18:00", "2026-07-17")
    assert turn == "2026-07-22 18:00"
    with pytest.raises(UserError):
        promises.move_promise(db, promise, "2026-07-15")


def test_waiting_snooze_bulk_and_reopening(db, case, make):
    other = service.open_plain(db, "Other").value
    service.wait_for(db, [case, other], "buyer")
    service.change(db, [case, other], {"severity": "high", "handler": " Mia ", "next_step": "Call"})
    service.snooze(db, [other], "2026-07-20")
    with db.read() as conn:
        rows = conn.exec_driver_sql("SELECT state, severity, handler, next_step, turn_at FROM cases").all()
    assert [tuple(row) for row in rows] == [
        ("waiting", "high", "Mia", "Call", "9999"),
        ("waiting", "high", "Mia", "Call", "2026-07-20"),
    ]
    service.close_all(db, [case, other])
    assert service.close_all(db, [case]).action_id is None
    service.reopen(db, case)
    assert service.reopen(db, case).action_id is None
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT state, reopened FROM cases ORDER BY id").all() == [
            ("open", 1),
            ("closed", 0),
        ]
    with pytest.raises(UserError):
        service.snooze(db, [case], "2026-07-16")


def test_a_checklist_is_ticked_once(db, case):
    assert service.tick(db, case, "photo").value
    assert service.tick(db, case, "photo").action_id is None
    service.tick(db, case, "photo", False)
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM case_ticks").scalar() == 0


def test_a_review_with_a_day_alone_stands_before_what_was_answered_on_it(db, make):
    review = make.review(stars=1, text="Cracked", posted_on="2026-07-16")
    case = service.open_for_review(db, review).value
    story.mark_sent(db, case, "We are sorry.")
    kept = promises.promise(db, case, Promised("answer", "", None, "2026-07-16")).value
    promises.keep_promise(db, kept)
    assert [one.kind for one in lines(db, case).lines] == ["review", "out", "promised", "kept"]
