"""Files that would keep the program busy for ever: each is refused at once, and the good file beside them comes in."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storeapp.exchange import reading
from storeapp.kernel import child
from tests.exchange.reading.conftest import Read
from tests.exchange.reading.hostile import ods, ods_row, xlsx

GOOD = b"Order number,Order date,Total,Currency\n77,2026-05-01,3.00,EUR\n"
CELL = '<c r="{ref}"><v>1</v></c>'
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Order number</t></is></c><c r="B1"><v>2</v></c></row>'


def sheet(cell: str) -> bytes:
    return xlsx(f'<sheetData>{HEAD}<row r="2">{cell}</row></sheetData>')


ATTACKS: dict[str, Callable[[], bytes]] = {
    "tags.xlsx": lambda: xlsx("<sheetData>" + "<c" * 330_000 + "</sheetData>"),
    "tags_with_blanks.xlsx": lambda: xlsx("<sheetData>" + "<c " * 330_000 + "</sheetData>"),
    "attributes.xlsx": lambda: xlsx("<sheetData><row><c " + ' r="A1"' * 120_000 + "</row></sheetData>"),
    "blanks.xlsx": lambda: xlsx("<sheetData><row><c " + " " * 900_000 + "</row></sheetData>"),
    "wide_reference.xlsx": lambda: sheet(CELL.format(ref="AAAAAAAA1")),
    "high_reference.xlsx": lambda: sheet(CELL.format(ref="A99999999999")),
    "no_reference.xlsx": lambda: sheet(CELL.format(ref="")),
    "row_zero.xlsx": lambda: sheet(CELL.format(ref="A0")),
    "negative_row.xlsx": lambda: sheet(CELL.format(ref="A-1")),
    "no_text_of_this_number.xlsx": lambda: sheet('<c r="A2" t="s"><v>99999999</v></c>'),
    "far_cell.xlsx": lambda: sheet(CELL.format(ref="ALL24999")),
    "far_cell_of_another_prefix.xlsx": lambda: sheet('<x:c r="XFD1048576"><v>1</v></x:c>'),
    "row_without_end.ods": lambda: ods(A=ods_row("Order number", "Total") + ods_row("1", "2", repeated=10**9)),
    "lists.json": lambda: b"[" * 900_000,
    "objects.json": lambda: b'{"a":' * 400_000,
    "signs.xls": lambda: b"<table>" + b"<![" * 100_000,
    "marks.csv": lambda: b'"' * 500_000,
    "high_bytes.csv": lambda: b"\xff" * 300_000,
    "columns.csv": lambda: ",".join(f"c{n}" for n in range(300_000)).encode() + b"\n",
}
HARMLESS: dict[str, Callable[[], bytes]] = {
    "blanks_in_a_date.csv": lambda: b"Order number,Order date,Total\n1,14" + b" " * 190_000 + b"May,2\n",
    "blanks_in_an_amount.csv": lambda: b"Order number,Total\n1,1" + b" " * 190_000 + b"x\n",
}


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes of this kind")
def test_everything_is_refused_at_once_and_the_good_file_comes_in(read: Read, tmp_path: Path) -> None:
    import resource

    folder = tmp_path / "files"
    folder.mkdir()
    for name, content in {**ATTACKS, **HARMLESS}.items():
        (folder / name).write_bytes(content())
    os.mkfifo(folder / "pipe.csv")
    listener = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket may be no longer than some hundred letters
    try:
        listener.bind("socket.csv")
    finally:
        os.chdir(here)
    (folder / "zeros.csv").symlink_to("/dev/zero")
    (folder / "loop.csv").symlink_to("loop.csv")
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/\xff\n.csv"))
    odd.write_bytes(GOOD)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    found = read(*(folder / name for name in (*ATTACKS, *HARMLESS)), *map(folder.joinpath, (
        "pipe.csv", "socket.csv", "zeros.csv", "loop.csv")), odd, Path("/dev/zero"), Path("/dev/random"))  # fmt: skip
    listener.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    refused = {file.name for file in found.files if file.refused}
    assert refused >= {*ATTACKS, "pipe.csv", "socket.csv", "zeros.csv", "loop.csv", "zero", "random"}
    assert found.files[-3].name == "��.csv"
    assert found.rows("orders", "number")[-1] == "77"
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert used < 2 * len(found.files)
    assert used < 20, f"{used:.1f} s of computing, {time.monotonic() - began:.1f} s of waiting"


def test_a_folder_leaves_out_what_is_no_file(read: Read, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "good.csv").write_bytes(GOOD)
    (folder / "itself.csv").symlink_to(".")
    if sys.platform != "win32":
        os.mkfifo(folder / "pipe.csv")
    assert read(folder).rows("orders", "number") == ["77"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts the time of the whole process")
def test_a_small_file_gets_no_more_than_seconds_of_computing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "slow.csv"
    place.write_bytes(GOOD)
    good = tmp_path / "good.csv"
    good.write_bytes(GOOD)
    script = tmp_path / "slow_reader.py"
    script.write_text(
        "import sys\nfrom storeapp.exchange import child\nusual = child.recognise\n"
        "def recognise(item, choice, reading):\n"
        "    while item.name == 'slow.csv':\n        pass\n"
        "    return usual(item, choice, reading)\n"
        "child.recognise = recognise\nsys.exit(child.main())\n",
        "utf-8",
    )
    monkeypatch.setattr(child, "command", lambda _name: [sys.executable, str(script)])
    slow, fine = reading.read_files([place, good], tmp_path / "staging.sqlite")
    assert "more memory or time" in (slow.refused or "")
    assert fine.rows == 1
