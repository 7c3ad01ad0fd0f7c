"""What a page is handed: the shop, the lanes, and the ways to speak, ask and go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from storeapp.kernel.clock import Clock
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.settings import Settings
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.ask import Ask
from storeapp.qtkit.jobs import Job, Jobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.theme import Look

if TYPE_CHECKING:
    from storeapp.kernel.beside import Said
    from storeapp.kernel.shown_lists import KeptList, ShownList
    from storeapp.kernel.targets import Target

    # The store brings SQLAlchemy, which the shell imports only after its first paint.
    from storeapp.store.db import Database

T = TypeVar("T")


class RecordActions(Protocol):
    """What a room offers to do with one of its records, on whichever page that is shown."""

    def pop_up(self, record: Any, over: QWidget) -> None:
        """Open the menu of a record under a widget."""

    def finish(self, record: Any) -> None:
        """Be done with a record."""

    def choose(self) -> None:
        """Choose which records of this kind are shown at all."""


def offers_none(kind: str, _page: QWidget) -> RecordActions:
    """A desk without rooms."""
    raise LookupError(f"no room offers actions for {kind}")


def reads_no_table(_path: Path, _progress: Progress) -> str:
    """A desk without rooms."""
    raise LookupError("no room reads tables in files")


def says_nothing(_kind: str, _conn: Any, _number: int, _today: date) -> Said | None:
    """A desk without rooms."""
    return None


def knows_no_list(kept: KeptList) -> ShownList:
    """A desk without rooms."""
    raise LookupError(f"no page shows the list {kept.list}")


@dataclass
class Desk:
    """One shop's working place. `navigate(OpenReview(7))` opens a place on any page, see `kernel/targets`.

    `record_actions(kind, page)` gives what the room that owns such records offers to do with one shown on `page`.
    `list_again(kept)` gives a list that was kept under a name, ready to be read in a thread.
    `beside(kind, conn, id, today)` gives what a room above says of a record, None for nothing; in a reading thread.
    `table_text(path, progress)` gives the text of a table in a file, as pasting it would; beside the window.
    """

    db: Database
    jobs: Jobs
    notices: Notices
    ask: Ask
    navigate: Callable[[Target], None]
    clock: Clock
    settings: Settings
    actions: ActionBook
    theme: Look
    record_actions: Callable[[str, Any], RecordActions] = field(default=offers_none, kw_only=True)
    beside: Callable[[str, Any, int, date], Said | None] = field(default=says_nothing, kw_only=True)
    table_text: Callable[[Path, Progress], str] = field(default=reads_no_table, kw_only=True)
    list_again: Callable[[KeptList], ShownList] = field(default=knows_no_list, kw_only=True)

    def do(
        self,
        title: str,
        verb: Callable[..., Outcome[T]],
        *args: object,
        said: str | Callable[[T], str] = "",
        done: Callable[[Outcome[T]], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        progress: bool = False,
    ) -> Job:
        """Carry out one action of the owner: `verb(db, *args)` in the writing lane, named `title` while it runs.

        Where it changed something, `said`, a sentence or what gives one for the outcome's value, is told with Undo.
        `done` hears of the outcome first, changed or not. A UserError is told by `failed`, by default as a notice; any
        other error goes to `failed` too, and on as a bug. `progress`: the verb takes a Progress as its last argument.
        """

        def work(going: Progress) -> Outcome[T]:
            return verb(self.db, *args, going) if progress else verb(self.db, *args)

        def ended(outcome: Outcome[T]) -> None:
            if done is not None:
                done(outcome)
            words = said if isinstance(said, str) else said(outcome.value)
            if words and outcome.action_id is not None:
                self.notices.say(words, undo=True)

        return self.jobs.write(title, work, ended, failed)
