"""PDF documents: whole, in any script, and never taking a text for markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from storeapp.kernel.errors import UserError
from storeapp.qtkit.pdf import write_pdf


@dataclass(frozen=True)
class Said:
    name: str
    value: str = ""
    heading: bool = False
    picture: Path | None = None


def pages(path):
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def test_a_document_is_written_with_its_title(qapp, tmp_path):
    lines = [
        Said("Evidence", heading=True),
        Said("Shop", "Lumen & Loom"),
        Said("", "灯罩裂了 <b>bold</b>\nsecond line"),
    ]
    path = write_pdf(tmp_path / "pack.pdf", lines, "Evidence", "Inter")
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert "Evidence".encode("utf-16-be") in content
    assert pages(path) == 1


def test_long_texts_go_on_on_further_pages(qapp, tmp_path):
    path = write_pdf(tmp_path / "long.pdf", [Said("", "Many words. " * 3000)], "Long", "Inter")
    assert pages(path) > 3


def test_a_folder_that_is_not_there_is_refused(qapp, tmp_path):
    with pytest.raises(UserError, match="could not be written"):
        write_pdf(tmp_path / "absent" / "pack.pdf", [Said("", "Words")], "Pack", "Inter")


def test_a_picture_stands_below_its_line_and_never_leaves_the_page(qapp, tmp_path):
    for name, wide, high in (("wide.png", 1600, 300), ("high.png", 300, 1600), ("small.png", 20, 20)):
        image = QImage(wide, high, QImage.Format.Format_RGB32)
        image.fill(QColor("teal"))
        image.save(str(tmp_path / name))
    lines = [Said("Proof", name, picture=tmp_path / name) for name in ("wide.png", "high.png", "small.png")]
    path = write_pdf(tmp_path / "pack.pdf", lines, "Pack", "Inter")
    assert path.read_bytes().count(b"/Subtype /Image") >= 3
    assert 2 <= pages(path) <= 3
    (tmp_path / "broken.png").write_bytes(b"none")
    with pytest.raises(UserError, match="broken"):
        write_pdf(tmp_path / "pack.pdf", [Said("Proof", picture=tmp_path / "broken.png")], "Pack", "Inter")
