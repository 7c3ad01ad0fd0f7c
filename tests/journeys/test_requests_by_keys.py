"""A day of review requests by keys alone, in a real window that the window manager gives the focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from storeapp.qtkit.ask import Question
from storeapp.solicitation.sums import counts
from tests.journeys.test_day_by_keys import Hand, settled

pytestmark = [pytest.mark.window, pytest.mark.slow]
ONE_BY_ONE = 5


# whole: one day told from the first request to the last, key by key
def test_the_requests_of_a_day(start, opened_before, qtbot):
    """Copied and marked as sent one by one, one put off, one kept back with its reason, one buyer who wants no more,
    one marked by mistake and taken back, the rest marked together; nobody is asked twice. No test code sets the focus.
    """
    program = start()
    try:
        qtbot.waitUntil(program.window.isActiveWindow, timeout=60_000)
    except TimeoutError:
        pytest.skip("no window manager gives windows the focus here")
    hand = Hand(qtbot, program)
    hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_Space)  # the second button of the welcome: the sample shop
    navigation = program.window.navigation
    hand.until(lambda: navigation.current_id == "today" and settled(program))
    hand.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    hand.until(lambda: navigation.current_id == "requests" and settled(program))
    page = navigation.current

    def standing() -> dict[str, int]:
        with program.desk.db.read() as conn:
            return counts(conn)

    def sent() -> int:
        with program.desk.db.read() as conn:
            return int(conn.execute(text("SELECT count(*) FROM review_requests")).scalar_one())

    def to_a_first_request() -> None:
        """What came up about a parcel or a buyer holds the first request back, not the asking for a photo."""
        while page.table.current_row().step != "first":
            hand.press(Qt.Key.Key_J)
            hand.until(shown)

    def at_rest(left: int) -> bool:
        return settled(program) and page.model.total() == left and shown()

    def shown() -> bool:
        row = page.table.current_row()
        return row is None or page.panel.order_id == row.id

    hand.until(lambda: settled(program) and page.model.total() > ONE_BY_ONE + 4)
    hand.until(lambda: QApplication.focusWidget() is page.table and shown())
    left = page.model.total()
    assert standing()["ready"] == left
    messages, firsts, already = set(), 0, sent()
    with program.desk.db.read() as conn:
        before_today = conn.execute(text("SELECT max(id) FROM contacts")).scalar_one()
    for _number in range(ONE_BY_ONE):
        row = page.table.current_row()
        hand.press(Qt.Key.Key_C)
        if row.step == "first":  # a photo is asked for without the number
            firsts += 1
            assert row.number in QApplication.clipboard().text()
            messages.add(QApplication.clipboard().text())
        assert QApplication.clipboard().text().strip()
        before = standing()
        hand.press(Qt.Key.Key_S)
        hand.until(lambda before=before: settled(program) and standing() != before)
        hand.until(lambda: at_rest(standing()["ready"]))
        assert QApplication.focusWidget() is page.table
    assert len(messages) == firsts
    assert sent() == already + ONE_BY_ONE

    hand.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hand.until(lambda: sent() == already + ONE_BY_ONE - 1 and at_rest(standing()["ready"]))
    ready = standing()["ready"]
    to_a_first_request()
    hand.press(Qt.Key.Key_N)  # it waits a week, or its platform's time is over by then
    hand.until(lambda: standing()["ready"] == ready - 1 and at_rest(ready - 1))
    held = standing()["held"]
    to_a_first_request()
    hand.press(Qt.Key.Key_H)
    hand.until(lambda: isinstance(QApplication.activeWindow(), Question))
    hand.write("wants to talk first")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: standing()["held"] > held and at_rest(standing()["ready"]))
    hand.until(lambda: QApplication.focusWidget() is page.table)
    to_a_first_request()
    out = standing()["opted_out"]
    hand.press(Qt.Key.Key_O)
    hand.until(lambda: isinstance(QApplication.activeWindow(), Question))
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: standing()["opted_out"] > out and at_rest(standing()["ready"]))
    hand.until(lambda: QApplication.focusWidget() is page.table)

    hand.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hand.press(Qt.Key.Key_S)
    hand.until(lambda: settled(program) and standing()["ready"] == 0 and page.model.total() == 0)
    with program.desk.db.read() as conn:
        twice = "SELECT count(*) FROM review_requests GROUP BY order_id, kind HAVING count(*) > 1"
        assert conn.execute(text(twice)).all() == []
        people = (
            "SELECT customer_id FROM contacts WHERE purpose = 'request' AND id > :before GROUP BY 1 HAVING count(*) > 1"
        )
        assert conn.execute(text(people), {"before": before_today}).all() == []
    hand.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    hand.until(lambda: navigation.current_id == "today" and settled(program))
    assert "requests" not in {line.group for line in navigation.current.list.lines()}
