"""Keeps what is derived from rows in step with them: take a row's part out before it changes, add it after."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from storeapp.kernel.progress import Progress


class Keeper:
    """Knows which rows changed in this transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def columns(self, table: str) -> frozenset[str]:
        """Columns that no room may write."""
        return frozenset()

    def fresh(self, table: str, first: int, last: int) -> None:
        """Rows `first` to `last` are new."""

    def before(self, table: str, ids: Iterable[int]) -> None:
        """These rows are about to change or go."""

    def after(self, table: str, ids: Iterable[int]) -> None:
        """These rows came back under their old ids."""

    def settle(self, progress: Progress) -> None:
        """Bring everything derived up to date."""
