"""The sheets of after-sales: the figures of the page, every cost once, and each cause with how sure its fix is."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from storeapp.aftersales.causes import service
from storeapp.aftersales.causes.rules import CauseFields, Fix
from storeapp.commands import cli
from storeapp.reports import service as reports
from storeapp.reports.aftersales_sheets import sheets
from storeapp.reports.rules import Scope
from tests.aftersales.causes import laid

TODAY = date(2026, 7, 16)


@pytest.fixture
def shop(db, make):
    channel = make.channel(name="Etsy", currency="EUR")
    lamp = make.product(title="Lamp")
    order = make.order(channel_id=channel, placed_on="2026-07-01", currency="EUR", total_minor=9000, items_minor=9000)
    make.line(order, product_id=lamp)
    with db.write("Laid rows") as tx:
        found = [
            laid.case(tx, f"2026-07-0{number}", reason, product_id=lamp, channel_id=channel)
            for number, reason in enumerate(["DEL_DAMAGE", "DEL_DAMAGE", "DEL_LATE"], 1)
        ]
        for one in found:
            laid.entry(tx, one, "refund", "2026-07-05", 1000)
            laid.entry(tx, one, "note", "2026-07-05", words="never to be seen by anybody")
    cause = service.add_cause(db, CauseFields("Corner", "DEL_DAMAGE", lamp), found[:2]).value
    service.record_fix(db, cause, Fix("Stronger corners", done="2026-07-04"))


def test_a_shop_without_cases_has_no_sheets(db):
    with db.read() as conn:
        assert [one.rows for one in sheets(conn, Scope(), TODAY)] == [(), (), ()]


def test_costs_run_to_the_whole_and_causes_say_how_sure_they_are(db, shop):
    with db.read() as conn:
        figures, cost, causes = sheets(conn, Scope(since="2026-07-01", until="2026-07-16"), TODAY)
    assert ("Cases per 100 orders", "Damaged in transit") in [row[:2] for row in figures.rows]
    assert cost.rows[0] == ("All, share of sales", "", (3000, "EUR"), pytest.approx(100 / 3), None, None)
    by_reason = [row for row in cost.rows if row[0] == "Reason"]
    assert [(row[1], row[2], round(row[4])) for row in by_reason] == [
        ("Damaged in transit", (2000, "EUR"), 67),
        ("Arrived late", (1000, "EUR"), 100),
    ]
    (row,) = causes.rows
    assert (row[0], row[3], row[4], row[5], row[6]) == ("Corner", "Stronger corners", "2026-07-04", 2, (2000, "EUR"))
    assert row[-1] == "Too early to call"


def test_the_overview_has_the_sheets_and_no_private_note(db, shop, tmp_path):
    saved = reports.save_overview(db, tmp_path / "overview.xlsx", Scope())
    book = load_workbook(saved.path)
    assert {"After-sales", "Cost of cases", "Causes"} <= set(book.sheetnames)
    cells = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert not any("never to be seen" in one for one in cells)
    assert "Corner" in cells


def test_the_command_line_prints_the_same(db, shop, clock):
    run = CliRunner().invoke(cli, ["costs", "--shop", str(db.folder), "--days", "30", "--json"], obj=clock)
    assert run.exit_code == 0, run.output
    found = json.loads(run.output)
    assert found["costs"] == {"EUR": {"cost": "30.00", "share_of_sales": pytest.approx(1 / 3)}}
    assert [(one["name"], one["cost"]) for one in found["by"]["cause"]] == [
        ("Corner", "20.00"),
        ("No cause found yet", "10.00"),
    ]
    assert (found["causes"][0]["title"], found["causes"][0]["verdict"]) == ("Corner", "early")
    assert found["service"]["cases"] == 3
    spoken = CliRunner().invoke(cli, ["costs", "--shop", str(db.folder)], obj=clock).output
    assert "30.00 EUR, 33% of sales" in spoken
    assert "Corner\t2 cases\tFixed\tToo early to call" in spoken
