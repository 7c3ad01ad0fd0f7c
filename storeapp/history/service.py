"""What History does: takes back any one action."""

from __future__ import annotations

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.journal import UndoReport


def undo(db: Database, action_id: int, progress: Progress) -> Outcome[UndoReport]:
    """Take back one action; what was changed since stays and is named. UserError where that can't be done."""
    return journal.undo(db, action_id, progress)
