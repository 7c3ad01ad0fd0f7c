"""Every sentence exists in every language, with the same fields, and the compiled catalogues are up to date."""

from __future__ import annotations

import importlib.util
import string
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted((ROOT / "resources" / "i18n").glob("*/LC_MESSAGES/storeapp.po"))


@pytest.fixture(scope="module")
def translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", ROOT / "packaging" / "translate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda f: f.parent.parent.name)
def test_catalogue_holds_every_sentence_of_the_program(translate: ModuleType, file: Path) -> None:
    catalogue = translate.merged(file, translate.sentences())
    assert translate.missing(catalogue) == []
    assert translate.as_po(catalogue) == file.read_bytes(), "run: python packaging/translate.py"


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda f: f.parent.parent.name)
def test_compiled_catalogue_is_up_to_date(translate: ModuleType, file: Path) -> None:
    catalogue = translate.load(file, file.parent.parent.name)
    assert translate.as_mo(catalogue) == file.with_suffix(".mo").read_bytes(), "run: python packaging/translate.py"


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda f: f.parent.parent.name)
def test_translations_have_the_fields_of_the_original(translate: ModuleType, file: Path) -> None:
    wrong = []
    for message in translate.load(file, file.parent.parent.name):
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, (tuple, list)) else [message.id]
        allowed = set().union(*(fields(text) for text in originals))
        texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        wrong += [text for text in texts if text and fields(text) != allowed]
    assert wrong == []


def test_chinese_uses_full_width_punctuation(translate: ModuleType) -> None:
    file = ROOT / "resources" / "i18n" / "zh_CN" / "LC_MESSAGES" / "storeapp.po"
    wrong = []
    for message in translate.load(file, "zh_CN"):
        texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        for text in texts:
            for left, mark in zip(text or "", (text or "")[1:], strict=False):
                if mark in ",;!?" and "\u4e00" <= left <= "\u9fff":
                    wrong.append(text)
    assert wrong == []
