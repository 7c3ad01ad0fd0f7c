"""A set-up goes to another owner as a file in the shape of the formats, and comes back as a format like any other."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from storeapp.exchange import reading, setups
from storeapp.exchange.reading import FileChoice
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource

HEAD = "Zettel;Tag;Summe;Lage;Geburtstag\n"
MAPPING = {0: "orders.number", 1: "orders.placed", 2: "orders.total", 3: "orders.status"}


def shared(tmp_path: Path, title: str = "Order book") -> Path:
    """A file mapped by hand, and the set-up made of it."""
    place, into = tmp_path / "juli.csv", tmp_path / "staging.sqlite"
    place.write_text(HEAD + "A1;2026-07-03;12,50;Wartet;1980-01-01\n", "utf-8")
    choice = FileChoice(mapping=MAPPING, currency="EUR", statuses={"Wartet": "created"})
    reading.read_files([place], into, choices={1: choice})
    out = tmp_path / "order book.toml"
    setups.share(reading.setup_of(into, 1, title), title, out, date(2026, 7, 16))
    return out


def test_a_shared_set_up_has_the_shape_of_a_format(tmp_path: Path) -> None:
    raw = tomllib.loads(shared(tmp_path).read_text("utf-8"))
    known = set()
    for file in resource("formats").glob("*.toml"):
        known |= set(tomllib.loads(file.read_text("utf-8")))
    assert set(raw) <= known
    assert raw["columns"]["Summe"] == "orders.total"
    assert raw["status"] == {"wartet": "created"}
    assert raw["need"] == ["Zettel", "Tag", "Summe", "Lage"]


def test_another_owner_adds_it_and_the_file_is_known(tmp_path: Path, home: Path) -> None:
    added = setups.add(shared(tmp_path))
    assert (added.title, added.columns) == ("Order book", 4)
    place = tmp_path / "august.csv"
    place.write_text("Tag;Zettel;Extra;Summe;Lage\n2026-08-03;A2;x;7,00;Wartet\n", "utf-8")
    (file,) = reading.read_files([place], tmp_path / "other.sqlite")
    assert (file.format_title, file.currency, file.problems) == ("Order book", "EUR", ())
    with reading.opened(tmp_path / "other.sqlite") as connection:
        assert connection.execute("SELECT number, total_minor, status FROM orders").fetchall() == [
            ("A2", 700, "created")
        ]
    setups.rename(added.path, "Cash book")
    assert [one.title for one in setups.own_formats()] == ["Cash book"]
    assert "Cash book" in dict(reading.format_titles()).values()
    setups.remove(added.path)
    assert setups.own_formats() == []


@pytest.mark.parametrize("format_id", sorted(file.stem for file in resource("formats").glob("*.toml")))
def test_every_format_survives_being_written_again(format_id: str) -> None:
    raw = tomllib.loads(resource("formats", f"{format_id}.toml").read_text("utf-8"))
    again = tomllib.loads(setups.as_toml(raw))
    assert again == {key: value for key, value in raw.items() if value not in ("", [], {})}


def test_a_set_up_that_corrects_a_known_format_stands_by_itself_and_wins(tmp_path: Path, home: Path) -> None:
    head = "Sale Date,Item Name,Buyer,Quantity,Price,Item Total,Currency,Transaction ID,Listing ID,SKU,Order ID\n"
    row = "07/03/26,Lamp,Ann (ann),1,5.00,5.00,USD,T1,77,L1,3001\n"
    place, into = tmp_path / "EtsySold.csv", tmp_path / "staging.sqlite"
    place.write_text(head + row, "utf-8")
    (_file,) = reading.read_files([place], into, choices={1: FileChoice(mapping={9: "lines.options"})})
    out = tmp_path / "mine.toml"
    setups.share(reading.setup_of(into, 1, "My Etsy"), "My Etsy", out, date(2026, 7, 16))
    setups.add(out)
    (again,) = reading.read_files([place], tmp_path / "again.sqlite")
    assert (again.format_title, again.platform) == ("My Etsy", "etsy")
    assert again.columns[9].field == "lines.options"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("title = \n", "line 1"),
        ("[columns]\nA = 'orders.number'\n", "no title"),
        ("title = 'X'\n", "[columns] is missing"),
        ("title = 'X'\n[columns]\nA = 'orders.nmber'\n", "“A” goes to “orders.nmber”"),
        ("title = 'X'\ncolour = 'red'\n[columns]\nA = 'orders.number'\n", "“colour” does not belong"),
        ("title = 'X'\nneed = 'A'\n[columns]\nA = 'orders.number'\n", "“need” has the wrong kind"),
        ("title = 'X'\n[columns]\nA = 'orders.note'\n", "not enough for an order, product, customer or review"),
        ("title = 'X'\n[columns]\nA = 'orders.number'\n[status]\nOk = 'fine'\n", "“Ok” means “fine”"),
        ("title = 'X'\nneed = [3]\n[columns]\nA = 'orders.number'\n", ""),
    ],
)
def test_a_bad_set_up_is_refused_with_what_is_wrong(content: str, says: str, tmp_path: Path, home: Path) -> None:
    place = tmp_path / "bad.toml"
    place.write_text(content, "utf-8")
    with pytest.raises(UserError) as refused:
        setups.add(place)
    assert "bad.toml" in refused.value.sentence
    assert says in refused.value.sentence
    assert setups.own_formats() == []


def test_a_picture_is_no_set_up(tmp_path: Path) -> None:
    place = tmp_path / "photo.toml"
    place.write_bytes(b"\x89PNG\xff\xfe\x00")
    with pytest.raises(UserError, match="not a text file"):
        setups.add(place)


def test_a_format_damaged_by_hand_does_not_stop_an_import(tmp_path: Path, home: Path) -> None:
    added = setups.add(shared(tmp_path))
    added.path.write_text("title = [[[", "utf-8")
    place = tmp_path / "orders.csv"
    place.write_text("Order number,Order date\nA1,2026-07-03\n", "utf-8")
    (file,) = reading.read_files([place], tmp_path / "more.sqlite")
    assert file.rows == 1
    assert [one.title for one in setups.own_formats()] == [added.path.name]
