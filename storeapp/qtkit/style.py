"""The style sheet, only for what Qt draws itself: fields, menus, scroll bars, splitters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storeapp.qtkit.theme import Look

_SHEET = """
QToolTip { background: $surface; color: $text; border: 1px solid $border-strong; padding: 4px 6px; }
QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
  background: $surface; color: $text; border: 1px solid $border-strong; border-radius: 6px;
  selection-background-color: $accent; selection-color: $on-accent; }
QLineEdit { padding: 0 9px; min-height: @30; }
QAbstractSpinBox { padding: 0 4px 0 6px; min-height: @30; }
QAbstractSpinBox QLineEdit { border: none; padding: 0 0 0 3px; background: transparent; min-height: 0; }
QDateEdit::drop-down { border: none; background: transparent; width: 24px; }
QDateEdit::down-arrow { image: none; width: 0; height: 0; }
QLineEdit[small="true"], QAbstractSpinBox[small="true"] { padding: 0 7px; min-height: @26; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; }
QLineEdit:focus { padding: 0 8px; min-height: @28; }
QLineEdit[small="true"]:focus { padding: 0 6px; min-height: @24; }
QAbstractSpinBox:focus { padding: 0 3px 0 5px; min-height: @28; }
QAbstractSpinBox[small="true"]:focus { min-height: @24; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 5px 7px; }
QLineEdit[wrong="true"], QAbstractSpinBox[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $negative; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled, QTextEdit:disabled,
QPlainTextEdit[readOnly="true"] { background: $raised; color: $muted; border-color: $border; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus { border: none; padding: 0; background: transparent;
  min-height: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; width: 18px; border: none;
  background: transparent; }
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow { image: none; width: 0; height: 0; }
QMenu { background: $surface; border: 1px solid $border-strong; border-radius: 8px; padding: 4px; color: $text; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 4px; min-height: @18; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $accent-soft; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $hair; margin: 4px 0; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 6px; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; }
QScrollBar::handle { background: $border-strong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; } QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; } QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QTableView, QListView, QTreeView { background: $surface; border: none; outline: none; color: $text;
  selection-background-color: $accent-soft; selection-color: $text; }
QComboBox QListView { border: 1px solid $border-strong; }
QListView::item { min-height: @26; padding: 0 6px; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $accent-soft; color: $text; }
QScrollArea { background: transparent; border: none; }
QDialog { background: $surface; }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $on-accent; }
"""


def sheet(theme: Look) -> str:
    """The application's style sheet: `$token` is a colour, `@n` a height that grows with the text."""
    out = []
    rest = _SHEET
    names = sorted(theme.tokens(), key=len, reverse=True)
    for name in names:
        rest = rest.replace(f"${name}", theme.hex(name))
    head, *parts = rest.split("@")
    out.append(head)
    for part in parts:
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        out.append(f"{theme.px(int(digits))}px{part[len(digits) :]}")
    return "".join(out)
