"""What the program says to the owner while work goes on: a line in the top bar, with Undo where something changed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the top bar.

    `kind` is "done" or "refusal" (leave after 8 s), or "problem" (stays until dismissed). `action` is a labelled way
    out; `way_out` names an action id instead, as a UserError does.
    """

    text: str
    kind: str = "done"
    undo: bool = False
    action: tuple[str, Callable[[], None]] | None = None
    way_out: str = ""


class Notices(QObject):
    """Where pages and jobs leave their notices; the shell shows the newest one."""

    posted = Signal(object)  # Notice

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log: deque[Notice] = deque(maxlen=50)

    def say(self, text: str, undo: bool = False, action: tuple[str, Callable[[], None]] | None = None) -> None:
        """Tell what was done, `undo` if Ctrl+Z takes it back."""
        self._post(Notice(text, "done", undo, action))

    def problem(self, text: str, action: tuple[str, Callable[[], None]] | None = None, way_out: str = "") -> None:
        """Tell what did not work; it stays until the owner dismisses it."""
        self._post(Notice(text, "problem", False, action, way_out))

    def refuse(self, text: str, way_out: str = "") -> None:
        """Tell why what was just asked is not done; it goes by itself, for the owner goes on with something else."""
        self._post(Notice(text, "refusal", way_out=way_out))

    def _post(self, notice: Notice) -> None:
        self.log.append(notice)
        self.posted.emit(notice)
