"""The window's side of counting phrases: asks the counting process, and says so where it could not do it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storeapp.kernel import child
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.reputation.themes.records import CountedPhrase, LanguagePhrases

CHILD = "phrases"
SILENCE = 900.0  # seconds in which one language of a large shop is counted


def count_phrases(folder: Path, progress: Progress) -> list[LanguagePhrases]:
    """The phrases of the shop in `folder`, one LanguagePhrases a language. UserError if that was ended."""
    found: list[LanguagePhrases] = []

    def hear(word: Mapping[str, Any]) -> None:
        plain = dict(word["found"])
        listed = tuple(CountedPhrase(**phrase) for phrase in plain.pop("phrases"))
        found.append(LanguagePhrases(**plain, phrases=listed))

    try:
        child.run(CHILD, {"folder": str(folder)}, progress, hear, SILENCE)
    except child.ChildStoppedError as why:
        sentence = _("The phrases could not be counted: the work was stopped. Your reviews are unchanged.")
        raise UserError(sentence) from why
    return found
