"""Cells that spreadsheets spoil are recognised and never believed; what a person typed is."""

from __future__ import annotations

import pytest

from storeapp.exchange.helper_workbooks.cells import plain, read
from storeapp.exchange.helper_workbooks.records import Raw, TaskColumn

ID, TEXT, DAY = (
    TaskColumn("id", "Id", "id"),
    TaskColumn("text", "Text", "long", True),
    TaskColumn("day", "Day", "date", True),
)
TICK = TaskColumn("tick", "Sent", "tick", True)
PICK = TaskColumn(
    "pick", "Reason", "choice", True, choices=(("faulty", "Product: Faulty"), ("late", "Delivery: Too late"))
)


@pytest.mark.parametrize(
    ("column", "base", "raw"),
    [
        (ID, "4006381333931123", 4.006381333931123e15),
        (ID, "4006381333931123", "4.00638E+15"),
        (ID, "", "4.00638E+12"),
        (ID, "", 4.00638e17),
        (ID, "00123", 123.0),
        (ID, "00123", "123"),
        (ID, "3-12", {"d": "2026-03-12"}),
        (ID, "MAR1", {"d": "2026-03-01"}),
        (ID, "SEP-7", "2026-09-07"),
        (ID, "", {"d": "2026-09-07"}),
        (TEXT, "1.10", 1.1),
        (TEXT, 'It\'s "fine" -- really...', "It’s “fine” — really…"),
        (TEXT, "Two  \nlines", "Two\u00a0 \nlines"),
        (TEXT, "灯很漂亮", "????"),
        (TEXT, "cut […]", "cut and changed"),
        (TEXT, "words", {"f": ""}),
    ],
)
def test_damage(column: TaskColumn, base: str, raw: Raw) -> None:
    """What a spreadsheet did by itself is said with a sentence and is no edit."""
    said = read(column, raw, base)
    assert said.damage
    assert said.why


@pytest.mark.parametrize(
    ("column", "base", "raw", "text"),
    [
        (ID, "4711", 4711.0, "4711"),
        (ID, "", " LX 12 DE ", "LX 12 DE"),
        (ID, "", "ＬＸ\u200b１２\u202e", "LX12"),
        (TEXT, "", "#1 in our shop!", "#1 in our shop!"),
        (TEXT, "a\nb", "a\r\nb", "a\nb"),
        (TEXT, "fine", "fine  ", "fine"),
        (TEXT, "=1+1", "'=1+1", "=1+1"),
        (TEXT, "", "=1+1", "=1+1"),
        (TEXT, "", {"f": "42"}, "42"),
        (TEXT, "gone", None, ""),
        (TEXT, "gone", "  ", ""),
        (DAY, "", {"d": "2026-07-14T00:00:00"}, "2026-07-14"),
        (DAY, "2026-07-14", "14.07.2026", "2026-07-14"),
        (DAY, "", "14/7/26", "2026-07-14"),
        (DAY, "", "07/14/2026", "2026-07-14"),
        (DAY, "", "2026年7月14日", "2026-07-14"),
        (DAY, "", 46217.0, "2026-07-14"),
        (TICK, "", "✓", "yes"),
        (TICK, "", True, "yes"),
        (TICK, "", "是", "yes"),
        (TICK, "", 1.0, "yes"),
        (TICK, "", "no", ""),
        (PICK, "", "product: faulty", "faulty"),
        (PICK, "", "Too late", "late"),
        (PICK, "late", "", ""),
    ],
)
def test_what_was_typed(column: TaskColumn, base: str, raw: Raw, text: str) -> None:
    """What a person typed is read as they meant it."""
    said = read(column, raw, base)
    assert (said.text, said.why) == (text, "")


@pytest.mark.parametrize(
    ("column", "raw"),
    [(DAY, "03/04/2026"), (DAY, "soon"), (DAY, "2026-02-30"), (DAY, 7.0), (TICK, "maybe"), (PICK, "Broken")],
)
def test_what_nobody_can_tell(column: TaskColumn, raw: Raw) -> None:
    """What has two meanings, or none, is refused with a sentence and not guessed."""
    said = read(column, raw, "")
    assert said.why
    assert not said.damage


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#DIV/0!", "#WERT!", "#¿NOMBRE?", "#Н/Д", "#ССЫЛКА!", "Err:502"])
def test_an_error_is_nobodys_word(shown: str) -> None:
    """Where a formula fails, nothing is applied, whatever the file made of it."""
    for raw in (shown, {"f": shown}, {"e": shown}):
        said = read(TEXT, raw, "kept")
        assert said.damage
        assert shown in said.why


def test_plain_forgets_only_typesetting() -> None:
    """Words that differ stay different."""
    assert plain("“a” – b…") == plain('"a" -- b...')
    assert plain("a b") != plain("ab")
