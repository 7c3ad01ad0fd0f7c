"""A workbook out and back: what a helper typed gets in once, everything else is shown, nothing is lost."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from storeapp.exchange.helper_workbooks import queries, service
from storeapp.exchange.helper_workbooks.records import Decision
from storeapp.exchange.helper_workbooks.service import GivenWork
from storeapp.exchange.helper_workbooks.whose_row import row_choices, say_whose
from storeapp.kernel.errors import UserError
from storeapp.orders.service import correct_days
from storeapp.reputation.replies.service import keep_draft
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import Case, Order, ReplyDraft, Review
from tests.exchange.helper_workbooks.hands import back, column, edit, filling, give, states
from tests.make import Make

TRACKED = "Tracking number"


def tracking_of(db: Database) -> dict[int, str]:
    """Order -> its tracking number, where it has one."""
    with db.read() as conn:
        rows = conn.execute(select(Order.id, Order.tracking).where(Order.tracking != ""))
        return {row.id: row.tracking for row in rows}


def test_the_workbook_says_what_it_is(helpers_shop: Database, tmp_path: Path) -> None:
    """A sheet to read first, grey locked cells, choices, limits, notes, a hidden copy, and no buyer's name."""
    path = tmp_path / "work.xlsx"
    given = give(helpers_shop, path, "reasons", why="Before the meeting")
    book = openpyxl.load_workbook(path)
    read_me, sheet, hidden = book.worksheets
    words = " ".join(str(cell.value) for row in read_me for cell in row if cell.value)
    assert "Mia" in words
    assert "Before the meeting" in words
    assert hidden.sheet_state == "hidden"
    assert sheet.freeze_panes == "B2"
    assert sheet.protection.sheet
    reason = column(sheet, "Reason")
    assert not sheet.cell(2, reason).protection.locked
    assert sheet.cell(2, column(sheet, "Case")).protection.locked
    assert sheet.cell(1, reason).comment is not None
    lists = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert hidden.title in lists[0].formula1
    assert sheet.cell(2, 1).value == f"{given.code}-0001"
    with helpers_shop.read() as conn:
        assert [one.helper for one in queries.workbooks(conn)] == ["Mia"]
    give(helpers_shop, path, "tracking")
    sheet = openpyxl.load_workbook(path).worksheets[1]
    buyers = {sheet.cell(row, column(sheet, "Buyer")).value for row in range(2, 14)}
    assert buyers == {"Buyer 1", "Buyer 2", "Buyer 3"}
    assert "00047" in {sheet.cell(row, column(sheet, "Order number")).value for row in range(2, 14)}


def test_untouched_changes_nothing(helpers_shop: Database, tmp_path: Path) -> None:
    """What nobody edited is no difference, for every task, also saved again by another program."""
    for task in ("replies", "tracking", "reasons"):
        path = tmp_path / f"{task}.xlsx"
        give(helpers_shop, path, task)
        assert back(helpers_shop, path).changes == ()
        assert back(helpers_shop, edit(path, lambda sheet: None)).changes == ()


def test_edits_get_in_once_and_come_out_with_one_undo(helpers_shop: Database, tmp_path: Path) -> None:
    """Applied in one action; the same file again changes nothing; Undo takes all of it back."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "tracking")
    edit(
        path, filling([(2, TRACKED, "00340434161094042557"), (2, "Shipped on", "2026-07-14"), (3, TRACKED, "LX 1 DE")])
    )
    found = back(helpers_shop, path)
    assert set(states(found).values()) == {"apply"}
    assert service.apply(helpers_shop, found).value == 3
    assert sorted(tracking_of(helpers_shop).values()) == ["00340434161094042557", "LX 1 DE"]
    assert back(helpers_shop, path).of("apply", "conflict") == []
    copied = tmp_path / "sent again under another name.xlsx"
    copied.write_bytes(path.read_bytes())
    assert service.apply(helpers_shop, back(helpers_shop, copied)).value == 0
    journal.undo(helpers_shop)
    assert tracking_of(helpers_shop) == {}
    assert len(back(helpers_shop, path).of("apply")) == 3


def test_both_changed_is_a_conflict(helpers_shop: Database, tmp_path: Path) -> None:
    """Only mine stays; of what both changed nothing counts before the owner decides, and that is remembered."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "reasons")
    edit(path, filling([(2, "Note", "Asked for photos. They came."), (3, "Reason", "Product: Faulty")]))
    with helpers_shop.read() as conn:
        first, *_others = conn.execute(select(Case.id).order_by(Case.id)).scalars()
    with helpers_shop.write("Edits") as tx:
        tx.update(Case, first, note="Asked for daylight photos. Waiting.", next_step="Call")
    found = back(helpers_shop, path)
    by_column = {one.column: one for one in found.changes if one.record == first}
    assert (by_column["note"].state, by_column["next_step"].state) == ("conflict", "keep")
    assert by_column["note"].both == "Asked for daylight photos. They came."
    assert service.apply(helpers_shop, found).value == 1  # the other case's reason
    found = back(helpers_shop, path)
    [conflict] = found.of("conflict")
    service.apply(helpers_shop, found, {conflict.key: Decision("both")})
    with helpers_shop.read() as conn:
        notes = conn.execute(select(Case.note).where(Case.id == first)).scalar()
    assert notes == "Asked for daylight photos. They came."
    assert back(helpers_shop, path).of("conflict", "apply") == []


def test_two_helpers_in_any_order(helpers_shop: Database, tmp_path: Path) -> None:
    """Two workbooks of the same rows meet: different cells join, the same cell is a conflict for whoever is second."""
    paths = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for path in paths:
        give(helpers_shop, path, "tracking")
    edit(paths[0], filling([(2, TRACKED, "AAA1"), (3, TRACKED, "BBB1")]))
    edit(paths[1], filling([(2, TRACKED, "AAA2"), (4, TRACKED, "CCC2")]))
    ends = []
    for order in (paths, paths[::-1]):
        for path in order:
            service.apply(helpers_shop, back(helpers_shop, path))
        assert len(back(helpers_shop, order[1]).of("conflict")) == 1
        ends.append(sorted(tracking_of(helpers_shop).values())[1:])
        for _path in order:
            journal.undo(helpers_shop)
    assert ends[0] == ends[1] == ["BBB1", "CCC2"]


def shuffled(sheet: Any) -> None:
    """Sorted the other way round, a row gone, two columns swapped, one added, one deleted, notes typed."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    kept = rows[::-1][1:]
    sheet.delete_rows(2, len(rows))
    for at, row in enumerate(kept, 2):
        for place, value in enumerate(row, 1):
            sheet.cell(at, place).value = value
    sheet.delete_cols(column(sheet, "Country"))
    sheet.insert_cols(2)
    sheet.cell(1, 2).value = "My marks"
    sheet.cell(2, 2).value = "done"
    sheet.move_range(f"A1:A{sheet.max_row}", cols=sheet.max_column)
    sheet.insert_rows(1, 2)
    sheet.cell(1, 1).value = "Hello"


def test_abused_and_still_known(helpers_shop: Database, tmp_path: Path) -> None:
    """Sorted, with rows and columns moved, added and deleted, renamed: each edit finds its order."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "tracking")
    edit(path, filling([(row, TRACKED, f"T{row}") for row in range(2, 14)]))
    expected = {one.record: one.theirs for one in back(helpers_shop, path).of("apply")}
    found = back(helpers_shop, edit(path, shuffled, tmp_path / "Book1 (2).xlsx"))
    assert {one.record: one.theirs for one in found.of("apply")} == {
        record: text for record, text in expected.items() if text != "T13"
    }
    assert len(found.missing) == 1
    assert found.notes == ((11, "done"),)
    assert any("Country" in one for one in found.notices)
    assert any("My marks" in one for one in found.notices)


def test_saved_as_csv(helpers_shop: Database, tmp_path: Path) -> None:
    """The visible sheet alone, as a csv with semicolons and dates as a spreadsheet writes them."""
    path, text = tmp_path / "work.xlsx", tmp_path / "work.csv"
    give(helpers_shop, path, "tracking")
    edit(path, filling([(2, TRACKED, "0012"), (3, "Shipped on", "x")]))
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[1]]
    with text.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(
            [["" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row] for row in rows]
        )
    found = back(helpers_shop, text)
    assert sorted((one.column, one.state) for one in found.changes) == [
        ("shipped_on", "rejected"),
        ("tracking", "apply"),
    ]


def test_what_is_locked_or_spoilt_stays(helpers_shop: Database, tmp_path: Path) -> None:
    """Grey cells, lost digits and lost zeros are shown and never applied."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "tracking")
    edit(path, filling([(2, "Items", "Free lamp"), (3, "Order number", 1047), (4, TRACKED, 4.00638133393e17)]))
    found = back(helpers_shop, path)
    assert sorted((one.column, one.state) for one in found.changes) == [
        ("items", "locked"), ("number", "damaged"), ("tracking", "damaged"),
    ]  # fmt: skip
    assert service.apply(helpers_shop, found).value == 0
    assert tracking_of(helpers_shop) == {}


def test_rows_of_their_own_and_copies(helpers_shop: Database, tmp_path: Path) -> None:
    """A new row is said; one without its code is found by its words and asked; two copies that differ are asked."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "replies")

    def change(sheet: Any) -> None:
        answer, last = column(sheet, "Your reply"), sheet.max_row
        sheet.cell(2, answer).value = "Sorry that the lamp is too dark. Please write to us on Etsy."
        for cell in sheet[2]:
            sheet.cell(last + 1, cell.column).value = cell.value
        sheet.cell(last + 1, answer).value = "Something else about the lamp."
        sheet.cell(3, 1).value = sheet.cell(3, column(sheet, "Check")).value = None
        sheet.cell(3, answer).value = "We are sorry that it is too dark."
        sheet.cell(last + 2, answer).value = "A row of my own"

    found = back(helpers_shop, edit(path, change))
    assert sorted(one.state for one in found.changes) == ["doubtful", "doubtful"]
    assert [one.said["Your reply"] for one in found.new] == ["A row of my own"]
    assert service.apply(helpers_shop, found).value == 0


def nameless(sheet: Any) -> None:
    """Rows without a code: a typed number of an order that is not in the workbook, and words that say nothing."""
    last = sheet.max_row
    for at, number, text in ((last + 1, "99-1", "NEW 1"), (last + 2, "", "Total: 3")):
        sheet.cell(at, column(sheet, "Order number")).value = number
        sheet.cell(at, column(sheet, TRACKED)).value = text
    sheet.cell(3, 1).value = sheet.cell(3, column(sheet, "Check")).value = None
    sheet.cell(3, column(sheet, "Order number")).value = "0001"
    sheet.cell(3, column(sheet, TRACKED)).value = "NEW 3"


def test_rows_without_a_code_are_matched_by_hand(helpers_shop: Database, make: Make, tmp_path: Path) -> None:
    """The likeliest row first; another order by its number; left out; remembered, and asked anew when edited."""
    path = tmp_path / "work.xlsx"
    other = make.order(number="99-1", status="delivered", placed_on="2026-01-02", delivered_on="2026-01-09")
    give(helpers_shop, path, "tracking")
    edit(path, nameless)
    found = back(helpers_shop, path)
    assert [one.said.get(TRACKED) for one in found.new] == ["NEW 3", "NEW 1", "Total: 3"]
    three, one, total = found.new
    with helpers_shop.read() as conn:
        first, *_more = row_choices(conn, found, three)
        named = row_choices(conn, found, one)
    assert (first.number, first.missing) == (2, True)
    assert named[-1].number == -other
    for new, number in ((three, 2), (one, -other), (total, 0)):
        say_whose(helpers_shop, found, new, number)
    found = back(helpers_shop, path)
    assert (found.new, found.left) == ((), 1)
    assert [(one.theirs, one.state) for one in found.changes if one.column == "tracking"] == [
        ("NEW 3", "apply"), ("NEW 1", "apply"),
    ]  # fmt: skip
    assert service.apply(helpers_shop, found).value == 2
    assert tracking_of(helpers_shop)[other] == "NEW 1"
    assert back(helpers_shop, path).of("apply", "conflict") == []
    edit(path, filling([(14, TRACKED, "NEW 1b")]))
    found = back(helpers_shop, path)
    assert [one.said[TRACKED] for one in found.new] == ["NEW 1b"]
    journal.undo(helpers_shop)  # what was applied
    journal.undo(helpers_shop)  # whose row the last one is
    assert len(back(helpers_shop, path).new) == 2


def test_rules_run_on_what_comes_back(helpers_shop: Database, tmp_path: Path) -> None:
    """A reply with a phone number is stopped; answered meanwhile, or an impossible day, too."""
    path, other = tmp_path / "work.xlsx", tmp_path / "days.xlsx"
    give(helpers_shop, path, "replies")
    good = "Thank you for telling us. The lamp is darker than the photo shows; we are changing the photo this week."
    edit(path, filling([(2, "Your reply", "Call us on +49 170 1234567 please"), (3, "Your reply", good),
                        (4, "Your reply", good)]))  # fmt: skip
    with helpers_shop.write("Answered") as tx:
        third = tx.connection.execute(select(Review.id).order_by(Review.posted_on)).scalars().all()[2]
        tx.update(Review, third, reply="Done", replied_on="2026-07-15")
    found = back(helpers_shop, path)
    assert [one.state for one in found.changes] == ["rejected", "apply", "rejected"]
    service.apply(helpers_shop, found, {found.changes[0].key: Decision("helper")})
    with helpers_shop.read() as conn:
        assert conn.execute(select(ReplyDraft.text)).scalars().all() == [good]
    give(helpers_shop, other, "tracking")
    edit(other, filling([(2, "Shipped on", "2025-01-01"), (3, "Delivered on", "2027-01-01")]))
    assert {one.state for one in back(helpers_shop, other).changes} == {"rejected"}


def test_the_owner_may_write_what_a_rule_lets_in(helpers_shop: Database, tmp_path: Path) -> None:
    """An edited text is held against the rules again."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "replies")
    edit(path, filling([(2, "Your reply", "Call us on +49 170 1234567 please")]))
    found = back(helpers_shop, path)
    [change] = found.changes
    with pytest.raises(UserError):
        service.apply(helpers_shop, found, {change.key: Decision("edited", "Call +49 170 7654321")})
    good = "Sorry that the lamp is too dark. Please write to us through Etsy and we will find a way."
    assert service.apply(helpers_shop, found, {change.key: Decision("edited", good)}).value == 1


def test_stale_comparisons_are_refused(helpers_shop: Database, tmp_path: Path) -> None:
    """What was compared before the owner went on is not applied over their words."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "replies")
    edit(path, filling([(2, "Your reply", "Sorry that the lamp is too dark for you, we will look into it.")]))
    found = back(helpers_shop, path)
    keep_draft(helpers_shop, found.changes[0].record, "My own words")
    with pytest.raises(UserError):
        service.apply(helpers_shop, found)
    assert back(helpers_shop, path).changes[0].state == "conflict"


def test_put_aside_and_gone_on_with(helpers_shop: Database, tmp_path: Path) -> None:
    """What came back waits in the shop, even when the file is gone, and is compared with the shop of that day."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "tracking")
    edit(path, filling([(2, "Shipped on", "2026-07-14")]))
    found = back(helpers_shop, path)
    path.unlink()
    with helpers_shop.read() as conn:
        [waiting] = queries.waiting(conn)
    assert waiting.id == found.returned
    correct_days(helpers_shop, found.changes[0].record, {"shipped_on": "2026-07-13"})
    again = service.go_on(helpers_shop, waiting.id)
    assert [one.state for one in again.changes] == ["conflict"]
    service.apply(helpers_shop, again, {again.changes[0].key: Decision("helper")})
    with helpers_shop.read() as conn:
        assert queries.waiting(conn) == []


def test_another_shops_workbook(helpers_shop: Database, tmp_path: Path) -> None:
    """A shop that lost its note goes by the hidden copy; one that never gave it out refuses, as it does any file."""
    path, other = tmp_path / "work.xlsx", tmp_path / "other.csv"
    give(helpers_shop, path, "tracking")
    edit(path, filling([(2, TRACKED, "T2")]))
    journal.undo(helpers_shop)  # the note of giving it out
    with helpers_shop.write("Key") as tx:
        set_shop_setting(tx, "helper_key", "00" * 16)
    with pytest.raises(UserError):
        service.take_back(helpers_shop, path)
    other.write_text("a,b\n1,2\n")
    with pytest.raises(UserError):
        service.take_back(helpers_shop, other)


def test_the_hidden_copy(helpers_shop: Database, tmp_path: Path) -> None:
    """Without the shop's note the hidden copy is the ancestor; rows of it that were tampered with are none."""
    path, key = tmp_path / "work.xlsx", "ab" * 16
    with helpers_shop.write("Key") as tx:
        set_shop_setting(tx, "helper_key", key)
    give(helpers_shop, path, "tracking")
    edit(path, filling([(2, TRACKED, "T2"), (3, TRACKED, "T3")]))
    journal.undo(helpers_shop)
    found = back(helpers_shop, path)
    assert [one.state for one in found.changes] == ["apply", "apply"]
    assert len(found.notices) == 1
    book = openpyxl.load_workbook(path)
    book.worksheets[2].cell(2, 2).value = "3"  # another order's id
    book.save(path)
    found = back(helpers_shop, path)
    assert [one.state for one in found.changes] == ["apply"]
    assert len(found.notices) == 2


@pytest.mark.parametrize(
    "given",
    [
        GivenWork("translate"),
        GivenWork("nothing"),
        GivenWork("requests"),
        GivenWork("tracking", columns=("none",)),
        GivenWork("tracking", language="xx"),
    ],
)
def test_what_cannot_be_given(helpers_shop: Database, tmp_path: Path, given: GivenWork) -> None:
    """A sentence, no file and no note."""
    with pytest.raises(UserError):
        service.give_out(helpers_shop, tmp_path / "no.xlsx", given)
    assert not list(tmp_path.glob("*.xlsx"))
    with helpers_shop.read() as conn:
        assert queries.workbooks(conn) == []
