"""Chinese punctuation and spacing: full-width marks after Chinese words, room between them and Latin letters or digits.

Marks: GB/T 15834-2011. Room between scripts: W3C, Requirements for Chinese Text Layout (clreq).
"""

from __future__ import annotations

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_WIDE = str.maketrans(",.!?:;()", "，。！？：；（）")
# Code, addresses and tags are nobody's prose.
_KEPT = re.compile(
    r"((?ms:^ {0,3}(?P<fence>```|~~~).*?(?:^ {0,3}(?P=fence)[^\n]*$|\Z))"
    r"|(?P<tick>`+)[^`].*?(?P=tick)"
    r"|\]\([^)\n]*\)|<[^>\n]*>|^ {0,3}\[[^\]\n]+\]:.*$"
    r"|(?:https?://|www\.|mailto:)[^\s\u3400-\u9fff，。！？；：）]+|[\w.+-]+@[A-Za-z0-9.-]+)",
    re.MULTILINE,
)
_END = f"[{_HAN}”’》」）][*_~]{{0,3}}"  # what a Chinese clause ends with, its emphasis closed
_RULES = (
    re.compile(rf"(?P<before>[{_HAN}][*_~]{{0,3}})[ ]?\((?P<inside>[^()\n]*)\)"),
    re.compile(rf"(?P<before>{_END})[ ]?(?P<mark>[,!?;:]+)[ ]*"),
    re.compile(rf"(?P<before>{_END})(?P<mark>\.)(?=[ ]*(?:$|[{_HAN}“「]))[ ]*", re.MULTILINE),
    re.compile(r"(?P<before>[，。！？；：、）])[ ]+(?=\S)"),
    re.compile(r"(?P<before>\S)[ ]+(?=[，。！？；：、）])"),
    re.compile(rf"(?P<before>[{_HAN}])(?P<room>)(?=[A-Za-z0-9@$€£¥])"),
    re.compile(rf"(?P<before>[A-Za-z0-9%℃])(?P<room>)(?=[{_HAN}])"),
)


def mended(text: str) -> tuple[str, int]:
    """The text with Chinese marks and spacing, and how many places changed.

    Spaces between Chinese words stay: they part names and titles. A text with Japanese letters has other marks and is
    left as it is.
    """
    if _KANA.search(text):
        return text, 0
    made, count, end = [], 0, 0
    for kept in _KEPT.finditer(text):
        words, changed = _mended(text[end : kept.start()])
        made += [words, kept[0]]
        count, end = count + changed, kept.end()
    words, changed = _mended(text[end:])
    return "".join([*made, words]), count + changed


def _mended(text: str) -> tuple[str, int]:
    count = 0

    def change(found: re.Match[str]) -> str:
        nonlocal count
        given = found.groupdict()
        if given.get("inside") is not None:
            instead = f"{given['before']}（{given['inside']}）"
        elif given.get("mark"):
            instead = given["before"] + given["mark"].translate(_WIDE)
        else:
            instead = given["before"] + (" " if "room" in given else "")
        count += instead != found[0]
        return instead

    for pattern in _RULES:
        text = pattern.sub(change, text)
    return text, count
