"""What is decided and typed on the merge page is in the shop within a second of the last key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from storeapp.exchange.helper_workbooks.kept_work import keep_work
from storeapp.exchange.helper_workbooks.ui.merge_state import MergeState
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.typing_rest import TypingRest


class WorkKeeper(QObject):
    """Hands decisions and own texts of the file in hand to the writing lane after each rest of the hand."""

    def __init__(self, desk: Desk, state: Callable[[], MergeState | None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._state = desk, state
        self._typing = TypingRest(self)
        self._typing.over.connect(self.keep)

    def touch(self) -> None:
        """Something was decided or typed."""
        self._desk.jobs.hold(self, True)
        self._typing.touch()

    def keep(self) -> None:
        """Hand over what is not kept yet."""
        if not self._typing.waiting:
            return
        self._typing.stop()
        self._desk.jobs.hold(self, False)
        state = self._state()
        if state is not None:
            decided, typed = dict(state.decisions), dict(state.typed)
            self._desk.do(_("Keeping what you decided"), keep_work, state.found, decided, typed,
                          failed=self._failed)  # fmt: skip

    def _failed(self, error: Exception) -> None:
        """It is not in the shop: with the next key it is handed over again, and until then nothing says "Saved"."""
        self._desk.jobs.hold(self, True)
        self._desk.notices.problem(getattr(error, "sentence", _("What you decided could not be saved.")))
