"""The downloads folder: new exports of known formats are found once, whatever else lies in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storeapp.exchange import reading, service, watching
from storeapp.store.db import Database

ETSY = (
    "Sale Date,Item Name,Buyer,Quantity,Price,Item Total,Currency,Transaction ID,Listing ID,Order ID\n"
    "07/14/26,Lamp,Ann (ann),1,5.00,5.00,USD,{number},77,{number}\n"
)


@pytest.fixture
def downloads(tmp_path: Path, home: Path) -> Path:
    """Two exports of Etsy, a table nobody knows, a picture called table, notes, and a hidden file."""
    folder = tmp_path / "Downloads"
    folder.mkdir()
    for age, (name, text) in enumerate(
        (
            ("EtsySold1.csv", ETSY.format(number=1)),
            ("EtsySold2.csv", ETSY.format(number=2)),
            ("mine.csv", "Zettel;Tag\nA;2026-07-01\n"),
            ("photo.csv", "\x89PNG\r\n" + "\x00" * 99),
            ("notes.md", "Sale Date"),
            (".EtsySold3.csv", ETSY.format(number=3)),
            ("empty.csv", ""),
        )
    ):
        place = folder / name
        place.write_text(text, "utf-8")
        os.utime(place, (1_784_000_000 - age, 1_784_000_000 - age))
    return folder


def names(found: list[watching.NewExport]) -> list[str]:
    return [one.path.name for one in found]


def test_known_exports_are_found_newest_first(db: Database, downloads: Path) -> None:
    found = watching.look(db, downloads, ())
    assert names(found) == ["EtsySold1.csv", "EtsySold2.csv"]
    assert {one.title for one in found} == {"Etsy sold items"}
    assert len({one.sha256 for one in found}) == 2


def test_imported_and_dismissed_ones_are_left_out(db: Database, downloads: Path, tmp_path: Path) -> None:
    first, second = watching.look(db, downloads, ())
    into = tmp_path / "staging.sqlite"
    reading.read_files([first.path], into)
    service.bring_in(db, into, backup=False)
    assert names(watching.look(db, downloads, ())) == ["EtsySold2.csv"]
    assert watching.look(db, downloads, {second.sha256}) == []


def test_the_next_look_reads_only_what_is_new(db: Database, downloads: Path, home: Path) -> None:
    watching.look(db, downloads, ())
    kept = home / "cache" / "watch.json"
    kept.write_text(kept.read_text("utf-8").replace("Etsy sold items", "as it was kept"), "utf-8")
    (downloads / "EtsySold4.csv").write_text(ETSY.format(number=4), "utf-8")
    titles = {one.path.name: one.title for one in watching.look(db, downloads, ())}
    assert titles == {
        "EtsySold1.csv": "as it was kept",
        "EtsySold2.csv": "as it was kept",
        "EtsySold4.csv": "Etsy sold items",
    }


def test_large_and_old_files_are_not_opened(db: Database, downloads: Path) -> None:
    with (downloads / "huge.csv").open("wb") as file:
        file.truncate(watching.LARGEST + 1)
    for number in range(watching.NEWEST):
        place = downloads / f"x{number}.csv"
        place.write_text("a;b\n1;2\n", "utf-8")
        os.utime(place, (1_785_000_000, 1_785_000_000))
    assert watching.look(db, downloads, ()) == []


def test_a_folder_that_is_gone_offers_nothing(db: Database, tmp_path: Path, home: Path) -> None:
    assert watching.look(db, tmp_path / "nowhere", ()) == []


def test_a_glance_makes_no_record(downloads: Path, tmp_path: Path) -> None:
    into = tmp_path / "glance.sqlite"
    (file,) = reading.read_files([downloads / "EtsySold1.csv"], into, glance=True)
    assert (file.format, file.rows) == ("etsy_order_items", 0)
    with reading.opened(into) as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (0,)
