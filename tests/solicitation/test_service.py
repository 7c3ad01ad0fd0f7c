"""Marking as sent, putting off, holding and opting out, and that the queue follows whatever else changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from storeapp.aftersales.service import close, open_for_order
from storeapp.customers.contacts.queries import contacts_of
from storeapp.customers.contacts.rules import Sent
from storeapp.customers.contacts.service import note_sent, opt_out
from storeapp.customers.service.merges import merge, part
from storeapp.customers.service.records import set_consent
from storeapp.kernel.errors import UserError
from storeapp.messages.queries import rule_changes
from storeapp.ownrules.service import switch_rule
from storeapp.solicitation import service
from storeapp.solicitation.limits import limits_for
from storeapp.solicitation.messages.queries import request_desk
from storeapp.solicitation.queries import order_request, plans_of, queue
from storeapp.solicitation.records import QUEUE, RequestWanted, Words
from storeapp.solicitation.sums import counts
from storeapp.store import journal
from storeapp.store.tables import Customer, Identity, Order, RequestVerdict, ReviewLink, ReviewRequest
from tests.kept import recount

NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)


@pytest.fixture
def etsy(make, clock):
    clock.at = NOON
    return make.channel(platform="etsy", name="Etsy", time_zone="America/New_York", region="US")


@pytest.fixture
def order(make, etsy):
    """Orders of Etsy, delivered on 1 July to buyers in the United States."""

    def made(**more):
        buyer = make.customer(country="US") if "customer_id" not in more else more["customer_id"]
        plain = {"channel_id": etsy, "status": "delivered", "delivered_on": "2026-07-01", "ship_country": "US"}
        return make.order(**(plain | {"customer_id": buyer} | more))

    return made


def stands(db, number):
    service.refresh(db)
    with db.read() as conn:
        found = order_request(conn, number)
        assert recount(conn).wrong == 0
    return (found.row.state, found.row.reason) if found else None


def sent(db, number):
    with db.read() as conn:
        return [(one.kind, one.through) for one in order_request(conn, number).sent]


def test_a_new_order_comes_into_the_queue_with_its_reason(db, order):
    ready, early = order(), order(delivered_on="2026-07-14")
    assert service.refresh(db).value == 2
    assert service.refresh(db).value == 0
    assert stands(db, ready) == ("ready", "ready")
    assert stands(db, early) == ("too_early", "wait")
    with db.read() as conn:
        assert {state: number for state, number in counts(conn).items() if number} == {"ready": 1, "too_early": 1}
        (row,) = queue(conn, RequestWanted(states=QUEUE))
    assert (row.id, row.basis, row.low_on, row.last_on) == (ready, "delivered", "2026-07-01", "2026-10-09")


def test_marked_as_sent_it_is_asked_and_in_the_ledger_once(db, order):
    number = order()
    done = service.mark_sent(db, [number], Words("Plain", "en", "A"))
    assert done.value.sent == (number,)
    assert "requests" in done.touched
    assert stands(db, number) == ("asked", "reminder_later")
    assert sent(db, number) == [("first", "platform")]
    again = service.mark_sent(db, [number, number]).value
    assert again.sent == ()
    assert again.left[0][1].startswith("Asked: Asked today")
    with db.read() as conn:
        buyer = conn.execute(select(Order.customer_id)).scalar_one()
        (line,) = contacts_of(conn, buyer)
    assert (line.purpose, line.through, line.order_id, line.counts) == ("request", "platform", number, True)
    journal.undo(db)
    assert stands(db, number) == ("ready", "ready")
    assert sent(db, number) == []


def test_a_reminder_is_due_a_week_later_and_then_nothing_more(db, order, clock):
    number = order()
    service.mark_sent(db, [number])
    clock.at = NOON + timedelta(days=7)
    assert stands(db, number)[0] == "ready"
    assert service.mark_sent(db, [number]).value.sent == (number,)
    assert sent(db, number) == [("first", "platform"), ("reminder", "platform")]
    assert stands(db, number) == ("reminded", "reminded")
    clock.at = NOON + timedelta(days=40)
    assert stands(db, number) == ("no_answer", "no_answer")
    assert service.mark_sent(db, [number]).value.sent == ()


def test_a_review_closes_its_request_and_a_photo_may_be_asked_for(db, make, order, etsy, clock):
    number = order()
    service.mark_sent(db, [number])
    make.review(channel_id=etsy, order_id=number, posted_on="2026-07-18", stars=1)
    clock.at = NOON + timedelta(days=5)
    assert stands(db, number) == ("reviewed", "photo_later")
    clock.at = NOON + timedelta(days=9)
    assert stands(db, number) == ("ready", "ready")
    service.mark_sent(db, [number])
    assert sent(db, number)[-1][0] == "photo"
    assert stands(db, number)[0] == "photo_asked"


@pytest.mark.parametrize(
    ("confidence", "state", "closes"), [(0.97, "open", True), (0.6, "open", False), (0.97, "refused", False)]
)
def test_a_review_without_an_order_closes_a_request_where_it_is_sure_enough(
    db, make, order, etsy, confidence, state, closes
):
    number = order()
    assert stands(db, number)[0] == "ready"
    review = make.review(channel_id=etsy, posted_on="2026-07-14", photos=1)
    with db.write("Suggested") as tx:
        link = tx.insert_one(
            ReviewLink, review_id=review, order_id=number, confidence=confidence, reasons="[]", state=state
        )
    assert stands(db, number)[0] == ("reviewed" if closes else "ready")
    with db.read() as conn:
        assert order_request(conn, number).row.sure == (confidence if closes else None)
    with db.write("Refused") as tx:
        tx.update(ReviewLink, link, state="refused")
    assert stands(db, number)[0] == "ready"


@pytest.mark.parametrize("fields", [{"countries": ("DE",)}, {"products": (99,)}, {"channels": (99,)}])
def test_a_plan_that_leaves_orders_out_says_so(db, order, fields):
    number = order()
    service.edit_plan(db, "etsy", **fields)
    assert stands(db, number) == ("not_asked", "no_plan")


def test_a_platform_nobody_knows_goes_through_itself(db, make, order):
    other = make.channel(platform="newmarket", name="New")
    number = order(channel_id=other)
    assert stands(db, number) == ("ready", "ready")
    with db.read() as conn:
        assert order_request(conn, number).row.plan == "marketplaces"


def test_one_persons_orders_take_turns(db, make, order):
    ann = make.customer(country="US")
    first, second = order(customer_id=ann, delivered_on="2026-06-20"), order(customer_id=ann)
    assert stands(db, first) == ("ready", "ready")
    assert stands(db, second) == ("held", "one_at_a_time")
    done = service.mark_sent(db, [second, first]).value
    assert done.sent == (first,)
    assert stands(db, second) == ("held", "wrote_lately")


def test_of_two_that_became_ready_together_only_one_is_noted(db, make, order):
    ann = make.customer(country="US")
    numbers = [order(customer_id=ann) for _ in range(2)]
    done = service.mark_sent(db, numbers).value
    assert done.sent == (numbers[0],)
    assert done.left == ((numbers[1], "Held back: Another order of this buyer goes first"),)


def test_the_other_order_goes_when_the_first_was_answered_or_canceled(db, make, order):
    ann = make.customer(country="US")
    first, second = order(customer_id=ann, delivered_on="2026-06-20"), order(customer_id=ann)
    assert stands(db, second) == ("held", "one_at_a_time")
    with db.write("Canceled") as tx:
        tx.update(Order, first, status="canceled")
    assert stands(db, first) == ("not_asked", "canceled")
    assert stands(db, second) == ("ready", "ready")


def test_any_other_message_counts_to_the_cap(db, make, order, clock):
    number = order()
    assert stands(db, number) == ("ready", "ready")
    with db.read() as conn:
        buyer = conn.execute(select(Order.customer_id)).scalar_one()
    note_sent(db, [Sent(buyer, NOON - timedelta(days=1), "campaign", "email")])
    assert stands(db, number) == ("held", "wrote_lately")
    note_sent(db, [Sent(buyer, NOON - timedelta(hours=1), "case", "email", counts=False)])
    clock.at = NOON + timedelta(days=4)
    assert stands(db, number) == ("ready", "ready")


def test_an_open_case_holds_and_three_days_after_its_end_it_goes_on(db, order, clock):
    number = order()
    case = open_for_order(db, number).value
    assert stands(db, number) == ("held", "case")
    close(db, case)
    assert stands(db, number) == ("held", "case_closed")
    clock.at = NOON + timedelta(days=3)
    assert stands(db, number) == ("ready", "ready")


def test_not_arrived_puts_it_off_a_week_at_a_time(db, order, clock):
    number = order()
    assert service.not_arrived(db, number).value == "2026-07-23"
    assert stands(db, number) == ("too_early", "not_arrived")
    assert service.not_arrived(db, number).action_id is None
    clock.at = NOON + timedelta(days=7)
    assert stands(db, number) == ("ready", "ready")
    journal.undo(db)
    clock.at = NOON
    assert stands(db, number) == ("ready", "ready")


def test_held_by_hand_until_released(db, order):
    number = order()
    with pytest.raises(UserError, match="Say why"):
        service.hold(db, number, " ")
    service.hold(db, number, "gift, comes at Christmas")
    assert stands(db, number) == ("held", "by_hand")
    service.release(db, number)
    assert stands(db, number) == ("ready", "ready")
    service.hold(db, number, "holiday", date(2026, 7, 30))
    journal.undo(db)
    assert stands(db, number) == ("ready", "ready")


def test_who_opts_out_is_never_asked_again_also_as_a_new_customer(db, make, order, etsy):
    ann = make.customer("annlight", etsy, email="ann@shop.example", country="US")
    first = order(customer_id=ann)
    assert service.opt_out(db, first).value
    assert not service.opt_out(db, first).value
    assert stands(db, first) == ("opted_out", "opted_out")
    again = make.customer(email="ANN@shop.example", country="US")
    assert stands(db, order(customer_id=again)) == ("opted_out", "opted_out")
    journal.undo(db)


def test_an_address_that_opted_out_takes_the_request_from_whom_it_is_given_to(db, make, order, etsy):
    ann = make.customer("annlight", etsy, country="US")
    opt_out(db, ann)
    bea = make.customer(country="US")
    number = order(customer_id=bea)
    assert stands(db, number) == ("ready", "ready")
    with db.write("Imported") as tx:
        known = tx.connection.execute(select(Identity.id)).scalar_one()
        tx.update(Identity, known, customer_id=bea)
    assert stands(db, number) == ("opted_out", "opted_out")
    journal.undo(db)
    assert stands(db, number) == ("ready", "ready")


def test_an_opt_out_concerns_the_orders_of_its_address_alone(db, make, order):
    ann, bea = (make.customer(country="US", email=email) for email in ("ann@shop.example", "Ann@Shop.example"))
    hers = [order(customer_id=ann), order(customer_id=bea)]
    others = [order() for _ in range(4)]
    service.refresh(db)
    opt_out(db, ann)
    assert service.refresh(db).value == 2
    assert [stands(db, one) for one in hers] == [("opted_out", "opted_out")] * 2
    assert {stands(db, one) for one in others} == {("ready", "ready")}
    journal.undo(db)
    assert service.refresh(db).value == 2
    assert "opted_out" not in {stands(db, one)[0] for one in hers}


class RunningClock:
    """A clock that doesn't stand still while something is done."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def test_a_second_that_passes_meanwhile_stops_nothing(db, order):
    numbers = [order(), order()]
    service.refresh(db)
    db.clock = RunningClock()
    assert service.mark_sent(db, numbers).value.sent == tuple(numbers)


def test_an_order_without_a_buyer_can_be_asked_but_not_opted_out(db, order):
    number = order(customer_id=None)
    assert stands(db, number) == ("ready", "ready")
    with pytest.raises(UserError, match="isn't known"):
        service.opt_out(db, number)
    assert service.mark_sent(db, [number]).value.sent == (number,)
    assert stands(db, number) == ("asked", "reminder_later")


def test_a_refusal_and_its_end_move_the_order(db, order):
    number = order()
    with db.read() as conn:
        buyer = conn.execute(select(Order.customer_id)).scalar_one()
    set_consent(db, buyer, "no")
    assert stands(db, number) == ("opted_out", "refused")
    set_consent(db, buyer, "yes")
    assert stands(db, number) == ("ready", "ready")


def test_merged_they_are_one_person_and_split_two(db, make, order):
    ann, bea = make.customer(country="US"), make.customer(country="US")
    first, second = order(customer_id=ann), order(customer_id=bea)
    service.mark_sent(db, [first])
    merge(db, ann, bea)
    assert stands(db, second) == ("held", "wrote_lately")
    part(db, bea)
    assert stands(db, second) == ("ready", "ready")


def test_an_undone_import_takes_its_orders_out_and_redo_brings_them_back(db, make, order):
    number, newer = order(), order()
    assert stands(db, number) == ("ready", "ready")
    with db.write("Deleted") as tx:
        tx.delete(Order, [number])
    assert stands(db, number) is None
    with db.read() as conn:
        assert list(conn.execute(select(RequestVerdict.id)).scalars()) == [newer]
    journal.undo(db)
    assert stands(db, number) == ("ready", "ready")


def test_a_clock_set_back_takes_back_what_was_not_so_yet(db, order, clock):
    number = order(delivered_on="2026-07-10")
    clock.at = NOON + timedelta(days=10)
    assert stands(db, number) == ("ready", "ready")
    clock.at = NOON
    assert stands(db, number) == ("too_early", "wait")
    assert service.mark_sent(db, [number]).value.sent == ()


def test_a_clock_of_1970_is_refused(db, order, clock):
    order()
    clock.at = datetime(1970, 1, 2, tzinfo=timezone.utc)
    with pytest.raises(UserError, match="clock"):
        service.refresh(db)


def test_plans_change_and_everything_is_judged_anew(db, order):
    number = order()
    assert stands(db, number) == ("ready", "ready")
    service.edit_plan(db, "etsy", wait=30)
    assert stands(db, number) == ("too_early", "wait")
    assert not service.edit_plan(db, "etsy", wait=30).value
    service.switch_plan(db, "etsy", False)
    assert stands(db, number) == ("not_asked", "plan_off")
    service.reset_plan(db, "etsy")
    assert stands(db, number) == ("ready", "ready")
    journal.undo(db)
    assert stands(db, number) == ("not_asked", "plan_off")
    with pytest.raises(UserError):
        service.edit_plan(db, "etsy", wait=-1)
    with pytest.raises(UserError, match="gone"):
        service.edit_plan(db, "own:7", wait=1)


@pytest.mark.parametrize("key", ["etsy", "amazon", "china"])
def test_a_reward_is_refused_where_it_is_banned(db, key):
    with pytest.raises(UserError, match="Nothing was changed"):
        service.edit_plan(db, key, reward="5 points for any honest review")
    with pytest.raises(UserError):
        service.add_plan(db, "Everywhere", "email", reward="5 points")
    assert service.edit_plan(db, "own", platforms=("own",), reward="5 points for any honest review").value


def test_an_own_plan_comes_first(db, make, order):
    number = order()
    key = service.add_plan(db, "Americans by mail", "email", countries=("US",)).value
    assert stands(db, number) == ("not_asked", "no_address")
    with db.read() as conn:
        assert plans_of(conn)[0].key == key
        buyer = conn.execute(select(Order.customer_id)).scalar_one()
    with db.write("E-mail") as tx:
        tx.update(Customer, buyer, email="ann@shop.example")
    assert stands(db, number) == ("ready", "ready")
    service.reset_plan(db, key)
    with db.read() as conn:
        assert key not in {plan.key for plan in plans_of(conn)}


def test_requests_that_only_the_ledger_knows_count_too(db, order):
    number = order()
    with db.read() as conn:
        buyer = conn.execute(select(Order.customer_id)).scalar_one()
    note_sent(db, [Sent(buyer, NOON - timedelta(days=2), "request", "platform", order_id=number)])
    assert stands(db, number) == ("asked", "reminder_later")


def test_never_two_first_requests_of_one_order(db, order):
    number = order()
    service.mark_sent(db, [number])
    with db.read() as conn:
        kinds = list(conn.execute(select(ReviewRequest.kind)).scalars())
    assert kinds == ["first"]


def test_a_rule_that_the_owner_switches_off_holds_nothing_back_any_more(db, make, etsy, order):
    """The queue and the check of a message are held against the owner's own book."""
    amazon = make.channel(platform="amazon", name="Amazon", time_zone="America/New_York", region="US")
    late = order(channel_id=amazon, delivered_on="2026-07-15")
    assert stands(db, late)[0] == "too_early"
    with db.read() as conn:
        opens = order_request(conn, late).row.ready_from[:10]
        before = request_desk(conn, late, NOON).context.checks
    assert opens >= "2026-07-20"
    assert "AMZ-NEUTRAL" in {one.rule for one in before.findings("Only if you are happy, leave us 5 stars!")}
    switch_rule(db, "AMZ-NEUTRAL", False)
    switch_rule(db, "AMZ-WINDOW", False)
    service.refresh(db)
    with db.read() as conn:
        after = request_desk(conn, late, NOON).context.checks
        assert limits_for("amazon", "platform", "US", NOON.date(), tuple(rule_changes(conn))).closes is None
    assert "AMZ-NEUTRAL" not in {one.rule for one in after.findings("Only if you are happy, leave us 5 stars!")}
    switch_rule(db, "AMZ-WINDOW", True)
    assert stands(db, late)[0] == "too_early"


def test_everything_is_judged_anew_when_a_rule_changes(db, order):
    made = [order() for _number in range(3)]
    assert service.refresh(db).value == len(made)
    assert service.refresh(db).value == 0
    switch_rule(db, "AMZ-WINDOW", False)
    assert service.refresh(db).value == len(made)


@pytest.mark.parametrize("address", [{"email": "ann@buyer.example"}, {"phone": "+1 212 555 0117"}])
def test_one_address_is_written_to_once_whatever_names_it_goes_by(db, make, order, address, clock):
    """Two channels know a buyer apart, and nobody has merged them yet."""
    shouted = {name: value.upper() for name, value in address.items()}
    one = order(customer_id=make.customer(country="US", **address))
    other = order(customer_id=make.customer(country="US", **shouted))
    service.refresh(db)
    assert [stands(db, number) for number in (one, other)] == [("ready", "ready"), ("held", "address_first")]
    done = service.mark_sent(db, [one, other]).value
    assert done.sent == (one,)
    assert "goes first" in done.left[0][1]
    assert stands(db, other) == ("held", "address_heard")
    clock.at += timedelta(days=2)
    again = service.mark_sent(db, [other]).value
    assert (again.sent, "with the same address" in again.left[0][1]) == ((), True)
    clock.at += timedelta(days=4)
    service.refresh(db)
    assert stands(db, other) == ("ready", "ready")
    assert service.mark_sent(db, [other]).value.sent == (other,)


def test_a_message_to_another_name_of_an_address_is_told_in_the_queue(db, make, order, clock):
    """Also where that one bought nothing; taken back, or merged into one buyer, nothing holds the order any more."""
    name = make.customer(country="US", email="ann@buyer.example", phone="+1 212 555 0117")
    number = order(customer_id=make.customer(country="US", email="ANN@buyer.example", phone="+1 212 555 0117"))
    service.refresh(db)
    assert stands(db, number) == ("ready", "ready")
    note_sent(db, [Sent(name, clock.at, "campaign", "email")])
    service.refresh(db)
    assert stands(db, number) == ("held", "address_heard")
    journal.undo(db)
    service.refresh(db)
    assert stands(db, number) == ("ready", "ready")
    # Three messages to two addresses are three, not six.
    note_sent(db, [Sent(name, NOON - timedelta(days=ago), "campaign", "email") for ago in (20, 14, 7)])
    service.refresh(db)
    assert stands(db, number) == ("ready", "ready")
