"""One reply after the other: Ctrl+Enter sends, and the next review that waits is there to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storeapp.kernel.targets import OpenPage
from storeapp.reputation.reviews.records import ReviewFilters

if TYPE_CHECKING:
    from storeapp.reputation.inbox.ui.tab import ReviewsView

LOOK_ON = 100  # rows in which the next waiting review is looked for, above and below


class Answering:
    """Works on the list and the inspector of `view`; sent from Today, it leads back there after the last reply."""

    def __init__(self, view: ReviewsView) -> None:
        self._view = view
        self._queue: list[int] = []  # the reviews that wait, in the order of the list
        self._sent: set[int] = set()  # answered from this list, which may not have read it yet
        self.from_today = False

    def begin(self, review_id: int) -> None:
        """Put the cursor into the reply of this review, at once: what is typed while it is read belongs to it."""
        view = self._view
        view.reply_actions.keep_draft()
        view.expect(review_id)
        view.show_wanted(ReviewFilters(reply="waiting", descending=False))
        view.bench.go_to(review_id)
        self.from_today = True

    def forget(self) -> None:
        """Another list is shown."""
        self._sent.clear()
        self._queue.clear()

    def send(self) -> None:
        """Copy the reply, mark it as sent, and go on to the next."""
        view = self._view
        following = self._following()
        sent = view.reply_actions.send()
        if sent is None:
            return
        self._sent.add(sent)
        if following is not None:
            view.expect(following)
            view.bench.go_to(following)
        elif not self._queue:
            return  # the list is not read yet: letters typed on must not fall on keys that act
        elif self.from_today:
            view.desk.navigate(OpenPage("today"))
        else:
            view.table.setFocus()

    def look_on(self) -> None:
        """Remember which reviews around this one wait, in the order of the list; one being read anew tells nothing."""
        view = self._view
        place, total = max(0, view.table.currentIndex().row()), view.model.total()
        around = range(max(0, place - LOOK_ON), min(total, place + LOOK_ON))
        rows = [view.model.row(number) for number in around]  # asks for those that are missing
        known = [row for row in rows if row is not None]
        if rows and len(known) == len(rows) and all(view.model.is_fresh(number) for number in around):
            here = view.inspector.review_id
            self._queue = [row.id for row in known if row.id == here or view.moment.wait(row) is not None]

    def _following(self) -> int | None:
        """The next review below that waits for a reply, else the nearest above; None after the last one."""
        self.look_on()
        here = self._view.inspector.review_id
        place = self._queue.index(here) if here in self._queue else 0
        nearest = (*self._queue[place:], *reversed(self._queue[:place]))
        return next((number for number in nearest if number != here and number not in self._sent), None)
