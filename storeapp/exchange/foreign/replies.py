"""Comment files: the shop's answers stand in rows of their own and belong to the review that they name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any

from storeapp.exchange.foreign.texts import title_key
from storeapp.kernel.text import plural

Answer = tuple[str | None, str | None, str | None, str | None, str | None]  # own id, writer, text, day, instant


class StagedReplies:
    """Sets answers aside while the rows are read, and writes them to their reviews at the end."""

    def __init__(self, connection: Any, file_no: int) -> None:
        self.connection, self.file_no = connection, file_no
        self._of: dict[str, list[Answer]] = {}  # id of the comment that is answered -> its answers
        self.count = 0
        self.lost = 0

    def set_aside(self, rows: Sequence[int], got: dict[str, Any]) -> tuple[Sequence[int], dict[str, Any]]:
        """The rows that answer no other one, with their values."""
        parents = got.get("reviews.parent")
        if parents is None or not rows:
            return rows, got
        empty: Sequence[Any] = [None] * len(rows)
        columns = [
            got.get(name, empty)
            for name in ("reviews.key", "reviews.reviewer", "reviews.text", "reviews.posted_on", "reviews.posted_at")
        ]
        stay = []
        for parent, *answer in zip(parents, *columns, strict=True):
            answers = bool(parent) and parent != "0"
            stay.append(not answers)
            if answers:
                self._of.setdefault(parent, []).append(tuple(answer))
                self.count += 1
        return list(compress(rows, stay)), {name: list(compress(values, stay)) for name, values in got.items()}

    def write(self) -> None:
        """Give every review its answers: all that somebody else than the reviewer wrote below it, oldest first."""
        if not self._of:
            return
        wanted = "SELECT key, seq, reviewer FROM reviews WHERE file_no = ? AND key IS NOT NULL"
        reviews = {key: (seq, reviewer) for key, seq, reviewer in self.connection.execute(wanted, (self.file_no,))}
        joined = 0
        for key, (seq, reviewer) in reviews.items():
            thread = self._below(key)
            joined += len(thread)
            theirs = [one for one in thread if title_key(one[1] or "") != title_key(reviewer or "") or not one[1]]
            said = [one for one in theirs if one[2]]
            if said:
                self.connection.execute(
                    "UPDATE reviews SET reply = coalesce(reply, ?), replied_on = coalesce(replied_on, ?), "
                    "replied_at = coalesce(replied_at, ?) WHERE seq = ?",
                    ("\n\n".join(one[2] or "" for one in said), said[0][3], said[0][4], seq),
                )
            joined -= len(thread) - len(said)
        self.lost = self.count - joined

    def _below(self, key: str) -> list[Answer]:
        """Answers to a comment, and answers to those."""
        found: list[Answer] = []
        waiting = [key]
        while waiting:
            for answer in self._of.pop(waiting.pop(), ()):
                found.append(answer)
                if answer[0]:
                    waiting.append(answer[0])
        return sorted(found, key=lambda one: (one[4] or one[3] or "", one[0] or ""))

    def said(self) -> list[str]:
        """A sentence for the answers that went to no review."""
        if not self.lost:
            return []
        return [
            plural(
                "{count} comment was left out: it replies to a review that is not in this file, or to a review "
                "of its own writer.",
                "{count} comments were left out: they reply to reviews that are not in this file, or to reviews "
                "of their own writers.",
                self.lost,
            )
        ]
