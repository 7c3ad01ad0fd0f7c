"""Recognises the lines by which mail and chat programs say who wrote something and when. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from storeapp.aftersales.pasting.message_times import TIME, Day, date_pattern, read_day, read_time
from storeapp.kernel.paths import resource

LONGEST_HEAD = 240  # signs of a line that says who wrote and when
LONGEST_NAME, MOST_WORDS = 48, 5
_QUOTED = re.compile(r"^(?:[ \t]*[>|›](?=[ \t>|›]|\S|$))+[ \t]?")
_MAIL = r"[<(\[（]{0,2}\s?(?:mailto:)?[\w.+'-]+@[\w.-]+\.\w+(?:<[^>]*>)?[>)\]）]{0,2}"
_ADDRESS = re.compile(r"[\w.+'-]+@[\w.-]+\.\w+")


@dataclass(slots=True)
class Part:
    """A message being read: its head, its lines, and how deep it is quoted."""

    who: str = ""
    mail: str = ""
    day: Day | None = None
    time: Any = None
    depth: int = 0
    lines: list[tuple[int, str]] = field(default_factory=list)
    program: bool = False
    headed: bool = False


@dataclass(frozen=True, slots=True)
class _Head:
    """One way of writing a head."""

    pattern: re.Pattern[str]
    inline: bool
    program: bool


@cache
def _content() -> Mapping[str, Any]:
    return tomllib.loads(resource("wordlists", "conversations.toml").read_text("utf-8"))


@cache
def word_list(name: str) -> tuple[str, ...]:
    """One list of words of the rows, in small letters."""
    return tuple(_content()["words"][name])


@cache
def _heads() -> tuple[_Head, ...]:
    """The rows as patterns for a whole line."""
    words = "at|um|à|a las|alle ore|alle|às|pukul|в|o|om|saat"
    between = rf"(?:,?\s?\b(?:{words})\b|,)?\s?"
    days = "|".join(sorted(map(re.escape, word_list("weekday")), key=len, reverse=True))
    weekday = rf"(?:[(（]?(?:{days})\.?[)）]?,?(?![^\W\d_])\s?)?"
    after = rf"(?:,?\s?[(（]?(?:{days})\.?[)）]?,?(?![^\W\d_]))?"
    first = f"(?P<date>{date_pattern()}){after}{between}(?P<time>{TIME})?"
    second = rf"(?P<time_>{TIME})\s?,?\s?(?P<date_>{date_pattern()})"
    name = rf"{{0,{LONGEST_NAME - 1}}}?"
    parts = {
        "when": f"{weekday}(?:{first}|{second})",
        "day": weekday,
        "nick": rf"(?P<who>[^\s()（）\[\]][^()（）\[\]\n]{name})",
        "who": rf"(?P<who>[^\s:：\[\]<>][^:：\[\]<>\n]{name})",
        "mail": f"(?P<mail>{_MAIL})",
        "text": r"(?P<text>\S.*)",
        "notice": r"(?P<text>[^:：]+|.*(?:{})\W.*)".replace("{}", "|".join(map(re.escape, word_list("program")))),
    }
    return tuple(
        _Head(_compiled(row["pattern"], parts), row.get("inline", False), row.get("program", False))
        for row in _content()["header"]
    )


def _compiled(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    seen: dict[str, int] = {}
    spaced = pattern.replace(" ", r"\s+").replace(r"\s+?", r"\s*")

    def filled(found: re.Match[str]) -> str:
        text = parts[found[1]]
        count = seen[found[1]] = seen.get(found[1], 0) + 1
        # A name of a group may stand once only in a pattern.
        return text if count == 1 else re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{'_' * count}>", text)

    return re.compile(re.sub(r"\{(\w+)\}", filled, spaced) + r"\s*", re.IGNORECASE)


def unquoted(line: str) -> tuple[str, int]:
    """A line without the marks of quoting before it, and how many they were."""
    found = _QUOTED.match(line)
    if found is None:
        return line, 0
    return line[found.end() :], sum(found[0].count(mark) for mark in ">|›")


def head_at(lines: Sequence[str], number: int, today: date) -> tuple[Part | None, int]:
    """A head that starts on a line, and how many lines it takes."""
    bare, depth = unquoted(lines[number])
    line = bare.strip()
    if not line or len(line) > 20 * LONGEST_HEAD:
        return None, 0
    fields = _fields(lines, number)
    if fields is not None:
        return fields[0](today), fields[1]
    if not any(sign.isdecimal() for sign in line[:LONGEST_HEAD]):
        # "Anna Lee" above a line that is nothing but a day and a time
        return _name_above_day(lines, number, line, today)
    made = _matched(line, today)
    if made is not None:
        return made, 1
    # Mail programs break "On … wrote:" over two lines.
    if number + 1 < len(lines) and len(line) <= LONGEST_HEAD:
        below, deep = unquoted(lines[number + 1])
        if deep == depth and below.strip().endswith((":", "：")) and len(below) <= LONGEST_HEAD:
            made = _matched(f"{line}{'' if line.endswith('<') else ' '}{below.strip()}", today, inline=False)
            if made is not None:
                return made, 2
    return None, 0


def _matched(line: str, today: date, inline: bool = True) -> Part | None:
    for head in _heads():
        if (head.inline and not inline) or (not head.inline and len(line) > LONGEST_HEAD):
            continue
        found = head.pattern.fullmatch(line) if not head.inline else head.pattern.match(line)
        if found is None:
            continue
        groups = {key.rstrip("_"): value for key, value in found.groupdict().items() if value}
        day = read_day(groups["date"], today) if "date" in groups else None
        who = groups.get("who", "").strip(" ,;-–~")
        if day is None or (not head.program and not is_name(who or groups.get("mail", ""))):
            continue
        if not head.inline and "time" not in groups and not line.endswith((":", "：", "]", ")", "）")):
            continue  # "Anna 12 March" may be part of a sentence
        part = Part(
            who, groups.get("mail", ""), day, read_time(groups.get("time", "")), program=head.program, headed=True
        )
        if head.inline:
            part.lines.append((-1, line[found.start("text") :]))
        return part
    return None


def _fields(lines: Sequence[str], number: int) -> tuple[Any, int] | None:
    """Fields of a mail's head one below the other; None where there are fewer than two or nobody wrote it."""
    names = _field_names()
    found: dict[str, str] = {}
    place = number
    while place < len(lines):
        name, mark, value = unquoted(lines[place])[0].strip(" *\t").replace("：", ":").partition(":")
        kind = names.get(name.strip(" *").casefold()) if mark and len(name) < 24 else None
        if kind is None:
            break
        found.setdefault(kind, value.strip(" *"))
        place += 1
    if place - number < 2 or "from" not in found:
        return None

    def made(today: date) -> Part:
        whom, sent = found["from"], found.get("sent", "")
        mail = _ADDRESS.search(whom)
        who = re.sub(_MAIL, "", whom).strip(" \"'<>[]();,") or (mail[0] if mail else whom)
        day, at = re.search(date_pattern(), sent, re.IGNORECASE), None
        for one in re.finditer(TIME, sent[day.end() :] if day else sent):
            at = read_time(one[0])
            break
        return Part(who, mail[0] if mail else "", read_day(day[0], today) if day else None, at, headed=True)

    return made, place - number


@cache
def _field_names() -> Mapping[str, str]:
    rows = _content()["fields"]
    found = {name.casefold(): kind for kind in ("other", "sent") for name in rows[kind]}
    return found | {name.casefold(): "from" for name in rows["from"]}


@cache
def _only_when() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[^\W\d_]{{2,13}}\.?,?\s)?(?P<date>{date_pattern()}),?\s*(?:at|um|à|alle|às|pukul|в)?\s*(?P<time>{TIME})?\s*",
        re.IGNORECASE,
    )


def _name_above_day(lines: Sequence[str], number: int, line: str, today: date) -> tuple[Part | None, int]:
    if not is_name(line.rstrip(":：")) or (number and lines[number - 1].strip()):
        return None, 0
    below = number + 1
    while below < len(lines) and below <= number + 2 and not lines[below].strip():
        below += 1
    if below >= len(lines) or len(lines[below]) > LONGEST_HEAD:
        return None, 0
    found = _only_when().fullmatch(unquoted(lines[below])[0].strip())
    if found is None:
        return None, 0
    day = read_day(found["date"], today)
    if day is None:
        return None, 0
    return Part(line.rstrip(":："), "", day, read_time(found["time"] or ""), headed=True), below - number + 1


def is_name(text: str) -> bool:
    """Whether it may be a person or a shop: short, not many words, no sentence."""
    plain = text.strip()
    if not plain or len(plain) > LONGEST_NAME or len(plain.split()) > MOST_WORDS:
        return False
    return not re.search(r"[!?。！？；;]|\.\s|://|,\s\w+\s\w+\s", plain)
