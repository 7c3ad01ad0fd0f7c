"""The three-way merge against a model: random edits of an owner and two helpers, in any order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storeapp.exchange.helper_workbooks.joining import joined, merged, sentences
from storeapp.exchange.helper_workbooks.records import BaseRow, CellChange, ReturnedRow, TaskColumn
from storeapp.exchange.helper_workbooks.three_way import row_changes

COLUMNS = {
    "reply": TaskColumn("reply", "Reply", "long", True),
    "note": TaskColumn("note", "Note", "text", True),
    "text": TaskColumn("text", "Text", "long"),
}
WORDS = st.sampled_from(["", "One.", "Two. Three.", "Four! Five? Six.", "七。八。", "ten\neleven"])
ROWS = 4
Grid = dict[tuple[int, str], str]


def grids(keys: tuple[str, ...] = ("reply", "note", "text")) -> st.SearchStrategy[Grid]:
    """Edits: some cells with new words."""
    return st.dictionaries(st.tuples(st.integers(1, ROWS), st.sampled_from(keys)), WORDS, max_size=6)


def compare(base: Grid, mine: Grid, theirs: Grid) -> list[CellChange]:
    """The changes of all rows."""
    found: list[CellChange] = []
    for number in range(1, ROWS + 1):
        as_left, now = ({key: grid[number, key] for key in COLUMNS} for grid in (base, mine))
        raw: dict[str, Any] = {key: theirs[number, key] for key in COLUMNS}
        back = ReturnedRow("Sheet", number, number, "", raw)
        rows = row_changes(COLUMNS, BaseRow(number, number, as_left), now, back, {})
        found += [one for one in rows if one is not None]
    return found


def full(edits: Grid, over: Grid) -> Grid:
    """Every cell: the edits over what was there."""
    return {(row, key): edits.get((row, key), over[row, key]) for row in range(1, ROWS + 1) for key in COLUMNS}


@settings(max_examples=150, deadline=None)
@given(grids(), grids(("reply", "note")), grids(), grids())
def test_nobody_loses_an_edit_unseen(start: Grid, own: Grid, first: Grid, second: Grid) -> None:
    """What only a helper changed is applied, what both changed is shown, in either order of return."""
    empty: Grid = {(row, key): "" for row in range(1, ROWS + 1) for key in COLUMNS}
    base = full(start, empty)
    mine = full(own, base)
    backs = (full(first, base), full(second, base))
    ends = []
    for order in ((0, 1), (1, 0)):
        now, shown = dict(mine), set()
        for which in order:
            theirs = backs[which]
            changes = compare(base, now, theirs)
            states = {(one.number, one.column): one.state for one in changes}
            for cell in base:
                edited, touched = theirs[cell] != base[cell], now[cell] != base[cell]
                if not COLUMNS[cell[1]].editable:
                    assert (cell in states) == (edited and theirs[cell] != now[cell]), "a grey cell is only shown"
                elif edited and theirs[cell] != now[cell]:
                    assert states[cell] == ("conflict" if touched else "apply")
                elif touched and not edited:
                    assert states[cell] == "keep"
                else:
                    assert cell not in states
            shown |= {cell for cell, state in states.items() if state == "conflict"}
            now |= {(one.number, one.column): one.theirs for one in changes if one.state == "apply"}
            assert not [one for one in compare(base, now, theirs) if one.state == "apply"], "twice is once"
        ends.append((now, shown))
    (one, shown_one), (other, shown_other) = ends
    assert all(one[cell] == other[cell] or cell in shown_one | shown_other for cell in base)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("One. Two. Three.", "Eins. Two. Three.", "One. Two. Drei.", "Eins. Two. Drei."),
        ("One. Two. Three.", "One. Three.", "One. Two. Three. Four.", "One. Three. Four."),
        ("一。二。三。", "壹。二。三。", "一。二。叁。", "壹。二。叁。"),
        ("One. Two.", "Uno. Two.", "Eins. Two.", None),
        ("", "Mine", "Theirs", None),
        ("First line\nSecond", "First line!\nSecond", "First line\nSecond, longer", "First line!\nSecond, longer"),
    ],
)
def test_texts_are_merged_by_sentences(base: str, mine: str, theirs: str, both: str | None) -> None:
    """Changes in different sentences stand in one text; in the same one a person has to choose."""
    assert merged(base, mine, theirs) == both
    assert merged(base, theirs, mine) == both


def test_keep_both_loses_nothing() -> None:
    """Where sentences can't be merged both texts stand, the helper's above."""
    assert joined("Old", "Mine", "Theirs") == "Theirs\nMine"
    assert joined("Old", "Mine and more", "Mine") == "Mine and more"
    assert joined("Old", "", "Theirs") == "Theirs"


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab.!。 \n", max_size=40), st.lists(st.sampled_from("xyz"), max_size=3))
def test_one_sided_merge_is_that_side(base: str, more: list[str]) -> None:
    """A merge with an untouched side gives the other; sentences put together are the text."""
    assert "".join(sentences(base)) == base
    changed = base + "".join(f" {one}." for one in more)
    if base.strip():
        assert merged(base, base, changed) == changed
        assert merged(base, changed, base) == changed
