"""Themes: what the owner does with them, and what the pages read of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import UserError
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.reviews.queries.listing import review_position, review_rows, review_totals
from storeapp.reputation.reviews.queries.theme_filter import themes, themes_of_reviews
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.themes.queries.figures import theme_products, theme_shares, theme_words
from storeapp.reputation.themes.records import ReviewShare
from storeapp.reputation.themes.service.themes import (
    add_theme,
    add_words,
    delete_theme,
    mark_theme,
    merge_themes,
    remove_word,
    rename_theme,
    restore_words,
)
from storeapp.store import journal
from storeapp.store.db import Database
from tests import kept
from tests.make import Make

TODAY = date(2026, 7, 16)


def theme(db: Database, name: str) -> int:
    with db.read() as conn:
        return next(one.id for one in themes(conn) if one.name == name)


def names(db: Database, review: int) -> list[str]:
    with db.read() as conn:
        return [name for _id, name in themes_of_reviews(conn, [review]).get(review, ())]


def sound(db: Database) -> bool:
    with db.read() as conn:
        return kept.recount(conn, "Themes of reviews").wrong == 0


def test_the_owner_makes_names_and_drops_a_theme(db: Database, make: Make) -> None:
    review = make.review(text="Warm light", language="en")
    made = add_theme(db, "  Warm   light ", {"en": ["Warm light"]}).value
    assert names(db, review) == ["Warm light"]
    rename_theme(db, made, "Light")
    assert names(db, review) == ["Light"]
    delete_theme(db, made)
    assert names(db, review) == []
    with db.read() as conn:
        assert journal.can_undo(conn) == "Deleted the theme “Light”"
    journal.undo(db)
    assert names(db, review) == ["Light"]
    assert sound(db)


def test_a_name_must_be_there_fit_and_be_new(db: Database) -> None:
    for name in (" ", "x" * 41, "packaging"):
        with pytest.raises(UserError):
            add_theme(db, name)
    with pytest.raises(UserError, match="already"):
        rename_theme(db, theme(db, "Gift"), "Smell")
    with pytest.raises(UserError, match="gone"):
        rename_theme(db, 999, "New")
    assert not rename_theme(db, theme(db, "Gift"), "Gift").value


def test_words_come_and_go_and_the_programs_own_come_back(db: Database, make: Make) -> None:
    review = make.review(text="Lovely glaze in a box", language="en")
    smell = theme(db, "Smell")
    assert add_words(db, smell, "en", ["Glaze", "glaze", "smell*"]).value == 1
    assert names(db, review) == ["Packaging", "Smell"]
    with db.read() as conn:
        words = theme_words(conn, smell)
        assert words is not None
        assert words.own
        assert words.words["en"][-1] == "glaze"
    assert remove_word(db, smell, "en", "glaze").value
    assert names(db, review) == ["Packaging"]
    add_words(db, smell, "en", ["glaze"])
    restore_words(db, smell)
    assert names(db, review) == ["Packaging"]
    with pytest.raises(UserError, match="letter"):
        add_words(db, smell, "en", ["!!"])
    with pytest.raises(UserError, match="your own"):
        restore_words(db, add_theme(db, "Mine").value)
    assert sound(db)


def test_marks_by_hand_and_joining_themes(db: Database, make: Make) -> None:
    review, other = make.review(text="A box", language="en"), make.review(text="Nothing", language="en")
    packaging, gift = theme(db, "Packaging"), theme(db, "Gift")
    mark_theme(db, [review, other], gift, True)
    mark_theme(db, [review], packaging, False)
    assert (names(db, review), names(db, other)) == (["Gift"], ["Gift"])
    assert mark_theme(db, [review], gift, True).value == 0
    merge_themes(db, gift, packaging)
    assert names(db, review) == []  # it had been taken out of the theme that stays
    assert names(db, other) == ["Packaging"]
    with db.read() as conn:
        assert "gift*" in (theme_words(conn, packaging) or pytest.fail("gone")).words["en"]
    journal.undo(db)
    assert (names(db, review), names(db, other)) == (["Gift"], ["Gift"])
    with pytest.raises(UserError, match="another"):
        merge_themes(db, gift, gift)
    with pytest.raises(UserError, match="gone"):
        mark_theme(db, [999], gift, True)
    assert sound(db)


@pytest.fixture(scope="module")
def built(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The folder and the ids of the shop below, made once."""
    folder = Path(shutil.copytree(blank_shop, tmp_path_factory.mktemp("themes") / "shop"))
    db = Database.open(folder, FixedClock(datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)), derived=DERIVED)
    ids = two_years(Make(db))
    db.close()
    return folder, ids


@pytest.fixture
def shop(built: tuple[Path, dict[str, int]]) -> dict[str, int]:
    """Ten bad and ten good reviews a month over two years; boxes break, lately twice as often."""
    return built[1]


@pytest.fixture
def db(request: pytest.FixtureRequest, blank_shop: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Database]:
    """A copy of that shop for the tests that ask for it, of an empty one for the others."""
    known = request.getfixturevalue("built")[0] if "shop" in request.fixturenames else blank_shop
    folder = Path(shutil.copytree(known, tmp_path / "shop"))
    opened = Database.open(folder, clock, who="Owner", derived=DERIVED)
    yield opened
    opened.close()


def two_years(make: Make) -> dict[str, int]:
    etsy, own = make.channel(name="Etsy"), make.channel(name="Own", platform="own")
    lamp, vase = make.product(title="Lamp"), make.product(title="Vase")
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
    months += [f"2026-{month:02}" for month in range(1, 8)]
    for month in months:
        boxes = 6 if month >= "2026-05" else 3
        for number in range(10):
            bad = {"stars": 1, "text": "crushed box" if number < boxes else "ugly", "product_id": vase}
            make.review(channel_id=etsy, language="en", posted_on=f"{month}-03", **bad)
            good = {"stars": 5, "text": "nice box" if number == 0 else "pretty", "product_id": lamp}
            make.review(channel_id=own, language="en", posted_on=f"{month}-04", **good)
    make.review(channel_id=own, stars=3, text="", posted_on="2026-07-05", product_id=lamp)
    return {"etsy": etsy, "own": own, "lamp": lamp, "vase": vase}


def test_shares_trend_and_products_of_a_theme(db: Database, shop: dict[str, int]) -> None:
    with db.read() as conn:
        found = theme_shares(conn, Asked(months=12), TODAY)
        packaging = next(one for one in found.themes if one.theme.name == "Packaging")
        assert (found.texts, found.ever) == (240, 620)
        assert packaging.bad == ReviewShare(9 * 3 + 3 * 6, 120)
        assert packaging.good == ReviewShare(12, 120)
        assert packaging.reviews == 57
        assert packaging.recent == ReviewShare(21, 60)
        assert packaging.before == ReviewShare(48, 240)
        assert packaging.change == pytest.approx(0.15)
        assert not packaging.clear  # 21 of 60 after 48 of 240: one of sixteen themes does that by chance
        assert packaging.months[0] == pytest.approx(0.2)
        assert packaging.months[-1] == pytest.approx(0.35)
        assert len(packaging.months) == 12
        products = theme_products(conn, packaging.id, Asked(months=12), found.span)
        assert [(one.title, one.bad, one.reviews) for one in products] == [("Vase", 45, 45), ("Lamp", 0, 12)]
        own = theme_shares(conn, Asked(channels=(shop["own"],), months=None), TODAY)
        packaging = next(one for one in own.themes if one.theme.name == "Packaging")
        assert (packaging.bad, packaging.good) == (ReviewShare(0, 0), ReviewShare(31, 310))
        assert packaging.bad.share == 0
        vase = theme_shares(conn, Asked(product=shop["vase"], months=12), TODAY)
        assert next(one for one in vase.themes if one.theme.name == "Packaging").bad == ReviewShare(45, 120)


@pytest.mark.parametrize(
    "wanted",
    [
        ReviewFilters(),
        ReviewFilters(stars=(1, 2)),
        ReviewFilters(stars=(5,), since="2025-03-04", until="2025-06-03"),
        ReviewFilters(since="2026-01-01"),
        ReviewFilters(search="crushed"),
        ReviewFilters(has_text=True, sort="stars", descending=False),
        ReviewFilters(languages=("en",)),
    ],
)
def test_the_list_under_a_theme_is_the_same_by_every_road(
    db: Database, shop: dict[str, int], wanted: ReviewFilters
) -> None:
    with db.read() as conn:
        packaging = next(one.id for one in themes(conn) if one.name == "Packaging")
        everything = review_rows(conn, wanted, 0, 2000)
        due = [row.id for row in everything if packaging in [number for number, _name in row.themes]]
        narrowed = replace(wanted, theme=packaging)
        rows = review_rows(conn, narrowed, 0, 2000)
        assert [row.id for row in rows] == due
        assert due
        assert review_totals(conn, narrowed).reviews == len(due)
        back = review_rows(conn, narrowed, 0, 3, backwards=True)
        assert [row.id for row in back] == due[::-1][:3]


def test_a_rare_theme_is_fetched_and_sorted(db: Database, shop: dict[str, int], make: Make) -> None:
    rare = [make.review(text="what a smell", language="en", posted_on=day) for day in ("2026-01-02", "2026-03-02")]
    with db.read() as conn:
        smell = next(one.id for one in themes(conn) if one.name == "Smell")
        assert [row.id for row in review_rows(conn, ReviewFilters(theme=smell), 0, 10)] == rare[::-1]
        assert review_position(conn, ReviewFilters(theme=smell), rare[0]) == 1
        assert ReviewFilters.from_json(ReviewFilters(theme=smell).to_json()) == ReviewFilters(theme=smell)
