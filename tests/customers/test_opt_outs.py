"""Who wants no more messages is never written to again: merged, split, erased and come in again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storeapp.customers.contacts.rules import address_hash
from storeapp.customers.contacts.service import opt_out
from storeapp.customers.service.merges import merge, part
from storeapp.kernel.errors import UserError
from storeapp.store import journal
from storeapp.store.tables import Customer, Identity, OptOut
from tests.kept import recount


def out(db) -> set[int]:
    with db.read() as conn:
        return set(conn.execute(select(Customer.id).where(Customer.opted_out != 0)).scalars())


def sound(db) -> bool:
    with db.read() as conn:
        return recount(conn).wrong == 0


def test_an_address_that_opted_out_stays_so_when_its_owner_is_erased_and_comes_in_again(db, make):
    ann = make.customer(email="Ann@Shop.example", phone="+49 30 1234567")
    assert opt_out(db, ann).value == 2
    assert out(db) == {ann}
    assert opt_out(db, ann).value == 0
    with db.write("Erased") as tx:
        tx.delete(Customer, [ann])
    assert out(db) == set()
    by_mail, by_phone, other = (
        make.customer(email=" ann@shop.example"),
        make.customer(phone="0049-30-1234567"),
        make.customer(email="anne@shop.example"),
    )
    assert other not in out(db)
    assert out(db) == {by_mail, by_phone}
    assert sound(db)


def test_only_hashes_are_kept(db, make):
    opt_out(db, make.customer("annlight", email="ann@shop.example"))
    with db.read() as conn:
        kept = list(conn.execute(select(OptOut.hash)).scalars())
    assert len(kept) == 2
    assert all(len(one) == 64 and "ann" not in one for one in kept)


def test_a_handle_opted_out_on_its_own_channel_only(db, make):
    etsy, ebay = make.channel(name="E"), make.channel(name="B")
    opt_out(db, make.customer("annlight", etsy))
    with db.write("Erased") as tx:
        people = list(tx.connection.execute(select(Customer.id)).scalars())
        tx.delete(Identity, list(tx.connection.execute(select(Identity.id)).scalars()))
        tx.delete(Customer, people)
    elsewhere, again = make.customer("annlight", ebay), make.customer("AnnLight", etsy)
    assert out(db) == {again}
    assert elsewhere not in out(db)


def test_a_merge_lets_it_hold_for_both_and_a_split_parts_them(db, make):
    ann, li = make.customer(email="ann@shop.example"), make.customer(email="li@shop.example")
    opt_out(db, ann)
    merge(db, li, ann)
    assert out(db) == {ann, li}
    assert sound(db)
    part(db, ann)
    assert out(db) == {ann}
    assert sound(db)


def test_opting_out_while_merged_holds_for_both_after_the_split(db, make):
    ann, li = make.customer(email="ann@shop.example"), make.customer(email="li@shop.example")
    merge(db, li, ann)
    opt_out(db, ann)
    part(db, ann)
    assert out(db) == {ann, li}
    with db.read() as conn:
        assert set(conn.execute(select(Customer.do_not_contact)).scalars()) == {1}


def test_it_can_be_taken_back(db, make):
    ann = make.customer(email="ann@shop.example")
    opt_out(db, ann)
    journal.undo(db)
    assert out(db) == set()
    assert sound(db)


def test_somebody_who_is_gone_cannot_opt_out(db):
    with pytest.raises(UserError, match="gone"):
        opt_out(db, 99)


def test_no_address_has_no_hash():
    assert (
        address_hash("email", "a***@x.example") == address_hash("phone", "123") == address_hash("handle", " ", 1) == ""
    )
    assert address_hash("handle", "Ann", 1) == address_hash("handle", "ann ", 1) != address_hash("handle", "ann", 2)
