"""Markdown line by line, as an editor sees it: which line is a heading, what its words are, where code stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storeapp.articles.markdown.word_count import count_line
from storeapp.kernel.rows import dataclass

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_UNDER = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_MARKS = re.compile(r"(?<!\\)(\*\*|__|\*|_|`|~~)|!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line: its words, its level and title as a heading (0 and "" if it is none), whether it opens or ends code.

    `under`: as the line under a text it makes that one a heading of this level; `text`: it could be that text.
    """

    words: int
    level: int = 0
    title: str = ""
    fence: str = ""
    under: int = 0
    text: bool = False


@dataclass(frozen=True, slots=True)
class OutlinePlace:
    """A heading of a text: the number of its line from 0, its level, and the words from it to the next heading.

    What stands before the first heading is a place of level 0 without a title.
    """

    line: int
    level: int
    title: str
    words: int


BLANK = LineFacts(0)
LONGEST_LINE = 10_000  # characters


def facts_of(line: str) -> LineFacts:
    """What an editor knows of a line without looking at the others."""
    if not line or line.isspace():
        return BLANK
    words = count_line(line)
    begin = line.lstrip(" ")[:1]
    if begin == "#" and (found := _HEADING.match(line)):
        return LineFacts(words, len(found[1]), plain_title(found[2] or ""))
    if begin in "`~" and (found := _FENCE.match(line)):
        return LineFacts(words, fence=found[1][:3])
    if begin in "=-" and (found := _UNDER.match(line)):
        return LineFacts(words, under=1 if found[1][0] == "=" else 2)
    if begin in ">-*+|" or line.startswith(("    ", "\t")):
        return LineFacts(words)
    return LineFacts(words, title=plain_title(line)[:200], text=True)


def parted(text: str) -> tuple[str, int]:
    """The text with its overlong lines parted, and how many they were.

    A line ends at a space or behind the end of a Chinese sentence, which readers see as before; where there is neither,
    anywhere. An editor lays a line out as one: with a million characters each key took a second.
    """
    lines = text.split("\n")
    long = [place for place, line in enumerate(lines) if len(line) > LONGEST_LINE]
    for place in long:
        lines[place] = "\n".join(_pieces(lines[place]))
    return ("\n".join(lines), len(long)) if long else (text, 0)


def _pieces(line: str) -> Iterator[str]:
    start = 0
    while len(line) - start > LONGEST_LINE:
        least, most = start + LONGEST_LINE // 2, start + LONGEST_LINE
        end = line.rfind(" ", least, most)
        if end < 0:
            end = max(line.rfind(sign, least, most) for sign in "。！？；，") + 1 or most
        yield line[start:end]
        start = end + (line[end] == " ")
    yield line[start:]


def plain_title(words: str) -> str:
    """A heading without its marks."""
    return _MARKS.sub(lambda found: found[2] or "", words).strip()


def outline_of(lines: Sequence[LineFacts]) -> list[OutlinePlace]:
    """The headings in order, each with the words under it; those in code are none."""
    places: list[tuple[int, int, str]] = [(0, 0, "")]
    words, code = [0], ""
    for number, line in enumerate(lines):
        if line.fence:
            code = "" if code == line.fence else code or line.fence
        elif not code and line.level:
            places.append((number, line.level, line.title))
            words.append(0)
        elif not code and line.under and number and lines[number - 1].text:
            places.append((number - 1, line.under, lines[number - 1].title))
            words[-1] -= lines[number - 1].words
            words.append(lines[number - 1].words)
        words[-1] += line.words
    found = [OutlinePlace(*place, count) for place, count in zip(places, words, strict=True)]
    return found if found[0].words else found[1:]


def answer_lines(text: str) -> list[int]:
    """The numbers of the lines, from 0, on which the questions of an outline are answered: comments alone on a line.

    It is the end of what stands there as an answer already.
    """
    lines, found = text.split("\n"), []
    for number, line in enumerate(lines):
        if not (line.startswith("<!-- ") and line.rstrip().endswith("-->")):
            continue
        first = number + 2 if number + 2 < len(lines) and not lines[number + 1].strip() else number + 1
        last = first
        for at in range(first, len(lines)):
            if lines[at].startswith(("#", "<!--")):
                break
            if lines[at].strip():
                last = at
        found.append(min(last, len(lines) - 1))
    return found
