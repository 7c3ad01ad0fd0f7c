"""Figures and lessons kept, orders counted for what came out, and whether the reason behind an article fell."""

from datetime import date, timedelta

import pytest

from storeapp.articles.ideas.queries import idea_rows
from storeapp.articles.ideas.service import write_offer
from storeapp.articles.results import queries, service
from storeapp.articles.results.rules import PublicationFigures
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.orders.attribution.rules import Source
from storeapp.orders.attribution.service import attribute
from storeapp.store import journal
from tests.aftersales.causes.laid import case
from tests.articles.making import article, published

TODAY = date(2026, 7, 16)


def seen(db, days=None):
    with db.read() as conn:
        return queries.results(conn, TODAY, days)


def brought(db):
    return {one.publication_id: (one.orders, one.revenue) for one in seen(db).rows}


def sale(make, number, day="2026-07-05", **said):
    return make.order(
        number=str(number),
        placed_on=day,
        status="delivered",
        currency="EUR",
        items_minor=1000,
        total_minor=1000,
        **said,
    )


def test_orders_by_coupon_link_and_answer_each_once_and_within_the_window(db, make):
    out = published(
        db,
        article(db, "Lamp sizes"),
        coupon="LAMP-7",
        tracking_link="https://s.example/x1",
        url="https://a.example/lamps",
    )
    sale(make, 1, discount_code="lamp-7, OTHER")
    by_link = sale(make, 2)
    attribute(db, by_link, Source("link", "http://s.example/x1/"))
    sale(make, 3, heard_from="Lamp sizes")
    twice = sale(make, 4, discount_code="LAMP-7")
    attribute(db, twice, Source("code", "LAMP-7"))
    sale(make, 5, "2026-06-30", discount_code="LAMP-7")
    sale(make, 6, discount_code="LAMP-77")
    make.order(number="7", placed_on="2026-07-05", status="canceled", discount_code="LAMP-7")
    assert brought(db) == {out: (4.0, (Money(4000, "EUR"),))}
    assert seen(db).rows[0].ways == ("code", "link", "asked")
    service.set_window(db, 3)
    assert brought(db)[out][0] == 0
    assert seen(db).window == 3


def test_one_coupon_on_two_publications_shares_the_order(db, make):
    one, other = (published(db, article(db, name), coupon="LAMP") for name in ("One", "Two"))
    sale(make, 1, discount_code="LAMP")
    assert brought(db) == {one: (0.5, (Money(500, "EUR"),)), other: (0.5, (Money(500, "EUR"),))}
    noted = sale(make, 2)
    attribute(db, noted, Source("asked", "One", 7_000))
    assert brought(db)[one][0] == pytest.approx(1.2)


def test_a_shared_order_is_shared_in_a_shorter_time_too(db, make, clock):
    one = published(db, article(db, "One"), "2026-07-01", coupon="LAMP")
    other = published(db, article(db, "Two"), "2026-07-14", coupon="LAMP")
    make.order(placed_on="2026-07-15", total_minor=1000, currency="EUR", discount_code="LAMP")
    with db.read() as conn:
        for days in (None, 7, 30):
            rows = queries.results(conn, clock.today(), days).rows
            assert {row.publication_id: row.orders for row in rows} == dict.fromkeys((one, other)[days == 7 :], 0.5)


def test_a_row_that_says_something_else_of_the_same_day_is_refused(db, make):
    make.channel(currency="EUR")
    published(db, article(db, "Lamp sizes"))
    rows = ["Lamp sizes\t2026-07-08\t610", "Lamp sizes\t2026-07-08\t610", "lamp sizes\t2026-07-08\t7"]
    told = service.bring_figures(db, "\n".join(["Title\tDate\tReads", *rows])).value
    assert (told.new, told.changed, [number for number, _why in told.refused]) == (1, 0, [4])
    assert "2" in told.refused[0][1]
    assert seen(db).rows[0].figures.reads == 610


def test_figures_are_typed_corrected_and_the_latest_stand(db):
    out = published(db, article(db), cost_minor=500, currency="EUR")
    assert service.note_figures(db, out, "2026-07-05", PublicationFigures(reads=10, views=50)).value
    assert not service.note_figures(db, out, "2026-07-05", PublicationFigures(reads=10)).value
    service.note_figures(db, out, "2026-07-08", PublicationFigures(reads=30))
    assert seen(db).rows[0].figures == PublicationFigures(50, 30, cost=Money(500, "EUR"))
    journal.undo(db)
    assert seen(db).rows[0].figures.reads == 10
    for day, figures in (("2026-07-17", PublicationFigures(reads=1)), ("2026-07-05", PublicationFigures())):
        with pytest.raises(UserError):
            service.note_figures(db, out, day, figures)


TABLE = """Title\tDate\tReads\tCost
Lamp sizes\t2026-07-08\t610\t12.50
Unknown\t2026-07-08\t5\t
Lamp sizes\t2026-06-08\t5\t"""


def test_the_same_table_twice_in_parts_in_another_order_and_edited(db, make):
    make.channel(currency="EUR")
    out = published(db, article(db, "Lamp sizes"))
    first = service.bring_figures(db, TABLE).value
    assert (first.new, first.changed, first.same, [number for number, _why in first.refused]) == (1, 0, 0, [3, 4])
    assert seen(db).rows[0].figures == PublicationFigures(reads=610, cost=Money(1250, "EUR"))
    again = service.bring_figures(db, TABLE)
    assert (again.value.new, again.value.changed, again.value.same, again.action_id) == (0, 0, 1, None)
    head, *lines = TABLE.split("\n")
    turned = service.bring_figures(db, "\n".join([head, *reversed(lines)])).value
    assert (turned.new, turned.changed) == (0, 0)
    edited = service.bring_figures(db, TABLE.replace("610", "640")).value
    assert (edited.new, edited.changed) == (0, 1)
    less = service.bring_figures(db, "Title\tDate\tSaves\nLamp sizes\t2026-07-08\t7").value
    assert less.changed == 1
    assert seen(db).rows[0].figures == PublicationFigures(reads=640, saves=7, cost=Money(1250, "EUR"))
    with db.read() as conn:
        assert len(queries.figure_rows(conn, out)) == 1


def test_lessons_are_found_by_words_and_offered_for_a_like_brief(db):
    wool = published(db, article(db, "Washing wool", topic="wool", kind="howto"))
    lamp = published(db, article(db, "Lamp sizes", topic="light", kind="guide"))
    service.add_lesson(db, wool, "The table was saved often", "Put it first")
    service.add_lesson(db, lamp, "", "A shorter title")
    with db.read() as conn:
        assert [one.title for one in queries.lessons(conn, "shorter")] == ["Lamp sizes"]
        assert len(queries.lessons(conn)) == 2
        assert [one.title for one in queries.lessons_for(conn, "howto", " LIGHT ")] == ["Lamp sizes", "Washing wool"]
        assert not queries.lessons_for(conn, "event", "fairs")
        (row,) = queries.lessons(conn, "table")
    assert service.change_lesson(db, row.id, "The table was saved", "").value
    assert service.remove_lesson(db, row.id).value
    with pytest.raises(UserError, match="gone"):
        service.add_lesson(db, 99, "x", "")


def test_most_read_and_groups_come_from_what_was_counted(db, make):
    read = published(db, article(db, "Lamp sizes"), coupon="A")
    published(db, article(db, "Which bulb fits?"), coupon="B")
    service.note_figures(db, read, "2026-07-05", PublicationFigures(reads=2140))
    service.note_figures(db, seen(db).rows[0].publication_id, "2026-07-05", PublicationFigures(reads=610))
    for number in range(2):
        sale(make, number, discount_code="B")
    assert seen(db).most_read == "“Lamp sizes” was read 2,140 times and brought 0 orders. “Which bulb fits?” brought 2."
    assert len(seen(db, 10).rows) == 0
    assert seen(db, 30).since == "2026-06-17"
    assert seen(db).untracked == 0


def test_whether_the_reason_behind_an_article_fell(db, make):
    for number in range(40):
        day = date(2026, 4, 20) + timedelta(days=number)
        sale(make, number, day.isoformat())
    with db.write("cases") as tx:
        for number in range(12):
            case(tx, f"2026-06-{10 + number}", "DEL_LATE")
    with db.read() as conn:
        (offer,) = [one for one in idea_rows(conn, "offered", TODAY) if one.source == "reason"]
    made = write_offer(db, offer.offer).value
    with db.read() as conn:
        assert queries.prompted_effect(conn, made, TODAY) is None  # not out yet
    published(db, made, "2026-06-25")
    for number in range(60):
        sale(make, 200 + number, "2026-07-01")
    with db.read() as conn:
        effect = queries.prompted_effect(conn, made, TODAY)
    assert (effect.day, effect.per, effect.judged.before.part, effect.judged.after.part) == (
        "2026-06-25",
        "orders",
        12,
        0,
    )
    assert effect.judged.verdict == "real"
    assert effect.judged.likely.low > 0


def test_looked_at_again_until_somebody_did(db):
    out = published(db, article(db), "2026-07-09")
    with db.read() as conn:
        assert [one.checkpoint for one in queries.look_again(conn, TODAY)] == [7]
    service.note_figures(db, out, "2026-07-16", PublicationFigures(reads=1))
    with db.read() as conn:
        assert not queries.look_again(conn, TODAY)


def test_how_orders_are_known_is_checked(db):
    out = published(db, article(db))
    assert service.track(db, out, "https://a.example/x", "", "WOOL").value
    for wrong in (("a.example", "", ""), ("", "", "TWO CODES")):
        with pytest.raises(UserError):
            service.track(db, out, *wrong)
