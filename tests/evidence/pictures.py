"""Pictures as owners have them, with everything that cameras say beside them."""

from __future__ import annotations

import io

from PIL import Image, PngImagePlugin

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "BMP": "bmp"}
VIENNA = (48.0, 12.0, 30.0)
XMP = b"<x:xmpmeta>Home of Ann Ott, Vienna</x:xmpmeta>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 200), colour: str = "teal", turned: int = 1) -> bytes:
    """A picture whose left half is white; `turned` is how the camera was held, as Exif has it."""
    image = Image.new("RGB", size, colour)
    image.paste("white", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ann Ott"
    exif[0x0112] = turned
    exif[0x8825] = {1: "N", 2: VIENNA, 3: "E", 4: (16.0, 22.0, 0.0)}
    out = io.BytesIO()
    if kind == "JPEG":
        image.save(out, kind, exif=exif, xmp=XMP, comment=b"taken at home by Ann Ott", quality=90)
    elif kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_itxt("XML:com.adobe.xmp", XMP.decode())
        words.add_text("Author", "Ann Ott")
        image.save(out, kind, exif=exif, pnginfo=words)
    elif kind == "WEBP":
        image.save(out, kind, exif=exif, xmp=XMP, lossless=True)
    elif kind == "GIF":
        image.save(out, kind, comment=b"taken at home by Ann Ott")
    else:
        image.save(out, kind)
    return out.getvalue()
