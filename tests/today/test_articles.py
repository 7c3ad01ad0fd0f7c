"""Today's lines of articles: what is due, what blocks it, what to look at again; and the scorecard of trust."""

from __future__ import annotations

from datetime import date

from storeapp.articles.calendar import service
from storeapp.articles.drafts.service import mark_ready
from storeapp.articles.results.rules import PublicationFigures
from storeapp.articles.results.service import add_lesson, note_figures
from storeapp.kernel.targets import OpenArticle, OpenPage, ReviewPublication
from storeapp.reputation.trust import service as trust
from storeapp.reputation.trust.queries import scorecard
from storeapp.reputation.trust.rules import MentionFields
from storeapp.today import queries
from tests.articles.making import article, published

TODAY = date(2026, 7, 16)


def lines(db, clock):
    with db.read() as conn:
        return queries.article_lines(conn, TODAY, clock)


def test_a_shop_without_publications_has_no_lines(db, clock):
    article(db)
    assert lines(db, clock) == []


def test_due_and_overdue_pieces_lead_to_their_article(db, clock):
    late, now, later = (article(db, name) for name in ("Late", "Now", "Later"))
    service.plan_article(db, late, "site", "2026-07-14")
    service.plan_article(db, now, "site", "2026-07-16", "18:00")
    service.plan_article(db, later, "site", "2026-07-17")
    first, second = lines(db, clock)
    assert (first.title, first.tag, first.tone, first.target) == (
        "Publish “Late”", "2 days over", "negative", OpenArticle(late)
    )  # fmt: skip
    assert (second.tag, second.tone) == ("Due today", "warning")
    assert second.detail == "Own site, at 18:00, still a draft"


def test_what_blocks_an_article_is_said(db, clock):
    made = article(db, "最好的灯", body="这是国家级的灯，最佳选择。", language="zh-Hans", country="CN")
    service.plan_article(db, made, "site", "2026-07-16")
    assert lines(db, clock)[0].tag == "Due today"  # a draft isn't held against the rules yet
    mark_ready(db, [made])
    (line,) = lines(db, clock)
    assert line.tag == "Stopped by a rule"
    assert line.tone == "negative"


def test_many_due_pieces_are_a_line_together(db, clock):
    for number in range(8):
        service.plan_article(db, article(db, f"Piece {number}"), "site", "2026-07-16", f"1{number}:00")
    found = lines(db, clock)
    assert len(found) == 6
    assert found[-1].title == "3 more articles are due"
    assert found[-1].target == OpenPage("articles", "calendar")


def test_day_7_asks_to_look_again_until_somebody_did(db, clock):
    out = published(db, article(db), "2026-07-09")
    (line,) = lines(db, clock)
    assert (line.tag, line.target) == ("Day 7", OpenPage("articles", "results"))
    note_figures(db, out, "2026-07-16", PublicationFigures(reads=3))
    (line,) = lines(db, clock)  # what was read is known: what was learned isn't
    assert (line.tag, line.target) == ("Out for 7 days", ReviewPublication(out))
    add_lesson(db, out, "The table", "A question")
    assert lines(db, clock) == []


def test_no_review_is_asked_of_what_came_out_just_now_or_long_ago(db, clock):
    for day in ("2026-07-14", "2026-05-01"):
        note_figures(db, published(db, article(db), day), "2026-07-16", PublicationFigures(reads=3))
    assert lines(db, clock) == []


def test_the_scorecard_of_trust_counts_what_came_out_once(db, make):
    make.order(placed_on="2026-07-01", status="delivered")
    made = article(db)
    published(db, made, "2026-07-09", url="https://a.example/x")
    published(db, made, "2026-07-10")
    published(db, article(db, "June"), "2026-06-10")
    published(db, article(db, "Noted"), "2026-06-11", url="https://a.example/noted")
    trust.add_mentions(db, [MentionFields("article", "2026-06-11", "Noted", "https://a.example/noted")])
    with db.read() as conn:
        months = {one.month: one.articles for one in scorecard(conn, TODAY).months}
    assert (months["2026-07"], months["2026-06"], months["2026-05"]) == (1, 2, 0)
