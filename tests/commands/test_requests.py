"""`storeapp requests`: where every order stands, mails into a folder, and the proof that everybody was asked."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from storeapp.commands import cli
from storeapp.reputation.trust.rules import MentionFields
from storeapp.reputation.trust.service import add_mentions
from storeapp.solicitation import service
from storeapp.solicitation.coupons.rules import NewCoupon
from storeapp.solicitation.coupons.service import bring_coupons, give_coupons


@pytest.fixture
def run(db, make, clock):
    """Commands in a shop of three orders, noon in New York: one ready, one too early, one canceled."""
    clock.at = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)
    shop = make.channel(platform="own", name="Lamps", url="https://lumen.example", time_zone="America/New_York")
    for number, more in (("1", {}), ("2", {"delivered_on": "2026-07-15"}), ("3", {"status": "canceled"})):
        buyer = make.customer(country="US", email=f"buyer{number}@shop.example")
        plain = {"status": "delivered", "delivered_on": "2026-07-01", "ship_country": "US", "number": number}
        make.order(**(plain | {"channel_id": shop, "customer_id": buyer} | more))
    with db.write("Named") as tx:
        from storeapp.store.shop_settings import set_shop_setting

        set_shop_setting(tx, "shop_name", "Lumen")
    service.set_address(db, "1 Elm Street, Troy")

    def run(*words):
        found = CliRunner().invoke(cli, ["requests", *map(str, words), "--shop", str(db.folder)], obj=clock)
        assert found.exception is None or found.exit_code == 1, found.exception
        return found

    return run


def test_each_order_is_told_with_its_state_reason_and_days(run):
    lines = run().stdout.splitlines()
    assert lines[0] == "Ready: 1"
    assert "  Lamps 1: Ready. Can be asked now, not before 2026-07-08, not after 2026-08-30" in lines
    assert "  Lamps 3: Not asked. The order was canceled" in lines
    told = json.loads(run("--json").stdout)
    assert told["states"]["too_early"] == 1
    assert {one["number"]: one["code"] for one in told["orders"]} == {"1": "ready", "2": "wait", "3": "canceled"}


def test_mails_are_written_once(run, tmp_path):
    out = tmp_path / "mails"
    assert run("send", "--to", out).exit_code == 1
    out.mkdir()
    assert "1 mail would be written." in run("send", "--to", out, "--dry-run").stdout
    assert not list(out.iterdir())
    assert f"Wrote 1 mail to {out}." in run("send", "--to", out).stdout
    assert len(list(out.iterdir())) == 1
    assert f"Wrote 0 mails to {out}." in run("send", "--to", out).stdout
    assert json.loads(run("--json").stdout)["states"]["asked"] == 1


def test_the_proof_has_everybody_and_every_reason(run, tmp_path):
    out = tmp_path / "proof.xlsx"
    assert f"Saved {out}." in run("proof", out).stdout
    book = load_workbook(out)
    assert book.sheetnames == ["Asked by month", "Reasons", "Stars", "Orders"]
    months = list(book["Asked by month"].iter_rows(min_row=2, values_only=True))
    assert [row[2:4] for row in months] == [(2, None)] or [row[2:4] for row in months] == [(2, 0)]
    reasons = {row[3] for row in book["Reasons"].iter_rows(min_row=2, values_only=True)}
    assert "The order was canceled" in reasons
    assert book["Orders"].max_row == 4


def test_the_proof_has_what_buyers_posted_and_the_coupons_that_were_given(run, db, tmp_path):
    link = "https://forum.example/7"
    add_mentions(db, [MentionFields("post", "2026-07-01", "My lamp", link, reach=1200, reward="untold")])
    bring_coupons(db, [NewCoupon("CALM1"), NewCoupon("CALM2")])
    assert give_coupons(db, [1]).value.given == (1,)
    out = tmp_path / "proof.xlsx"
    run("proof", out)
    book = load_workbook(out)
    posts, coupons = (
        list(book[name].iter_rows(min_row=2, values_only=True)) for name in ("Posts of buyers", "Coupons")
    )
    assert posts[0][1:] == ("My lamp", link, 1200, "Something, and the post does not say so")
    assert [row[:1] + row[2:3] for row in coupons] == [("CALM1", "1")]


def test_mails_go_one_way_or_the_other(run, db, clock, tmp_path):
    for words in ((), ("--smtp", "--to", str(tmp_path))):
        found = CliRunner().invoke(cli, ["requests", "send", *words, "--shop", str(db.folder)], obj=clock)
        assert (found.exit_code, "either --to FOLDER or --smtp" in found.stderr) == (2, True)
    for words in (("--smtp",), ("--smtp", "--dry-run")):
        assert "switched off" in run("send", *words).stderr
