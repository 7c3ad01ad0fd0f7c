"""Pages are imported beside the window: no widget is taken apart in that thread meanwhile, and all goes on after."""

from __future__ import annotations

import gc
import threading

from storeapp.qtkit.jobs import Jobs
from storeapp.shell.session import page_preloader
from storeapp.shell.session.page_preloader import PagePreloader


def test_python_looks_for_garbage_again_once_the_modules_are_there(qapp, desk, qtbot, monkeypatch):
    opener, begun, go_on = Jobs(desk.notices), threading.Event(), threading.Event()
    looked = []

    def imports() -> None:
        begun.set()
        looked.append(gc.isenabled())
        go_on.wait(20)

    monkeypatch.setattr(page_preloader, "import_all", imports)
    ahead = PagePreloader(None, opener, lambda: None, desk.notices)
    ahead._import()
    assert begun.wait(20)
    assert not gc.isenabled()
    go_on.set()
    qtbot.waitUntil(gc.isenabled)
    assert looked == [False]
    opener.close()
