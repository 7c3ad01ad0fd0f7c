"""The process that opens strangers' files: says what they are, draws them small, leaves out where they were taken.

A picture made to break a decoder, or to unpack to gigabytes, ends this process and not the window.
"""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path
from typing import Any

from storeapp.evidence.card_drawing import draw_card
from storeapp.evidence.picture_fonts import font_for
from storeapp.evidence.rules import MOST_PIXELS, damaged, too_large, unknown
from storeapp.kernel.child import say, serve
from storeapp.kernel.errors import UserError
from storeapp.kernel.process_limits import ProcessLimits
from storeapp.kernel.text import _

LIMITS = ProcessLimits(memory=1536 << 20, seconds=60)
THUMBNAIL = 192  # pixels at most, across and down: twice what is shown
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif", "BMP": "image/bmp"}
TEXT_CONTROLS = frozenset("\t\n\r\f")
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def kind_of(content: bytes) -> str:
    """What a file is by its first and last bytes, "" where it is nothing that can prove something."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"BM") and content[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    return "text/plain" if _is_text(content) else ""


def _is_text(content: bytes) -> bool:
    encoding = next((name for bom, name in BOMS.items() if content.startswith(bom)), "utf-8")
    try:
        words = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return bool(words.strip()) and all(c >= " " or c in TEXT_CONTROLS for c in words if c < "\x80")


def look(path: Path, name: str) -> dict[str, Any]:
    """{kind, width, height, thumbnail} of a file. UserError if it is broken, too large or of no known kind."""
    content = path.read_bytes()
    kind = kind_of(content)
    if not kind:
        raise unknown(name)
    if kind == "application/pdf" and b"%%EOF" not in content[-2048:]:
        raise damaged(name)
    if not kind.startswith("image/"):
        return {"kind": kind, "width": None, "height": None, "thumbnail": ""}
    image = _opened(content, kind, name)
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((THUMBNAIL, THUMBNAIL))
    small = io.BytesIO()
    upright.convert("RGBA").save(small, "PNG", optimize=True)
    drawn = base64.b64encode(small.getvalue()).decode("ascii")
    turned = image.getexif().get(ORIENTATION, 1) >= 5
    wide, high = (image.height, image.width) if turned else (image.width, image.height)
    return {"kind": kind, "width": wide, "height": high, "thumbnail": drawn}


ORIENTATION = 0x0112  # the Exif tag


def _opened(content: bytes, kind: str, name: str) -> Any:
    """The picture, decoded to its last row."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # looked at here, so that a large one is a sentence and no warning
    try:
        image = Image.open(io.BytesIO(content), formats=[key for key, value in FORMATS.items() if value == kind])
        if image.width * image.height > MOST_PIXELS:
            raise too_large(name)
        image.load()
        image.getexif()
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, LookupError, ArithmeticError) as why:
        raise damaged(name) from why
    except Exception as why:
        # A decoder has an error of its own for each format, which say no more than this.
        if type(why).__module__.startswith(("PIL", "struct", "zlib")):
            raise damaged(name) from why
        raise
    return image


def clean(path: Path, name: str, out: Path, most: int | None) -> None:
    """Write the picture to `out` without anything said beside it: place, device, time, owner, preview.

    It stands upright then. `most`: pixels across and down at most; such a copy is a JPEG or PNG.
    """
    from PIL import ImageOps

    content = path.read_bytes()
    kind = kind_of(content)
    image = _opened(content, kind, name)
    upright = ImageOps.exif_transpose(image)
    if most is None and kind in ("image/gif", "image/webp") and getattr(image, "n_frames", 1) > 1:
        image.info = {key: image.info[key] for key in ("loop", "duration", "transparency") if key in image.info}
        image.save(out, "GIF" if kind == "image/gif" else "WEBP", save_all=True)
        return
    if most is not None:
        upright.thumbnail((most, most))
        kind = "image/jpeg" if kind == "image/jpeg" else "image/png"
    plain = upright.copy()
    profile = plain.info.get("icc_profile")
    plain.info = {key: plain.info[key] for key in ("transparency",) if key in plain.info}
    format_name = next(key for key, value in FORMATS.items() if value == kind)
    how: dict[str, Any] = {"icc_profile": profile} if profile else {}
    if kind == "image/jpeg":
        plain = plain if plain.mode in ("RGB", "L", "CMYK") else plain.convert("RGB")
        how |= {"quality": 95, "subsampling": 0}
    elif kind == "image/webp":
        how |= {"lossless": True}
    elif kind == "image/bmp":
        how = {}
    elif most is not None and plain.mode not in ("RGB", "RGBA", "L", "P", "1"):
        plain = plain.convert("RGBA")
    plain.save(out, format_name, **how)


def shape(asked: dict[str, Any]) -> None:
    """Write a picture as a place wants it: cut to a shape, made small, with words in its corner, and no larger than so
    many bytes. Nothing is said beside it, as in `clean`. UserError where even a tiny one is larger.

    `ratio`: across to down, 0 for as it is; `most`: pixels across and down; `mark`: the words, "" for none; `largest`:
    bytes, 0 for any.
    """
    from PIL import ImageOps

    content = Path(asked["path"]).read_bytes()
    kind = kind_of(content)
    image = ImageOps.exif_transpose(_opened(content, kind, asked["name"]))
    if asked["ratio"]:
        image = _cut(image, asked["ratio"])
    image.thumbnail((asked["most"], asked["most"]))
    plain = image.convert("RGB" if kind == "image/jpeg" else "RGBA")
    if asked["mark"]:
        plain = _marked(plain, asked["mark"])
    out = Path(asked["out"])
    if not asked["largest"]:
        how = {"format": "JPEG", "quality": 92} if kind == "image/jpeg" else {"format": "PNG"}
        plain.save(out, optimize=True, **how)
        return
    out.write_bytes(_fitting(plain, kind, asked["largest"], asked["name"]))


def _cut(image: Any, ratio: float) -> Any:
    """The middle of a picture in a shape."""
    wide, high = image.size
    across, down = (min(wide, round(high * ratio)), min(high, round(wide / ratio)))
    left, top = (wide - across) // 2, (high - down) // 2
    return image.crop((left, top, left + max(1, across), top + max(1, down)))


def _marked(image: Any, words: str) -> Any:
    """Words in the lower right corner, light with a dark edge, so that they are read on any picture."""
    from PIL import Image, ImageDraw, ImageFont

    size = max(10, min(image.size) // 24)
    found = font_for(words)
    font = ImageFont.truetype(str(found), size) if found is not None else ImageFont.load_default(size)
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    left, top, right, bottom = pen.textbbox((0, 0), words, font=font, stroke_width=max(1, size // 16))
    place = (image.width - (right - left) - size, image.height - (bottom - top) - size)
    edge = max(1, size // 16)
    pen.text(place, words, font=font, fill=(255, 255, 255, 210), stroke_width=edge, stroke_fill=(0, 0, 0, 130))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert(image.mode)


def _fitting(image: Any, kind: str, largest: int, name: str) -> bytes:
    """The picture in as many bytes at most: by less quality first, then by fewer pixels."""
    for share in (1.0, 0.8, 0.64, 0.5, 0.36, 0.25, 0.15):
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        small = image if share == 1.0 else image.resize(size)
        for quality in (90, 80, 70, 60) if kind == "image/jpeg" else (0,):
            made = io.BytesIO()
            if kind == "image/jpeg":
                small.save(made, "JPEG", quality=quality, optimize=True)
            else:
                small.save(made, "PNG", optimize=True)
            if made.tell() <= largest:
                return made.getvalue()
    raise UserError(_("{file} can't be made as small as {size} KB.").format(file=name, size=largest // 1024))


def work(request: dict[str, Any]) -> None:
    """Do one of {look: {path, name}}, {clean: [{path, name, out, most}]}, {shape: [as `shape` takes it]} and
    {card: as draw_card takes it}.
    """
    if "card" in request:
        draw_card(request["card"])
    if "look" in request:
        asked = request["look"]
        try:
            say(found=look(Path(asked["path"]), asked["name"]))
        except MemoryError as why:
            raise too_large(asked["name"]) from why
    for number, one in enumerate(request.get("clean", ())):
        say(done=number, total=len(request["clean"]), note=one["name"])
        clean(Path(one["path"]), one["name"], Path(one["out"]), one["most"])
    for number, one in enumerate(request.get("shape", ())):
        say(done=number, total=len(request["shape"]), note=one["name"])
        shape(one)


def main() -> int:
    """Do what was asked; the exit code."""
    return serve(work, LIMITS)


if __name__ == "__main__":
    sys.exit(main())
