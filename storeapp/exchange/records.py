"""What the import hands back and asks for: choices, results file by file, and the refusals that want an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storeapp.kernel.errors import UserError


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """Where files come from: a channel by id, else by name (made if there is none, on `platform` if that is given)."""

    channel_id: int | None = None
    name: str = ""
    platform: str = ""


@dataclass(frozen=True, slots=True)
class SetupChoice:
    """How files with one header are read from now on; `mapping` has the shape of a format in resources/formats."""

    header_key: str
    name: str
    mapping: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SavedSetup:
    """A set-up that the shop keeps: its header's key, name, mapping, and when it was saved (UTC text)."""

    header_key: str
    name: str
    mapping: Mapping[str, Any]
    saved_at: str


@dataclass(frozen=True, slots=True)
class ImportAnswers:
    """What the owner was asked beside the mapping.

    `newer`: file number -> whether the file is newer than the shop where no date tells; `believe_undated` the same for
    files that are not named. `clear_confirmed`: much may be emptied. `remember`: set-ups saved in the same action.
    """

    newer: Mapping[int, bool] = field(default_factory=dict)
    believe_undated: bool = True
    clear_confirmed: bool = False
    remember: tuple[SetupChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Records of a file that differ from the shop while no date tells which is newer.

    `examples`: (record, key, ((column, in the shop, in the file), ...)).
    """

    file_no: int
    count: int
    examples: tuple[tuple[str, str, tuple[tuple[str, Any, Any], ...]], ...]


@dataclass(frozen=True, slots=True)
class Emptied:
    """A column ("orders.note") in which `emptied` of `filled` stored values would go because the file has none."""

    column: str
    emptied: int
    filled: int


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of the rows of one file: rows = new + changed + same + rejected."""

    file_no: int
    file: str
    format: str
    format_title: str
    rows: int
    new: int
    changed: int
    same: int
    rejected: int
    warnings: tuple[str, ...]
    channel: str
    already_imported_on: str | None  # UTC text of the last import of the very same file
    asked: int = 0  # new reviews that may be known ones, edited
    gone: int = 0  # reviews of the shop that the file should have had and has not


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The outcome of a check or an import. `new` and `changed` count records by kind ("orders", "lines" ...)."""

    files: tuple[FileResult, ...]
    sentence: str
    report: Path
    new: dict[str, int]
    changed: dict[str, int]
    unlinked: int  # reviews of these files whose order isn't known
    emptied: tuple[Emptied, ...] = ()
    linked_later: int = 0  # reviews that had waited for an order of these files
    unsettled: tuple[Unsettled, ...] = ()
    proposed: int = 0  # cases that are proposed since

    @property
    def rejected(self) -> int:
        """Rejected rows of all files."""
        return sum(file.rejected for file in self.files)

    @property
    def rows_in(self) -> int:
        """Rows that bring something."""
        return sum(file.new + file.changed for file in self.files)


ImportResult = CheckReport


class ChannelNeeded(UserError):  # noqa: N818 - a question to the owner
    """Several channels of the files' platform are known, or the platform is not: the owner has to choose."""

    def __init__(self, sentence: str, platform: str, names: list[str]) -> None:
        super().__init__(sentence)
        self.platform = platform
        self.names = names


class ClearNotConfirmed(UserError):  # noqa: N818 - a question to the owner
    """The files would empty more than a fifth of a column; asks for a typed yes."""

    def __init__(self, sentence: str, emptied: tuple[Emptied, ...]) -> None:
        super().__init__(sentence)
        self.emptied = emptied


@dataclass(frozen=True, slots=True)
class Batch:
    """One imported file in the history of imports."""

    id: int
    action_id: int | None
    file_name: str
    format: str
    channel: str
    platform: str
    imported_at: str
    rows: int
    new: int
    changed: int
    same: int
    rejected: int
    newest_on: str | None


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import with its files, as the history lists it."""

    action_id: int
    title: str
    at: str
    who: str
    undoable: bool
    batches: tuple[Batch, ...] = field(default_factory=tuple)
