"""Putting pieces on days, moving them, and what the page reads of it."""

from datetime import date

import pytest

from storeapp.articles.calendar import queries, service
from storeapp.articles.drafts.service import mark_ready
from storeapp.articles.ideas.service import add_idea
from storeapp.articles.publishing.queries import archive_of, publications
from storeapp.articles.publishing.service import save_variant
from storeapp.channels.outlets.rules import OutletFields
from storeapp.channels.outlets.service import add_outlet
from storeapp.kernel.errors import UserError
from storeapp.store import journal
from tests.articles.making import article, published

TODAY = date(2026, 7, 16)
JULY = (date(2026, 6, 29), date(2026, 8, 2))


def view(db, place=""):
    with db.read() as conn:
        return queries.plan_view(conn, *JULY, TODAY, place)


def test_planned_moved_and_taken_off_each_with_undo(db, make):
    shop = f"channel:{make.channel()}"
    number = article(db)
    made = service.plan_article(db, number, shop, "2026-07-22").value
    (piece,) = view(db).pieces
    assert (piece.id, piece.day, piece.time, piece.place, piece.state) == (made, "2026-07-22", "10:00", shop, "draft")
    assert not view(db).backlog
    service.move_piece(db, made, "2026-07-24")
    assert view(db).pieces[0].day == "2026-07-24"
    journal.undo(db)
    assert view(db).pieces[0].day == "2026-07-22"
    service.take_off(db, made)
    assert not view(db).pieces
    assert [card.key for card in view(db).backlog] == [f"article:{number}"]
    journal.undo(db)
    assert len(view(db).pieces) == 1


def test_planning_again_for_the_same_place_moves_and_for_another_adds(db, make):
    shop, number = f"channel:{make.channel()}", article(db)
    first = service.plan_article(db, number, shop, "2026-07-22").value
    assert service.plan_article(db, number, shop, "2026-07-23", "18:30").value == first
    forum = f"outlet:{add_outlet(db, OutletFields('forum', 'Lamp forum')).value}"
    assert service.plan_article(db, number, forum, "2026-07-23").value != first
    assert service.plan_article(db, number, "site", "2026-07-25").value != first
    assert [(one.place_name, one.time) for one in view(db).pieces] == [
        ("Lamp forum", "10:00"),
        (view(db, shop).pieces[0].place_name, "18:30"),
        ("Own site", "10:00"),
    ]
    assert [one.place for one in view(db, forum).pieces] == [forum]


def test_what_came_out_stays_on_its_day_and_never_moves(db):
    out = published(db, article(db), "2026-07-02")
    (piece,) = view(db).pieces
    assert (piece.day, piece.state) == ("2026-07-02", "published")
    for verb in (lambda: service.move_piece(db, out, "2026-07-20"), lambda: service.take_off(db, out)):
        with pytest.raises(UserError, match="came out already"):
            verb()
    again = service.plan_article(db, piece.article_id, "site", "2026-07-20").value
    assert again != out


@pytest.mark.parametrize(("day", "at"), [("22 July", ""), ("2026-07-22", "25:00")])
def test_no_day_or_time_changes_nothing(db, day, at):
    number = article(db)
    with pytest.raises(UserError):
        service.plan_article(db, number, "site", day, at)
    assert not view(db).pieces


def test_an_idea_becomes_an_article_on_its_day_in_one_step(db):
    idea = add_idea(db, "Lamp wattage explained", "answer").value
    assert [card.key for card in view(db).backlog] == [f"idea:{idea}"]
    service.plan_idea(db, idea, "site", "2026-07-22", language="zh-Hans")
    found = view(db)
    assert [one.title for one in found.pieces] == ["Lamp wattage explained"]
    assert not found.backlog
    journal.undo(db)
    assert [card.key for card in view(db).backlog] == [f"idea:{idea}"]
    assert not view(db).pieces


def test_the_mix_counts_an_article_once_and_only_the_month_shown(db, make):
    shop = f"channel:{make.channel()}"
    for number in range(5):
        made = article(db, f"Guide {number}", goal="sell" if number == 0 else "value")
        service.plan_article(db, made, "site", f"2026-07-{20 + number}")
        service.plan_article(db, made, shop, f"2026-07-{20 + number}")
    service.plan_article(db, article(db, "June"), "site", "2026-06-30")
    mix = view(db).mix
    assert [(one.key, one.count) for one in mix.parts] == [("useful", 4), ("story", 0), ("promotion", 1)]
    service.choose_mix(db, "80-20")
    assert view(db).mix.fits
    service.choose_mix(db, "own", {"useful": 60, "story": 40, "promotion": 0})
    assert view(db).mix.advice == "Swap 1 useful piece and 1 promotion for 2 stories to reach 60/40/0"
    with pytest.raises(UserError):
        service.choose_mix(db, "own", {"useful": 60})
    assert not service.choose_mix(db, "own", {"useful": 60, "story": 40, "promotion": 0}).value


def test_the_owners_limit_of_a_place_and_pieces_beyond_the_view_count(db, make):
    shop = f"channel:{make.channel()}"
    service.limit_place(db, "site", 1, "week")
    service.plan_article(db, article(db, "One"), "site", "2026-08-02")
    service.plan_article(db, article(db, "Two"), "site", "2026-08-01", "12:00")
    assert [one.kind for one in view(db).warnings] == ["often"]
    service.limit_place(db, "site", 2, "week")
    assert not view(db).warnings
    service.plan_article(db, article(db, "Three", topic="wool"), "site", "2026-07-30", "11:00")
    service.plan_article(db, article(db, "Four", topic="Wool"), shop, "2026-08-05", "11:00")
    assert {one.kind for one in view(db).warnings} == {"often", "topic"}
    with pytest.raises(UserError):
        service.limit_place(db, "site", 0, "week")


def test_a_finished_piece_that_a_rule_stops_is_blocked_when_its_day_is_near(db, clock):
    said = {"body": "这是国家级的灯，最佳选择。", "language": "zh-Hans", "country": "CN"}
    for day, ready in (("2026-07-17", True), ("2026-07-18", False), ("2026-07-28", True)):
        made = article(db, f"灯 {day}", **said)
        service.plan_article(db, made, "site", day)
        if ready:
            mark_ready(db, [made])
    with db.read() as conn:
        found = queries.plan_view(conn, *JULY, TODAY, "", clock).pieces
    assert [one.state for one in found] == ["blocked", "draft", "ready"]


def test_what_is_gone_is_said(db):
    for verb in (
        lambda: service.plan_article(db, 99, "site", "2026-07-22"),
        lambda: service.plan_idea(db, 99, "site", "2026-07-22"),
        lambda: service.move_piece(db, 99, "2026-07-22"),
        lambda: service.take_off(db, 99),
    ):
        with pytest.raises(UserError, match=r"gone|no longer"):
            verb()


def test_what_the_calendar_says_came_out_is_kept_in_the_words_of_its_place(db, make, tmp_path):
    shop, number = f"channel:{make.channel()}", article(db)
    save_variant(db, number, shop, "For this shop", "Wash it by hand in cool water.", ())
    piece = service.plan_article(db, number, shop, "2026-07-16").value
    service.came_out(db, piece, "https://example.org/wash")
    with db.read() as conn:
        (told,) = publications(conn, number)
        archive = archive_of(conn, tmp_path, piece)
    assert (told.id, told.url, told.title) == (piece, "https://example.org/wash", "For this shop")
    assert archive is not None
    assert "cool water" in archive.body
    journal.undo(db)
    with db.read() as conn:
        assert publications(conn, number) == []
