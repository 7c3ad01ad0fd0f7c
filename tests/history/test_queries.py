"""History in windows agrees with the journal, and names what each action did."""

from __future__ import annotations

from storeapp.channels.rules import ChannelFields
from storeapp.channels.service import add, name_shop
from storeapp.history import queries as history
from storeapp.kernel import text
from storeapp.store import journal


def test_windows_put_together_are_the_whole_history(db, make):
    for number in range(7):
        make.customer(name=f"Buyer {number}")
    journal.undo(db)
    with db.read() as conn:
        whole = journal.history(conn)
        windows = [row for first in range(0, 9, 3) for row in history.window(conn, first, 3)]
        turned = history.window(conn, 0, 50, backwards=True)
        assert [row.id for row in windows] == [row.id for row in whole]
        assert list(reversed(turned)) == windows
        assert history.count(conn) == len(whole)


def test_a_search_looks_at_titles_and_people(db):
    add(db, ChannelFields("etsy", "100% Etsy"))
    name_shop(db, "Lamps")
    with db.read() as conn:
        assert [row.title for row in history.window(conn, 0, 9, "100%")] == ["Added the channel 100% Etsy"]
        assert history.count(conn, "_00") == 0
        assert history.count(conn, "owner") == 2


def test_an_action_says_what_it_did(db, make):
    channel = add(db, ChannelFields("etsy", "Etsy"))
    with db.read() as conn:
        (part,) = history.parts(conn, channel.action_id)
        assert (part.table, part.op, part.rows) == ("channels", "insert", 1)
        assert history.action(conn, channel.action_id).title == "Added the channel Etsy"
        assert history.action(conn, 999) is None
        assert history.place_of(conn, channel.action_id) == 0


def test_history_speaks_the_language_of_today_and_is_searched_in_it(db):
    text.use("zh_CN")
    try:
        add(db, ChannelFields("etsy", "Etsy"))
        name_shop(db, "Lamps")
        journal.undo(db)
    finally:
        text.use("en")
    with db.write("旧") as tx:  # as an earlier version of the program kept it
        tx.note_only()
    with db.read() as conn:
        titles = ["旧", "Named the shop Lamps", "Added the channel Etsy"]
        assert [row.title for row in history.window(conn, 0, 9)] == titles
        assert [row.title for row in history.window(conn, 0, 9, "added the")] == titles[2:]
        assert history.count(conn, "named") == 1
        assert [row.title for row in journal.history(conn, text="旧")] == titles[:1]
        assert journal.can_redo(conn) is None
        stored = conn.exec_driver_sql("SELECT title FROM actions WHERE id = 1").scalar()
    assert stored != titles[2]
