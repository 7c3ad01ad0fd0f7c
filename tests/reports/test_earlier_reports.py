"""A report is held against an earlier one of the owner's choice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from storeapp.commands import cli
from storeapp.kernel.errors import UserError
from storeapp.reports import earlier_reports, queries, service
from storeapp.reports.rules import Scope
from storeapp.store.shop_settings import set_shop_setting, shop_setting


@pytest.fixture
def etsy(make):
    channel = make.channel(name="Etsy", currency="USD")
    make.order(channel_id=channel, placed_on="2026-06-01", status="delivered", currency="USD", items_minor=1000)
    make.review(channel_id=channel, stars=5, posted_on="2026-06-03")
    return channel


def save(db, path: Path, book: str = "reputation", scope: Scope | None = None, since=None):
    saved = service.save_book(db, book, path, scope or Scope("all"), since=since)
    service.remember(db, saved)
    return saved


def figures(path: Path, title: str) -> dict[str, tuple[object, ...]]:
    sheet = next(one for one in load_workbook(path) if one.title == title)
    return {str(row[0]): row[1:4] for row in sheet.values if row[0]}


def test_each_figure_stands_beside_that_of_the_report_chosen(db, make, etsy, tmp_path, clock):
    first = save(db, tmp_path / "first.xlsx")
    make.order(channel_id=etsy, placed_on="2026-07-01", status="delivered", currency="USD", items_minor=500)
    make.order(channel_id=etsy, placed_on="2026-07-01", status="delivered", currency="EUR", items_minor=700)
    make.review(channel_id=etsy, stars=4, posted_on="2026-07-03")
    save(db, tmp_path / "second.xlsx")
    make.review(channel_id=etsy, stars=3, posted_on="2026-07-04")
    with db.read() as conn:
        known = earlier_reports.comparable(conn, "reputation", Scope("all"))
        assert [Path(one.path).name for one in known] == ["second.xlsx", "first.xlsx"]
        chosen = earlier_reports.chosen(conn, "reputation", Scope("all"), str(first.path))
    third = save(db, tmp_path / "third.xlsx", since=chosen)
    title = f"Since {clock.today().isoformat()}"
    found = figures(third.path, title)
    assert found["Reviews"] == (3, 1, "+2")
    assert found["Rating"] == (4, 5, "−1.00")
    assert found["Orders"] == (3, 1, "+2")
    assert found["Sales in USD, net of refunds"] == (15, 10, "+$5.00")
    assert found["Sales in EUR, net of refunds"][:2] == (7, 0)
    assert found["Replies to 1 to 3 stars"] == (0, None, "no earlier figure")
    assert title not in load_workbook(first.path).sheetnames


def test_a_month_is_held_against_another_and_against_nothing_else(db, etsy, tmp_path):
    may = service.usual_scope(db, "owner", "2026-05")
    june = service.usual_scope(db, "owner", "2026-06")
    save(db, tmp_path / "may.xlsx", "owner", may)
    save(db, tmp_path / "year.xlsx", "reputation", Scope("12_months"))
    save(db, tmp_path / "etsy.xlsx", "owner", Scope(may.period, may.since, may.until, (etsy,)))
    with db.read() as conn:
        assert [Path(one.path).name for one in earlier_reports.comparable(conn, "owner", june)] == ["may.xlsx"]
        (one,) = earlier_reports.comparable(conn, "owner", june)
        assert earlier_reports.since_words(one).startswith("the report about May 2026 of")
        with pytest.raises(UserError, match="no earlier report"):
            earlier_reports.chosen(conn, "requests", june, "2026-07-16")


def test_reports_saved_before_figures_were_kept_are_not_offered(db, etsy, tmp_path):
    save(db, tmp_path / "old.xlsx")
    late = ("figures", "key", "name", "rows")
    with db.write("as it was") as tx:
        kept = shop_setting(tx.connection, queries.SAVED, [])
        set_shop_setting(tx, queries.SAVED, [{k: v for k, v in one.items() if k not in late} for one in kept])
    with db.read() as conn:
        assert len(queries.saved_reports(conn)) == 1
        assert earlier_reports.comparable(conn, "reputation", Scope("all")) == []


def test_the_command_line_takes_a_file_or_a_day(db, etsy, tmp_path, clock):
    shop = ["--book", "overview", "--shop", str(db.folder)]

    def report(name: str, *more: str):
        return CliRunner().invoke(cli, ["report", str(tmp_path / name), *more, *shop], obj=clock)

    assert "no earlier report" in report("a.xlsx", "--since", "2026-07-16").output
    assert report("a.xlsx").exit_code == 0
    for wanted in (str(tmp_path / "a.xlsx"), clock.today().isoformat(), "2030-01-01"):
        done = report("b.xlsx", "--since", wanted)
        assert done.exit_code == 0, done.output
    early = report("c.xlsx", "--since", "2020-01-01")
    assert early.exit_code == 1
    assert f"There are reports of: {clock.today().isoformat()}." in early.output
    assert not (tmp_path / "c.xlsx").exists()
