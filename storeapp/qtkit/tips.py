"""Tooltips and entries that stay text: Qt reads what looks like HTML as HTML and would load the files it names."""

from __future__ import annotations

from html import escape, unescape

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolTip, QWidget

_HEAD, _FOOT = '<span style="white-space: pre-wrap">', "</span>"


def plain_tip(text: str) -> str:
    """A tooltip of just this text, whatever a file, a shop or a customer wrote into it."""
    return f"{_HEAD}{escape(text)}{_FOOT}" if "<" in text or "&" in text else text


def tip_of(what: QWidget | QAction) -> str:
    """The text of a tooltip."""
    tip = what.toolTip()
    return unescape(tip.removeprefix(_HEAD).removesuffix(_FOOT)) if tip.startswith(_HEAD) else tip


def set_tip(what: QWidget | QAction, text: str) -> None:
    """Give a part or an action its tooltip."""
    what.setToolTip(plain_tip(text))


def menu_words(text: str) -> str:
    """The words of a menu's entry that shows just this text: Qt takes a single "&" for an access key."""
    return text.replace("&", "&&")


def set_status_tip(what: QWidget | QAction, text: str) -> None:
    """Give a part or an action the line that the status bar shows."""
    what.setStatusTip(plain_tip(text))


def show_tip(at: QPoint, text: str, part: QWidget) -> None:
    """Show a tooltip at a point of the screen; no text takes it away."""
    if text:
        QToolTip.showText(at, plain_tip(text), part)
    else:
        QToolTip.hideText()
