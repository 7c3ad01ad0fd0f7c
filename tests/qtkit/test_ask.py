"""Questions open without blocking and answer through `then`."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from storeapp.kernel.errors import UserError
from storeapp.qtkit.ask import Ask
from storeapp.qtkit.audit import nameless
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Area, Button, Choice, TextLine


@pytest.fixture
def parent(look, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def answers():
    return []


def test_confirm_calls_only_on_yes(parent, answers):
    dialog = Ask().confirm(
        parent, "Delete 3 articles?", "Undo brings them back.", "Delete 3 articles", lambda: answers.append("yes")
    )
    assert dialog.go.text() == "Delete 3 articles"
    assert nameless(dialog) == []
    dialog.back.click()
    assert answers == []
    Ask().confirm(parent, "Delete?", "", "Delete", lambda: answers.append("yes"), danger=True).go.click()
    assert answers == ["yes"]


def test_a_text_must_not_be_empty(parent, answers, qtbot):
    dialog = Ask().text(parent, "Save this view", "Name", answers.append, value="Bad lately")
    dialog.line.clear()
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(dialog.line, " Late ")
    dialog.go.click()
    assert answers == ["Late"]


def test_a_typed_yes_needs_the_very_word(parent, answers, qtbot):
    dialog = Ask().typed_yes(
        parent, "Empty 900 prices?", "They become empty.", "empty", "Empty them", lambda: answers.append(1)
    )
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(dialog.line, "Empt")
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(dialog.line, "y")
    dialog.go.click()
    assert answers == [1]


def test_escape_answers_no(parent, answers, qtbot):
    dialog = Ask().confirm(parent, "Go?", "", "Go", lambda: answers.append(1))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert answers == []


def test_files_are_handed_over_as_paths(parent, answers, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("a")
    dialog = Ask().files(parent, "Choose files", answers.append, ["Tables (*.csv)"], tmp_path)
    dialog.selectFile(str(file))
    dialog.accept()
    assert answers == [[file]]


def test_a_saved_file_gets_its_ending(parent, answers, tmp_path):
    dialog = Ask().save_file(parent, "Save", "report.xlsx", answers.append, ["Excel (*.xlsx)"], tmp_path)
    dialog.selectFile(str(tmp_path / "mine"))
    dialog.accept()
    assert answers == [tmp_path / "mine.xlsx"]


def test_enter_in_the_line_goes_on_and_does_nothing_while_it_is_empty(parent, answers, qtbot):
    dialog = Ask().text(parent, "Rename this set-up", "Name", answers.append)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert answers == []
    dialog.line.setText("Order book")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert answers == ["Order book"]


def test_enter_presses_the_default_button_from_every_field_but_one_that_takes_lines(parent, answers, qtbot):
    line, choice, words = TextLine("Line"), Choice("Choice", [("a", "A"), ("b", "B")]), Area("Words")

    def refuse() -> None:
        answers.append("pressed")
        raise UserError("Not yet.")

    form = FormSheet("Form", [("Line", line), ("Choice", choice), ("Words", words)], "Take", refuse, "", parent)
    form.show()
    for field in (line, choice):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert answers == ["pressed", "pressed"]
    qtbot.keyClick(words, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert answers == ["pressed", "pressed"]
    qtbot.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert answers == ["pressed", "pressed", "pressed"]
    form.go.setEnabled(False)
    for field in (line, words):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert answers == ["pressed", "pressed", "pressed"]
    assert words.toPlainText() == "\n"
    form.reject()


def test_a_form_that_is_higher_than_the_screen_scrolls_and_keeps_its_verb_in_sight(parent, qtbot):
    lines = [TextLine(f"Line {number}") for number in range(40)]
    form = FormSheet("Form", [(one.accessibleName(), one) for one in lines], "Take", form_taken, "", parent)
    form.show()
    assert form.height() <= form.screen().availableGeometry().height()
    assert form.rect().contains(form.go.geometry())
    assert form.focusWidget() is lines[0]
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    assert form.focusWidget() is lines[1]
    lines[-2].setFocus()
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not lines[-1].visibleRegion().isEmpty())
    form.reject()
    low = FormSheet("Form", [("Line", TextLine("Line"))], "Take", form_taken, "", parent)
    low.show()
    assert not low.findChild(QScrollArea).verticalScrollBar().isVisible()
    low.reject()


def form_taken() -> None:
    """Nothing more is asked here."""


def test_a_form_is_no_higher_than_its_fields_where_some_bend(parent, qtbot):
    flow = ChipFlow()
    flow.show_chips([Button(f"Column {number}") for number in range(9)])
    form = FormSheet("Form", [("Line", TextLine("Line")), ("Columns", flow)], "Take", form_taken, "", parent)
    form.show()
    chips = flow.chips()
    qtbot.waitUntil(lambda: chips[-1].y() > 0)
    assert flow.height() < chips[-1].geometry().bottom() + 12
    assert not form.findChild(QScrollArea).verticalScrollBar().isVisible()
    form.reject()
