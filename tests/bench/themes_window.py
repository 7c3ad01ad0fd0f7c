"""Overview and themes of one shop, measured in a process of its own: `python -m tests.bench.themes_window SHOP`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import OpenPage
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.ask import Ask
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.jobs import InlineJobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.theme import Look
from storeapp.reputation.overview.ui.page import ReputationPage
from storeapp.reputation.themes.queries.phrases import kept_phrases
from storeapp.reputation.themes.service.phrases import keep_phrases
from storeapp.store.db import Database
from tests.bench.figures import milliseconds


def main() -> None:
    """Open each tab a few times and tell the median in milliseconds."""
    app = QApplication(sys.argv[:1])
    look = Look("light")
    look.apply(app)
    db = Database.open(Path(sys.argv[1]), Clock(), derived=DERIVED)
    with db.read() as conn:
        now = kept_phrases(conn).now
    keep_phrases(db, [], now)  # counted: opening never counts
    notices, settings = Notices(), Settings()
    jobs = InlineJobs(notices)

    def open_tab(tab: str) -> None:
        book = ActionBook(settings)
        desk = Desk(db, jobs, notices, Ask(), lambda target: None, Clock(), settings, book, look)
        page = ReputationPage(desk)
        page.resize(1200, 800)
        page.open_target(OpenPage("reputation", tab))
        page.show()
        app.processEvents()
        page.close_page()
        page.close()

    told = {tab: milliseconds(lambda tab=tab: open_tab(tab), 7) for tab in ("overview", "themes")}  # type: ignore[misc]
    db.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
