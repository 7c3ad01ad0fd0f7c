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
from storeapp.messages.service import save_template
from storeapp.messages.templates import built_in as templates_of
from storeapp.messages.templates import check_template
from storeapp.solicitation import mail_files, service
from storeapp.solicitation.messages.letters import REQUEST, Sender, letter
from storeapp.solicitation.plans import Share, built_in, plan_for
from storeapp.solicitation.queries import RequestList, letters_of, order_request
from storeapp.solicitation.records import QUEUE, RequestRow, RequestWanted
from storeapp.store import journal
from storeapp.store.shop_settings import set_shop_setting

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
    "mail", ["a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "a@b", "", "*@x.example"]
)
def test_odd_addresses_get_no_mail(mail):
    assert not mail_files.has_address(replace(letter(ROW, OWN, SHOP), to=mail))


def test_an_own_template_comes_before_the_programs(db, own_shop):
    save_template(db, REQUEST, None, "en", "first", "Mine", "Hello {{ first_name }}: {{ product }} {{ link }} STOP")
    service.refresh(db)
    with db.read() as conn:
        rows = RequestList().rows(conn, RequestWanted(states=QUEUE), 0, 10)
        first = letters_of(conn, rows)[0]
    assert first.template == "Mine"
