"""The letter an order gets: in the buyer's language, with what is missing named, and as a file all or none."""

from __future__ import annotations

import email
import errno
import os
from dataclasses import replace
from datetime import datetime, timezone
from email import policy

import pytest

from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.progress import Progress
from storeapp.messages.service import save_template
from storeapp.messages.templates import built_in as templates_of
from storeapp.messages.templates import check_template
from storeapp.solicitation import mail_files, service
from storeapp.solicitation.messages.letters import REQUEST, Sender, letter
from storeapp.solicitation.messages.queries import mails_of
from storeapp.solicitation.messages.service import keep_draft
from storeapp.solicitation.plans import Share, built_in, plan_for
from storeapp.solicitation.queries import RequestList, order_request
from storeapp.solicitation.records import QUEUE, RequestRow, RequestWanted
from storeapp.store import journal
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import Customer

NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)
SHOP = Sender("Lumen & Loom", "1 Elm Street, Troy", "Ann")
LANGUAGES = sorted(file.stem for file in resource("templates", "requests").glob("*.toml"))
OWN = plan_for(built_in(), "own", 1, [], "US")
ROW = RequestRow(
    7, "10493", 1, "Own shop", "own", "https://lumen.example/r", 1, "Ann Lee", "ann@shop.example", "", "US", "en",
    "Walnut lamp", 1, "2026-06-25", "delivered", "2026-07-01", "2026-07-01", "ready", "ready", "", "first", None, None,
    "own", None, None,
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_can_be_filled_and_shows_the_way_out_in_mails_only(language):
    for one in templates_of("requests", language):
        assert check_template(REQUEST, one.name, language, one.body)
        row = replace(ROW, language=language, step=one.situation)
        mail = letter(row, OWN, SHOP)
        copied = letter(row, replace(OWN, through="platform"), SHOP)
        assert ("STOP" in mail.body) or ("退" in mail.body) or ("СТОП" in mail.body)
        assert "STOP" not in copied.body
        assert "lumen.example" not in copied.body
        assert "Walnut lamp" in mail.subject
        assert (mail.missing, mail.language) == ((), language)
        assert "{" not in mail.body + mail.subject


def test_the_language_is_the_buyers_else_their_countrys_else_english():
    assert letter(replace(ROW, language="fr"), OWN, SHOP).language == "en"
    assert letter(replace(ROW, language="", country="TW"), OWN, SHOP).language == "zh-Hant"
    assert letter(replace(ROW, language="", country=""), OWN, SHOP).language == "en"


def test_what_nobody_knows_is_named_before_anything_is_sent():
    bare = letter(replace(ROW, url="", product="", buyer=""), OWN, Sender())
    assert bare.missing == ("Where to write the review", "Shop name", "Postal address")
    assert letter(replace(ROW, country="ES"), OWN, Sender("Lumen")).missing == ()
    assert "your order" in bare.body


def test_templates_are_shared_out_by_chance_and_always_alike():
    shares = (Share("en", "Plain", "A", 50), Share("en", "Help first", "B", 50))
    plan = replace(OWN, templates=shares)
    got = [letter(replace(ROW, id=number), plan, SHOP).variant for number in range(400)]
    assert got == [letter(replace(ROW, id=number), plan, SHOP).variant for number in range(400)]
    assert 160 < got.count("A") < 240
    assert letter(replace(ROW, step="reminder"), plan, SHOP).variant == ""


@pytest.fixture
def own_shop(db, make, clock):
    """An own shop with three orders that are ready: two buyers with a mail address, one whose address is none."""
    clock.at = NOON
    channel = make.channel(platform="own", name="Shop", url="https://lumen.example", time_zone="America/New_York")
    with db.write("Named") as tx:
        set_shop_setting(tx, "shop_name", "Lumen & Loom")
    service.set_address(db, "1 Elm Street\nTroy")
    orders = []
    for mail in ("ann@shop.example", "zoë@shop.example", "not an address"):
        buyer = make.customer(country="US", email=mail)
        order = make.order(
            channel_id=channel, customer_id=buyer, status="delivered", delivered_on="2026-07-01", ship_country="US"
        )
        make.line(order, product_id=make.product(title="Walnut lamp"))
        orders.append(order)
    return orders


def stands(db, order):
    with db.read() as conn:
        return order_request(conn, order).row.state


def test_mails_are_written_and_marked_as_sent_and_undone(db, own_shop, tmp_path):
    trial = service.save_mails(db, tmp_path, dry_run=True).value
    assert (trial.written, len(trial.left)) == (tuple(own_shop[:2]), 1)
    assert not list(tmp_path.glob("*.eml"))
    assert stands(db, own_shop[0]) == "ready"
    done = service.save_mails(db, tmp_path)
    assert done.value.written == tuple(own_shop[:2])
    assert done.value.left == ((own_shop[2], "“not an address” is no e-mail address."),)
    files = sorted(tmp_path.glob("*.eml"))
    assert len(files) == 2
    mail = email.message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert mail["To"] == "ann@shop.example"
    assert "Walnut lamp" in mail["Subject"]
    assert "1 Elm Street, Troy" in mail.get_content()
    assert [stands(db, order) for order in own_shop] == ["asked", "asked", "ready"]
    assert service.save_mails(db, tmp_path).value.written == ()
    journal.undo(db)
    service.refresh(db)
    assert stands(db, own_shop[0]) == "ready"


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES])
def test_a_full_or_closed_disk_leaves_nothing_half_sent(db, own_shop, tmp_path, monkeypatch, error):
    def full(path, _data):
        raise OSError(error, "no", str(path))

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(UserError, match="Nothing was written"):
        service.save_mails(db, tmp_path)
    assert os.listdir(tmp_path) in ([], ["shop"])
    assert stands(db, own_shop[0]) == "ready"


def test_a_mail_that_finds_no_place_leaves_the_folder_and_the_requests_as_they_were(db, own_shop, tmp_path):
    trial = service.save_mails(db, tmp_path, dry_run=True).value
    with db.read() as conn:
        numbers = [order_request(conn, order).row.number for order in trial.written]
    first, last = (tmp_path / mail_files.file_name(n, o) for n, o in zip(numbers, trial.written, strict=True))
    first.write_text("of last week")
    last.mkdir()
    with pytest.raises(UserError, match="Nothing was written"):
        service.save_mails(db, tmp_path)
    assert first.read_text() == "of last week"
    assert [stands(db, order) for order in own_shop[:2]] == ["ready", "ready"]
    last.rmdir()
    assert service.save_mails(db, tmp_path).value.written == tuple(own_shop[:2])
    assert "Walnut" in first.read_text()


def test_what_fails_at_the_end_of_the_change_takes_the_mails_back(db, own_shop, tmp_path):
    with mail_files.written_mails(tmp_path, [("a.eml", letter(ROW, OWN, SHOP))], NOON) as written:
        written.put_in_place(["a.eml"])
    both = [(name, letter(ROW, OWN, SHOP)) for name in ("a.eml", "b.eml")]
    with pytest.raises(UserError, match="late"), mail_files.written_mails(tmp_path, both, NOON) as written:
        written.put_in_place(["a.eml", "b.eml"])
        raise UserError("late")
    assert sorted(file.name for file in tmp_path.glob("*.eml")) == ["a.eml"]
    assert not list(tmp_path.glob(".storeapp-*"))


def test_a_folder_that_is_not_there_is_said(db, own_shop, tmp_path):
    with pytest.raises(UserError, match="isn't there"):
        service.save_mails(db, tmp_path / "none")
    assert stands(db, own_shop[0]) == "ready"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("10493", "10493-7.eml"),
        ("../../etc/passwd", "etc_passwd-7.eml"),
        ("", "order-7.eml"),
        ("订单 1", "订单_1-7.eml"),
    ],
)
def test_file_names_stay_in_their_folder(number, name):
    assert mail_files.file_name(number, 7) == name


@pytest.mark.parametrize(
    "mail",
    [
        "a@b.example\nBcc: c@d.example",
        "a@b.example, c@d.example",
        "a@b.example; c@d.example",
        "a@b",
        "",
        "*@x.example",
        "x: a@b.example;",
        "<a@b.example>",
        "Ann <a@b.example>",
        "a@b.example (Ann)",
        "a@b.example\u2028Bcc: c@d.example",
        "a@b.example\x0bc@d.example",
        "a@b.example\0",
        *(
            "a@x.example>",
            "<a@x.example",
            "a:b;@x.example",
            "(c)a@x.example",
            "a@x.example;b@y.example",
            "a@[x.example",
        ),
    ],
)
def test_odd_addresses_get_no_mail(mail):
    assert not mail_files.has_address(replace(letter(ROW, OWN, SHOP), to=mail))


@pytest.mark.parametrize(
    "mail", ["ann@shop.example", " ann@shop.example ", "o'neil+x@a-b.example", "zoë@bücher.example"]
)
def test_good_addresses_stand_alone_in_their_line(mail):
    one = replace(letter(ROW, OWN, SHOP), to=mail)
    assert mail_files.has_address(one)
    read = email.message_from_bytes(mail_files.mail_of(one, NOON), policy=policy.default)
    assert [found.addr_spec for found in read["To"].addresses] == [mail.strip()]


def test_an_own_template_comes_before_the_programs(db, own_shop):
    save_template(db, REQUEST, None, "en", "first", "Mine", "Hello {{ first_name }}: {{ product }} {{ link }} STOP")
    service.refresh(db)
    with db.read() as conn:
        rows = RequestList().rows(conn, RequestWanted(states=QUEUE), 0, 10)
        first = mails_of(conn, rows, NOON, Progress())[0].letter
    assert first.template == "Mine"


HOSTILE = [
    "Hello\r\nBcc: thief@evil.example", "Hello\nBcc: thief@evil.example\n\nAnother text", "Hello\rBcc: x@y.example",
    "Hello\u2028Bcc: x@y.example", "Hello\x85Bcc: x@y.example", "Hello\0\x1b[31m", "=?utf-8?q?Bcc=3A_x=40y?=",
    "\u202egnihton", "我的订单" * 60, "a" * 900, "Ann, \"Bob\" <x@y.example>;", "",
]  # fmt: skip

FIELDS = sorted(
    [
        "Content-Language", "Content-Transfer-Encoding", "Content-Type", "Date", "MIME-Version", "Subject", "To",
        "X-Unsent",
    ]
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_no_name_or_subject_begins_a_field_of_its_own(words):
    for one in (
        replace(letter(ROW, OWN, SHOP), subject=words),
        letter(replace(ROW, product=words, buyer=words, number=words), OWN, SHOP),
        letter(ROW, OWN, Sender(words, words, words, words)),
    ):
        mail = email.message_from_bytes(mail_files.mail_of(one, NOON), policy=policy.default)
        assert sorted(mail.keys()) == FIELDS
        assert [to.addr_spec for to in mail["To"].addresses] == ["ann@shop.example"]
        assert mail["Subject"].isprintable()
        assert not mail.defects


def test_mails_go_in_the_owners_words_and_none_that_a_rule_stops(db, own_shop, tmp_path):
    service.refresh(db)
    with db.read() as conn:
        rows = RequestList().rows(conn, RequestWanted(states=QUEUE), 0, 10)
        plain = {one.letter.order_id: one.letter for one in mails_of(conn, rows, NOON, Progress())}
    first, second, _third = own_shop
    was = plain[first].subject, plain[first].body
    own = "Dear Ann,\nhow is the lamp?\nReply STOP and I never write again.\nLumen & Loom, 1 Elm Street, Troy"
    keep_draft(db, first, "first", "My own\nsubject", own, was)
    with db.write("A rule broken") as tx:
        tx.update(Customer, 2, email="bob@shop.example")
    keep_draft(db, second, "first", "Win", "Leave a 5-star review and you get a $10 gift card! STOP", ("", ""))
    done = service.save_mails(db, tmp_path).value
    assert done.written == (first,)
    stopped = dict(done.left)[second]
    assert "gift card" in stopped or "reward" in stopped.casefold() or "money" in stopped.casefold()
    (file,) = tmp_path.glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "My own subject"
    assert mail.get_content().replace("\r\n", "\n").strip() == own
    with db.read() as conn:
        assert order_request(conn, first).sent[0].template == ""
    assert stands(db, second) == "ready"


def test_an_empty_message_does_not_go(db, own_shop, tmp_path):
    keep_draft(db, own_shop[0], "first", "Hello", "   ", ("a", "b"))
    done = service.save_mails(db, tmp_path).value
    assert done.written == (own_shop[1],)
    assert dict(done.left)[own_shop[0]] == "The message is empty."


def test_one_mail_replaces_what_is_there_and_never_goes_to_a_bad_address(tmp_path):
    path = tmp_path / "one.eml"
    for words in ("first", "second"):
        mail_files.save_mail(path, replace(letter(ROW, OWN, SHOP), body=words), NOON)
    assert path.read_bytes().endswith(b"second\r\n")
    assert [one.name for one in tmp_path.iterdir()] == ["one.eml"]
    with pytest.raises(UserError, match="no e-mail address"):
        mail_files.save_mail(tmp_path / "b.eml", replace(letter(ROW, OWN, SHOP), to="x"), NOON)
