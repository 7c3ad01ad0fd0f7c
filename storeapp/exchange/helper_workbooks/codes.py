"""The codes by which a workbook and its rows are known wherever they went, and fingerprints that nobody can make up.

A row's code is the workbook's six letters, a hyphen and its number: no spreadsheet takes that for a number or a day.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from hashlib import blake2s

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no words
LENGTH = 6
KEY = "helper_key"  # a setting of the shop: what its fingerprints are made with
_CODE = re.compile(rf"\s*([{LETTERS}]{{{LENGTH}}})[-\u2010-\u2015\u2212 ]?(\d{{1,7}})\s*", re.IGNORECASE)


def new_code() -> str:
    """The letters of a new workbook."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def new_key() -> str:
    """What a shop's fingerprints are made with."""
    return secrets.token_hex(16)


def row_code(code: str, number: int) -> str:
    """What stands in front of a row."""
    return f"{code}-{number:04}"


def parsed(text: object) -> tuple[str, int] | None:
    """The workbook's letters and the row's number; None for anything else."""
    found = _CODE.fullmatch(text) if isinstance(text, str) else None
    return (found[1].upper(), int(found[2])) if found is not None else None


def fingerprint(key: str, code: str, number: int, record: int, values: Mapping[str, str]) -> str:
    """Eight letters that stand for a row as it left."""
    said = json.dumps([code, number, record, sorted(values.items())], ensure_ascii=True)
    mixed = blake2s(said.encode(), key=bytes.fromhex(key), digest_size=8).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in mixed)
