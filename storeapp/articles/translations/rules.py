"""Cuts an article into the parts that a translator gets, and puts their translations back in the same order.

A part is what stands between two empty lines. It is known by its words, so that it is found again wherever it went in
the original meanwhile, and never lands in the place of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2s

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _

LONGEST_PART = 20_000  # characters: a cell holds 32,767, and a translation may be half as long again
LONGEST_TRANSLATION = 32_000
KEY_BITS = 27  # with 26 for the article they stay a whole number in every spreadsheet
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_REMARK = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ADDRESS = re.compile(r"\]\([^)\s]*|<https?://[^>\s]*>|\bhttps?://\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？…])\s+|(?<=[。！？…])|\n")
STILL = "<!-- … "  # how the place of a part begins that nobody has translated yet


@dataclass(frozen=True, slots=True)
class TextPart:
    """One part with words. `number` counts all parts from 1, 0 for the title; `key` is a number of KEY_BITS bits."""

    key: int
    number: int
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of the text."""
        return self.number > 0 and self.text.lstrip().startswith("#")


def cut(body: str) -> list[str]:
    """What stands between empty lines, in order; code and remarks stay whole, a very long part becomes several."""
    return [piece for block in _blocks(body) for piece in _short_enough(block)]


def _blocks(body: str) -> Iterator[str]:
    block: list[str] = []
    fence, remark = "", False
    for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip() and not fence and not remark:
            if block:
                yield "\n".join(block)
            block = []
            continue
        block.append(line)
        marks = _FENCE.match(line)
        if fence:
            fence = "" if marks is not None and marks[1].startswith(fence) else fence
        elif remark:
            remark = "-->" not in line
        elif marks is not None:
            fence = marks[1]
        else:
            at = line.rfind("<!--")
            remark = at >= 0 and "-->" not in line[at:]
    if block:
        yield "\n".join(block)


def _short_enough(block: str) -> Iterator[str]:
    if len(block) <= LONGEST_PART or _FENCE.match(block):
        yield block
        return
    while len(block) > LONGEST_PART:
        ends = [found.end() for found in _SENTENCE_END.finditer(block, 1, LONGEST_PART)]
        at = ends[-1] if ends else LONGEST_PART
        yield block[:at].strip("\n ")
        block = block[at:].lstrip("\n ")
    if block:
        yield block


def has_words(part: str) -> bool:
    """Whether there is something to translate: code, remarks and addresses alone are carried over as they are."""
    if _FENCE.match(part):
        return False
    return any(sign.isalpha() for sign in _ADDRESS.sub("", _REMARK.sub("", part)))


def key_of(text: str, nth: int = 0) -> int:
    """What a part is known by: its words, and which of several with the same words it is."""
    mixed = blake2s(f"{nth}\n{text}".encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(mixed, "big") >> (32 - KEY_BITS)


def parts_of(title: str, body: str) -> list[TextPart]:
    """The parts with words, the title first where there is one."""
    said = [(0, title)] if title.strip() else []
    said += [(number, part) for number, part in enumerate(cut(body), 1) if has_words(part)]
    found: dict[int, TextPart] = {}
    for number, text in said:
        nth = 0
        while (key := key_of(text if number else f"title\n{text}", nth)) in found:
            nth += 1
        found[key] = TextPart(key, number, text)
    return list(found.values())


def aligned(body: str, translation: str) -> list[str] | None:
    """What the translation says in the place of each part of `cut(body)`, "" for what is not translated yet.

    None where it has other parts than the original, so that nobody can tell which belong together.
    """
    original, there = cut(body), cut(translation)
    if not there:
        return [""] * len(original)
    if len(there) != len(original):
        return None
    return [one if has_words(one) else "" for one in there]


def put_together(body: str, said: Mapping[int, str], there: Sequence[str]) -> str:
    """The translation's text: `said` by the number of a part, else what was there, else a remark in its place."""
    found = []
    for number, part in enumerate(cut(body), 1):
        if not has_words(part):
            found.append(part)
            continue
        words = said.get(number, there[number - 1]).strip("\n")
        found.append(words or _still(part))
    return "\n\n".join(found) + "\n" if found else ""


def _still(part: str) -> str:
    """A remark, which no reader sees, in the place of a part that is not translated."""
    words = " ".join(_REMARK.sub("", part).replace("--", "").replace(">", "").split())
    shown = f"{words[:60]}…" if len(words) > 60 else words
    return STILL + _("Still to translate: {words}").format(words=shown) + " -->"


def is_one_part(text: str) -> bool:
    """Whether a translation stays one part: no empty line within, nothing that hides it."""
    return len(cut(text)) == 1 and has_words(text)
