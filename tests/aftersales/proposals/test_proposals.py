"""Proposed cases: what orders and reviews propose and why, kept in step, and never opened by itself."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, func, select

from storeapp.aftersales import service as aftersales
from storeapp.aftersales.messages.queries import case_desk
from storeapp.aftersales.proposals import service
from storeapp.aftersales.proposals.derived import CaseProposals
from storeapp.aftersales.proposals.queries import ProposalListing, proposal_count, proposals
from storeapp.aftersales.proposals.records import ProposalFilters
from storeapp.aftersales.proposals.rules import (
    CANCELED,
    LATE,
    MISSING,
    ONE_STAR,
    REASONED,
    REFUNDED,
    UNAVAILABLE,
    ProposalFacts,
    supposed,
)
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.store import journal
from storeapp.store.tables import Case, CaseOrder, CaseProposal, Order, Review

TODAY = date(2026, 7, 16)


def listed(db):
    with db.read() as conn:
        found = proposals(conn, TODAY)
        assert proposal_count(conn, TODAY) == len(found)
        assert CaseProposals().recount(conn, Progress()).wrong == 0
    return {one.record: (one.reason, len(one.why)) for one in found}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"signs": CANCELED}, "ORD_CANCEL"),
        ({"signs": UNAVAILABLE | ONE_STAR}, "ORD_STOCK"),
        ({"signs": LATE, "days_late": 3}, "DEL_LATE"),
        ({"signs": MISSING}, "DEL_LOST"),
        ({"signs": REFUNDED}, ""),
        ({"signs": ONE_STAR}, ""),
        ({"signs": CANCELED, "given": "NoInventory", "platform": "amazon"}, "ORD_STOCK"),
        ({"signs": CANCELED, "given": "ITEM_NOT_RECEIVED", "platform": "ebay"}, "DEL_LOST"),
        ({"signs": CANCELED, "given": "Ingin mengubah rincian & membuat pesanan baru"}, "BUY_REMORSE"),
        ({"signs": CANCELED, "given": "Stok habis"}, "ORD_STOCK"),
        ({"signs": CANCELED, "given": "买家未及时付款"}, "BUY_UNPAID"),
        ({"signs": CANCELED, "given": "我不想买了"}, "BUY_REMORSE"),
        ({"signs": CANCELED, "given": "O cliente desistiu"}, "BUY_REMORSE"),
        ({"signs": REASONED, "sent_back": ("CR-APPAREL_TOO_SMALL",), "platform": "amazon"}, "PRD_SIZE"),
        ({"signs": REASONED, "sent_back": ("No_Reason_Given", "SWITCHEROO"), "platform": "amazon"}, "ORD_WRONG"),
        ({"signs": REASONED | LATE, "sent_back": ("NO_REASON_GIVEN",), "platform": "amazon"}, "DEL_LATE"),
        ({"signs": REASONED, "sent_back": ("DOES_NOT_EXIST_YET",), "platform": "amazon"}, ""),
        ({"signs": REASONED, "sent_back": ("NO_LONGER_NEED_ITEM",), "platform": "ebay"}, "BUY_REMORSE"),
        ({"signs": REASONED, "sent_back": ("收到商品破损",)}, "DEL_DAMAGE"),
        ({"signs": REASONED, "sent_back": ("Barang rusak",), "given": "Stok habis"}, "DEL_DAMAGE"),
        ({"signs": ONE_STAR, "words": "O produto não funciona"}, "PRD_DEFECT"),
        ({"signs": ONE_STAR, "words": "Comprei 2 e só recebi 1"}, "ORD_MISSING"),
        ({"signs": ONE_STAR, "words": "Ainda não recebi"}, "DEL_LOST"),
        ({"signs": ONE_STAR | LATE, "words": "Ainda não recebi", "delivered": True}, "DEL_LATE"),
        ({"signs": ONE_STAR | UNAVAILABLE, "words": "Ainda não recebi"}, "ORD_STOCK"),
        ({"signs": ONE_STAR | MISSING, "words": "péssima qualidade"}, "DEL_LOST"),  # of a product that never came
        ({"signs": ONE_STAR | LATE, "themes": ("description",)}, "DEL_LATE"),
        ({"signs": ONE_STAR, "themes": ("description",)}, "PRD_DESC"),
        ({"signs": ONE_STAR, "themes": ("damage", "size")}, "DEL_DAMAGE"),
        ({"signs": ONE_STAR, "themes": ("price",)}, ""),
    ],
)
def test_the_likely_reason(values, reason):
    found = supposed(ProposalFacts(**values))
    assert found.reason == reason
    assert found.why


def test_windows_of_the_list_join_without_a_gap(db, make):
    channel = make.channel(platform="etsy", name="Etsy")
    for number in range(7):
        make.order(channel_id=channel, status="canceled", canceled_on=f"2026-07-0{1 + number % 3}")
    with db.read() as conn:
        whole = [one.id for one in proposals(conn, TODAY, 0, None)]
        assert len(whole) == 7
        assert [one.id for first in (0, 3, 6) for one in proposals(conn, TODAY, first, 3)] == whole
        assert [one.id for one in proposals(conn, TODAY, 0, 3, backwards=True)] == whole[:-4:-1]
        assert [ProposalListing().position(conn, ProposalFilters(TODAY.isoformat()), one) for one in whole] == [
            *range(7)
        ]


def test_what_proposes_a_case_and_what_does_not(db, make):
    channel = make.channel(platform="etsy", name="Etsy")
    made = {
        "canceled": make.order(channel_id=channel, status="canceled"),
        "unpaid": make.order(channel_id=channel, status="canceled", paid_minor=0),
        "unavailable": make.order(channel_id=channel, status="unavailable"),
        "returned": make.order(channel_id=channel, status="returned"),
        "refunded": make.order(channel_id=channel, status="delivered", refunded_minor=500),
        "late": make.order(channel_id=channel, status="delivered", due_on="2026-07-01", delivered_on="2026-07-04"),
        "fine": make.order(channel_id=channel, status="delivered", due_on="2026-07-04", delivered_on="2026-07-04"),
        "missing": make.order(channel_id=channel, status="shipped", due_on="2026-07-15"),
        "underway": make.order(channel_id=channel, status="shipped", due_on="2026-07-16"),
    }
    bad = make.review(channel_id=channel, order_id=made["fine"], stars=1, text="It does not work")
    alone = make.review(channel_id=channel, stars=1, text="broken")
    make.review(channel_id=channel, stars=2)
    wanted = ("canceled", "unavailable", "returned", "refunded", "late", "missing", "fine")
    assert set(listed(db)) == {*(("order", made[name]) for name in wanted), ("review", alone)}
    assert listed(db)["order", made["fine"]][0] == "PRD_DEFECT"
    with db.write("The buyer thinks again") as tx:
        tx.update(Review, bad, stars=4)
        tx.update(Order, made["late"], delivered_on="2026-07-01")
    assert ("order", made["fine"]) not in listed(db)
    assert ("order", made["late"]) not in listed(db)
    journal.undo(db)
    assert {("order", made["fine"]), ("order", made["late"])} <= set(listed(db))
    with db.write("Gone") as tx:
        tx.delete(Order, [made["canceled"]])
    assert ("order", made["canceled"]) not in listed(db)


def test_a_channel_that_never_tells_of_arrivals_has_no_overdue_parcels(db, make):
    channel = make.channel(platform="ebay", name="eBay")
    order = make.order(channel_id=channel, status="shipped", due_on="2026-07-01")
    assert listed(db) == {}
    make.order(channel_id=channel, status="delivered")
    assert set(listed(db)) == {("order", order)}


def test_opening_several_at_once_and_taking_it_back(db, make):
    channel = make.channel(platform="etsy", name="Etsy")
    orders = [make.order(channel_id=channel, status="canceled", number=f"A{n}") for n in range(3)]
    review = make.review(channel_id=channel, order_id=orders[0], stars=1, text="never arrived")
    before = listed(db)
    made = service.open_proposed(db, [("order", orders[0]), ("order", orders[1])]).value
    with db.read() as conn:
        cases = conn.execute(select(Case.id, Case.reason, Case.review_id, Case.title).order_by(Case.id)).all()
        linked = conn.execute(select(CaseOrder.case_id, CaseOrder.order_id).order_by(CaseOrder.case_id)).all()
    assert [one.id for one in cases] == sorted(made)
    assert {one.review_id for one in cases} == {review, None}
    assert {tuple(one) for one in linked} == {(cases[0].id, orders[0]), (cases[1].id, orders[1])} or len(linked) == 2
    assert all(one.reason and one.title for one in cases)
    assert set(listed(db)) == {("order", orders[2])}
    with pytest.raises(UserError):
        service.open_proposed(db, [("order", orders[0])])
    journal.undo(db)
    assert listed(db) == before


def test_a_dismissal_stays_through_changes_and_undo(db, make):
    channel = make.channel(platform="etsy", name="Etsy")
    order = make.order(channel_id=channel, status="canceled")
    alone = make.review(channel_id=channel, stars=1)
    assert service.dismiss(db, [("order", order), ("review", alone)], "settled").value == 2
    assert listed(db) == {}
    with db.write("The file comes again") as tx:
        tx.update(Order, order, status="refunded", refunded_minor=900)
        tx.update(Review, alone, text="changed", posted_on="2026-07-02")
    assert listed(db) == {}
    with pytest.raises(UserError):
        service.dismiss(db, [("order", order)], "  ")
    journal.undo(db)
    journal.undo(db)
    assert set(listed(db)) == {("order", order), ("review", alone)}


def test_a_case_by_hand_takes_the_proposal_away(db, make):
    channel = make.channel(platform="etsy", name="Etsy")
    order = make.order(channel_id=channel, status="canceled")
    alone = make.review(channel_id=channel, stars=1)
    aftersales.open_for_order(db, order)
    aftersales.open_for_review(db, alone)
    assert listed(db) == {}


def test_all_of_it_can_be_made_anew(db, make):
    channel = make.channel(platform="etsy", name="Etsy")
    make.order(channel_id=channel, status="canceled")
    make.review(channel_id=channel, stars=1)
    with db.write("Spoil it") as tx:
        tx.connection.execute(delete(CaseProposal))
        CaseProposals().rebuild(tx.connection)
        assert tx.connection.execute(select(func.count()).select_from(CaseProposal)).scalar() == 2


def test_a_case_opened_by_hand_is_offered_its_likely_reason(db, make):
    days = {"due_on": "2026-06-10", "delivered_on": "2026-06-19", "status": "delivered"}
    order = make.order(**days)
    review = make.review(order_id=order, stars=2, text="The shade arrived broken, the box was crushed.")
    late = aftersales.open_for_order(db, make.order(**days)).value
    broken = aftersales.open_for_review(db, review).value
    with db.read() as conn:
        assert case_desk(conn, late, db.clock.now()).likely.reason == "DEL_LATE"
        offered = case_desk(conn, broken, db.clock.now()).likely
        assert offered.reason == "DEL_DAMAGE"
        assert any("9 days late" in one for one in offered.why)
    aftersales.set_reason(db, broken, "DEL_LATE")
    with db.read() as conn:
        assert case_desk(conn, broken, db.clock.now()).likely.reason == ""
