"""One complaint by keys alone, from the bad review to the cause that is mended, in a window of the window manager."""

from __future__ import annotations

from datetime import timedelta

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlalchemy import text

from storeapp.aftersales import queries as aftersales
from storeapp.aftersales.causes.ui.forms import CauseForm, FixForm
from storeapp.aftersales.story.queries import story
from storeapp.aftersales.ui.entry_form import EntryForm
from storeapp.exchange.ui.import_state import CHECKED, COLUMNS, EMPTY
from storeapp.qtkit.ask import Question
from storeapp.qtkit.buttons import Button
from storeapp.reports.ui.page import ReportsPage
from storeapp.shell.palette.palette import Palette
from tests.journeys.test_day_by_keys import Hand, settled

pytestmark = [pytest.mark.window, pytest.mark.slow]
CONTROL = Qt.KeyboardModifier.ControlModifier
HEADS = (
    "Review ID", "Review Creation Date", "Review Score", "Review Title", "Review Content", "Order ID",
    "Reviewer Display Name", "Product SKU", "Product Title",
)  # fmt: skip
BAD = "The shade came out of the parcel cracked. The box had no padding at all."
LETTER = "Sorry about the cracked shade. We will refund 20 EUR by Friday."


class Complaint(Hand):
    """The hand of an owner who sees to one complaint."""

    @property
    def navigation(self):
        return self.program.window.navigation

    def on(self, page_id: str) -> bool:
        return self.navigation.current_id == page_id and self.navigation.current is not None and settled(self.program)

    def go(self, key, page_id: str):
        self.press(key, CONTROL)
        self.until(lambda: self.on(page_id))
        return self.navigation.current

    def read(self, work):
        with self.program.desk.db.read() as conn:
            return work(conn)

    def one(self, sql: str, **values):
        return self.read(lambda conn: conn.execute(text(sql), values).one())

    def paste(self, rows: list[tuple[str, ...]]) -> None:
        """Paste a table as Excel gives it, and import it."""
        QGuiApplication.clipboard().setText("\r\n".join("\t".join(row) for row in rows))
        page = self.go(Qt.Key.Key_0, "import")
        self.press(Qt.Key.Key_V, CONTROL)
        self.until(lambda: page.flow.state in (COLUMNS, CHECKED) and settled(self.program))
        if page.flow.state == COLUMNS:
            self.press(Qt.Key.Key_Return, CONTROL)
            self.until(lambda: page.flow.state == CHECKED and settled(self.program))
        self.press(Qt.Key.Key_Return, CONTROL)
        self.until(lambda: page.flow.state == EMPTY and settled(self.program))

    def run(self, command: str, typed: str = "") -> None:
        """Run a command by its name in the search box; `typed` where no test can type all of it."""
        self.press(Qt.Key.Key_K, CONTROL)
        self.write(typed or command)
        palette = self.program.window.findChild(Palette)
        self.until(lambda: next((row.text for row in palette.list.rows if row.kind != "head"), "") == command)
        self.press(Qt.Key.Key_Return)

    def tab_to(self, words: str) -> None:
        """Go to a button by Tab."""
        for _n in range(12):
            found = QApplication.focusWidget()
            if isinstance(found, Button) and found.text() == words:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"no button {words} within 12 strokes")

    def asked(self, kind: type) -> None:
        """Wait for a dialog that the window manager has given the keys."""
        self.until(lambda: isinstance(QApplication.activeWindow(), kind))


# whole: one story, told from the review to the report
def test_a_complaint_from_the_review_to_its_cause(start, opened_before, qtbot, tmp_path, clock):
    """No test code sets the focus; what is pasted lies on the clipboard, as Excel puts it there."""
    program = start()
    try:
        qtbot.waitUntil(program.window.isActiveWindow, timeout=60_000)
    except TimeoutError:
        pytest.skip("no window manager gives windows the focus here")
    hand = Complaint(qtbot, program)
    hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_Space)  # the second button of the welcome: the sample shop
    hand.until(lambda: hand.on("today"), made=True)
    hand.until(lambda: QApplication.focusWidget() is hand.navigation.current.list)
    order = hand.one(
        "SELECT o.id, o.number, p.sku, p.title FROM orders o JOIN order_lines l ON l.order_id = o.id"
        " JOIN products p ON p.id = l.product_id WHERE o.channel_id = 1 AND o.delivered_on IS NOT NULL"
        " AND o.total_minor > 4000 AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.order_id = o.id)"
        " AND NOT EXISTS (SELECT 1 FROM case_orders c WHERE c.order_id = o.id) ORDER BY o.placed_on DESC, o.id LIMIT 1"
    )
    day = clock.today().isoformat()
    bad = ("own-90001", day, "1", "Cracked", BAD, order.number, "Ines", order.sku, order.title)
    hand.paste([HEADS, bad])
    review = hand.one("SELECT id, stars, order_id FROM reviews WHERE key = 'own-90001'")
    assert (review.stars, review.order_id) == (1, order.id)

    # Today tells of it; C opens its case.
    page = hand.go(Qt.Key.Key_1, "today")
    hand.until(lambda: QApplication.focusWidget() is page.list)
    while "more bad reviews" not in page.list.selected().title:  # the oldest stand there one by one
        hand.press(Qt.Key.Key_J)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.on("reputation"))
    reviews = hand.navigation.current.reviews
    hand.until(lambda: QApplication.focusWidget() is reviews.table and reviews.inspector.review_id is not None)
    while reviews.inspector.review_id != review.id:
        before = reviews.inspector.review_id
        hand.press(Qt.Key.Key_J)
        hand.until(lambda before=before: reviews.inspector.review_id != before and settled(program))
    hand.press(Qt.Key.Key_C)
    hand.until(lambda: hand.on("aftersales") and hand.navigation.current.panel.case_id is not None)
    cases = hand.navigation.current
    panel, editor = cases.panel, cases.panel.composer.pane.editor
    case = panel.case_id

    def detail():
        return hand.read(lambda conn: aftersales.case_detail(conn, case))

    def told() -> list[str]:
        return [line.kind for line in hand.read(lambda conn: story(conn, case, clock.today())).lines]

    # The letter promises money by a day: that is found, recorded, and the cursor stays in the letter, which is sent.
    hand.until(lambda: QApplication.focusWidget() is cases.table)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: QApplication.focusWidget() is editor)
    hand.write(LETTER)
    hand.until(
        lambda: settled(program) and any("refund" in one.words.text() for one in panel.composer.pane.checks.lines())
    )
    hand.tab_to("Record refund")
    hand.press(Qt.Key.Key_Space)
    hand.until(lambda: settled(program) and len(detail().promises) == 1)
    (promise,) = detail().promises
    assert (promise.kind, str(promise.amount), promise.due_on) == ("refund", "€20.00", "2026-07-17")
    assert QApplication.focusWidget() is editor
    hand.press(Qt.Key.Key_Return, CONTROL)
    hand.until(lambda: settled(program) and not panel.composer.pane.text())
    assert told() == ["review", "out", "promised"]

    # Friday morning: Today shows what is due; the refund is recorded, which keeps the promise.
    clock.at += timedelta(days=1)
    page = hand.go(Qt.Key.Key_1, "today")
    hand.until(lambda: any(f"Case {case}" in line.title for line in page.list.lines()))
    while f"Case {case}" not in page.list.selected().title:
        hand.press(Qt.Key.Key_J)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.on("aftersales") and panel.case_id == case)
    hand.until(lambda: QApplication.focusWidget() is cases.table)
    hand.press(Qt.Key.Key_E)
    hand.asked(EntryForm)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: settled(program) and QApplication.focusWidget() is cases.table)
    assert detail().promises[0].kept_on == "2026-07-17"

    # The buyer changes the review: the case shows it before and after, and is closed.
    hand.paste([HEADS, ("own-90001", day, "5", "Made good", "The money came on Friday, thank you.", *bad[5:])])
    hand.go(Qt.Key.Key_5, "aftersales")
    hand.until(lambda: panel.case_id == case and QApplication.focusWidget() is cases.table)
    assert told() == ["review", "out", "promised", "refund", "review_changed", "kept"]
    hand.press(Qt.Key.Key_D)
    hand.until(lambda: settled(program) and detail().row.state == "closed")

    # Its cause is written down, linked and fixed.
    hand.run("New cause")
    hand.asked(CauseForm)
    hand.write("Curtain parcels without padding")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: settled(program) and QApplication.activeWindow() is program.window)
    cause, view = hand.one("SELECT max(id) AS id FROM causes").id, cases.causes
    hand.until(lambda: view.detail is not None and view.detail.facts.id == cause)
    hand.until(lambda: QApplication.focusWidget() is view.table)
    hand.press(Qt.Key.Key_L)
    hand.asked(Question)
    hand.write(str(case))
    hand.press(Qt.Key.Key_Return)
    linked = "SELECT count(*) AS n FROM cause_links WHERE cause_id = :id"
    hand.until(lambda: settled(program) and hand.one(linked, id=cause).n == 1)
    hand.until(lambda: QApplication.focusWidget() is view.table)
    hand.press(Qt.Key.Key_F)
    hand.asked(FixForm)
    hand.write("Foil around every rod")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: settled(program) and view.detail is not None and view.detail.effect is not None)
    assert view.detail.effect.judged.verdict == "early"  # nobody has bought since

    # The report tells of the cause, its fix and the review that turned.
    hand.until(lambda: QApplication.activeWindow() is program.window)
    hand.go(Qt.Key.Key_9, "reports")
    hand.run(ReportsPage.ACTIONS[0].text)
    hand.asked(QFileDialog)
    out = tmp_path / "report.xlsx"
    hand.press(Qt.Key.Key_A, CONTROL)
    hand.write(str(out))
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: settled(program) and out.exists())
    book = load_workbook(out, read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"Curtain parcels without padding", "Foil around every rod", "Bad reviews turned"} <= cells
