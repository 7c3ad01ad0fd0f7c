"""What a page is handed: the shop, the lanes, and the ways to speak, ask and go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storeapp.kernel.clock import Clock
from storeapp.kernel.settings import Settings
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.ask import Ask
from storeapp.qtkit.jobs import Jobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.theme import Theme

if TYPE_CHECKING:
    # The store brings SQLAlchemy, which the shell imports only after its first paint.
    from storeapp.store.db import Database


@dataclass
class Desk:
    """One shop's working place. `navigate(page id, target)` opens another room's page."""

    db: Database
    jobs: Jobs
    notices: Notices
    ask: Ask
    navigate: Callable[[str, object | None], None]
    clock: Clock
    settings: Settings
    actions: ActionBook
    theme: Theme
