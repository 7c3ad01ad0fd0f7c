"""The last look survives, and a broken one is left out."""

from __future__ import annotations

import pytest

from storeapp.shell.window import snapshot
from storeapp.shell.window.last_today import LastToday
from storeapp.shell.window.snapshot import Snapshot

TODAY = {
    "heading": "Good morning",
    "detail": "2 things need you",
    "groups": [{"title": "Bad reviews", "count": 1, "rows": [{"title": "Cracked", "detail": "Lamp", "tag": "31 h"}]}],
}


def test_it_comes_back_as_it_was(home, tmp_path):
    kept = Snapshot("Lamps", True, 3, "en", {"today": (2, False)}, TODAY, {"rows": "1 row"})
    snapshot.save(tmp_path, kept)
    assert snapshot.load(tmp_path) == kept
    assert snapshot.load(tmp_path / "other") == Snapshot()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"counts": {"today": 3}}', '{"surprise": 1}'])
def test_a_broken_one_is_left_out(home, tmp_path, text):
    snapshot.save(tmp_path, Snapshot("Lamps"))
    snapshot.file_of(tmp_path).write_text(text, "utf-8")
    assert snapshot.load(tmp_path) == Snapshot()


def test_a_cache_that_cant_be_written_is_no_reason_to_stop(home, tmp_path):
    (home / "cache").write_text("a file, not a folder")
    snapshot.save(tmp_path, Snapshot("Lamps"))
    assert snapshot.load(tmp_path) == Snapshot()


@pytest.mark.parametrize("today", [{}, TODAY, {"groups": [{"rows": [{}]}]}])
def test_it_is_painted_whatever_it_holds(qtbot, look, today):
    widget = LastToday(today)
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    picture = widget.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(0, 900, 3) for y in range(0, 200, 3)}
    assert (len(colours) > 3) == bool(today)
