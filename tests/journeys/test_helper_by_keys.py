"""A helper's workbook out and back by keys: sorted, saved again by LibreOffice, with a conflict, applied, undone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlalchemy import select

from storeapp.exchange.helper_workbooks.ui.give_form import GiveForm
from storeapp.orders.service import note_parcels_in
from storeapp.store.tables import Order
from tests.journeys.test_day_by_keys import Hand, settled

pytestmark = [pytest.mark.window, pytest.mark.slow]
OFFICE = shutil.which("soffice")
CTRL = Qt.KeyboardModifier.ControlModifier


def worked_on(path: Path, folder: Path) -> Path:
    """What a helper sends back: tracking in three rows, all rows turned round, saved by LibreOffice if there is one."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    place = next(cell.column for cell in sheet[1] if cell.value == "Tracking number")
    for row in (2, 3, 4):
        sheet.cell(row, place).value = f"00{row} LX"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for at, row in enumerate(reversed(rows), 2):
        for number, value in enumerate(row, 1):
            sheet.cell(at, number).value = value
    back = folder / "back from Mia.xlsx"
    book.save(back)
    if OFFICE is not None:
        words = [f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "ods"]
        subprocess.run(
            [OFFICE, *words, "--outdir", str(folder), str(back)], check=True, capture_output=True, timeout=180
        )
        return folder / "back from Mia.ods"
    return back


def test_a_helpers_workbook(start, qtbot, own_sample, tmp_path):
    """Given out through the form, changed by both, taken back, decided with H, applied and taken back by one Undo."""
    program = start()
    try:
        qtbot.waitUntil(program.window.isActiveWindow, timeout=60_000)
    except TimeoutError:
        pytest.skip("no window manager gives windows the focus here")
    hand, navigation = Hand(qtbot, program), program.window.navigation
    program.open(own_sample)
    hand.until(lambda: settled(program) and navigation.current_id == "today")
    hand.press(Qt.Key.Key_0, CTRL)
    hand.until(lambda: navigation.current_id == "import" and settled(program))
    page = navigation.current

    def tracked() -> dict[int, str]:
        with program.desk.db.read() as conn:
            return {row.id: row.tracking for row in conn.execute(select(Order.id, Order.tracking)) if row.tracking}

    hand.press(Qt.Key.Key_G, CTRL | Qt.KeyboardModifier.ShiftModifier)
    hand.until(lambda: isinstance(QApplication.activeWindow(), GiveForm))
    hand.press(Qt.Key.Key_Down)  # from replies to tracking
    hand.press(Qt.Key.Key_Tab)
    hand.write("Mia")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
    out = tmp_path / "work.xlsx"
    hand.write(str(out))
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: settled(program) and out.exists() and len(page.start_view.helpers.rows) == 1)

    back = worked_on(out, tmp_path)
    with program.desk.db.read() as conn:
        first = conn.exec_driver_sql("SELECT record_id FROM helper_rows WHERE number = 1").scalar()
    with program.desk.db.write("Noted a parcel") as tx:
        note_parcels_in(tx, {first: {"tracking": "MINE 1"}})
    before = tracked()
    assert before == {first: "MINE 1"}

    hand.press(Qt.Key.Key_O, CTRL | Qt.KeyboardModifier.ShiftModifier)
    hand.until(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
    hand.write(str(back))
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.helpers.merging and settled(program))
    view = page.helpers.view
    assert (view.state.count("conflicts"), view.state.count("apply")) == (1, 2)
    hand.until(lambda: QApplication.focusWidget() is view.table)
    hand.until(lambda: getattr(view.table.current_row(), "change", None) in view.state.open())
    hand.press(Qt.Key.Key_H)
    hand.until(lambda: view.state.to_apply() == 3)
    hand.press(Qt.Key.Key_Return, CTRL)
    hand.until(lambda: settled(program) and not page.helpers.merging)
    assert sorted(tracked().values()) == ["002 LX", "003 LX", "004 LX"]
    hand.press(Qt.Key.Key_Z, CTRL)
    hand.until(lambda: settled(program) and tracked() == before)
