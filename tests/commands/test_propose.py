"""`storeapp cases propose`, and what an import says of cases it proposes."""

from __future__ import annotations

import json

from click.testing import CliRunner

from storeapp.commands import cli


def run(db, clock, *words):
    found = CliRunner().invoke(cli, ["cases", "propose", *words, "--shop", str(db.folder)], obj=clock)
    assert found.exception is None, found.exception
    return found.stdout


def test_proposals_are_told_with_reason_and_why(db, make, clock):
    channel = make.channel(platform="etsy", name="Etsy")
    make.order(channel_id=channel, number="A1", status="canceled", canceled_on="2026-07-01")
    make.review(channel_id=channel, stars=1, text="It never arrived", posted_on="2026-07-02")
    told = json.loads(run(db, clock, "--json"))
    assert [(one["order"], one["reason"], one["on"]) for one in told] == [
        (None, "DEL_LOST", "2026-07-02"),
        ("A1", "ORD_CANCEL", "2026-07-01"),
    ]
    assert told[1]["why"] == ["The order was canceled"]
    lines = run(db, clock).splitlines()
    assert lines[0] == "2 cases are proposed"
    assert lines[2] == "2026-07-01\tEtsy\tOrder A1\tOrder to be cancelled\tThe order was canceled"


def test_an_import_says_how_many_cases_it_proposes(tmp_path, clock):
    file = tmp_path / "orders.csv"
    file.write_text(
        "Order number,Order status,Order date,Currency,Order total\n"
        "1,canceled,2026-06-01,EUR,10.00\n2,delivered,2026-06-02,EUR,10.00\n3,canceled,2026-06-03,EUR,10.00\n"
    )
    words = ["import", str(file), "--shop", str(tmp_path / "shop"), "--channel", "Own", "--kind", "orders"]
    first = CliRunner().invoke(cli, words, obj=clock)
    assert "2 cases are proposed in After-sales." in first.stdout, first.output
    again = CliRunner().invoke(cli, words, obj=clock)
    assert "proposed" not in again.stdout
