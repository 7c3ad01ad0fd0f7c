from __future__ import annotations

import pytest

from storeapp.kernel.errors import Cancelled
from storeapp.kernel.progress import Progress


def test_items_are_counted_as_they_are_done():
    progress = Progress()
    seen = [(item, progress.done) for item in progress.over("abc", 3)]
    assert seen == [("a", 0), ("b", 1), ("c", 2)]
    assert (progress.done, progress.total) == (3, 3)


def test_work_stops_between_two_items():
    progress = Progress()
    done = []
    with pytest.raises(Cancelled):
        for item in progress.over(range(10)):
            done.append(item)
            if item == 2:
                progress.cancel()
    assert done == [0, 1, 2]


def test_a_step_counts_before_it_stops():
    progress = Progress()
    progress.begin("Reading", 5)
    progress.cancel()
    with pytest.raises(Cancelled):
        progress.step(2, "Writing")
    assert (progress.done, progress.total, progress.note) == (2, 5, "Writing")


def test_a_new_stretch_starts_from_nothing():
    progress = Progress(total=9, done=4, note="old")
    progress.begin("New", 2)
    assert (progress.note, progress.total, progress.done) == ("New", 2, 0)
