"""Foreign files written on the spot, read by the real child process, and what the staging file then holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from storeapp.exchange import reading, staging
from storeapp.exchange.reading import FileChoice, StagedFile
from storeapp.exchange.staged import ColumnPlan

CASES = Path(__file__).parents[1] / "cases"  # small inputs that went wrong once


@dataclass
class Staged:
    """What one reading left."""

    path: Path
    files: list[StagedFile]

    @property
    def file(self) -> StagedFile:
        assert len(self.files) == 1, [file.name for file in self.files]
        return self.files[0]

    def rows(self, table: str, *columns: str) -> list[Any]:
        """The columns of all records of a table, in the order they were staged; plain values for one column."""
        connection = staging.look(self.path)
        found = connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY seq").fetchall()
        connection.close()
        return [row[0] for row in found] if len(columns) == 1 and columns != ("*",) else found

    def one(self, sql: str) -> Any:
        """The only value that a question has for an answer."""
        connection = staging.look(self.path)
        (found,) = connection.execute(sql).fetchone()
        connection.close()
        return found

    @property
    def rejected(self) -> list[tuple[int, str, str, str]]:
        return [
            (r.row, r.column, r.value, r.reason)
            for file in self.files
            for r in reading.rejected_rows(self.path, file.file_no)
        ]

    def column(self, header: str) -> ColumnPlan:
        return next(column for column in self.file.columns if column.header == header)


Read = Callable[..., Staged]


@pytest.fixture
def staging_path(tmp_path: Path) -> Path:
    return tmp_path / "staging.sqlite"


@pytest.fixture
def read(tmp_path: Path, staging_path: Path) -> Read:
    """Read paths, or bytes under a name: `read("x.csv", b"...", decimal=",")`; choices go to the first file."""

    def run(*what: Any, setups: Any = None, today: date = date(2026, 11, 22), **choice: Any) -> Staged:
        paths: Sequence[Path]
        if isinstance(what[0], str):
            content = what[1].encode() if isinstance(what[1], str) else what[1]
            place = tmp_path / what[0]
            place.write_bytes(content)
            paths = [place]
        else:
            paths = what
        choices = {1: FileChoice(**choice)} if choice else None
        files = reading.read_files(paths, staging_path, choices=choices, setups=setups, today=today)
        return Staged(staging_path, files)

    return run


@pytest.fixture
def formats(shared_data: Path) -> Path:
    """Sample files and header lines of the platforms."""
    folder = shared_data.parent / "formats"
    if not folder.is_dir():
        pytest.skip(f"no {folder}")
    return folder
