"""The three ways work can end badly: a sentence for the owner, a wish to stop, or a bug."""

from __future__ import annotations


class UserError(Exception):
    """An expected refusal: `sentence` says what happened, that the data is safe, and what to do next.

    `way_out` names the action id of a button that solves it, where there is one.
    """

    def __init__(self, sentence: str, *, way_out: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_out = way_out


class Cancelled(Exception):  # noqa: N818 - an outcome the owner asked for, not an error
    """The owner asked to stop. Nothing is shown; the write in progress rolls back as a whole."""
