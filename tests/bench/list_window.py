"""The reviews page on one shop, measured in a process of its own: `python -m tests.bench.list_window SHOP`."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
from storeapp.qtkit.table import Query
from storeapp.qtkit.theme import Look
from storeapp.reputation.overview.ui.page import ReputationPage
from storeapp.store.db import Database
from storeapp.store.engine import connect
from tests.bench.figures import milliseconds, side_by_side

# What a block of the list shows, as one plain statement.
PLAIN = """
SELECT r.id, r.channel_id, c.platform, c.name, r.stars, r.rating, r.scale, r.product_id, p.title, r.title,
    substr(r.text, 1, 300), r.language, r.posted_on, r.posted_at, r.edited_on, r.replied_on, r.replied_at, r.reply,
    r.order_id, r.order_number, r.customer_id, b.name, r.reviewer, r.photos
FROM (SELECT id FROM reviews {where} ORDER BY {order} LIMIT 200) AS first
JOIN reviews r ON r.id = first.id JOIN channels c ON c.id = r.channel_id
LEFT JOIN products p ON p.id = r.product_id LEFT JOIN customers b ON b.id = r.customer_id
"""
NEWEST = "posted_on DESC, id DESC"
LISTS = {
    "newest first": (Query({}, "", "posted", True), "", NEWEST),
    "oldest first": (Query({}, "", "posted", False), "", "posted_on, id"),
    "fewest stars first": (Query({}, "", "stars", False), "", "stars, posted_on DESC, id DESC"),
    "only one star": (Query({"stars": (1,)}, "", "posted", True), "WHERE stars = 1", NEWEST),
    "one channel": (Query({"channels": (2,)}, "", "posted", True), "WHERE channel_id = 2", NEWEST),
    "one product": (Query({"product": 7}, "", "posted", True), "WHERE product_id = 7", NEWEST),
    "waiting for a reply": (
        Query({"reply": "waiting"}, "", "posted", True),
        "WHERE replied_on IS NULL AND stars <= 3",
        NEWEST,
    ),
}


def main() -> None:
    """Open the page, walk through the lists, tell the times in milliseconds and the memory in megabytes."""
    app = QApplication(sys.argv[:1])
    look = Look("light")
    look.apply(app)
    db = Database.open(Path(sys.argv[1]), Clock(), derived=DERIVED)
    notices, settings = Notices(), Settings()
    jobs = InlineJobs(notices)
    pages: list[ReputationPage] = []

    def open_page() -> None:
        book = ActionBook(settings)
        desk = Desk(db, jobs, notices, Ask(), lambda target: None, Clock(), settings, book, look)
        pages.append(ReputationPage(desk))
        pages[-1].resize(1200, 800)
        pages[-1].open_target(OpenPage("reputation", "reviews"))
        pages[-1].show()
        app.processEvents()

    told: dict[str, Any] = {"open": milliseconds(open_page, 5)}
    for page in pages[:-1]:
        page.close_page()
        page.close()
    model = pages[-1].reviews.model
    bare = connect(db.place.file, look_only=True)
    told["lists"] = {}
    for name, (query, where, order) in LISTS.items():
        plain = PLAIN.format(where=where, order=order)
        told["lists"][name] = _against(lambda q=query: model.set_query(q), bare, plain)
        shown = [model.loaded(number).id for number in range(min(200, model.total()))]
        assert shown == [row[0] for row in bare.execute(plain)], f"{name}: not the same rows"
    model.set_query(LISTS["newest first"][0])
    last = model.total() - 1

    def jump() -> None:
        model._blocks.pop(last // 200, None)  # else it is in memory already
        model.row(last)
        while model.loaded(last) is None:
            app.processEvents()

    told["lists"]["jump to the end"] = _against(jump, bare, PLAIN.format(where="", order="posted_on, id"))
    told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages[-1].close_page()
    pages[-1].close()
    jobs.close()
    print(json.dumps(told))


def _against(ours: Callable[[], Any], bare: Any, plain: str) -> tuple[float, float]:
    ours()
    return side_by_side(ours, lambda: bare.execute(plain).fetchall(), 15)


if __name__ == "__main__":
    main()
