"""Movements: a hover fill glides, a toast fades in and out, and with "reduce motion" all is there at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QColor, QEnterEvent

from storeapp.qtkit.buttons import Button, fill_of
from storeapp.qtkit.motion import Glide, mixed
from storeapp.qtkit.notices import Notice
from storeapp.qtkit.states import Toast


def enter(widget):
    here = QPointF(2, 2)
    widget.event(QEnterEvent(here, here, here))


@pytest.fixture
def button(qtbot, look):
    made = Button("Save")
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_hover_fill_takes_its_time_and_comes_back(qtbot, look, button):
    enter(button)
    assert button._glide.moving
    qtbot.waitUntil(lambda: not button._glide.moving)
    assert fill_of(button) == look.color("hover")
    button.event(QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not button._glide.moving)
    assert fill_of(button) == look.color("surface")


def test_with_reduce_motion_the_fill_is_there_at_once(look, button):
    look.choose(reduce_motion=True)
    enter(button)
    assert not button._glide.moving
    assert fill_of(button) == look.color("hover")
    look.choose(reduce_motion=False)


def test_a_quiet_button_fades_from_nothing(qtbot, look):
    quiet = Button("More", "quiet")
    qtbot.addWidget(quiet)
    assert fill_of(quiet) is None
    look.choose(reduce_motion=True)
    enter(quiet)
    assert fill_of(quiet) == look.color("hover")
    look.choose(reduce_motion=False)


def test_a_toast_fades_in_and_goes_after_its_time(qtbot, look):
    toast = Toast()
    qtbot.addWidget(toast)
    toast.show_notice(Notice("Saved", "done", False, None, ""))
    assert toast.graphicsEffect() is not None or toast._appearing._glide.value < 1
    qtbot.waitUntil(lambda: toast._appearing._glide.value == 1.0)
    assert toast.graphicsEffect() is None
    toast._clock.timeout.emit()
    qtbot.waitUntil(toast.isHidden)
    toast.show_notice(Notice("Saved again", "done", False, None, ""))
    toast.dismiss()
    assert toast.isHidden()


def test_with_reduce_motion_a_toast_just_stands_there(qtbot, look):
    look.choose(reduce_motion=True)
    toast = Toast()
    qtbot.addWidget(toast)
    toast.show_notice(Notice("Saved", "done", False, None, ""))
    assert toast.graphicsEffect() is None
    toast._clock.timeout.emit()
    assert toast.isHidden()
    look.choose(reduce_motion=False)


def test_a_glide_turned_back_half_way_starts_from_where_it_is(qtbot, look, button):
    steps = []
    glide = Glide(button, lambda: steps.append(glide.value))
    glide.go(1.0)
    qtbot.waitUntil(lambda: bool(steps) and glide.value > 0.2)
    there = glide.value
    glide.go(0.0)
    assert glide.value <= there
    qtbot.waitUntil(lambda: glide.value == 0.0)


def test_colours_mix_by_share():
    assert mixed(QColor("#000000"), QColor("#ffffff"), 0.5).name() in ("#7f7f7f", "#808080")
    assert mixed(QColor("#102030"), QColor("#ffffff"), 0.0).name() == "#102030"
