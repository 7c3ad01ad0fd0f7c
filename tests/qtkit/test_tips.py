"""A tooltip shows the very text it was given, whatever that looks like."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import QWidget

from storeapp.qtkit.tips import plain_tip, set_status_tip, set_tip, tip_of

TEXTS = (
    "<img src='file:///etc/hostname'>",
    "a<b>c</b> & d\n  second line",
    "<!DOCTYPE html><p>x",
    "Tea & more",
    '<span style="white-space: pre-wrap"><img src=x></span>',
    "plain",
    "",
)


class Document(QTextDocument):
    """Notes what it is made to load."""

    asked: list[str]

    def loadResource(self, kind: int, url: QUrl) -> Any:
        self.asked.append(url.toString())
        return super().loadResource(kind, url)


@pytest.mark.parametrize("text", TEXTS)
def test_a_tip_is_its_text_and_loads_nothing(qapp: Any, text: str) -> None:
    document = Document()
    document.asked = []
    document.setHtml(plain_tip(text)) if "<" in plain_tip(text) else document.setPlainText(plain_tip(text))
    document.size()
    assert document.toPlainText() == text
    assert document.asked == []


@pytest.mark.parametrize("text", TEXTS)
def test_parts_and_actions_keep_the_text(qtbot: Any, text: str) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    action = QAction("&Open", widget)
    for what in (widget, action):
        set_tip(what, text)
        set_status_tip(what, text)
        assert tip_of(what) == (text or ("Open" if what is action else ""))
        assert "<img" not in what.toolTip()
        assert "<img" not in what.statusTip()
