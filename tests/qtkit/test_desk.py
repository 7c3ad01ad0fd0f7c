"""What one action of the owner does: it writes, says so with Undo where something changed, and shows refusals."""

from __future__ import annotations

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.store.shop_settings import set_shop_setting, shop_setting


def keep(db, key, value):
    with db.write("Kept a setting") as tx:
        set_shop_setting(tx, key, value)
        return tx.outcome(value)


def refuse(db, sentence):
    raise UserError(sentence)


def test_a_change_is_written_and_told_with_undo(desk):
    heard = []
    desk.do("Keeping", keep, "a", "1", said=lambda value: f"Kept {value}", done=heard.append)
    with desk.db.read() as conn:
        assert shop_setting(conn, "a") == "1"
    told = desk.notices.log[-1]
    assert (told.text, told.undo) == ("Kept 1", True)
    assert [outcome.value for outcome in heard] == ["1"]


def test_what_changes_nothing_says_nothing_but_is_heard_of(desk):
    desk.do("Keeping", keep, "a", "1")
    before, heard = len(desk.notices.log), []
    desk.do("Keeping", keep, "a", "1", said="Kept", done=heard.append)
    assert len(desk.notices.log) == before
    assert [outcome.action_id for outcome in heard] == [None]


def test_a_refusal_is_shown_where_the_person_looks_else_as_a_notice(desk):
    seen = []
    desk.do("Trying", refuse, "No.", said="Done", failed=seen.append)
    assert [error.sentence for error in seen] == ["No."]
    assert not desk.notices.log
    desk.do("Trying", refuse, "Never.", said="Done")
    assert (desk.notices.log[-1].text, desk.notices.log[-1].kind) == ("Never.", "problem")


def test_a_verb_that_asks_for_it_is_given_the_progress(desk):
    given = []

    def verb(_db, number, progress):
        given.append((number, progress))
        return Outcome(number)

    desk.do("Working", verb, 7, progress=True)
    assert given[0][0] == 7
    assert isinstance(given[0][1], Progress)


def test_any_other_error_is_a_bug(desk):
    bugs = []
    desk.jobs.bug.connect(bugs.append)
    desk.do("Dividing", lambda _db: 1 // 0, said="Done")
    assert [type(error) for error in bugs] == [ZeroDivisionError]
    assert not desk.notices.log
