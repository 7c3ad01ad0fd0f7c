"""Bad input: one clear sentence with a way out, never a crash, and the window's own memory stays where it was."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Any

import pytest

from storeapp.exchange import reading
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from tests.exchange.reading.conftest import Read
from tests.exchange.reading.hostile import HOSTILE, plain_book, text_cell, xlsx, zip_of

ORDERS = b"Order number,Order date,Customer,Product,Quantity,Total\n"


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_is_refused_with_a_sentence(name: str, read: Read) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = HOSTILE[name]()
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read(name, content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, made) < 30_000  # kB
    sentence = found.file.refused
    assert sentence, found.file
    assert sentence.endswith(".")
    assert name in sentence
    assert "Traceback" not in sentence
    for table in ("orders", "lines", "reviews", "products", "customers"):
        assert found.rows(table, "seq") == []


def test_one_bad_file_does_not_spoil_the_others(read: Read, tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"Rating,Review\n5,Lovely mug\n")
    (folder / "b.xlsx").write_bytes(HOSTILE["far_cell.xlsx"]())
    (folder / "c.csv").write_bytes(b"Rating,Review\n4,Nice colour\n")
    found = read(folder)
    assert [(f.name, f.refused is None, f.rows) for f in found.files] == [
        ("a.csv", True, 1), ("b.xlsx", False, 0), ("c.csv", True, 1)
    ]  # fmt: skip
    assert found.rows("reviews", "text") == ["Lovely mug", "Nice colour"]


def test_a_child_that_dies_costs_one_file_only(read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killer = tmp_path / "killer"
    killer.mkdir()
    # Stands in for a parser that takes the whole process down: the child's Python kills itself at that file.
    (killer / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "opened = []\n"
        "def fatal(event, args):\n"
        "    if event == 'open' and str(args[0]).endswith('deadly.csv'):\n"
        "        opened.append(args)\n"
        "        if len(opened) == 2:\n"
        "            os.kill(os.getpid(), signal.SIGABRT)\n"
        "sys.addaudithook(fatal)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(killer))
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "deadly.csv").write_bytes(b"Rating,Review\n5,x\n")
    (folder / "fine.csv").write_bytes(b"Rating,Review\n4,Nice colour\n")
    found = read(folder)
    assert "deadly.csv was not read" in (found.files[0].refused or "")
    assert found.rows("reviews", "text") == ["Nice colour"]


class StopsAtFirstRows(Progress):
    """Asks to stop as soon as rows are counted, and keeps what it is told."""

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "done" and value:
            self.told = [*getattr(self, "told", ()), value]
            self.cancel()


def test_cancelling_kills_the_child_at_once(tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    big.write_bytes(ORDERS + b"1001,2026-05-13,Ann,Mug,1,12.50\n" * 400_000)
    progress = StopsAtFirstRows()
    with pytest.raises(Cancelled):
        reading.read_files([big], tmp_path / "s.sqlite", progress)
    assert len(progress.told) == 1  # nothing was heard after the word that it was stopped at
    assert progress.told[0] < 400_000


def test_a_folder_without_tables_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="no csv, txt, json or Excel"):
        reading.read_files([tmp_path / "empty"], tmp_path / "s.sqlite")


def test_a_file_that_went_away(read: Read, tmp_path: Path) -> None:
    found = read(tmp_path / "gone.csv")
    assert "can't be found" in (found.file.refused or "")


def test_a_header_alone_imports_nothing_and_says_so(read: Read) -> None:
    found = read("header.csv", ORDERS)
    assert found.file.refused is None
    assert found.file.rows == 0
    assert any("no rows" in warning for warning in found.file.warnings)


def test_a_known_header_without_its_key_column_is_explained(read: Read) -> None:
    found = read(
        "items.csv",
        "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Discount Amount,Item Total,Currency,Transaction ID,"
        "Listing ID,Date Paid\n07/14/26,Lamp,ann,1,12.00,,0,12.00,USD,1,2,07/14/2026\n",
    )
    assert found.file.format == ""
    assert any("Etsy sold items" in warning and "order id" in warning for warning in found.file.warnings)


def test_two_headers_and_a_total_row(read: Read) -> None:
    found = read(
        "x.csv",
        ORDERS + b"1,2026-05-13,Ann,Mug,1,12.50\n" + ORDERS + b"2,2026-05-14,Bo,Mug,2,25.00\n\nTotal,,,,,37.50\n",
    )
    assert found.rows("orders", "number", "total_minor") == [("1", 1250), ("2", 2500)]
    assert any("left out" in warning for warning in found.file.warnings)


def test_duplicate_header_names_use_the_first_and_say_so(read: Read) -> None:
    found = read("x.csv", "Order number,Order date,Total,Total\n1,2026-05-13,5.00,7.00\n")
    assert found.rows("orders", "total_minor") == [500]
    assert any("Two columns are called “Total”" in warning for warning in found.file.warnings)


def test_nul_bytes_are_left_out_with_a_word(read: Read) -> None:
    found = read("x.csv", ORDERS + b"10\x0001,2026-05-13,An\x00n,Mug,1,12.50\n")
    assert found.rows("orders", "number") == ["1001"]
    assert any("NUL" in warning for warning in found.file.warnings)


def test_a_row_with_too_many_cells_is_rejected_by_number(read: Read) -> None:
    found = read(
        "x.csv",
        ORDERS + b"1,2026-05-13,Ann,Mug,1,12.50\n2,2026-05-13,Bo,Mug, red,1,12.50\n3,2026-05-14,Cy,Mug,1,12.50\n",
    )
    assert found.rows("orders", "number") == ["1", "3"]
    assert [(row, reason) for row, _c, _v, reason in found.rejected] == [
        (3, "The row has more cells than the header: a separator is inside a value")
    ]


def test_an_open_quotation_mark_rejects_its_row_only(read: Read) -> None:
    good = b"".join(b"%d,2026-05-13,Ann,Mug,1,12.50\n" % n for n in range(100, 130))
    found = read(
        "x.csv",
        ORDERS + b'1,2026-05-13,Ann,Mug,1,12.50\n2,2026-05-13,Bo,"Mug 3",1,5\n3,2026-05-13,Bo,"Mug 3,1,5\n' + good,
    )
    assert found.rows("orders", "number") == ["1", "2"]
    ((row, _column, _value, reason),) = found.rejected
    assert (row, "quotation mark" in reason) == (4, True)


@pytest.mark.parametrize(
    ("column", "row", "reason"),
    [
        ("Order date", "1,31/31/26,Ann,Mug,1,12.50", "Not a date"),
        ("Order date", "1,00/00/00,Ann,Mug,1,12.50", "Not a date"),
        ("Order date", "1,1970-01-01,Ann,Mug,1,12.50", "Not a likely date for a shop"),
        ("Order date", "1,2099-12-31,Ann,Mug,1,12.50", "Not a likely date for a shop"),
        ("Total", "1,2026-05-13,Ann,Mug,1,a lot", "Not a number"),
        ("Quantity", "1,2026-05-13,Ann,Mug,one,12.50", "Not a number"),
        ("Quantity", "1,2026-05-13,Ann,Mug,1.5,12.50", "Not a whole number"),
        ("Order number", ",2026-05-13,Ann,Mug,1,12.50", "Required value missing"),
        ("Order number", "5.27762E+12,2026-05-13,Ann,Mug,1,12.50", "A spreadsheet shortened this number"),
    ],
)
def test_a_bad_cell_names_row_column_value_and_reason(column: str, row: str, reason: str, read: Read) -> None:
    found = read(
        "x.csv",
        ORDERS.decode()
        + "7,2026-05-13,Bo,Cup,2,5.00\n8,2026-05-14,Bo,Cup,2,5.00\n9,2026-05-15,Bo,Cup,2,5.00\n"
        + row
        + "\n",
    )
    assert found.rows("orders", "number") == ["7", "8", "9"]
    ((at, named, value, why),) = found.rejected
    assert (at, named) == (5, column)
    assert why.startswith(reason)
    assert value == dict(zip(ORDERS.decode().strip().split(","), row.split(","), strict=True))[column]


def test_negative_quantities_are_returns_and_stay(read: Read) -> None:
    found = read("x.csv", ORDERS + b"1,2026-05-13,Ann,Mug,-2,-25.00\n")
    assert found.rows("lines", "quantity", "order_number") == [(-2, "1")]
    assert found.rows("orders", "total_minor") == [-2500]


def test_currencies_mixed_are_said_and_kept_apart(read: Read) -> None:
    found = read("x.csv", "Order number,Order date,Total,Currency\n1,2026-05-13,5.00,EUR\n2,2026-05-13,1500,JPY\n")
    assert found.rows("orders", "total_minor", "currency") == [(500, "EUR"), (1500, "JPY")]
    assert any("EUR, JPY" in warning for warning in found.file.warnings)


def test_a_far_empty_formatted_cell_is_harmless(read: Read) -> None:
    rows = [
        f'<row r="1">{text_cell("A1", "Rating")}{text_cell("B1", "Review")}</row>',
        f'<row r="2">{text_cell("A2", "5")}{text_cell("B2", "Very nice")}</row>',
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>',
    ]
    body = "".join(rows)
    found = read("formatted.xlsx", xlsx(f"<sheetData>{body}</sheetData>"))
    assert found.rows("reviews", "rating", "text") == [(5.0, "Very nice")]


def test_tables_inside_a_zip_are_read_each(read: Read) -> None:
    found = read("both.zip", zip_of(a__csv=b"Rating,Review\n5,Lovely mug\n", b__xlsx=plain_book(), notes__md=b"x"))
    assert [file.name for file in found.files] == ["both.zip › a.csv", "both.zip › b.xlsx"]
    assert found.rows("reviews", "text") == ["Lovely mug", "Lovely, thank you", "It broke at once"]
