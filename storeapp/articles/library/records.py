"""What is shown of the library."""

from __future__ import annotations

from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One item. `thumbnail` a small PNG; `used`: in how many articles; `allowed`: "" where it may be used today, else
    the reason why not; `consent`: what was agreed, in a sentence.
    """

    id: int
    kind: str
    name: str
    words: str
    url: str
    origin: str
    source: str
    alt: str
    width: int | None
    height: int | None
    size: int | None
    file_kind: str
    sha256: str | None
    thumbnail: bytes
    consent: str
    allowed: str
    used: int
    added_at: str


@dataclass(frozen=True, slots=True)
class LibraryFilters:
    """Which items a list shows: `kind` of KINDS, `origin` of ORIGINS, "" for all; words of name, source or text."""

    kind: str = ""
    origin: str = ""
    search: str = ""
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class UsedIn:
    """An article in which an item is used, and since when."""

    article_id: int
    title: str
    at: str
