"""Which pages the sidebar holds, where their code lies, and what rooms offer for records that others show."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from storeapp.kernel.beside import Said
    from storeapp.kernel.progress import Progress
    from storeapp.qtkit.desk import RecordActions


@dataclass(frozen=True, slots=True)
class Room:
    """One page: its name in the sidebar, icon and key, and the module and class loaded on the first visit."""

    id: str
    title: str
    icon: str
    keys: str
    module: str
    page: str
    bottom: bool = False


PLAN = (
    Room("today", N_("Today"), "sun", "Ctrl+1", "storeapp.today.ui.page", "TodayPage"),
    Room("reputation", N_("Reputation"), "star", "Ctrl+2", "storeapp.reputation.overview.ui.page", "ReputationPage"),
    Room("requests", N_("Review requests"), "send", "Ctrl+3", "storeapp.solicitation.ui.page", "RequestsPage"),
    Room("articles", N_("Articles"), "pencil", "Ctrl+4", "storeapp.articles.ui.page", "ArticlesPage"),
    Room("aftersales", N_("After-sales"), "lifebuoy", "Ctrl+5", "storeapp.aftersales.ui.page", "AftersalesPage"),
    Room("customers", N_("Customers & orders"), "bag", "Ctrl+8", "storeapp.orders.ui.page", "CustomersPage"),
    Room("reports", N_("Reports"), "chart", "Ctrl+9", "storeapp.reports.ui.page", "ReportsPage"),
    Room("rulebook", N_("Rule book"), "book", "Ctrl+.", "storeapp.ownrules.ui.page", "RuleBookPage", bottom=True),
    Room("import", N_("Import data"), "import", "Ctrl+0", "storeapp.exchange.ui.page", "ImportPage", bottom=True),
    Room("history", N_("History"), "history", "Ctrl+H", "storeapp.history.ui.page", "HistoryPage", bottom=True),
    Room("settings", N_("Settings"), "sliders", "Ctrl+,", "storeapp.shell.settings.page", "SettingsPage", bottom=True),
)


@cache
def rooms() -> tuple[Room, ...]:
    """The rooms whose page exists in this build, in the sidebar's order."""
    return tuple(room for room in PLAN if find_spec(room.module) is not None)


# Records that pages of other rooms show too: the class of the owning room, made with the page they are shown on.
RECORDS = {"alert": ("storeapp.reputation.changes.ui.actions", "AlertActions")}


def record_actions(kind: str, page: Any) -> RecordActions:
    """What the owning room offers to do with a record of this kind on a page; loaded when it is first wanted."""
    module, name = RECORDS[kind]
    made: RecordActions = getattr(import_module(module), name)(page)
    return made


def table_text(path: Path, progress: Progress) -> str:
    """The text of a table in a file; the room that reads files is loaded when it is first wanted, beside the window."""
    read: Any = import_module("storeapp.exchange.table_files")
    words: str = read.table_text(path, progress)
    return words


# What is said beside a record by a room that its own room doesn't know: whether and when its buyer was asked.
BESIDE = {
    "review": ("storeapp.solicitation.beside", "said_of_review"),
    "order": ("storeapp.solicitation.beside", "said_of_order"),
    "customer": ("storeapp.solicitation.beside", "said_of_customer"),
}


def beside(kind: str, conn: Any, number: int, today: date) -> Said | None:
    """What another room says of a record of this kind; loaded when it is first wanted, in a reading thread."""
    module, name = BESIDE[kind]
    said: Said | None = getattr(import_module(module), name)(conn, number, today)
    return said
