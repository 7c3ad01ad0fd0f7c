"""A real window with real threads, driven as an owner drives it."""

from __future__ import annotations

import pytest

from storeapp.qtkit.jobs import Jobs
from storeapp.shell.program import Program
from tests.programs import english, look, make_program, own_sample, sample_shop, shop

__all__ = ["english", "look", "make_program", "own_sample", "sample_shop", "shop"]


@pytest.fixture
def start(qtbot, make_program):
    """Starts the program in its first window, with real threads, and waits until it is painted."""

    def begin(settings=None) -> Program:
        program = make_program(settings, lanes=Jobs)
        program.start(None)
        qtbot.waitExposed(program.window)
        return program

    return begin
