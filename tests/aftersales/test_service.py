"""Cases and promises: opened from a review or an order, due in order, kept, closed, and taken back."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.aftersales import queries, service
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.records import CaseFilters
from storeapp.aftersales.rules import Promised
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.rulebook.reasons import reasons
from storeapp.store import journal

TODAY = date(2026, 7, 16)


@pytest.fixture
def review(make):
    channel = make.channel(name="Etsy", currency="EUR")
    buyer = make.customer(name="Ann Lee")
    order = make.order(channel_id=channel, customer_id=buyer, number="3382-1107", currency="EUR", total_minor=14800)
    make.line(order, title="Walnut reading lamp")
    return make.review(channel_id=channel, order_id=order, customer_id=buyer, stars=1, text="Shade arrived cracked")


def detail(db, case):
    with db.read() as conn:
        found = queries.case_detail(conn, case)
    assert found is not None
    return found


def test_a_case_of_a_review_knows_its_order_and_buyer(db, review):
    case = service.open_for_review(db, review, reason="DEL_DAMAGE").value
    found = detail(db, case)
    assert found.row.title == "Shade arrived cracked"
    assert (found.row.state, found.row.reason, found.row.channel) == ("open", "DEL_DAMAGE", "Etsy")
    assert found.order is not None
    assert (found.order.number, found.order.products, found.order.total) == (
        "3382-1107",
        "Walnut reading lamp",
        Money(14800, "EUR"),
    )
    assert found.review is not None
    assert found.review.id == review
    assert found.row.customer == "Ann Lee"
    assert found.currency == "EUR"


def test_a_review_has_one_open_case(db, review):
    first = service.open_for_review(db, review)
    second = service.open_for_review(db, review)
    assert first.value == second.value
    assert second.action_id is None
    service.close(db, first.value)
    third = service.open_for_review(db, review).value
    assert third != first.value
    with db.read() as conn:
        assert queries.case_of(conn, "review", review) == third


def test_a_case_of_an_order_and_a_plain_one(db, make):
    order = make.order(number="26-09114")
    case = service.open_for_order(db, order).value
    assert detail(db, case).row.title == "Order 26-09114"
    with db.read() as conn:
        assert queries.case_of(conn, "order", order) == case
        assert queries.case_of(conn, "order", 99) is None
    assert detail(db, service.open_plain(db, "A call about a loose switch").value).order is None


def test_due_promises_oldest_first_of_open_cases_only(db, review, make):
    case = service.open_for_review(db, review).value
    other = service.open_plain(db, "Other").value
    promises.promise(db, case, Promised("refund", amount=Money(2000, "EUR"), due_on="2026-07-16"))
    over = promises.promise(db, other, Promised("answer", due_on="2026-07-14")).value
    promises.promise(db, case, Promised("replacement", due_on="2026-07-18"))
    with db.read() as conn:
        due = queries.due(conn, TODAY)
        assert [(one.case_id, one.promise.due_on) for one in due] == [(other, "2026-07-14"), (case, "2026-07-16")]
        assert (due[1].title, due[1].platform, due[1].customer) == ("Shade arrived cracked", "etsy", "Ann Lee")
        counted = queries.counts(conn, TODAY)
        assert (counted.open, counted.over, counted.due_today) == (2, 1, 1)
        assert [row.id for row in queries.case_rows(conn, CaseFilters())] == [other, case]
        assert [row.id for row in queries.case_rows(conn, CaseFilters(), backwards=True)] == [case, other]
    promises.keep_promise(db, over)
    service.close(db, other)
    with db.read() as conn:
        assert [one.case_id for one in queries.due(conn, TODAY)] == [case]
        assert [row.id for row in queries.case_rows(conn, CaseFilters(state="closed"))] == [other]


def test_a_case_with_an_unkept_promise_is_not_closed(db, review):
    case = service.open_for_review(db, review).value
    promise = promises.promise(db, case, Promised("refund", amount=Money(2000, "EUR"))).value
    with pytest.raises(UserError, match="not kept"):
        service.close(db, case)
    promises.keep_promise(db, promise)
    service.close(db, case)
    assert detail(db, case).row.closed_at == "2026-07-16T09:00:00Z"
    service.reopen(db, case)
    assert detail(db, case).row.state == "open"
    promises.unkeep_promise(db, promise)
    assert detail(db, case).promises[0].kept_on is None


def test_every_step_can_be_taken_back(db, review):
    case = service.open_for_review(db, review).value
    promise = promises.promise(db, case, Promised("refund", due_on="2026-07-18")).value
    steps = [
        lambda: service.rename(db, case, "Cracked shade"),
        lambda: service.set_reason(db, case, "DEL_DAMAGE"),
        lambda: service.set_note(db, case, "Box 2"),
        lambda: promises.keep_promise(db, promise),
        lambda: service.close(db, case),
        lambda: service.reopen(db, case),
        lambda: promises.unkeep_promise(db, promise),
        lambda: promises.remove_promise(db, promise),
    ]
    for step in steps:
        before = detail(db, case)
        step()
        after = detail(db, case)
        assert after != before
        journal.undo(db)
        assert detail(db, case) == before
        journal.redo(db)
        assert detail(db, case) == after


def test_promises_kept_in_time_are_counted(db):
    case = service.open_plain(db, "Case").value
    for due, kept in [("2026-07-10", "2026-07-09"), ("2026-07-10", "2026-07-12"), ("2026-07-01", None)]:
        one = promises.promise(db, case, Promised("answer", due_on=due)).value
        if kept:
            promises.keep_promise(db, one, kept)
    promises.promise(db, case, Promised("answer", due_on="2026-07-20"))
    with db.read() as conn:
        counted = queries.counts(conn, TODAY)
    assert (counted.kept_in_time, counted.judged) == (1, 3)


def test_what_is_gone_is_refused(db):
    for verb in (
        service.close,
        service.reopen,
        promises.keep_promise,
        promises.remove_promise,
        service.open_for_review,
    ):
        with pytest.raises(UserError, match="gone"):
            verb(db, 99)


def test_a_matter_of_safety_comes_with_a_warning():
    assert reasons()["PRD_SAFETY"].warning
