"""Changing a customer: each verb is one undoable action with a title."""

from __future__ import annotations

import pytest

from storeapp.customers import queries, service
from storeapp.customers.queries import CustomerRecord
from storeapp.kernel.errors import UserError
from storeapp.store import journal
from storeapp.store.db import Database
from tests.make import Make


def record(db: Database, number: int) -> CustomerRecord:
    with db.read() as conn:
        found = queries.customer(conn, number)
    assert found is not None
    return found


def last_title(db: Database) -> str:
    with db.read() as conn:
        return journal.history(conn, limit=1)[0].title


def test_a_field_is_kept_and_taken_back(db: Database, make: Make) -> None:
    number = make.customer(name="Ann", email="old@example.org")
    outcome = service.edit(db, number, email=" new@example.org ")
    assert outcome.value is True
    assert "customers" in outcome.touched
    assert record(db, number).email == "new@example.org"
    assert last_title(db) == f"Changed e-mail of customer {number}"
    journal.undo(db)
    assert record(db, number).email == "old@example.org"


def test_nothing_changed_leaves_no_step(db: Database, make: Make) -> None:
    number = make.customer(name="Ann")
    before = last_title(db)
    assert service.edit(db, number, name="Ann").action_id is None
    assert last_title(db) == before


def test_a_wrong_value_changes_nothing(db: Database, make: Make) -> None:
    number = make.customer(email="old@example.org")
    with pytest.raises(UserError):
        service.edit(db, number, email="nobody")
    assert record(db, number).email == "old@example.org"


def test_consent_and_the_wish_to_be_left_alone(db: Database, make: Make) -> None:
    number = make.customer()
    service.set_consent(db, number, "yes")
    service.set_do_not_contact(db, number, True)
    found = record(db, number)
    assert (found.consent, found.do_not_contact) == ("yes", True)
    journal.undo(db)
    journal.undo(db)
    found = record(db, number)
    assert (found.consent, found.do_not_contact) == ("unknown", False)


def test_a_customer_who_is_gone_is_a_sentence(db: Database) -> None:
    for verb in (
        lambda: service.edit(db, 99, name="x"),
        lambda: service.set_consent(db, 99, "no"),
        lambda: service.set_do_not_contact(db, 99, True),
    ):
        with pytest.raises(UserError, match="gone"):
            verb()


def test_record_names_the_channels_that_know_them(db: Database, make: Make) -> None:
    etsy = make.channel(name="Etsy")
    number = make.customer("AnnM", etsy, name="Ann")
    found = record(db, number)
    assert [(one.channel, one.kind, one.value) for one in found.identities] == [("Etsy", "handle", "AnnM")]
    with db.read() as conn:
        assert queries.customer(conn, 99) is None
