"""Unreachable circles of objects are found in the thread that looks, and in no other."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from storeapp.kernel import garbage


class _Ring:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _python_as_before() -> Iterator[None]:
    enabled, limits = gc.isenabled(), gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*limits)
    (gc.enable if enabled else gc.disable)()


def _circles(count: int = 2000) -> weakref.ref[_Ring]:
    first = _Ring()
    for _n in range(count):
        _Ring()
    return weakref.ref(first)


def test_a_thread_that_makes_very_much_takes_nothing_apart():
    garbage.rest()
    found: list[str] = []
    ring = _Ring()
    weakref.finalize(ring, lambda: found.append(threading.current_thread().name))
    del ring
    busy = threading.Thread(target=_circles, args=(50_000,), name="reader")
    busy.start()
    busy.join()
    assert found == []
    garbage.look()
    assert found == [threading.current_thread().name]


def test_looking_searches_only_once_enough_was_made():
    garbage.rest()
    gc.collect()
    gc.set_threshold(1000, 10, 10)
    few = _circles(20)
    garbage.look()
    assert few() is not None
    many = _circles(2000)
    garbage.look()
    assert many() is None
    assert few() is None


def test_everything_is_searched_seldom_and_what_was_there_at_the_start_never(monkeypatch):
    garbage.rest()
    gc.collect()
    monkeypatch.setattr(garbage, "_full_from", 0.0)
    gc.set_threshold(10, 1, 1)
    looked: list[int] = []
    collect = gc.collect

    def watched(old: int) -> int:
        looked.append(old)
        return collect(old)

    monkeypatch.setattr(gc, "collect", watched)
    for _n in range(40):
        _circles(50)
        garbage.look()
    assert looked.count(2) == 1  # the second waits until the first is a fiftieth of the time gone by
    assert looked.count(1) > 5
    garbage.settle()
    assert gc.get_freeze_count() > 1000
