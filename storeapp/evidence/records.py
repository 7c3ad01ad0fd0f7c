"""What is shown of evidence."""

from __future__ import annotations

from storeapp.evidence.rules import Consented
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


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One consent as the list shows it. `who`: the buyer's name or the person; `about`: the photo's name, "" for a
    review's words; `proofs`: files that show it was given.
    """

    id: int
    consent: Consented
    who: str
    about: str
    proofs: int
