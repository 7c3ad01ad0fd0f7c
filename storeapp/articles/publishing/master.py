"""What of an article changed since a variant was made of it, by the very sentences, and what stands above a text."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from storeapp.articles.markdown.blocks import Heading, words_of
from storeapp.articles.markdown.parsing import parse
from storeapp.articles.markdown.plain_text import plain_text
from storeapp.kernel.rows import dataclass

_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+|(?<=[。！？；])[”’」』）]*|\n+")


@dataclass(frozen=True, slots=True)
class MasterChange:
    """What became of the article since a variant was made of it: sentences that are gone, and new ones."""

    title_before: str
    title_now: str
    gone: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return self.title_before != self.title_now or bool(self.gone or self.new)


def sentences_of(body: str) -> list[str]:
    """The sentences of a text without its marks."""
    return [one.strip() for one in _END.split(plain_text(parse(body))) if one and one.strip()]


def master_change(title_before: str, body_before: str, title: str, body: str) -> MasterChange:
    """The very sentences by which two states of an article differ."""
    if body_before == body:
        return MasterChange(title_before, title, (), ())
    before, now = sentences_of(body_before), sentences_of(body)
    gone: list[str] = []
    new: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += before[a:b]
            new += now[c:d]
    return MasterChange(title_before, title, tuple(gone), tuple(new))


def headline_of(title: str, body: str) -> str:
    """What stands above a text where it comes out: the heading that it begins with, else what the shop calls it."""
    blocks = parse(body).blocks
    first = blocks[0] if blocks else None
    said = " ".join(words_of(first.inside).split()) if isinstance(first, Heading) and first.level == 1 else ""
    return said or title
