"""How many words a text has, as writers of its language count them."""

from __future__ import annotations

import re

# Each letter of Chinese, and each of Japanese, counts as one word; the rest counts by the spaces between words.
WIDE = re.compile(
    "["
    "\u3005-\u3007\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3105-\u312f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
    "]"
)
_LINK = re.compile(r"(!?)\[((?:[^\]\\]|\\.)*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->")
_WORD = re.compile(r"[^\W_][^\s|—…]*")  # from its first letter or digit on
_DEFINITION = re.compile(r"^ {0,3}\[[^\]]+\]:\s*\S+.*$")


def count_line(line: str) -> int:
    """Words of one line of Markdown: what a reader sees, without marks, addresses and what stands for a picture."""
    if not line or line.isspace():
        return 0
    if "[" in line:
        line = _DEFINITION.sub("", line)
        line = _LINK.sub(lambda found: "" if found[1] else found[2], line)
    if "<" in line:
        line = _TAG.sub(" ", line)
    wide = 0
    if not line.isascii():
        line, wide = WIDE.subn(" ", line)
    return wide + len(_WORD.findall(line))


def count_words(text: str) -> int:
    """Words of a Markdown text. Signs of punctuation alone are none, nor are pictures in the midst of a sentence."""
    return sum(map(count_line, text.splitlines()))
