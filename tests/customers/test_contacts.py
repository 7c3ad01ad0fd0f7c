"""The ledger of contacts: noted once, read for the whole person, and asked when a customer has heard enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from storeapp.customers.contacts.queries import contacts_of, counted_since
from storeapp.customers.contacts.rules import Cap, Sent, free_from
from storeapp.customers.contacts.service import note_sent, take_out
from storeapp.customers.service.merges import merge, part
from storeapp.kernel.errors import UserError
from storeapp.store import journal

NOW = datetime(2026, 7, 16, 8, 0, tzinfo=timezone.utc)


def ledger(db, customer):
    with db.read() as conn:
        return contacts_of(conn, customer)


def counted(db, customer, since="2026-01-01T00:00:00Z"):
    with db.read() as conn:
        return counted_since(conn, customer, since)


def test_what_was_sent_is_noted_once_in_whatever_parts_it_comes(db, make):
    ann, li = make.customer(), make.customer()
    first = Sent(ann, NOW - timedelta(days=2), "request", "platform", about="Walnut lamp")
    second = Sent(li, NOW - timedelta(days=1), "case", "email", counts=False)
    assert note_sent(db, [first]).value == 1
    assert note_sent(db, [second, first, second]).value == 1
    assert note_sent(db, [first, second]).value == 0
    (row,) = ledger(db, ann)
    assert (row.purpose, row.through, row.counts, row.about) == ("request", "platform", True, "Walnut lamp")
    assert counted(db, li) == []
    journal.undo(db)
    assert ledger(db, li) == []
    assert len(ledger(db, ann)) == 1
    take_out(db, row.id)
    assert ledger(db, ann) == []


def test_two_customers_who_are_one_person_have_one_ledger_until_they_part(db, make):
    ann, anna = make.customer(), make.customer()
    note_sent(db, [Sent(ann, NOW - timedelta(days=2), "request", "email")])
    note_sent(db, [Sent(anna, NOW - timedelta(days=1), "campaign", "email")])
    merge(db, ann, anna)
    assert [one.customer_id for one in ledger(db, ann)] == [anna, ann]
    assert len(counted(db, anna)) == 2
    part(db, anna)
    assert [one.customer_id for one in ledger(db, ann)] == [ann]


def test_nothing_is_noted_of_nobody_or_of_tomorrow(db, make):
    ann = make.customer()
    fine = Sent(ann, NOW, "request", "email")
    for wrong in (replace(fine, customer_id=99), replace(fine, sent_at=NOW + timedelta(days=2))):
        with pytest.raises(UserError):
            note_sent(db, [fine, wrong])
    assert ledger(db, ann) == []


@pytest.mark.parametrize(
    ("days_ago", "free_in"),
    [((), None), ((40,), None), ((10,), None), ((10, 3), 20), ((29, 10, 3), 20), ((31, 3), None)],
)
def test_a_customer_has_heard_enough_until_the_oldest_that_counts_is_old(days_ago, free_in):
    sent = [NOW - timedelta(days=days) for days in days_ago]
    wanted = None if free_in is None else NOW + timedelta(days=free_in)
    assert free_from(sent, Cap(2, 30), NOW) == wanted
