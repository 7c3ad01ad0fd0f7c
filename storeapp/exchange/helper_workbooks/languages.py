"""The languages in which a workbook can speak to a helper: those of the window, and those of resources/helpers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from storeapp.exchange.helper_workbooks.queries.task import Say
from storeapp.kernel.paths import resource
from storeapp.kernel.text import LANGUAGES, PSEUDO, speaking


@cache
def languages() -> Mapping[str, str]:
    """Code -> what the language calls itself."""
    return LANGUAGES | {code: str(file["name"]) for code, file in _files().items()}


@cache
def say_in(language: str) -> Say:
    """What says the words of a workbook in a language; a word it does not have stays English."""
    if language in LANGUAGES or language == PSEUDO:
        return speaking(language)
    words: Mapping[str, str] = _files()[language]["words"]
    return lambda message: words.get(message, message)


@cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    folder = resource("helpers")
    return {file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.toml"))}
