"""A mail of which nobody knows whether it went out is said, holds its request, and is for the owner to decide."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from storeapp.kernel.clock import utc_text
from storeapp.solicitation import rules, service
from storeapp.solicitation.queries import order_request
from storeapp.solicitation.wording import reason_words
from storeapp.store import journal
from storeapp.store.tables import RequestMail

NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)


@pytest.fixture
def order(db, make, clock):
    """An order that is ready to be asked by mail."""
    clock.at = NOON
    channel = make.channel(platform="own", name="Shop", url="https://lumen.example", time_zone="America/New_York")
    buyer = make.customer(country="US", email="ann@shop.example")
    made = make.order(
        channel_id=channel, customer_id=buyer, status="delivered", delivered_on="2026-07-01", ship_country="US"
    )
    service.refresh(db)
    assert stands(db, made)[0] == "ready"
    return made


def stands(db, order):
    service.refresh(db)
    with db.read() as conn:
        row = order_request(conn, order).row
    return row.state, row.reason, row.detail


def mailed(db, order, state, answer="", step="first"):
    with db.write("A mail") as tx:
        tx.leave_no_record()
        ended = None if state == "going" else tx.now
        row = (order, step, "<1@lumen.example>", state, tx.now, ended, answer)
        tx.insert(RequestMail, ("order_id", "step", "message_id", "state", "begun_at", "ended_at", "answer"), [row])


def mail(db):
    with db.read() as conn:
        return conn.execute(RequestMail.__table__.select()).one()


def test_a_mail_on_its_way_holds_the_request_until_the_owner_says(db, order, clock):
    mailed(db, order, "going")
    assert stands(db, order) == ("held", "mail_unsure", utc_text(NOON))
    assert "today" in reason_words("mail_unsure", utc_text(NOON), NOON.date())
    clock.at = NOON + timedelta(days=9)
    assert stands(db, order)[1] == "mail_unsure"
    done = service.mark_sent(db, [order])
    assert done.value.sent == (order,)
    assert stands(db, order)[0] == "asked"
    assert mail(db).state == "sent"
    journal.undo(db)
    assert stands(db, order)[1] == "mail_unsure"


@pytest.mark.parametrize("state", ["going", "refused"])
def test_releasing_lets_it_be_sent_again(db, order, state):
    mailed(db, order, state, "550 no such person")
    assert stands(db, order)[0] == "held"
    assert service.release(db, order).value
    assert stands(db, order)[0] == "ready"
    assert mail(db).state == "again"
    assert not service.release(db, order).value
    journal.undo(db)
    assert stands(db, order)[0] == "held"


def test_a_refused_mail_says_the_servers_words_and_is_not_marked_as_sent(db, order):
    mailed(db, order, "refused", "550 no such person")
    assert stands(db, order) == ("held", "mail_refused", "550 no such person")
    assert service.mark_sent(db, [order]).value.sent == ()


@pytest.mark.parametrize(("state", "step"), [("sent", "first"), ("later", "first")])
def test_other_mails_hold_nothing(db, order, state, step):
    mailed(db, order, state, step=step)
    assert stands(db, order)[0] == "ready"


def test_an_unsure_reminder_and_photo_request_are_said_too(db, make, order, clock):
    service.mark_sent(db, [order])
    clock.at = NOON + timedelta(days=8)
    assert stands(db, order)[0] == "ready"
    mailed(db, order, "going", step="reminder")
    assert stands(db, order)[:2] == ("held", "mail_unsure")
    make.review(order_id=order, posted_on="2026-07-17")
    clock.at = NOON + timedelta(days=14)
    assert stands(db, order)[:2] == ("ready", "ready")
    mailed(db, order, "going", step="photo")
    assert stands(db, order)[:2] == ("held", "mail_unsure")
    assert rules.UNSURE in rules.MAIL


def test_a_mail_that_may_have_gone_out_counts_as_heard(db, make, order):
    """The buyer's other order waits as if it had."""
    other = make.order(channel_id=1, customer_id=1, status="delivered", delivered_on="2026-07-02", ship_country="US")
    assert {stands(db, one)[0] for one in (order, other)} == {"ready", "held"}
    mailed(db, order, "going")
    assert stands(db, other)[:2] == ("held", "wrote_lately")
    service.release(db, order)
    assert {stands(db, one)[0] for one in (order, other)} == {"ready", "held"}
    assert stands(db, other)[1] in ("one_at_a_time", "ready")
