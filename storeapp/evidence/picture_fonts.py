"""Fonts for words in pictures: one that has the letters, from the program or from the system."""

from __future__ import annotations

from pathlib import Path

from storeapp.kernel.paths import resource

# Fonts with Chinese, Japanese and Korean signs, where systems keep them.
_WIDE_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
)


def font_for(words: str, weight: str = "Regular") -> Path | None:
    """A font that should have the letters of some words, None for Pillow's own. `weight`: of the program's fonts."""
    if all(sign < "\u0500" or "\u2010" <= sign <= "\u20bf" for sign in words):
        return next(iter(sorted(resource("fonts").glob(f"*{weight}*"))), None)
    return next((Path(name) for name in _WIDE_FONTS if Path(name).is_file()), None)
