"""Makes Markdown of what was copied in Word, in Google Docs or on a web page: its structure stays, its looks go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from html.parser import HTMLParser
from itertools import groupby
from urllib.parse import parse_qs, urlsplit

from storeapp.kernel.rows import dataclass

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
GROUPS = frozenset({"body", "div", "section", "article", "main", "header", "footer", "aside", "figure", "center", "dl"})
BLOCKS = GROUPS | {*HEADINGS, "p", "ul", "ol", "li", "blockquote", "pre", "table", "hr", "dt", "dd", "figcaption"}
INLINE = frozenset({"a", "b", "strong", "i", "em", "s", "del", "strike", "code", "kbd", "br", "span", "img", "font"})
TAGS = BLOCKS | INLINE | {"thead", "tbody", "tfoot", "tr", "td", "th", "caption"}
GONE = frozenset({"script", "style", "head", "title", "noscript", "template", "iframe", "object", "svg", "select"})
# What may lie in itself without end; paragraphs and points end by themselves.
_WRAPS = re.compile(
    r"<(/?)(?:div|span|font|section|article|main|b|i|em|strong|u|a|ul|ol|blockquote|table|center)\b[^<>]*>",
    re.IGNORECASE,
)
FLAT = 2000
DEEPEST = 120  # elements inside elements; what lies deeper is read as if it lay there
_SPACES = re.compile(r"[ \t\r\n\f]+")
_EDGES = " \u00a0\n"
_LOOSE = re.compile("[ \u00a0]*(?: \u00a0|\u00a0 |\u00a0\u00a0)[ \u00a0]*")
_LEVEL = re.compile(r"mso-list:[^;]*level(\d+)")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxlIVXL]{1,6})[.)]$|[一二三四五六七八九十]{1,3}[、.]$")
_MARKS = re.compile(r"\\|`|(?<=\S)[*]|[*](?=\S)|(?<!\w)_|_(?!\w)|\[(?=[^\]]*\][(\[:])|<(?=[A-Za-z/!?])|~~")
_BEGINS = re.compile(r"(?m)^(\s*)(#{1,6}(?=\s)|>|[-+*](?=\s)|(?:=+|-{3,})\s*$)|^(\s*\d{1,9})([.)])(?=\s)")


@dataclass(frozen=True, slots=True)
class PastedText:
    """The Markdown, and how many pictures are not in it: they belong into the library, with where they are from."""

    markdown: str
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    given: dict[str, str]
    inside: list[_Element | str] = field(default_factory=list)

    @property
    def style(self) -> str:
        """Its looks, without spaces."""
        return re.sub(r"\s+", "", self.given.get("style", "")).casefold()


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of text of one look."""

    text: str
    bold: bool = False
    slant: bool = False
    struck: bool = False
    code: bool = False
    to: str = ""


def markdown_of_html(html: str) -> PastedText:
    """The text of a piece of HTML. Never fails; nothing of it that could run or be fetched is left."""
    import nh3

    attributes = {tag: {"style", "class"} for tag in TAGS} | {"a": {"href", "style"}, "img": {"alt", "style"}}
    attributes["ol"] = {"start"}
    clean = nh3.clean(_flat(html), tags=set(TAGS), attributes=attributes, clean_content_tags=set(GONE), link_rel=None)
    reading = _TreeReading()
    reading.feed(clean)
    reading.close()
    writing = _PastedWriting()
    blocks = writing.blocks(reading.root)
    return PastedText("\n\n".join(block for block in blocks if block.strip()), writing.pictures)


def _flat(html: str) -> str:
    """The same without what only wraps, where that lies thousands deep: to clean it would take minutes."""
    depth = 0
    for found in _WRAPS.finditer(html):
        depth += -1 if found[1] else 1
        if depth > FLAT:
            return _WRAPS.sub(" ", html)
    return html


class _TreeReading(HTMLParser):
    """Puts the elements of clean HTML into one another."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("body", {})
        self._open = [self.root]
        self._deeper = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = _Element(tag, {name: value or "" for name, value in attrs})
        if tag in ("br", "hr", "img"):
            self._open[-1].inside.append(made)
        elif len(self._open) >= DEEPEST:
            self._deeper += 1
        else:
            self._open[-1].inside.append(made)
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("br", "hr", "img"):
            return
        if self._deeper:
            self._deeper -= 1
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


class _PastedWriting:
    """Writes elements as Markdown; counts the pictures it leaves out."""

    def __init__(self) -> None:
        self.pictures = 0

    def blocks(self, element: _Element) -> list[str]:
        """The blocks inside an element."""
        found: list[str] = []
        loose: list[_Element | str] = []
        points: list[_Element] = []

        def end_loose() -> None:
            found.extend(self._paragraphs(loose))
            loose.clear()

        def end_points() -> None:
            if points:
                found.append(self._word_list(points))
                points.clear()

        for one in element.inside:
            if isinstance(one, _Element) and _hidden(one):
                continue
            if isinstance(one, _Element) and _LEVEL.search(one.style) and one.tag in ("p", "div", *HEADINGS):
                end_loose()
                if one.tag in HEADINGS:
                    end_points()
                    found.append(self._block(one))
                else:
                    points.append(one)
            elif isinstance(one, _Element) and (one.tag in BLOCKS or _holds_blocks(one)):
                end_loose()
                end_points()
                found += self.blocks(one) if one.tag in GROUPS or one.tag in INLINE else [self._block(one)]
            else:
                if not isinstance(one, str) or one.strip():
                    end_points()
                loose.append(one)
        end_loose()
        end_points()
        return [block for block in found if block.strip()]

    def _block(self, one: _Element) -> str:
        kind = one.given.get("class", "").casefold()
        if one.tag in HEADINGS or kind.startswith("msotitle"):
            level = int(one.tag[1]) if one.tag in HEADINGS else 1
            return self._heading(level, one)
        if one.tag in ("ul", "ol"):
            return self._list(one)
        if one.tag == "table":
            return self._table(one)
        if one.tag == "hr":
            return "---"
        if one.tag == "pre":
            words = _plain(one).strip("\n")
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", words)), default=0))
            return f"{fence}\n{words}\n{fence}"
        inside = "\n\n".join(self.blocks(one))
        if one.tag == "blockquote" or "quote" in kind:
            return "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
        return inside

    def _heading(self, level: int, one: _Element) -> str:
        runs = [_Run(run.text.replace("\n", " "), slant=run.slant, code=run.code, to=run.to) for run in self._runs(one)]
        words = _shown(runs).strip()
        return f"{'#' * level} {words}" if words else ""

    def _paragraphs(self, loose: list[_Element | str]) -> list[str]:
        """Inline pieces as paragraphs; two line breaks in a row end one."""
        runs = self._runs(_Element("span", {}, list(loose)))
        text = _shown(runs)
        parts = (part.strip().rstrip("\\") for part in re.split(r"(?:[ ]*\\\n){2,}", text))
        found = [re.sub(r"^(?:\\\n\s*)+", "", part).strip() for part in parts]
        return [_kept_line(part) for part in found if part]

    def _list(self, element: _Element) -> str:
        lines, start = list[str](), element.given.get("start", "1")
        number = int(start) if start.isdecimal() and len(start) < 9 else 1
        points: list[_Element] = []
        for one in element.inside:
            if isinstance(one, _Element) and one.tag in ("ul", "ol") and points:
                points[-1].inside.append(one)  # Word on the web puts a list beside its point
            elif isinstance(one, _Element):
                points.append(one)
            elif one.strip():
                points.append(_Element("li", {}, [one]))
        for one in points:
            mark = f"{number}. " if element.tag == "ol" else "- "
            blocks = self.blocks(one)
            if not blocks:
                continue
            tight = all(re.match(r"(?:- |\d+\. )", block) for block in blocks[1:])
            inside = ("\n" if tight else "\n\n").join(blocks)
            lines.append(mark + inside.replace("\n", "\n" + " " * len(mark)))
            number += 1
        return "\n".join(re.sub(r"(?m)^ +$", "", line) for line in lines)

    def _word_list(self, points: list[_Element]) -> str:
        """Word's own lists: paragraphs that name their level and begin with their mark."""
        lines, numbers = list[str](), dict[int, int]()
        indents = {1: 0}
        for one in points:
            found = _LEVEL.search(one.style)
            level = min(9, int(found[1])) if found else 1
            mark = _word_mark(one)
            words = " ".join(_shown(self._runs(one)).replace("\\\n", " ").split())
            if mark and words.startswith(mark):
                words = words[len(mark) :].lstrip()
            for deeper in [deep for deep in numbers if deep > level]:
                del numbers[deeper]
            if _NUMBER.search(mark):
                numbers[level] = numbers.get(level, 0) + 1
                sign = f"{numbers[level]}. "
            else:
                sign = "- "
            indent = indents.get(level, max(indents.values()))
            indents[level + 1] = indent + len(sign)
            lines.append(" " * indent + sign + words)
        return "\n".join(lines)

    def _table(self, element: _Element) -> str:
        rows = [[cell for cell in row.inside if isinstance(cell, _Element) and cell.tag in ("td", "th")]
                for row in _elements(element, "tr")]  # fmt: skip
        rows = [row for row in rows if row]
        if not rows or max(map(len, rows)) < 2 or any(_is_layout(cell) for row in rows for cell in row):
            cells = (cell for row in rows for cell in row)
            return "\n\n".join(block for cell in cells for block in self.blocks(cell))
        texts = [[self._cell(cell) for cell in row] for row in rows]
        wide = max(map(len, texts))
        lines = ["| " + " | ".join([*row, *[""] * (wide - len(row))]) + " |" for row in texts]
        return "\n".join([lines[0], "|" + " --- |" * wide, *lines[1:]])

    def _cell(self, cell: _Element) -> str:
        words = " ".join(self.blocks(cell)).replace("\\\n", " ").replace("\n", " ")
        return re.sub(r"(?<!\\)\|", r"\\|", words).strip()

    def _runs(self, element: _Element, look: _Run | None = None) -> list[_Run]:
        """The stretches of text inside an element, with the looks they inherit."""
        look, found = look or _Run(""), list[_Run]()
        for one in element.inside:
            if isinstance(one, str):
                text = one if look.code else _SPACES.sub(" ", one.replace("\u200b", "").replace("\ufeff", ""))
                found.append(_Run(text, look.bold, look.slant, look.struck, look.code, look.to))
            elif _hidden(one) or "mso-list:ignore" in one.style:
                continue
            elif one.tag == "br":
                found.append(_Run("\n", to=look.to))
            elif one.tag == "img":
                found += self._picture(one, look)
            else:
                found += self._runs(one, _look(one, look))
        return found

    def _picture(self, one: _Element, look: _Run) -> list[_Run]:
        alt = one.given.get("alt", "").strip()
        if alt and len(alt) <= 8 and not any(sign.isalnum() for sign in alt):
            return [_Run(alt, look.bold, look.slant, to=look.to)]  # a face that the page draws by itself
        self.pictures += 1
        return []


def _look(one: _Element, look: _Run) -> _Run:
    style, tag = one.style, one.tag
    weight = re.search(r"(?:^|;)font-weight:(\w+)", style)
    bold = look.bold or tag in ("b", "strong", "th")
    if weight:
        bold = weight[1] in ("bold", "bolder") or (weight[1].isdigit() and int(weight[1]) >= 600)
    slant = ((look.slant or tag in ("i", "em")) and "font-style:normal" not in style) or "font-style:italic" in style
    struck = look.struck or tag in ("s", "del", "strike") or "line-through" in style
    to = _address(one.given.get("href", "")) if tag == "a" else look.to
    return _Run("", bold, slant, struck, look.code or tag in ("code", "kbd"), to)


def _shown(runs: list[_Run]) -> str:
    """Runs as one text with marks; neighbours of one look share them."""
    merged: list[_Run] = []
    for run in runs:
        is_gap = not run.text.strip() and run.text != "\n" and not run.code
        if merged and (is_gap or _same(merged[-1], run)):
            last = merged[-1]
            merged[-1] = _Run(last.text + run.text, last.bold, last.slant, last.struck, last.code, last.to)
        else:
            merged.append(run)
    made = ""
    for to, linked in groupby(merged, key=lambda run: run.to):
        made += _around(_bold(list(linked)), *(("[", f"]({to})") if to else ("", "")))
    made = _LOOSE.sub(" ", made)
    made = re.sub(r"[ ]*\n[ ]*", "\\\\\n", re.sub(r" {2,}", " ", made))
    return made.removesuffix("\\\n")


def _bold(runs: list[_Run]) -> str:
    made = ""
    for bold, group in groupby(runs, key=lambda run: run.bold):
        made += _around(_slanted(list(group)), *(("**", "**") if bold else ("", "")))
    return made


def _slanted(runs: list[_Run]) -> str:
    made = ""
    for (slant, struck, code), group in groupby(runs, key=lambda run: (run.slant, run.struck, run.code)):
        words = "".join(run.text for run in group)
        if code:
            made += _around(words, "`", "`") if "`" not in words else _around(words, "`` ", " ``")
            continue
        mark = ("*" if slant else "") + ("~~" if struck else "")
        made += _around(_MARKS.sub(lambda found: "\\" + found[0], words), mark, mark[::-1])
    return made


def _around(words: str, before: str, after: str) -> str:
    """Marks touch the words: spaces and line ends at their edges stay outside."""
    core = words.strip(_EDGES)
    if not core or not before:
        return words
    start = words.index(core)
    if before == "[":
        marked = f"[{core}{after}".replace("\n", " ")
    else:
        marked = "\n".join(f"{before}{line.strip(_EDGES)}{after}" if line.strip() else "" for line in core.split("\n"))
    return words[:start] + marked + words[start + len(core) :]


def _kept_line(text: str) -> str:
    """Words that begin as a mark would are no mark."""
    return _BEGINS.sub(lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[3]}\\{found[4]}", text)


def _same(one: _Run, other: _Run) -> bool:
    return (one.bold, one.slant, one.struck, one.code, one.to) == (
        other.bold, other.slant, other.struck, other.code, other.to,
    )  # fmt: skip


def _address(to: str) -> str:
    """Where a link leads, "" where that is no place of the web, a mailbox or a telephone."""
    to = to.strip()
    if to.startswith(("https://www.google.com/url?", "http://www.google.com/url?")):
        to = parse_qs(urlsplit(to).query).get("q", [to])[0]
    if not to.casefold().startswith(("http://", "https://", "mailto:", "tel:")):
        return ""
    return re.sub(r"[\s()<>\\]", lambda found: f"%{ord(found[0]):02X}" if ord(found[0]) < 128 else "", to)


def _word_mark(one: _Element) -> str:
    for element in _every(one):
        if "mso-list:ignore" in element.style:
            return " ".join(_plain(element).split())
    return ""


def _hidden(one: _Element) -> bool:
    return "display:none" in one.style or "mso-hide:all" in one.style


def _holds_blocks(one: _Element) -> bool:
    """Whether an inline element has blocks in it, as Google Docs wraps all it copies into one `b`."""
    return one.tag in INLINE and any(element.tag in BLOCKS for element in _every(one))


def _is_layout(cell: _Element) -> bool:
    """Whether a cell holds more than a table of text may."""
    inside = [element.tag for element in _every(cell)]
    return inside.count("p") > 3 or any(tag in (*HEADINGS, "table", "ul", "ol", "pre", "blockquote") for tag in inside)


def _every(element: _Element) -> Iterator[_Element]:
    for one in element.inside:
        if isinstance(one, _Element):
            yield one
            yield from _every(one)


def _elements(element: _Element, tag: str) -> Iterator[_Element]:
    """Those of a tag, not those in tables within."""
    for one in element.inside:
        if isinstance(one, _Element) and one.tag == tag:
            yield one
        elif isinstance(one, _Element) and one.tag in ("thead", "tbody", "tfoot"):
            yield from _elements(one, tag)


def _plain(element: _Element) -> str:
    return "".join(one if isinstance(one, str) else "\n" if one.tag == "br" else _plain(one) for one in element.inside)
