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
