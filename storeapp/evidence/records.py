"""What is shown of evidence."""

from __future__ import annotations

from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One file that proves something; `added_at` is UTC text, `thumbnail` a small PNG, b"" where nothing is to see."""

    id: int
    about_kind: str
    about_id: int
    part: str
    sha256: str
    name: str
    kind: str
    size: int
    width: int | None
    height: int | None
    added_at: str
    thumbnail: bytes = b""


@dataclass(frozen=True, slots=True)
class ProvingRecord:
    """A record of the shop that proves something: `kind` of rules.RECORDS and its id."""

    id: int
    kind: str
    record_id: int
    note: str
    added_at: str
