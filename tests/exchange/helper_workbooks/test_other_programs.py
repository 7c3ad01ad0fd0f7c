"""Saved again by LibreOffice for real, texts that mean harm, and files that are broken."""

from __future__ import annotations

import csv
import random
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from storeapp.exchange.helper_workbooks import service
from storeapp.exchange.helper_workbooks.records import ReturnComparison
from storeapp.kernel.cells import guarded
from storeapp.kernel.errors import UserError
from storeapp.store.db import Database
from storeapp.store.tables import Action, Review
from tests.exchange.helper_workbooks.hands import back, column, edit, filling, give
from tests.make import Make

OFFICE = shutil.which("soffice")
PAYLOADS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "|cmd", '=HYPERLINK("http://x")',
    "=cmd|' /C calc'!A0",
    "＝1+1", "'=1+1", "''quoted", "_x0041_", "_x000D_", "00123", "1E5", "1/2", "MAR1", "TRUE",
    "#N/A", "=", "''", '"',
    "a\tb", "line\nbreak", "<b>bold</b>", "&amp;", "]]>", "\u202eright to left", "emoji 🎉👩‍👩‍👧",
    "中文，评论", "مرحبا",
    "1,234.56", "2026-01-02", "12:30", "  two  blanks", "€5", "100%", "(1)", "{=A1}", "DDE(\"a\")",
    "x" * 3000, "İı",
)  # fmt: skip


def hostile(count: int) -> list[str]:
    """So many different texts, each of them bad for some spreadsheet."""
    dice = random.Random(7)
    found = dict.fromkeys(PAYLOADS)
    while len(found) < count:
        found[dice.choice(PAYLOADS)[:200] + dice.choice(" \n;,'=+") + dice.choice(PAYLOADS)[:200]] = None
    return list(found)[:count]


def unescaped(text: str) -> str:
    """A cell's text as a spreadsheet shows it; openpyxl leaves "_x0041_" as the file has it."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def test_500_hostile_texts(db: Database, make: Make, tmp_path: Path) -> None:
    """No text becomes a formula and none comes back changed: as .xlsx, saved again, and as .csv with apostrophes."""
    channel = make.channel()
    texts = hostile(500)
    for text in texts:
        make.review(channel_id=channel, stars=1, text=text, replied_on=None)
    path, plain = tmp_path / "work.xlsx", tmp_path / "work.csv"
    give(db, path, "replies", rows=600)
    sheet = openpyxl.load_workbook(path).worksheets[1]
    assert sheet.max_row == 501
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    assert back(db, path).changes == ()
    rows = [["" if cell.value is None else unescaped(str(cell.value)) for cell in row] for row in sheet]
    with plain.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[guarded(cell.removesuffix(" 00:00:00")) for cell in row] for row in rows])
    assert back(db, plain).changes == ()
    again = edit(path, lambda one: None)
    assert back(db, again).changes == ()


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
def test_saved_again_by_libreoffice(helpers_shop: Database, tmp_path: Path) -> None:
    """Through LibreOffice as .xlsx and .ods: edits are found, nothing else differs, choices and protection stay."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "reasons")
    edit(path, filling([(2, "Note", "=1+1 is no formula"), (3, "Reason", "Product: Faulty")]))
    before = [(one.key, one.theirs) for one in back(helpers_shop, path).changes]
    assert len(before) == 2
    for kind in ("xlsx", "ods"):
        out = tmp_path / kind
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            [str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        [saved] = out.iterdir()
        assert [(one.key, one.theirs) for one in back(helpers_shop, saved).changes] == before
    sheet = openpyxl.load_workbook(tmp_path / "xlsx" / "work.xlsx").worksheets[1]
    assert sheet.protection.sheet
    assert not sheet.cell(2, column(sheet, "Reason")).protection.locked
    assert any(one.type == "list" for one in sheet.data_validations.dataValidation)


def broken(good: bytes) -> dict[str, bytes]:
    """Twenty files that are no workbook a helper could have saved."""
    dice = random.Random(3)
    found = {
        "empty.xlsx": b"",
        "half.xlsx": good[: len(good) // 2],
        "tail.xlsx": good[200:],
        "head only.xlsx": good[:4],
        "text.xlsx": b"just words",
        "zeros.xlsx": b"\x00" * 4000,
        "page.xlsx": b"<html><body>Log in</body></html>",
        "pdf.xlsx": b"%PDF-1.4\n%\xe2\xe3",
        "picture.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "locked.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "lines.csv": b"a,b,c\n1,2,3\n",
        "quote.csv": b'a,b\n"never ends,' + b"x" * 400_000,
    }
    for number in range(7):
        spoilt = bytearray(good)
        for _times in range(40):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        found[f"spoilt {number}.xlsx"] = bytes(spoilt)
    return found


def taken(db: Database, file: Path) -> tuple[list[ReturnComparison], str]:
    """What was found in a file, or the sentence of its refusal."""
    try:
        return service.take_back(db, file).value, ""
    except UserError as why:
        return [], why.sentence


def test_20_broken_workbooks(helpers_shop: Database, tmp_path: Path) -> None:
    """One sentence each and nothing applied; where enough is left to read, only what left is found."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "tracking")
    files = broken(path.read_bytes())
    assert len(files) == 20
    with helpers_shop.read() as conn:
        actions = conn.execute(select(Action.id)).all()
    read = 0
    for name, content in files.items():
        file = tmp_path / name
        file.write_bytes(content)
        found, sentence = taken(helpers_shop, file)
        read += not sentence
        assert sentence == "" or (name in sentence and "\n" not in sentence)
        assert all(one.state != "apply" for comparison in found for one in comparison.changes)
    assert read <= 7, "a flipped bit that nobody reads may leave a workbook whole"
    with helpers_shop.read() as conn:
        assert conn.execute(select(Action.id)).all() == actions


def test_parts_that_mean_harm(helpers_shop: Database, tmp_path: Path) -> None:
    """A workbook with a DTD, and one that unpacks without end, are not opened."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "tracking")
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for name, change in (
        ("dtd.xlsx", {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["xl/workbook.xml"]}),
        ("bomb.xlsx", {"xl/more.xml": b" " * (40 << 20)}),
    ):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as packed:
            for part, content in {**parts, **change}.items():
                packed.writestr(part, content)
        with pytest.raises(UserError):
            service.take_back(helpers_shop, tmp_path / name)


def test_formulas_are_read_as_their_values(helpers_shop: Database, make: Make, tmp_path: Path) -> None:
    """What a helper typed as a formula has no value here, is flagged, and is never carried on."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "tracking")
    edit(path, filling([(2, "Tracking number", '=HYPERLINK("http://x","y")')]))
    [change] = back(helpers_shop, path).changes
    assert (change.state, change.theirs) == ("damaged", "")
    with helpers_shop.read() as conn:
        assert conn.execute(select(Review.id)).first() is not None
