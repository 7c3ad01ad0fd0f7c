"""PDF documents: whole, in any script, and never taking a text for markup."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from storeapp.kernel.errors import UserError
from storeapp.qtkit.pdf import write_pdf


@dataclass(frozen=True)
class Said:
    name: str
    value: str = ""
    heading: bool = False


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
