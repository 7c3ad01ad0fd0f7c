"""Types into an article without a rest until it is killed, and says of each letter when it was typed.

`python -m tests.articles.drafts.typing_worker SHOP ARTICLE`
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storeapp.articles.ui.page import ArticlesPage
from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import OpenArticle
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.ask import Ask
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.jobs import Jobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.theme import Look
from storeapp.store.db import Database

EVERY = 15  # ms between two letters


def main(folder: str, article: str) -> int:
    """Type until the end."""
    app = QApplication([])
    clock, notices, settings = Clock(), Notices(), Settings()
    look = Look("light")
    look.apply(app, wear=False)
    db = Database.open(Path(folder), clock, who="Owner", derived=DERIVED)
    desk = Desk(db, Jobs(notices), notices, Ask(), lambda _target: None, clock, settings, ActionBook(settings), look)
    page = ArticlesPage(desk)
    page.resize(1000, 700)
    page.show()
    page.open_target(OpenArticle(int(article)))
    typed = 0

    def type_one() -> None:
        nonlocal typed
        editor = page.writing_view.editor
        if page.writing_view.found is None:
            return
        QTest.keyClicks(editor, f"{typed} ")
        sys.stdout.write(f"{typed} {time.monotonic()}\n")
        sys.stdout.flush()
        typed += 1

    timer = QTimer()
    timer.timeout.connect(type_one)
    timer.start(EVERY)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
