"""`storeapp helper`: workbooks out and back on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result

from storeapp.commands import cli
from storeapp.kernel.clock import FixedClock
from storeapp.store.db import Database
from tests.articles.making import article
from tests.make import Make


def test_out_and_back(db: Database, make: Make, clock: FixedClock, tmp_path: Path) -> None:
    """Exported, listed, tried, applied, undone; a file that is none ends with its sentence and exit code 1."""
    for number in ("001", "002", "003"):
        make.order(number=number, placed_on="2026-07-01")
    path = tmp_path / "work.xlsx"

    def run(*words: object) -> Result:
        return CliRunner().invoke(cli, ["helper", *map(str, words), "--shop", str(db.folder)], obj=clock)

    made = run("export", path, "--task", "tracking", "--to", "Mia", "--until", "2026-07-10", "--rows", 2)
    assert made.exit_code == 0, made.output
    assert "2 rows" in made.output
    assert "overdue since 2026-07-10" in run("list").output
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    places = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, places["Tracking number"]).value = "LX1"
    sheet.cell(2, places["Country"]).value = "DE"
    sheet.cell(3, places["Shipped on"]).value = "yesterday"
    sheet.cell(4, places["Tracking number"]).value = "LX2"
    book.save(path)
    tried = json.loads(run("merge", path, "--dry-run", "--json").output)
    counts = {name: len(tried[0][name]) for name in ("applied", "conflicts", "new", "locked", "rejected")}
    assert counts == {"applied": 1, "conflicts": 0, "new": 1, "locked": 1, "rejected": 1}
    assert "Would be applied: 1" in run("merge", path, "--dry-run").output
    assert len(json.loads(run("merge", path, "--json").output)[0]["applied"]) == 1
    again = run("merge", path, "--json")
    assert json.loads(again.output)[0]["applied"] == []
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    refused = run("merge", other, path)
    assert refused.exit_code == 1
    assert "other.csv is no workbook" in refused.output
    assert run("export", path, "--task", "translate").exit_code == 1


def test_articles_to_translate(db: Database, clock: FixedClock, tmp_path: Path) -> None:
    """By language, in the helper's own words, so many articles whole."""
    for n in range(3):
        article(db, f"Wool {n}", body="# Wool\n\nCold water.", language="en")
    path = tmp_path / "work.xlsx"
    words = ["helper", "export", str(path), "--task", "translate", "--into", "es", "--rows", "2", "--language", "es"]
    made = CliRunner().invoke(cli, [*words, "--shop", str(db.folder)], obj=clock)
    assert made.exit_code == 0, made.output
    read_me, sheet, _hidden = openpyxl.load_workbook(path).worksheets
    assert sheet.max_row == 7
    assert sheet.cell(1, 5).value == "Traducción: Español"
    assert "Léame" in read_me.title
