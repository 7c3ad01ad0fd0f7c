"""Where a text may lead: to the web, to a mailbox or telephone, to a place in itself, to a record of the shop."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

# What stands before the colon: addresses that leave the shop, and records of it that an address is found for.
OUTSIDE = frozenset({"http", "https", "mailto", "tel"})
RECORDS = frozenset({"picture", "product", "article", "evidence", "partner"})
_SCHEME = re.compile(r"\s*([^/?#:]*):")
_HOST = re.compile(r"https?://(?:[^\s/?#@:\[\]%<>\"'{}|\\^`]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?=[/?#]|$)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")


def scheme_of(address: str) -> str:
    """What stands before the first colon in small letters, "" where the address has none: `#place`, `other.html`."""
    # A browser leaves out what isn't to be seen, and reads letters of another width as the plain ones do.
    bare = unicodedata.normalize("NFKC", _UNSEEN.sub("", unquote(address)))
    found = _SCHEME.match(bare)
    return found[1].casefold() if found else ""


def allowed(address: str) -> bool:
    """Whether a text may lead there. What isn't known to be harmless isn't allowed: no scripts, no data, no files."""
    scheme = scheme_of(address)
    if scheme in ("http", "https"):
        return _HOST.match(address) is not None
    if not scheme:
        return bool(address.strip()) and not _UNSEEN.sub("", unquote(address)).startswith(("\\", "//", "/\\"))
    return scheme in OUTSIDE | RECORDS


def record_of(address: str) -> tuple[str, str] | None:
    """The kind and key of a record that is referred to, as in `product:4`; None for any other address."""
    kind, colon, key = address.partition(":")
    return (kind, unquote(key)) if colon and kind in RECORDS and key else None
