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
    if width(whole) <= most:
        return whole
    head = _ENDS.split(whole, maxsplit=1)[0]
    if LEAST <= width(head) <= most:
        return head
    cut = whole
    while width(cut) > most - 1:
        cut = cut[:-1]
    if whole[len(cut)] != " " and " " in cut[most // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;|-–—") + "…"


def short_name(title: str, label: str, most: int = LONGEST) -> str:
    """What a product is called where there is little room: the owner's own short name, else its title cut short."""
    return label or short_title(title, most)


def width(text: str) -> int:
    """How much room a text takes, in half-width letters."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
