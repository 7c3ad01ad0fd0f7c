"""The sheets of reputation: what the pages say, and none where nothing is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from storeapp.reports import service
from storeapp.reports.rules import Scope, scope_of
from storeapp.reputation.changes.queries import alerts as changes_alerts
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.themes.queries.figures import theme_shares
from storeapp.reputation.trust.queries import scorecard
from storeapp.reputation.trust.rivals import read_rows
from storeapp.reputation.trust.rules import MentionFields
from storeapp.reputation.trust.service import add_mentions, add_rival, note_rival
from storeapp.store.db import Database
from tests.make import Make

TODAY = date(2026, 7, 16)


@pytest.fixture
def shop(db: Database, make: Make) -> Database:
    etsy = make.channel(name="Etsy")
    buyer = make.customer(name="Ann")
    make.order(channel_id=etsy, customer_id=buyer, placed_on="2026-05-01", heard_from="a friend")
    make.order(channel_id=etsy, customer_id=buyer, placed_on="2026-06-01")
    for number in range(12):
        stars = 1 if number < 4 else 5
        words = "The glass was broken and cracked" if stars == 1 else "Lovely, fast delivery"
        make.review(channel_id=etsy, stars=stars, text=words, language="en", posted_on=f"2026-06-{number + 1:02}")
    post = MentionFields("post", "2026-06-30", "=My lamp", "https://forum.example/7", reach=1200, reward="told")
    add_mentions(db, [post])
    rival = add_rival(db, "etsy", "Nordic Glow").value
    note_rival(db, rival, read_rows("2026-07-01\t4.8\t1,234\t5,678", TODAY))
    return db


def sheet(book, title):
    head, *rows = book[title].values
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_sheets_say_what_the_pages_say(shop: Database, tmp_path: Path) -> None:
    book = load_workbook(service.save_overview(shop, tmp_path / "out.xlsx", scope_of("12_months", (), TODAY)).path)
    june = next(row for row in sheet(book, "Trust, 12 months") if row["Month"].date() == date(2026, 6, 1))
    with shop.read() as conn:
        told = scorecard(conn, TODAY).month("2026-06")
    assert (june["Orders"], june["Repeat orders"], june["Ratings"], june["Posts"]) == (1, 1, 12, 1)
    assert june["Rating"] == pytest.approx(told.stars.mean)
    assert june["Likely from"] == pytest.approx(told.likely.low)
    (post,) = sheet(book, "Posts and articles")
    assert (post["Kind"], post["Title"], post["Link"]) == ("A buyer's post", "=My lamp", "https://forum.example/7")
    assert (post["Seen by"], post["The writer got"]) == (1200, "Something, and the post says so")
    (rival,) = sheet(book, "Rivals")
    assert (rival["Shop"], rival["Rating"], rival["Ratings"], rival["Sales"]) == ("Nordic Glow", 4.8, 1234, 5678)
    assert {row["Channel"] for row in sheet(book, "Standing")} == {"Etsy"}


def test_themes_and_alerts_come_with_their_counts(shop: Database, tmp_path: Path) -> None:
    book = load_workbook(service.save_overview(shop, tmp_path / "out.xlsx", scope_of("12_months", (), TODAY)).path)
    with shop.read() as conn:
        found = [one for one in theme_shares(conn, Asked(), TODAY).themes if one.reviews]
        alerts = changes_alerts.alerts(conn, TODAY, "2026-07-16T09:00:00Z")
    themes = sheet(book, "Themes, 12 months") if found else []
    assert [row["Bad reviews"] for row in themes] == sorted((one.bad.count for one in found), reverse=True)
    shown = sheet(book, "Alerts") if alerts else []
    assert [row["What changed"] for row in shown] == [one.title for one in alerts]


def test_a_report_on_one_channel_leaves_out_what_is_of_the_whole_shop(shop: Database, tmp_path: Path) -> None:
    service.save_overview(shop, tmp_path / "out.xlsx", Scope("own", "2026-06-01", "2026-06-30", (1,)))
    titles = load_workbook(tmp_path / "out.xlsx").sheetnames
    assert "Standing" in titles
    assert "Rivals" not in titles
    assert "Trust, 12 months" not in titles
