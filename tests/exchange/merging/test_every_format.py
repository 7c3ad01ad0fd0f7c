"""Reviews of every known format come again: less a row, edited, in parts, in another order; the shop stays the same."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from storeapp.exchange import reading, staging
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.paths import resource
from tests.exchange.merging.shop_view import whole
from tests.exchange.merging.staged import StagedFiles
from tests.exchange.merging.test_convergence import Shop
from tests.rotation import CHOSEN, times

FORMATS = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted(Path(str(resource("formats"))).glob("*.toml"))
    if "reviews.rating" in tomllib.loads(path.read_text("utf-8")).get("columns", {}).values()
}
ROWS = 12
few = settings(
    max_examples=times("every format", 2, 20),
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=CHOSEN == "",
)
Rows = dict[str, list[dict[str, Any]]]


def cell(target: str, n: int) -> str:
    """What row `n` holds: a person of its own, but for the last two; two products; a day in four days of March."""
    person = min(n, ROWS - 2)
    values = {
        "reviews.rating": str(1 + n % 5),
        "reviews.title": f"Title {n}" if n % 3 else "",
        "reviews.text": ["", "Lovely lamp and a warm light", "It came late, and the box was wet"][n % 3]
        + f" {n}" * (n % 3 > 0),
        "reviews.posted": (date(2026, 3, 1) + timedelta(days=n % 4)).isoformat(),
        "reviews.reviewer": f"Buyer Number{person}",
        "reviews.key": f"R{n}",
        "reviews.language": "en",
        "customers.email": f"b{person}@example.com",
        "orders.number": f"10{n}",
        "products.external_id": str(7 + n % 2),
        "products.title": f"Lamp {n % 2}",
        "products.sku": f"L{n % 2}",
    }
    return values.get(target, "")


@pytest.fixture(scope="session")
def formats(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """What the real reader makes of one file of each format: records by kind."""
    folder = tmp_path_factory.mktemp("formats")
    paths = []
    for name, found in FORMATS.items():
        used: dict[str, str] = {}  # target -> header
        for header, target in found["columns"].items():
            used.setdefault(target, header)
        headers = list(used.values())
        for need in found["need"]:
            alike = [need] if isinstance(need, str) else need
            headers += [] if set(alike) & set(headers) else alike[:1]
        target_of = {header: target for target, header in used.items()}
        paths.append(folder / f"{name}.csv")
        with paths[-1].open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(headers)
            out.writerows([cell(target_of.get(header, ""), n) for header in headers] for n in range(ROWS))
    files = reading.read_files(paths, folder / "staging.sqlite", today=date(2026, 11, 22))
    assert {file.name: file.format for file in files} == {f"{name}.csv": name for name in FORMATS}
    return {file.format: records(folder / "staging.sqlite", file.file_no) for file in files}


def records(path: Path, file_no: int) -> Rows:
    with closing(staging.look(path)) as connection:
        return {
            record: [
                dict(zip(names, row, strict=True))
                for row in connection.execute(
                    f"SELECT {', '.join(names)} FROM {record} WHERE file_no = ? ORDER BY seq", (file_no,)
                )
            ]
            for record, names in staging.COLUMNS.items()
        }


def file_of(name: str, rows: Rows, reviews: Sequence[dict[str, Any]]) -> StagedFiles:
    """A file of some of the reviews; buyers and products come along."""
    out = StagedFiles()
    out.file(f"{name}.csv", platform=FORMATS[name].get("platform") or "own", format=name, newest_on="2026-03-04")
    for record in ("customers", "products", "orders", "lines"):
        for row in rows[record]:
            out.add(record, **{key: value for key, value in row.items() if key != "file_no"})
    for row in reviews:
        out.add("reviews", **{key: value for key, value in row.items() if key != "file_no"})
    return out


def edited(row: dict[str, Any], what: str) -> dict[str, Any]:
    changes: dict[str, dict[str, Any]] = {
        "text": {"text": "Nothing of it is as it was before"},
        "rating": {
            "rating": 6 - row["rating"] if row["rating"] != 3 else 1,
            "stars": 6 - row["stars"] if row["stars"] != 3 else 1,
        },
        "day": {"posted_on": "2026-03-04" if row["posted_on"] == "2026-03-03" else "2026-03-03", "posted_at": None},
        "reply": {"reply": "Thank you", "replied_on": "2026-03-09"},
        "title": {"title": "Another title"},
    }
    return row | changes[what]


@pytest.fixture(params=sorted(FORMATS))
def bench(request: pytest.FixtureRequest, formats: dict[str, Rows], blank_shop: Path, clock: FixedClock) -> Any:
    name = request.param
    return name, formats[name], lambda: Shop(blank_shop, clock)


def counts(shop: Shop) -> tuple[int, int, int]:
    """Reviews, questions, reviews known to be gone."""
    with shop.db.read() as conn:
        one = [
            conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in ("reviews", "review_pairs")
        ]
        gone = conn.exec_driver_sql("SELECT count(*) FROM review_absences WHERE back_at IS NULL").scalar_one()
    return (*one, gone)


def reviews_of(shop: Shop) -> Any:
    return whole(shop.db)["reviews"]


def test_the_same_rows_in_any_parts_are_the_same_reviews(bench: tuple[str, Rows, Callable[[], Shop]]) -> None:
    name, rows, new_shop = bench
    count = len(rows["reviews"])
    assert count >= 8  # an order without stars has no review
    once = new_shop()
    once.bring_in(file_of(name, rows, rows["reviews"]))
    wanted = reviews_of(once)
    assert counts(once) == (count, 0, 0)

    @few
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        by = data.draw(st.sampled_from(["posted_on", "listing_key", "half", "any"]))
        part = {"half": lambda n, row: n < count // 2, "any": lambda n, row: data.draw(st.integers(0, 2))}
        parts: dict[Any, list[dict[str, Any]]] = {}
        for n, row in enumerate(rows["reviews"]):
            parts.setdefault(part.get(by, lambda n, row: row[by])(n, row), []).append(row)
        shop = new_shop()
        for one in data.draw(st.permutations(list(parts.values()))):
            shop.bring_in(file_of(name, rows, one))
        shop.bring_in(file_of(name, rows, data.draw(st.permutations(rows["reviews"]))))
        assert reviews_of(shop) == wanted
        assert counts(shop)[:2] == (count, 0)
        shop.close()

    check()
    once.close()


def test_a_row_less_or_edited_makes_no_second_review(bench: tuple[str, Rows, Callable[[], Shop]]) -> None:
    name, rows, new_shop = bench
    all_rows = rows["reviews"]
    known_person = any(row["key"] or row["reviewer"] or row["customer_key"] for row in all_rows)

    @few
    @given(
        place=st.integers(0, len(all_rows) - 1),
        what=st.sampled_from(["text", "rating", "day", "reply", "title"]),
        data=st.data(),
    )
    def check(place: int, what: str, data: st.DataObject) -> None:
        shop = new_shop()
        shop.bring_in(file_of(name, rows, all_rows))
        shop.bring_in(file_of(name, rows, [row for n, row in enumerate(all_rows) if n != place]))
        inner = all_rows[place]["posted_on"] in ("2026-03-02", "2026-03-03")
        assert counts(shop) == (len(all_rows), 0, int(inner))
        if what == "day" and not all_rows[place]["posted_on"]:
            what = "text"  # the format tells no day
        other = [edited(row, what) if n == place else row for n, row in enumerate(all_rows)]
        for again in (other, data.draw(st.permutations(other)), all_rows, other):
            shop.bring_in(file_of(name, rows, again))
            found, asked, _gone = counts(shop)
            assert found == len(all_rows) or (asked and not known_person), (what, place)
        shop.close()

    check()
