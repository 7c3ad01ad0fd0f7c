"""The search for unreachable objects rests and goes on."""

from __future__ import annotations

import gc

from storeapp.kernel import garbage


def test_it_rests_until_it_is_resumed_and_then_passes_over_what_is_there():
    try:
        garbage.rest()
        assert not gc.isenabled()
        garbage.resume()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()
        gc.enable()


def test_it_is_held_while_another_thread_makes_much_and_goes_on_after_the_last():
    try:
        gc.enable()
        garbage.hold("one")
        garbage.hold("two")
        garbage.let_go("one")
        assert not gc.isenabled()
        garbage.let_go("two")
        garbage.let_go("two")
        assert gc.isenabled()

        garbage.rest()
        garbage.hold("one")
        garbage.resume()  # the start is over before the other thread is
        assert not gc.isenabled()
        garbage.let_go("one")
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.enable()
