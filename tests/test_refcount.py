"""Holds the pin of PySide6: 6.12.0 loses one reference to None with every void call and aborts Python 3.11.

After about 7,000 calls that process dies with `Fatal Python error: none_dealloc`; 6.8.3 to 6.11.3 are sound on 3.11,
and 6.12.0 is sound where None is immortal (3.12 and newer). Whoever lifts `PySide6-Essentials<6.12` in pyproject.toml
runs this on Python 3.11 first.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QWidget


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on: its count says nothing")
def test_void_calls_leave_none_alone(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.update()
    before = sys.getrefcount(None)
    for _ in range(20_000):
        widget.update()
    assert sys.getrefcount(None) > before - 100
