"""Short names for long product titles, as marketplaces fill them with words to be searched by."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40  # half-width letters; a Chinese one counts as two
LEAST = 6  # a shorter beginning names nothing
_ENDS = re.compile(r"\s*[|｜•·]\s*|\s+[-–—/]\s+|[,;，；]\s*")


def short_title(title: str, most: int = LONGEST) -> str:
    """The title up to its first "|", " - " or comma where it is longer than `most`, else cut at a word with "…"."""
    whole = " ".join(title.split())
    if _wide(whole) <= most:
        return whole
    head = _ENDS.split(whole, maxsplit=1)[0]
    if LEAST <= _wide(head) <= most:
        return head
    cut = whole
    while _wide(cut) > most - 1:
        cut = cut[:-1]
    if whole[len(cut)] != " " and " " in cut[most // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;|-–—") + "…"


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
