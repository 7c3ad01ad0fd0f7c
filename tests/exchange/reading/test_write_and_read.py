"""What the program writes it reads again to the same values: rejected rows, the lists of a report, set-ups."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storeapp.derived import DERIVED
from storeapp.exchange import mending, reading, setups, staging
from storeapp.exchange.fields import FIELDS
from storeapp.exchange.foreign.formats import Library
from storeapp.exchange.foreign.opening import FileToRead, open_table
from storeapp.exchange.foreign.plan import PlanChoice
from storeapp.exchange.foreign.stage import ReadingRun, recognise, stage
from storeapp.reports import service as reports
from storeapp.reports.rules import Scope
from storeapp.store.db import Database
from tests.make import Make
from tests.rotation import times

HEADER = ("Order number", "Order date", "Customer", "Product", "Total", "Note")
NASTY = (
    "=1+1", "+49 171", "-5", "@home", "0012", "00012345678901234567", "'quoted", '="7"', "a\nb", "a\r\nb", "a\rb",
    "😀👍🏽", "杯子，大号", "Кружка", "عربي", "a,b;c|d\te", 'say "hi"', '"', "'", " padded ", "_x0041_", "1E+12",
    "5.27762E+12", "2026-07-14", "13/05/26", "1,234.56", "TRUE", "None", "#N/A", "<b>&amp;</b>", "x" * 300, "…",
)  # fmt: skip
TEXTS = st.sampled_from(NASTY) | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff\ufffe\uffff"), max_size=20
)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), min_size=1, max_size=6)


def read_here(path: Path, into: Path, **choice: Any) -> Any:
    """The file read in this very process; the staging file's connection."""
    connection = staging.connect(into, fresh=True)
    item, wanted, run = (
        FileToRead(path.name, path, str(path)),
        PlanChoice(**choice),
        ReadingRun(connection, Library(), date(2026, 11, 22)),
    )
    stage(run, 1, item, wanted, recognise(item, wanted, run), lambda done, total: None)
    return connection


def cells_of(path: Path) -> list[list[str]]:
    """The header and the rows of a file as our own reader sees them."""
    table = open_table(FileToRead(path.name, path, str(path)), PlanChoice(), Library()).table
    return [table.header, *(row for block in table.blocks() for row in block.cells)]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@settings(
    max_examples=times("written rows", 15, 200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS)
@example(rows=[(text, text, text, text) for text in NASTY])
def test_rejected_rows(rows: Sequence[tuple[str, ...]], suffix: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("rejected")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerow(("1", "2026-05-13", "Ann", "Mug", "5.00", ""))
    for number, (customer, product, total, note) in enumerate(rows, 2):
        writer.writerow((number, "31/31/26", customer, product, total, note))  # no row has a day that there is
    (folder / "orders.csv").write_bytes(out.getvalue().encode())
    connection = read_here(folder / "orders.csv", folder / "s.sqlite")
    kept = [json.loads(cells) for (cells,) in connection.execute("SELECT cells FROM rejected ORDER BY row")]
    connection.close()
    if any(len(cells) != len(HEADER) for cells in kept):
        return  # a quotation mark that never ends swallowed the rest, which is told as such
    again = folder / f"again{suffix}"
    assert mending.save_rejected(folder / "s.sqlite", 1, again) == len(kept)
    header, *found = cells_of(again)
    assert header == [*HEADER, "Reason"]
    assert [row[:-1] for row in found] == kept
    assert [row[2:] for row in kept] == [[*row] for row in rows] or len(kept) != len(rows)


# A column of hardly more than digits would not be taken for reviews.
LIST_TEXTS = TEXTS.filter(
    lambda text: text.strip() == text and "\r" not in text and not re.fullmatch("[0-9.,/★☆⭐ ]*", text)
)


@settings(
    max_examples=times("lists", 6, 60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(LIST_TEXTS, min_size=1, max_size=4))
@example(texts=[text for text in NASTY if text.strip() == text and "\r" not in text])
def test_the_lists_of_a_report(
    texts: list[str], blank_shop: Path, clock: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("report")
    shutil.copytree(blank_shop, folder / "shop")
    db = Database.open(folder / "shop", clock, derived=DERIVED)
    make = Make(db)
    channel = make.channel(currency="EUR")
    days = [f"2026-05-{min(number, 27) + 1:02}" for number in range(len(texts))]
    for number, (said, day) in enumerate(zip(texts, days, strict=True)):
        bought = {"placed_on": day, "currency": "EUR", "total_minor": number * 1999 + 1, "status": "delivered"}
        name, stars = f"Buyer {number}", number % 5 + 1
        order = make.order(channel_id=channel, number=f"{number:04}", buyer_name=name, ship_country="DE", **bought)
        judged = {"stars": stars, "rating": float(stars), "scale": 5, "text": said, "posted_on": day}
        answer = {"reply": said, "replied_on": day}
        make.review(channel_id=channel, order_id=order, order_number=f"{number:04}", **judged, **answer)
    reports.save_overview(db, folder / "r.xlsx", Scope("all", names=True))
    db.close()
    orders = read_here(folder / "r.xlsx", folder / "o.sqlite", sheet="Orders")
    found = orders.execute("SELECT number, placed_on, total_minor, buyer_name, status FROM orders ORDER BY seq")
    assert found.fetchall() == [(f"{n:04}", day, n * 1999 + 1, f"Buyer {n}", "delivered") for n, day in enumerate(days)]
    orders.close()
    reviews = read_here(folder / "r.xlsx", folder / "r.sqlite", sheet="Reviews")
    found = reviews.execute("SELECT order_number, posted_on, stars, text, reply, replied_on FROM reviews ORDER BY seq")
    assert found.fetchall() == [
        (f"{n:04}", day, n % 5 + 1, said, said, day) for n, (said, day) in enumerate(zip(texts, days, strict=True))
    ]
    reviews.close()


def test_a_saved_set_up_reads_its_own_file_to_the_same_records(read: Any) -> None:
    content = (
        "Ref;Wann;Wer;Was;Menge;Einzelpreis;Geburtsdatum\n"
        "A1;14.07.2026;Ann Example;Tasse blau;2;12,50 €;01.02.1980\nA2;03.07.2026;Bo;Tasse rot;1;1.012,50 €;\n"
    )
    mapping = {0: "orders.number", 1: "orders.placed", 2: "customers.name", 3: "products.title", 4: "lines.quantity"}
    tables = ("customers", "products", "orders", "lines")
    first = read("x.csv", content, mapping=mapping)
    known = {table: first.rows(table, "*") for table in tables}
    setup = json.loads(json.dumps(reading.setup_of(first.path, 1, "Kasse ‘=1+1’ 杯")))
    again = read("x.csv", content, setups={first.file.header_key: setup})
    assert again.file.format_title == "Kasse ‘=1+1’ 杯"
    assert {table: again.rows(table, "*") for table in tables} == known
    assert reading.setup_of(again.path, 1)["columns"] == setup["columns"]


HEADERS = st.dictionaries(
    TEXTS.filter(lambda text: bool(text.strip())), st.sampled_from(sorted(FIELDS)), min_size=1, max_size=8
)


@settings(max_examples=times("set-ups", 30, 300), deadline=None)
@given(title=TEXTS, columns=HEADERS, words=st.dictionaries(TEXTS, st.sampled_from(["paid", "shipped"]), max_size=4))
@example(title='"', columns=dict.fromkeys(NASTY, "orders.note"), words=dict.fromkeys(NASTY, "paid"))
def test_the_file_of_a_set_up(title: str, columns: dict[str, str], words: dict[str, str]) -> None:
    raw = {"title": title, "columns": columns, "status": words, "need": list(columns), "scale": 5.0, "fill_down": True}
    assert tomllib.loads(setups.as_toml(raw)) == {key: value for key, value in raw.items() if value not in ("", {})}
