"""Modules that are imported after PySide are not read for a syntax that nobody uses."""

from __future__ import annotations

import subprocess
import sys

import pytest

LATE = """
import linecache, sys
{before}
import wave
from PySide6.QtWidgets import QLabel, QApplication
app = QApplication([])
QLabel("still works").alignment()
from PySide6 import QtSvg
print(any("wave.py" in file for file in linecache.cache))
"""


@pytest.mark.parametrize(
    ("before", "read"),
    [
        ("import PySide6.QtCore", "True"),
        ("from storeapp.__main__ import start_lightly; start_lightly()", "False"),
    ],
)
def test_the_source_of_later_modules_is_left_alone(before: str, read: str) -> None:
    """Should PySide stop reading them by itself, the first case tells, and the module can go."""
    command = [sys.executable, "-W", "ignore", "-c", LATE.format(before=before)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == read, ran.stderr


KINDS = """
import sys
from storeapp.__main__ import start_lightly
start_lightly()
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
from storeapp.qtkit.panels import scrolling
from storeapp.qtkit.table import TableView
from storeapp.qtkit.theme import Look
Look("light").apply(app)
TableView("Reviews")
scrolling(QWidget())
print("QDial" in vars(sys.modules["PySide6.QtWidgets"]))
"""


def test_a_list_does_not_make_a_class_of_every_kind_of_widget() -> None:
    """PySide does so for a viewport that Qt made, in 14 ms, whichever page comes first."""
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", KINDS], capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "False", ran.stderr
