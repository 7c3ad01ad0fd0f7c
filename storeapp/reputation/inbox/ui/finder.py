"""Going to one review of the list, wherever the request comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storeapp.reputation.reviews.queries.listing import review_position
from storeapp.reputation.reviews.records import ReviewFilters

if TYPE_CHECKING:
    from storeapp.reputation.inbox.ui.tab import ReviewsView


class ReviewFinder:
    """Finds the row of a review, in the list as it is or among all reviews, and selects it once it is there."""

    def __init__(self, view: ReviewsView) -> None:
        self._view = view
        self._goal: int | None = None
        self._place: int | None = None

    @property
    def busy(self) -> bool:
        """Whether a review is being looked for."""
        return self._goal is not None

    def find(self, review_id: int, among: ReviewFilters | None = None) -> None:
        """Show one review, `among` others or in the list as it is if it is there, else among all reviews."""
        self._goal, self._place = review_id, None
        held = among or self._view.wanted
        self._look(held if held.sort == "posted" else ReviewFilters())

    def rows_came(self, *_args: object) -> None:
        """Rows were read: select the review if it is among them."""
        place, model = self._place, self._view.model
        if self._goal is None or place is None or place >= model.total():
            return
        row = model.row(place)
        if row is not None and row.id != self._goal and not model.is_fresh(place):
            return  # the list is read again: what stands there now is not what will
        self._goal, self._place = None, None
        self._view.table.go_to(place)

    def _look(self, wanted: ReviewFilters) -> None:
        goal = self._goal
        if goal is not None:
            self._view.page.ask_db(
                lambda conn: (wanted, review_position(conn, wanted, goal)), self._found, "reviews:find"
            )

    def _found(self, answer: tuple[ReviewFilters, int | None]) -> None:
        wanted, place = answer
        if place is None:
            if wanted != ReviewFilters():
                self._look(ReviewFilters())
            elif self._goal is not None:
                self._view.show_review(self._goal)
                self._goal = None
            return
        if wanted != self._view.wanted:
            self._view.show_wanted(wanted)
        self._view.show_review(self._goal)
        self._place = place
        self.rows_came()
