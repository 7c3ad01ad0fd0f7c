"""Places outside the shop: added, changed, no longer used, and all of it taken back."""

from __future__ import annotations

import pytest

from storeapp.channels.outlets.queries import outlets
from storeapp.channels.outlets.rules import OutletFields
from storeapp.channels.outlets.service import add_outlet, close_outlet, edit_outlet
from storeapp.kernel.errors import UserError
from storeapp.store import journal


def rows(db, closed=False):
    with db.read() as conn:
        return outlets(conn, closed)


def test_a_place_is_added_changed_and_taken_back(db):
    made = add_outlet(db, OutletFields("forum", " Lamp  forum ", "https://lamps.example")).value
    assert edit_outlet(db, made, OutletFields("forum", "Lamp forum", "https://lamps.example", "de", "No links")).value
    (row,) = rows(db)
    assert (row.id, row.name, row.language, row.house_rules) == (made, "Lamp forum", "de", "No links")
    assert not edit_outlet(
        db, made, OutletFields("forum", "Lamp forum", "https://lamps.example", "de", "No links")
    ).value
    journal.undo(db)
    assert rows(db)[0].house_rules == ""
    journal.undo(db)
    assert rows(db) == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (OutletFields("blog", " "), "name"),
        (OutletFields("blog", "A", "javascript:alert(1)"), "https://"),
        (OutletFields("group", "ЛАМПЫ"), "already"),
    ],
)
def test_what_cannot_be_kept_is_said(db, fields, says):
    add_outlet(db, OutletFields("forum", "лампы"))
    with pytest.raises(UserError, match=says):
        add_outlet(db, fields)
    assert [one.name for one in rows(db)] == ["лампы"]


def test_a_place_no_longer_used_stays_with_what_came_from_it(db):
    made = add_outlet(db, OutletFields("newsletter", "Light letter")).value
    close_outlet(db, made, "2026-07-16")
    assert rows(db) == []
    assert [one.closed_on for one in rows(db, closed=True)] == ["2026-07-16"]
    close_outlet(db, made, None)
    assert [one.id for one in rows(db)] == [made]
    with pytest.raises(UserError, match="gone"):
        close_outlet(db, 99, None)
