"""Pasting on the import page: from Excel, from a web page, with Ctrl+V; and where the keyboard is after each step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication

from storeapp.exchange.ui.import_state import CHECKED, EMPTY
from storeapp.exchange.ui.page import ImportPage
from storeapp.exchange.ui.pasting import pasted_table
from storeapp.qtkit.table.copying import put_on_clipboard

ROWS = (("Order number", "Order date", "Order total", "Currency"), ("A1", "2026-07-03", "12.50", "EUR"),
        ("A2", "2026-07-05", "8.00", "EUR"))  # fmt: skip
TABLE = "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS) + "</table>"
TABBED = "\n".join("\t".join(row) for row in ROWS)
STACKED = "\n".join("\n".join(row) for row in ROWS)


@pytest.fixture
def page(qtbot: Any, desk: Any) -> ImportPage:
    made = ImportPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1232, 780)
    made.show()
    QApplication.processEvents()
    return made


def clip(text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    put_on_clipboard(data)


def test_tabs_are_taken_before_the_table_of_the_page() -> None:
    data = QMimeData()
    data.setText(TABBED)
    data.setHtml(TABLE)
    assert (pasted_table(data).text, pasted_table(data).html) == (TABBED, False)
    data.setText(STACKED)
    assert (pasted_table(data).text, pasted_table(data).html) == (TABLE, True)
    data.setHtml("<p>one</p>")
    assert not pasted_table(data).html
    assert not pasted_table(QMimeData())


@pytest.mark.parametrize(("text", "html"), [(TABBED, TABLE), (STACKED, TABLE), (TABBED, "")])
def test_ctrl_v_reads_a_table_like_a_file(qtbot: Any, page: ImportPage, text: str, html: str) -> None:
    clip(text, html)
    page.activateWindow()
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.flow.state == CHECKED
    file = page.flow.file()
    assert file is not None
    assert (file.name, file.rows) == ("Pasted at 09:00", 2)
    assert page.footer.go_button.text() == "Import 2 rows"


def test_the_keyboard_stays_on_the_page(qtbot: Any, page: ImportPage, tmp_path: Path) -> None:
    place = tmp_path / "orders.csv"
    place.write_text(TABBED, "utf-8")
    page.activateWindow()
    page.start_view.zone.choose.setFocus()
    page.start([place])
    assert page.hasFocus()
    main = page.main_action()  # Ctrl+Enter
    assert main is not None
    page.desk.actions.run(main.id)
    assert page.flow.state == EMPTY
    assert page.window().focusWidget() is page
    assert page.desk.notices.log[-1].text.startswith("Imported 2 orders")


def test_the_check_page_is_built_with_the_first_file(page: ImportPage, tmp_path: Path) -> None:
    assert page.stack.count() == 1
    place = tmp_path / "orders.csv"
    place.write_text(TABBED, "utf-8")
    page.start([place])
    assert page.stack.count() == 2
