"""One article by keys alone, from the reason of cases to the order it brought, in a window of the window manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from storeapp.articles.checks.ui.evidence_sheet import EvidenceSheet
from storeapp.articles.checks.ui.pane import ChecksPane
from storeapp.articles.drafts.ui.brief_form import BriefSheet
from storeapp.articles.publishing.ui.place_forms import PlaceForm
from storeapp.articles.publishing.ui.sheet import PublishSheet
from tests.house import ROOT
from tests.journeys.test_case_by_keys import Complaint
from tests.journeys.test_day_by_keys import settled

pytestmark = [pytest.mark.window, pytest.mark.slow]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
TITLE = "How to tell whether a bedside lamp is faulty"
CLAIM = "4 buyers wrote to us about a fault."
ORDERS = (
    "Name", "Email", "Financial Status", "Created at", "Currency", "Subtotal", "Total", "Discount Code",
    "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Billing Name",
)  # fmt: skip


class Writer(Complaint):
    """The hand of an owner who writes."""

    def choose_way(self, editor, words: str) -> None:
        """Open what can be done about the finding at the cursor, and choose one of it."""
        self.press(Qt.Key.Key_Return, ALT)
        self.until(lambda: any(one.isVisible() for one in editor.findChildren(QMenu)))
        menu = next(one for one in editor.findChildren(QMenu) if one.isVisible())
        for _n in range(20):
            if menu.activeAction() is not None and menu.activeAction().text() == words:
                break
            self.press_on(menu, Qt.Key.Key_Down)
        assert menu.activeAction().text() == words
        self.press_on(menu, Qt.Key.Key_Return)

    def press_on(self, popup, key) -> None:
        """An open menu has the keys of the whole screen, though not the focus."""
        self.strokes += 1
        self.qtbot.keyClick(popup, key)

    def to_place(self, sheet: PublishSheet, name: str) -> None:
        for _n in range(sheet.place.count()):
            if sheet.place.currentText() == name:
                break
            self.press(Qt.Key.Key_PageDown, CONTROL)
        assert sheet.place.currentText() == name
        self.until(lambda: settled(self.program) and sheet.check is not None)
        self.until(lambda: sheet.check.place == sheet.place.value())

    def tab_onto(self, field, back: bool = False) -> None:
        """Go to a field by Tab."""
        for _n in range(20):
            if QApplication.focusWidget() is field:
                return
            self.press(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        raise AssertionError(f"{field} is not within 20 strokes")


# whole: one story, told from the reason to the order
def test_an_article_from_a_reason_of_cases_to_an_order(start, qtbot, own_sample, tmp_path, clock, capsys):
    """No test code sets the focus; what is pasted lies on the clipboard, as Excel puts it there."""
    program = start()
    try:
        qtbot.waitUntil(program.window.isActiveWindow, timeout=5_000)
    except TimeoutError:
        pytest.skip("no window manager gives windows the focus here")
    hand = Writer(qtbot, program)
    program.open(own_sample)
    hand.until(lambda: hand.on("today"))

    # A place outside the shop, which takes 280 characters.
    hand.run("Add a place where articles come out")
    hand.asked(PlaceForm)
    hand.write("X")
    hand.press(Qt.Key.Key_Return, CONTROL)
    hand.until(lambda: settled(program) and hand.one("SELECT count(*) AS n FROM outlets WHERE name = 'X'").n == 1)

    # The reason of four cases is offered as an idea, with its evidence.
    hand.until(lambda: QApplication.activeWindow() is program.window)
    hand.run("Show ideas for articles")
    page = hand.navigation.current
    ideas = page.views.view("ideas")
    hand.until(lambda: hand.on("articles") and QApplication.focusWidget() is ideas.table and ideas._row() is not None)
    for _n in range(30):
        if "Faulty" in ideas._row().words:
            break
        hand.press(Qt.Key.Key_J)
    assert ideas._row().evidence.startswith("4 cases in 90 days")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.is_writing and page.writing_view.found is not None)
    view = page.writing_view
    editor, article = view.editor, view.found.id
    (checks,) = [one for one in view.panes if isinstance(one, ChecksPane)]
    hand.until(lambda: QApplication.focusWidget() is editor)

    # The brief: a product was given for it, in Britain.
    hand.press(Qt.Key.Key_B, CONTROL | SHIFT)
    hand.asked(BriefSheet)
    brief = QApplication.activeWindow()
    hand.write(TITLE)
    hand.tab_onto(brief.goal)
    hand.press(Qt.Key.Key_Down)
    hand.tab_onto(brief.readers)
    hand.write("Buyers of a bedside lamp who see it flicker")
    hand.tab_onto(brief.country)
    hand.write("GB")
    hand.tab_onto(brief.relation)
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return, CONTROL)
    hand.until(lambda: settled(program) and view.found.relation == "gifted" and view.found.title == TITLE)
    hand.until(lambda: QApplication.focusWidget() is editor)

    # Question after question is answered.
    hand.write(f"A lamp that flickers is rarely broken. Tighten the bulb first. {CLAIM}")
    hand.press(Qt.Key.Key_Down, ALT)
    hand.write(
        "Does it flicker with another bulb? Then look at the socket. Does it flicker in another socket? Then look at "
        "the switch. Does the switch feel loose? Then stop using the lamp, and write to us with a photo of it."
    )
    hand.until(lambda: settled(program) and any(one.place_text.startswith("4") for one in checks._open()))
    assert hand.one("SELECT body FROM articles WHERE id = :id", id=article).body == editor.text()

    # The claim is linked to the cases; the blocker is mended by what the checks offer.
    assert [one.rule for one in checks.found.blockers] == ["UK-ASA"]
    for _n in range(10):
        hand.press(Qt.Key.Key_F8)
        if editor.textCursor().selectedText().startswith("4"):
            break
    hand.choose_way(editor, "Link evidence…")
    hand.asked(EvidenceSheet)
    proof = QApplication.activeWindow()
    for _n in range(60):
        if proof.choice.currentText().endswith("Faulty"):
            break
        hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: settled(program) and [one.state for one in checks.found.claims] == ["evidence"])
    hand.until(lambda: QApplication.focusWidget() is editor)
    hand.choose_way(editor, "Add “Ad”")
    hand.until(lambda: settled(program) and checks.found is not None and not checks.found.blockers)
    assert editor.text().startswith("Ad\n")

    # It comes out at four places: one with the article's words, three with their own.
    written = hand.strokes
    hand.until(lambda: QApplication.focusWidget() is editor)
    hand.press(Qt.Key.Key_Return, CONTROL)
    hand.asked(PublishSheet)
    sheet = QApplication.activeWindow()
    hand.until(lambda: sheet.check is not None)
    for name, words in (("Etsy", "For Etsy. "), ("Own shop", "For our shop. "), ("X", ""), ("Own site", "")):
        hand.to_place(sheet, name)
        if name == "X":
            assert "280" in sheet.too_much.label.text()  # the limit is told, and what is over it
        if name != "Own site":
            hand.tab_onto(sheet.own)
            hand.press(Qt.Key.Key_Space)
            hand.tab_onto(sheet.words)
            if name == "X":
                hand.press(Qt.Key.Key_A, CONTROL)
                words = "Ad. A lamp that flickers is rarely broken. Tighten the bulb first."
            hand.write(words)
            short = name == "X"
            hand.until(lambda short=short: settled(program) and (sheet.too_much.isHidden() or not short))
        hand.press(Qt.Key.Key_C, CONTROL | SHIFT)
        assert (words or "Tighten the bulb") in QGuiApplication.clipboard().text()
        hand.tab_onto(sheet.url)
        hand.write(f"https://{name.replace(' ', '').lower()}.example/faulty")
        hand.press(Qt.Key.Key_L, CONTROL | SHIFT)
        hand.tab_onto(sheet.coupon)
        hand.write(f"FAULT-{name.replace(' ', '').upper()}")
        hand.press(Qt.Key.Key_Return, CONTROL)
        hand.until(lambda name=name: settled(program) and sheet.go.text() == "It is published again")
    brought_out = hand.strokes - written
    hand.tab_to("Folder")
    hand.press(Qt.Key.Key_Space)
    hand.asked(QFileDialog)
    hand.press(Qt.Key.Key_A, CONTROL)
    hand.write(str(tmp_path))
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: settled(program) and len(list(tmp_path.glob("*/*.docx"))) == 1)
    hand.until(lambda: QApplication.activeWindow() is sheet)
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: settled(program) and QApplication.focusWidget() is editor)
    sql = "SELECT url, tracking_link, coupon, variant_id FROM publications WHERE article_id = ? ORDER BY id"
    rows = hand.read(lambda conn: conn.exec_driver_sql(sql, (article,)).all())
    assert [row.url.split("/")[2] for row in rows] == [f"{one}.example" for one in ("etsy", "ownshop", "x", "ownsite")]
    assert all("utm_source=" in row.tracking_link and row.coupon.startswith("FAULT-") for row in rows)
    assert [row.variant_id is not None for row in rows] == [True, True, True, False]

    # The own site holds it.
    site = tmp_path / "site"
    site.mkdir()
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: not page.is_writing and settled(program))
    hand.run("Export the shop’s own site", typed="Export the shop")
    hand.asked(QFileDialog)
    hand.press(Qt.Key.Key_A, CONTROL)
    hand.write(str(site))
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: settled(program) and (site / "index.html").exists())
    assert TITLE in (site / "index.html").read_text("utf-8")

    # An order comes with the coupon; it counts for the article.
    lamp = hand.one(
        "SELECT p.sku, p.title FROM products p JOIN article_products a ON a.product_id = p.id WHERE a.article_id = :id",
        id=article,
    )
    day = clock.today().isoformat()
    hand.until(lambda: QApplication.activeWindow() is program.window)
    hand.paste([ORDERS, (
        "#A1001", "ines@example.com", "paid", f"{day} 10:30:00 +0000", "EUR", "49.00", "49.00", "FAULT-OWNSHOP", "1",
        lamp.title, "49.00", lamp.sku, "Ines Neu",
    )])  # fmt: skip
    hand.run("Show what articles brought")
    results = page.views.view("results")
    hand.until(lambda: hand.on("articles") and results.table.current_row() is not None)
    hand.until(lambda: QApplication.focusWidget() is results.table)
    mine = (TITLE, "Own shop")
    for _n in range(30):
        row = results.table.current_row()
        if row is not None and (row.title, row.place_name) == mine:
            break
        hand.press(Qt.Key.Key_J)
    assert (row.orders, [str(one) for one in row.revenue]) == (1, ["€49.00"])

    # Today asks to look at it on the next day; History tells of all of it.
    clock.at += timedelta(days=1)
    today = hand.go(Qt.Key.Key_1, "today")
    hand.until(lambda: any(TITLE in line.title for line in today.list.lines()))
    hand.go(Qt.Key.Key_H, "history")
    newest = "SELECT title FROM actions ORDER BY id DESC LIMIT 40"
    said = hand.read(lambda conn: conn.exec_driver_sql(newest).scalars().all())
    for words in (f"Published “{TITLE}” on Etsy", f"Published “{TITLE}” on Own site", "Imported 1 row"):
        assert any(one.startswith(words) for one in said), words

    # The program is killed while an article is being typed: all but the last letters are there again.
    killed = shutil.copytree(own_sample, tmp_path / "Killed", ignore=shutil.ignore_patterns("*lock*"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.articles.drafts.typing_worker", str(killed), str(article)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment, text=True) as worker:
        assert worker.stdout is not None
        told = [worker.stdout.readline() for _n in range(150)]
        worker.kill()
    typed = [line.split()[0] for line in told]
    program.open(killed)
    hand.until(lambda: program.shop is not None and program.shop.db.place.folder == killed and hand.on("today"))
    hand.press(Qt.Key.Key_4, CONTROL)
    hand.until(lambda: hand.on("articles"))
    page = hand.navigation.current
    hand.until(lambda: QApplication.focusWidget() is page.articles.table and page.articles.bench.record == article)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.is_writing and page.writing_view.found is not None)
    text = page.writing_view.editor.text()
    assert typed[20] + " " in text
    assert "Tighten the bulb first." in text
    with capsys.disabled():
        sys.stdout.write(f"\nAn article from reason to order: {hand.strokes} strokes besides typed text, "
                         f"{brought_out} of them for four places\n")  # fmt: skip
