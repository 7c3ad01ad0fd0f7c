"""Problems of one kind are put together, and one choice of the owner mends all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from storeapp.exchange import reading
from storeapp.exchange.reading import FileChoice, StagedFile
from storeapp.exchange.staged import CellProblem

HEAD = "Order number,Order date,Order status,Order total,Currency,Email\n"
ROWS = (
    "A1,2026-07-01,Delivered,10.00,EUR,ann@example.org\n"
    "A2,31/02/2026,Delivered,10.00,EUR,ann@@example\n"
    "A3,13/07/2026,Gone fishing,a lot,EUR,b***@example.org\n"
    "A4,2026-07-04,Gone fishing,12.00,,bob@example.org\n"
    ",2026-07-05,Delivered,12.00,EUR,bob@example.org\n"
)


def read(tmp_path: Path, **choice: Any) -> tuple[StagedFile, Path]:
    place, into = tmp_path / "orders.csv", tmp_path / "staging.sqlite"
    place.write_text(HEAD + ROWS, "utf-8")
    (file,) = reading.read_files([place], into, choices={1: FileChoice(date_order="mdy", **choice)})
    return file, into


def problem(file: StagedFile, reason: str, field: str = "") -> CellProblem:
    (found,) = [one for one in file.problems if reason in one.reason and field in one.field]
    return found


def orders(into: Path, column: str) -> dict[str, Any]:
    with reading.opened(into) as connection:
        return dict(connection.execute(f"SELECT number, {column} FROM orders").fetchall())


def test_cells_of_one_column_and_reason_are_one_problem(tmp_path: Path) -> None:
    file, into = read(tmp_path)
    days = problem(file, "Not a date")
    assert (days.count, days.first, days.action) == (2, 3, "out")
    assert days.examples == ("31/02/2026", "13/07/2026")
    assert problem(file, "Required value missing").kind == "key"
    assert file.rejected == 3
    assert set(orders(into, "status")) == {"A1", "A4"}


def test_days_are_read_in_another_order_or_kept_empty(tmp_path: Path) -> None:
    file, into = read(tmp_path, mends=(("orders.placed", "Not a date", "order", "dmy"),))
    assert orders(into, "placed_on").get("A2") is None
    assert file.rejected == 3  # 31 February is none in any order, "a lot" is no amount, one number is missing
    file, into = read(
        tmp_path,
        mends=(("orders.placed", "Not a date", "order", "dmy"), ("orders.total", "Not a number", "empty", "")),
    )
    assert orders(into, "placed_on")["A3"] == "2026-07-13"
    assert orders(into, "total_minor")["A3"] is None
    file, into = read(tmp_path, mends=(("orders.placed", "Not a date", "empty", ""),))
    assert orders(into, "placed_on")["A2"] is None
    assert problem(file, "Not a date").action == "empty"
    assert problem(file, "Not a date").count == 2


def test_another_value_stands_in_for_all(tmp_path: Path) -> None:
    mends = (("orders.placed", "Not a date", "use", "2026-07-09"), ("orders.total", "Not a number", "use", "7.50"))
    file, into = read(tmp_path, mends=mends)
    assert file.rejected == 1
    assert orders(into, "placed_on")["A2"] == "2026-07-09"
    assert orders(into, "total_minor")["A3"] == 750
    file, into = read(tmp_path, mends=(("orders.placed", "Not a date", "use", "never"),))
    assert file.rejected == 3


def test_a_row_without_its_number_can_only_be_left_out(tmp_path: Path) -> None:
    file, _into = read(tmp_path, mends=(("orders.number", "Required value missing", "use", "A9"),))
    assert problem(file, "Required value missing").count == 1
    assert file.rejected == 3


def test_a_word_for_a_state_is_told_once_for_all_rows_and_for_the_next_file(tmp_path: Path) -> None:
    file, into = read(tmp_path)
    word = problem(file, "Gone fishing")
    assert (word.kind, word.count, word.action) == ("status", 1, "keep")
    assert orders(into, "status")["A4"] == "unknown"
    file, into = read(tmp_path, statuses={"Gone  Fishing": "shipped"})
    assert orders(into, "status")["A4"] == "shipped"
    assert (problem(file, "Gone fishing").action, problem(file, "Gone fishing").value) == ("use", "shipped")
    setup = reading.setup_of(into, 1, "Order book")
    (again,) = reading.read_files(
        [tmp_path / "orders.csv"], tmp_path / "next.sqlite", setups={file.header_key: json.loads(json.dumps(setup))}
    )
    assert orders(tmp_path / "next.sqlite", "status")["A4"] == "shipped"
    assert again.format_title == "Order book"


def test_a_malformed_address_stays_empty_unless_its_rows_are_left_out(tmp_path: Path) -> None:
    file, into = read(tmp_path, mends=(("orders.placed", "Not a date", "empty", ""),))
    wrong = problem(file, "Not an e-mail")
    assert (wrong.count, wrong.examples, wrong.action) == (1, ("ann@@example",), "empty")
    assert orders(into, "buyer_email")["A2"] is None
    mends = (("orders.placed", "Not a date", "empty", ""), ("customers.email", "Not an e-mail address", "out", ""))
    _file, into = read(tmp_path, mends=mends)
    assert "A2" not in orders(into, "status")


def test_a_missing_currency_is_set_for_all_rows(tmp_path: Path) -> None:
    file, into = read(tmp_path)
    assert problem(file, "currency").count == 1
    assert orders(into, "currency")["A4"] is None
    file, into = read(tmp_path, currency="GBP")
    assert orders(into, "currency") == {"A1": "EUR", "A4": "GBP"}
    assert problem(file, "currency").value == "GBP"
