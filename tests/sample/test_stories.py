"""What the owner meets in the sample shop at first look: each page tells a little story, found by its own queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from storeapp.aftersales import queries as aftersales
from storeapp.aftersales.causes.queries.costs import cost_lines, last_days
from storeapp.aftersales.causes.queries.effects import cause_detail
from storeapp.aftersales.records import CaseFilters
from storeapp.articles.calendar.queries import plan_view
from storeapp.articles.positioning.queries import position_page
from storeapp.articles.results.queries import results
from storeapp.customers.likeness import SURE
from storeapp.customers.queries.duplicates import pairs
from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.reputation.changes.queries.alerts import alerts
from storeapp.reputation.links.queries.links import loose_reviews
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.themes.phrases import phrases
from storeapp.reputation.themes.queries.figures import theme_shares
from storeapp.reputation.themes.queries.phrases import phrase_texts
from storeapp.reputation.trust.queries import rivalry, scorecard
from storeapp.rulebook.reasons import reasons
from storeapp.rulebook.removal import ground_of
from storeapp.sample.service import build
from storeapp.store.db import Database

TODAY = date(2026, 7, 16)
NOW = "2026-07-16T09:00:00Z"
NEW_BOXES = "2026-02-25"  # when the first of them had reached their buyers


@pytest.fixture(scope="module")
def conn(laid_sample: Path) -> Iterator[Connection]:
    clock = FixedClock(datetime(2026, 7, 16, 9, tzinfo=timezone.utc))
    db = Database.open(laid_sample, clock, derived=DERIVED)
    with db.read() as connection:
        yield connection
    db.close()


def _one(conn: Connection, sql: str, **bound: object) -> tuple[object, ...]:
    return tuple(conn.execute(text(sql), bound).one())


def _complaints(conn: Connection, first: str, after: str) -> tuple[int, int]:
    """Bad reviews of a time, and those of them that speak of packaging."""
    found = _one(
        conn,
        "SELECT count(*), coalesce(sum(id IN (SELECT t.review_id FROM review_themes t "
        "JOIN themes n ON n.id = t.theme_id WHERE n.starter = 'packaging')), 0) FROM reviews "
        "WHERE stars <= 2 AND text <> '' AND posted_on >= :first AND posted_on < :after",
        first=first,
        after=after,
    )
    return int(str(found[0])), int(str(found[1]))


def test_new_boxes_mended_the_packaging(conn: Connection) -> None:
    bad, about_packaging = _complaints(conn, "2025-02-01", NEW_BOXES)
    bad_now, about_packaging_now = _complaints(conn, NEW_BOXES, "2026-07-17")
    assert bad >= 30
    assert about_packaging / bad > 0.35
    assert bad_now >= 10
    assert about_packaging_now <= 2  # the one that waits, and at most one more
    shares = {one.theme.starter: one for one in theme_shares(conn, Asked(), TODAY).themes}
    packaging, damage = shares["packaging"], shares["damage"]
    assert packaging.bad.count >= 10
    assert packaging.good.count >= 5  # buyers praise the new boxes
    # So few texts among sixteen themes prove no change: it is shown, and not called beyond chance.
    assert packaging.change < -0.05
    assert damage.change < -0.05
    assert sum(packaging.months[:6]) > 1.3 * sum(packaging.months[6:])


def test_the_rating_fell_with_the_boxes_and_came_back(conn: Connection) -> None:
    years = dict(conn.execute(text("SELECT substr(posted_on, 1, 4), avg(stars) FROM reviews GROUP BY 1")).all())
    assert years["2025"] < years["2024"] - 0.15
    assert years["2025"] < years["2026"] - 0.1
    overall = conn.execute(text("SELECT avg(stars) FROM reviews")).scalar_one()
    assert 4.3 < overall < 4.7


def test_only_the_bedside_lamp_raises_an_alert(conn: Connection) -> None:
    shown = alerts(conn, TODAY, NOW)
    assert [one.kind for one in shown] == ["product"]
    assert shown[0].title.startswith("Ceramic bedside lamp")


def test_complaints_show_in_the_phrases(conn: Connection) -> None:
    bad, good = phrase_texts(conn, ["en"], bad=True), phrase_texts(conn, ["en"], bad=False)
    assert len(bad) >= 35
    assert len(set(bad)) >= 0.9 * len(bad)
    found = phrases(bad, good, "en").phrases
    complaints = {one.text for one in found if one.score > 0}
    assert len(complaints) >= 8
    assert any("box" in one or "cracked" in one for one in complaints)


def test_cases_with_promises(conn: Connection) -> None:
    counts = aftersales.counts(conn, TODAY)
    assert (counts.open, counts.over, counts.due_today) == (6, 1, 1)
    assert 20 <= counts.closed <= 40
    due = aftersales.due(conn, TODAY)
    assert [one.title for one in due] == ["Cracked shade of the walnut lamp", "Answer about a loose clip"]
    ahead_of_today = list(
        conn.execute(text("SELECT due_on FROM promises WHERE due_on > :today AND kept_on IS NULL"), {"today": TODAY})
    )
    assert len(ahead_of_today) == 4  # this week and later
    late = _one(conn, "SELECT count(*) FROM promises WHERE kept_on > due_on")
    assert late == (1,)
    unkept = _one(
        conn,
        "SELECT count(*) FROM promises p JOIN cases c ON c.id = p.case_id WHERE state = 'closed' AND kept_on IS NULL",
    )
    assert unkept == (0,)
    ahead = _one(
        conn,
        "SELECT (SELECT count(*) FROM cases WHERE opened_at > :now OR closed_at > :now OR closed_at < opened_at) + "
        "(SELECT count(*) FROM promises WHERE made_at > :now OR kept_on > :now)",
        now=NOW,
    )
    assert ahead == (0,)
    for row in aftersales.case_rows(conn, CaseFilters()):
        assert row.reason in reasons()
        assert row.order_number


def test_cases_hang_on_reviews_of_the_same_order(conn: Connection) -> None:
    strange = _one(
        conn,
        "SELECT count(*) FROM cases c JOIN reviews r ON r.id = c.review_id JOIN case_orders o ON o.case_id = c.id "
        "WHERE r.order_id IS NOT o.order_id OR r.channel_id <> c.channel_id OR r.stars > 3",
    )
    assert strange == (0,)
    # One is older than the review of its order: the buyer wrote before, and the review came in this morning.
    hung = _one(conn, "SELECT count(*) FROM cases WHERE review_id IS NOT NULL")
    assert int(str(hung[0])) >= 20


def test_cases_have_stories_costs_and_causes(conn: Connection) -> None:
    kinds = dict(conn.execute(text("SELECT kind, count(*) FROM case_entries GROUP BY 1")).all())
    assert {"in", "out", "note", "refund", "replacement", "label", "postage", "time", "return"} <= set(kinds)
    words = conn.execute(
        text("SELECT e.words FROM case_entries e JOIN cases c ON c.id = e.case_id WHERE c.title LIKE '补寄%'")
    )
    assert len([one for one in words.scalars() if any(letter >= "\u4e00" for letter in one)]) == 3
    effects = {}
    for cause in conn.execute(text("SELECT id, title FROM causes ORDER BY id")).all():
        detail = cause_detail(conn, cause.id, TODAY)
        assert detail is not None
        effects[cause.title.split(":")[0]] = detail.effect.judged.verdict if detail.effect is not None else ""
    assert effects["Thin boxes"] == "real"
    assert effects["Moss green"] == "early"
    assert list(effects.values()).count("") == 3  # still open
    costs = cost_lines(conn, "cause", last_days(90, TODAY))
    assert len(costs) >= 4


def test_few_customers_are_known_twice(conn: Connection) -> None:
    found = pairs(conn)
    assert 6 <= len(found) <= 10  # namesakes by chance would make the list useless
    reasons_given = {reason for pair in found for reason in pair.reasons}
    assert {"email", "phone", "handle", "name", "city"} <= reasons_given
    assert sum(pair.confidence >= SURE for pair in found) >= 5
    for pair in found:
        channels = "SELECT group_concat(DISTINCT channel_id) FROM identities WHERE customer_id = :id"
        assert _one(conn, channels, id=pair.first) != _one(conn, channels, id=pair.second)


def test_a_few_pairs_are_merged(conn: Connection) -> None:
    """An import knows the buyers of two channels apart: the owner put these together, each by the verb."""
    pairs_of = conn.execute(text("SELECT kept_id, lost_id FROM customer_merges ORDER BY id")).all()
    assert 8 <= len(pairs_of) <= 14
    for kept, lost in pairs_of:
        assert _one(conn, "SELECT merged_into FROM customers WHERE id = :id", id=lost) == (kept,)
        assert _one(conn, "SELECT count(*) FROM orders WHERE customer_id = :id", id=lost) == (0,)
        channels = _one(conn, "SELECT count(DISTINCT channel_id) FROM orders WHERE customer_id = :id", id=kept)
        assert channels == (2,)
        emails = "SELECT count(DISTINCT email) FROM customers WHERE id IN (:one, :other)"
        assert _one(conn, emails, one=kept, other=lost) == (1,)


def test_some_reviews_name_no_order(conn: Connection) -> None:
    found = loose_reviews(conn)
    assert found.all == len(found.rows) == 6
    assert sum(row.likely for row in found.rows) == 3
    assert all(row.candidates for row in found.rows)


def test_how_buyers_found_the_shop(conn: Connection) -> None:
    share = conn.execute(text("SELECT avg(heard_from <> '') FROM orders")).scalar_one()
    assert 0.3 < share < 0.4
    assert conn.execute(text("SELECT count(*) FROM customers WHERE heard_from <> ''")).scalar_one() > 80
    months = scorecard(conn, TODAY).months
    ways = {way for month in months for way in month.heard}
    assert {"friend", "search", "platform", "social", "press", "fair", "before"} <= ways
    assert not any(way.startswith("own:") for way in ways)  # every answer is one that the lists know
    assert sum(month.by_mouth for month in months) > 0.2 * sum(month.says for month in months)


def test_mentions_and_rivals(conn: Connection) -> None:
    months = scorecard(conn, TODAY).months
    told = [sum(getattr(month, kind) for month in months) for kind in ("posts", "articles", "answers")]
    assert told == [8, 10, 10]  # five of the articles are the shop's own
    posts = _one(conn, "SELECT count(*), count(DISTINCT customer_id) FROM mentions WHERE kind = 'post'")
    assert posts == (8, 8)
    rivals = rivalry(conn, TODAY).rivals
    assert [len(one.snapshots) for one in rivals] == [6, 4, 3, 5]
    assert all(one.latest and one.latest.taken_on < "2026-07-16" for one in rivals)
    for url in conn.execute(text("SELECT url FROM mentions UNION SELECT url FROM rivals")).scalars():
        assert url.split("/")[2].endswith((".example", "example.org")), url


def test_products_with_what_they_cost(conn: Connection) -> None:
    costs, least, most = _one(
        conn,
        "SELECT count(DISTINCT p.id), min(1.0 * p.cost_minor / l.price_minor), max(1.0 * p.cost_minor / l.price_minor) "
        "FROM products p JOIN listings l ON l.product_id = p.id JOIN channels c ON c.id = l.channel_id "
        "WHERE c.platform = 'own' AND p.cost_minor IS NOT NULL",
    )
    assert costs == 17
    assert 0.2 < float(str(least)) < float(str(most)) < 0.6
    regions = dict(conn.execute(text("SELECT platform, region FROM channels")).all())
    assert regions == {"own": "EU", "etsy": "US", "ebay": "GB", "amazon": "EU", "taobao": "CN"}


def test_a_removal_request_quotes_its_review(conn: Connection) -> None:
    ground, answers, outcome, words, posted, asked, decided = _one(
        conn,
        "SELECT q.ground, q.answers, q.outcome, r.text, r.posted_on, q.asked_on, q.decided_on FROM removal_requests q "
        "JOIN reviews r ON r.id = q.review_id",
    )
    assert ground_of(str(ground)) is not None
    assert str(words) in str(answers)
    assert outcome == "kept"
    assert str(posted) < str(asked) < str(decided) < "2026-07-16"


@pytest.mark.parametrize(
    "day", [datetime(2026, 11, 28, 9, tzinfo=timezone.utc), datetime(2027, 3, 3, 9, tzinfo=timezone.utc)]
)
def test_the_stories_hold_on_other_days(tmp_path: Path, day: datetime) -> None:
    clock = FixedClock(day)
    db = Database.open(build(tmp_path, clock), clock, derived=DERIVED)
    with db.read() as conn:
        assert 6 <= len(pairs(conn)) <= 10
        assert sum(row.likely for row in loose_reviews(conn).rows) == 3
        counts = aftersales.counts(conn, day.date())
        assert (counts.open, counts.over, counts.due_today) == (6, 1, 1)
        assert counts.closed > 15
        shown = alerts(conn, day.date(), day.strftime("%Y-%m-%dT%H:%M:%SZ"))
        assert "Ceramic bedside lamp" in " ".join(one.title for one in shown)
    db.close()


def test_articles_are_planned_published_and_judged_by_orders(conn: Connection) -> None:
    found = results(conn, TODAY)
    assert [one.title for one in found.rows[:1]] == ["Which bulb fits an E27 ring?"]
    assert found.most_read.startswith("“Lamp sizes for small rooms” was read 2,140 times")
    view = plan_view(conn, date(2026, 7, 1), date(2026, 7, 31), TODAY)
    assert {one.state for one in view.pieces} == {"published", "ready", "draft"}
    assert view.backlog_total == 5
    points = position_page(conn, TODAY).points
    assert points[0].moved  # orders came in since its figure was linked
    assert max(one.ticks for one in points) == 3
