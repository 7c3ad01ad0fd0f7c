"""Files as they come from a drag, the clipboard or a dialog."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from storeapp.evidence.preparing import Chosen
from storeapp.kernel.text import _


def of_paths(paths: list[Path]) -> list[Chosen]:
    """Files that were chosen in a dialog."""
    return [Chosen(path.name or str(path), path) for path in paths]


def of_mime(data: QMimeData) -> list[Chosen]:
    """The files of a drag or of the clipboard, or the picture it carries; empty where there is neither."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return of_paths(files)
    if data.hasImage():
        image = QImage(data.imageData())
        if not image.isNull():
            return [Chosen(_("Pasted picture") + ".png", content=partial(_png, image))]
    return []


def carries_files(data: QMimeData) -> bool:
    """Whether a drag or the clipboard has something to attach, without looking at its bytes."""
    return any(url.isLocalFile() for url in data.urls()) or (data.hasImage() and not data.hasText())


def _png(image: QImage) -> bytes:
    """Takes a moment for a large screenshot: called beside the window."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
