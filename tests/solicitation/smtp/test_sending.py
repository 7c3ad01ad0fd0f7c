"""Real mails to a real server on this PC: what it takes, refuses, drops and stalls, and what the owner is told."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.solicitation import service
from storeapp.solicitation.queries import order_request
from storeapp.solicitation.smtp.service import accounts, sending
from storeapp.solicitation.smtp.service.accounts import (
    PasswordNeeded,
    check_line,
    forget_password,
    keep_password,
    set_account,
)
from storeapp.solicitation.smtp.service.sending import post as send
from storeapp.store import journal
from storeapp.store.tables import Contact, Customer, RequestMail
from tests.solicitation.smtp.mail_server import PASSWORD, Server


def stands(db, order):
    service.refresh(db)
    with db.read() as conn:
        row = order_request(conn, order).row
    return row.state if row.state != "held" else row.reason


def mails(db):
    with db.read() as conn:
        return {row.order_id: row for row in conn.execute(RequestMail.__table__.select())}


def test_mails_go_out_once_and_are_noted(db, due, post):
    orders = due("ann", "bob", "zoë@bücher.example")
    trial = send(db, password=PASSWORD, dry_run=True).value
    assert (trial.sent, post.taken, post.signed_in) == (tuple(orders), [], 0)
    done = send(db, password=PASSWORD).value
    assert (done.sent, done.refused, done.later, done.unsure, done.left) == (tuple(orders), (), (), (), ())
    assert (done.stopped, done.waiting, post.signed_in) == ("", 0, 1)
    assert post.to == ["ann", "bob", "zoë"]
    mail = post.taken[0]
    assert str(mail["From"]) == "Lumen & Loom <shop@lumen.example>"
    assert mail["Message-ID"] == mails(db)[orders[0]].message_id
    assert mail["List-Unsubscribe"] == "<mailto:shop@lumen.example?subject=STOP>"
    assert mail["X-Unsent"] is None
    assert "Walnut lamp ann" in mail["Subject"]
    assert "1 Elm Street, Troy" in mail.get_content()
    assert [stands(db, order) for order in orders] == ["asked"] * 3
    with db.read() as conn:
        assert len(conn.execute(Contact.__table__.select()).all()) == 3
        sent = order_request(conn, orders[0]).sent
    assert [(one.through, one.template != "") for one in sent] == [("email", True)]
    assert send(db, password=PASSWORD).value.sent == ()
    assert len(post.taken) == 3


def test_what_went_out_can_not_be_taken_back(db, due, post):
    (order,) = due("ann")
    send(db, password=PASSWORD)
    undone = journal.undo(db).value
    assert "Sent" not in undone.title
    assert order in mails(db)
    assert len(post.taken) == 1


@pytest.mark.parametrize(
    ("name", "kept", "state", "words"),
    [
        ("refused", "refused", "mail_refused", "550 5.1.1 no such person"),
        ("spam", "refused", "mail_refused", "554 5.7.1 this looks like spam"),
        ("later", "later", "ready", "450 4.2.0 not now"),
        ("grey", "later", "ready", "451 4.7.1 try again later"),
    ],
)
def test_one_that_is_refused_does_not_stop_the_others(db, due, post, name, kept, state, words):
    orders = due("ann", name, "bob")
    done = send(db, password=PASSWORD).value
    assert done.sent == (orders[0], orders[2])
    assert {"refused": done.refused, "later": done.later}[kept] == ((orders[1], words),)
    assert (done.stopped, done.waiting) == ("", 0)
    assert stands(db, orders[1]) == state
    again = send(db, password=PASSWORD).value
    assert post.to == ["ann", "bob"] + (["grey"] if name == "grey" else [])
    assert again.sent == ((orders[1],) if name == "grey" else ())


def test_one_greylisted_mail_keeps_its_name(db, due, post):
    (order,) = due("grey")
    send(db, password=PASSWORD)
    name = mails(db)[order].message_id
    assert send(db, password=PASSWORD).value.sent == (order,)
    assert post.taken[0]["Message-ID"] == name


def test_a_server_that_wants_no_more_is_left_in_peace(db, due, post):
    orders = due("later1", "later2", "later3", "ann", "bob")
    done = send(db, password=PASSWORD).value
    assert [order for order, _words in done.later] == orders[:3]
    assert (done.sent, done.waiting) == ((), 2)
    assert "not now" in done.stopped
    assert "ann" not in post.heard


def test_a_line_that_is_lost_before_a_mails_end_is_opened_once_more(db, due, post):
    orders = due("ann", "lost", "bob")
    done = send(db, password=PASSWORD).value
    assert done.sent == tuple(orders)
    assert (post.to, post.signed_in) == (["ann", "lost", "bob"], 2)


def test_a_line_that_is_lost_again_and_again_ends_the_run_and_nothing_is_unsure(db, due, post):
    orders = due("ann", "gone", "bob")
    done = send(db, password=PASSWORD).value
    assert (done.sent, done.unsure, done.waiting) == ((orders[0],), (), 1)
    assert done.stopped
    assert [stands(db, order) for order in orders] == ["asked", "ready", "ready"]


@pytest.mark.parametrize("name", ["dropped", "stalled"])
def test_a_mail_nobody_knows_of_is_said_and_never_sent_again_by_itself(db, due, post, name):
    orders = due("ann", name, "bob")
    done = send(db, password=PASSWORD).value
    assert (done.sent, [order for order, _why in done.unsure], done.waiting) == ((orders[0],), [orders[1]], 1)
    assert "broke off" in done.stopped
    assert stands(db, orders[1]) == "mail_unsure"
    second = send(db, password=PASSWORD).value
    assert second.sent == (orders[2],)
    assert post.heard.count(name) == 1
    assert service.save_mails(db, db.folder, dry_run=True).value.written == ()


def test_the_owner_lets_it_go_again_under_the_same_name(db, due, post):
    (order,) = due("dropped")
    send(db, password=PASSWORD)
    name = mails(db)[order].message_id
    service.release(db, order)
    send(db, password=PASSWORD)
    assert post.heard == ["dropped", "dropped"]
    assert mails(db)[order].message_id == name


def test_the_sender_is_refused_nothing_else_is_tried(db, due, post):
    orders = due("ann", "bob")
    post.refuses_sender = True
    done = send(db, password=PASSWORD).value
    assert (done.sent, done.waiting) == ((), 1)
    assert "553 you may not write from here" in done.stopped
    assert [stands(db, order) for order in orders] == ["ready", "ready"]


@pytest.mark.parametrize("certificate", ["elsewhere", "unknown"])
@pytest.mark.parametrize("manner", ["tls", "starttls"])
def test_a_wrong_certificate_gets_neither_mail_nor_password(db, due, post, account, manner, certificate):
    (order,) = due("ann")
    other = Server(post, manner, certificate)
    other.start()
    try:
        set_account(db, replace(account, port=other.port, security=manner))
        with pytest.raises(UserError, match="can't prove"):
            send(db, password=PASSWORD)
    finally:
        other.stop()
    assert (post.taken, post.signed_in, mails(db)) == ([], 0, {})
    assert stands(db, order) == "ready"


def test_the_line_may_be_encrypted_from_its_first_word(db, due, post, account):
    orders = due("ann")
    other = Server(post, "tls")
    other.start()
    try:
        set_account(db, replace(account, port=other.port, security="tls"))
        assert send(db, password=PASSWORD).value.sent == tuple(orders)
    finally:
        other.stop()


@pytest.mark.parametrize(("manner", "asked"), [("plain", "starttls"), ("plain", "tls"), ("starttls", "tls")])
def test_a_plain_line_is_refused(db, due, post, account, manner, asked):
    due("ann")
    other = Server(post, manner)
    other.start()
    try:
        set_account(db, replace(account, port=other.port, security=asked))
        with pytest.raises(UserError, match="your password neither"):
            send(db, password=PASSWORD)
    finally:
        other.stop()
    assert (post.taken, post.signed_in) == ([], 0)


def test_a_wrong_password_is_said(db, due, post):
    due("ann")
    with pytest.raises(UserError, match=r"doesn't take this user name and password: 535"):
        send(db, password="wrong")
    assert post.taken == []


def test_a_server_that_is_not_there_is_said(db, due, account):
    due("ann")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        set_account(db, replace(account, port=nobody.getsockname()[1]))
        with pytest.raises(UserError, match="can't be reached"):
            send(db, password=PASSWORD)
    set_account(db, replace(account, host="no.such.server.invalid"))
    with pytest.raises(UserError, match=r"isn't found|can't be reached"):
        send(db, password=PASSWORD)


def test_a_server_that_says_nothing_is_left(db, due, account, monkeypatch):
    due("ann")
    monkeypatch.setitem(accounts.WAITS, "patience", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        set_account(db, replace(account, port=silent.getsockname()[1]))
        with pytest.raises(UserError, match="can't be reached"):
            send(db, password=PASSWORD)


def test_without_a_password_the_owner_is_asked(db, due, post, account, monkeypatch):
    (order,) = due("ann")
    with pytest.raises(PasswordNeeded):
        send(db)
    for ring in ("LockedRing", "PlainFileRing"):
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"tests.solicitation.smtp.rings.{ring}")
        assert not keep_password(account, PASSWORD)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.solicitation.smtp.rings.FolderRing")
    assert keep_password(account, PASSWORD)
    check_line(account)
    assert send(db).value.sent == (order,)
    forget_password(account)
    with pytest.raises(PasswordNeeded):
        check_line(account)
    everything = b"".join(file.read_bytes() for file in db.folder.rglob("*") if file.is_file())
    assert PASSWORD.encode() not in everything


def test_what_changes_after_the_queue_was_made_is_judged_before_each_mail(db, due, post, monkeypatch):
    orders = due("ann", "bob", "cat")
    usual = sending.Run._write_down

    def opted_out_meanwhile(run, order):
        if order == orders[1]:
            service.opt_out(db, order)
        return usual(run, order)

    monkeypatch.setattr(sending.Run, "_write_down", opted_out_meanwhile)
    done = send(db, password=PASSWORD).value
    assert (done.sent, post.to) == ((orders[0], orders[2]), ["ann", "cat"])
    assert [order for order, _why in done.left] == [orders[1]]
    assert stands(db, orders[1]) == "opted_out"


def test_one_person_gets_one_mail_a_run(db, due, post):
    orders = due("ann", "bob")
    with db.write("The same person") as tx:
        tx.update(Customer, 2, email="ann@buyers.example")
    done = send(db, password=PASSWORD).value
    assert (len(done.sent), post.to) == (1, ["ann"])
    assert {stands(db, order) for order in orders} == {"asked", "address_heard"}


def test_no_more_a_day_than_the_account_wants(db, due, post, account):
    orders = due("ann", "bob", "cat")
    set_account(db, replace(account, a_day=2))
    done = send(db, password=PASSWORD).value
    assert (done.sent, done.waiting) == (tuple(orders[:2]), 1)
    assert "tomorrow" in done.stopped


def test_cancelling_ends_it_between_two_mails(db, due, post, monkeypatch):
    orders = due("ann", "bob", "cat")
    progress = Progress()
    usual = sending.Run._note

    def then_cancel(run, going, answer):
        usual(run, going, answer)
        progress.cancel()

    monkeypatch.setattr(sending.Run, "_note", then_cancel)
    done = send(db, progress, PASSWORD).value
    assert (done.sent, done.waiting, post.to) == ((orders[0],), 2, ["ann"])
    assert send(db, Progress(), PASSWORD).value.sent[0] == orders[1]


def test_cancelling_while_the_server_says_nothing_leaves_it_unsure(db, due, post, monkeypatch):
    (order,) = due("stalled")
    progress = Progress()
    post.stalling = progress.cancel
    monkeypatch.setitem(accounts.WAITS, "last", 30.0)
    done = send(db, progress, PASSWORD).value
    assert [one for one, _why in done.unsure] == [order]
    assert stands(db, order) == "mail_unsure"


def test_only_one_run_at_a_time(db, due):
    due("ann")
    with sending._only_one(db.folder), pytest.raises(UserError, match="being sent already"):
        send(db, password=PASSWORD)


def test_a_folder_that_is_closed_is_said_before_anything_goes(db, due, post):
    due("ann")
    (db.folder / sending.LOCK_NAME).mkdir()
    with pytest.raises(UserError, match="Nothing was sent"):
        send(db, password=PASSWORD)
    assert post.signed_in == 0


def test_nothing_goes_while_it_is_off(db, due, post, account):
    due("ann")
    set_account(db, replace(account, on=False))
    with pytest.raises(UserError, match="switched off"):
        send(db, password=PASSWORD)
    assert (post.heard, post.signed_in) == ([], 0)
