"""Draws a card for the end of an article, in the picture process: a sentence, a name, an address and its code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from storeapp.evidence.picture_fonts import font_for
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

WIDE, HIGH, EDGE = 1080, 560, 64  # pixels
CODE = 400  # pixels of the code with its quiet zone, at most
QUIET = 4  # modules of light around a code, which readers need
LARGEST, SMALLEST = 60, 26  # pixels of the sentence's letters
INK, SOFT, GROUND, LIGHT, DARK = "#1b2327", "#5b6670", "#f4f7f6", "#ffffff", "#000000"


def draw_card(asked: dict[str, Any]) -> None:
    """Write a PNG of {out, sentence, name, address, modules: rows of 0 and 1, accent}; the same always gives the same.

    UserError where no font here has the letters, or the sentence has no room.
    """
    from PIL import Image, ImageDraw

    card = Image.new("RGB", (WIDE, HIGH), GROUND)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, WIDE, 12), fill=asked["accent"])
    left = _code(pen, asked["modules"]) - EDGE
    lines, font, step = _sentence(pen, asked["sentence"], left - EDGE, HIGH - 250)
    for number, line in enumerate(lines):
        pen.text((EDGE, 76 + number * step), line, font=font, fill=INK)
    name, size = asked["name"], 34
    while size > 18 and pen.textlength(name, font=_font(name, size, "SemiBold")) > left - EDGE:
        size -= 2
    pen.text((EDGE, HIGH - 130), name, font=_font(name, size, "SemiBold"), fill=asked["accent"])
    address, size = asked["address"], 24
    while size > 12 and pen.textlength(address, font=_font(address, size)) > left - EDGE:
        size -= 1
    while len(address) > 8 and pen.textlength(address, font=_font(address, size)) > left - EDGE:
        address = address[:-2] + "…"
    pen.text((EDGE, HIGH - 80), address, font=_font(address, size), fill=SOFT)
    card.save(Path(asked["out"]), "PNG", optimize=True)


def _code(pen: Any, modules: list[str]) -> int:
    """Draw the code to the right, each module as many whole pixels; gives where it begins."""
    module = max(1, CODE // (len(modules) + 2 * QUIET))
    side = module * (len(modules) + 2 * QUIET)
    left, top = WIDE - EDGE - side, (HIGH - side) // 2 + 6
    pen.rectangle((left, top, left + side - 1, top + side - 1), fill=LIGHT)
    for down, row in enumerate(modules):
        for across, dark in enumerate(row):
            if dark == "1":
                x, y = left + (across + QUIET) * module, top + (down + QUIET) * module
                pen.rectangle((x, y, x + module - 1, y + module - 1), fill=DARK)
    return left


def _sentence(pen: Any, words: str, wide: int, high: int) -> tuple[list[str], Any, int]:
    """The sentence in lines, in the largest letters with which it has room, its font, and pixels from line to line."""
    for size in range(LARGEST, SMALLEST - 1, -2):
        font, step = _font(words, size, "Medium"), round(size * 1.3)
        lines = _lines(pen, words, font, wide)
        if len(lines) * step <= high and all(pen.textlength(line, font=font) <= wide for line in lines):
            return lines, font, step
    raise UserError(_("This sentence is too long for a card. Say it in fewer words."))


def _lines(pen: Any, words: str, font: Any, wide: int) -> list[str]:
    lines = [""]
    for piece in _pieces(words):
        longer = lines[-1] + piece
        if lines[-1] and pen.textlength(longer.rstrip(), font=font) > wide:
            lines.append(piece.lstrip())
        else:
            lines[-1] = longer
    return [line.rstrip() for line in lines]


def _pieces(words: str) -> list[str]:
    """Where a line may break: before a word, and before a Chinese, Japanese or Korean sign that is no closing mark."""
    found: list[str] = []
    for sign in words:
        wide = "\u2e80" <= sign <= "\uffee"
        closing = sign in "，。、；：！？）》」』”’…,.;:!?)"
        fresh = not found or (wide and not closing) or (found[-1].endswith(" ") and sign != " ")
        if fresh or (found and "\u2e80" <= found[-1][-1] <= "\uffee" and not closing and sign != " "):
            found.append(sign)
        else:
            found[-1] += sign
    return found


def _font(words: str, size: int, weight: str = "Regular") -> Any:
    from PIL import ImageFont

    place = font_for(words, weight)
    if place is None:
        raise UserError(_("No font on this PC has the letters of “{words}”.").format(words=words))
    font = ImageFont.truetype(str(place), size)
    none = bytes(font.getmask("\U0010ffff"))
    if any(not sign.isspace() and bytes(font.getmask(sign)) == none for sign in words):
        raise UserError(_("No font on this PC has the letters of “{words}”.").format(words=words))
    return font
