"""Keeps the phrases of the reviews once they are counted."""

from __future__ import annotations

from collections.abc import Sequence

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.reputation.themes.records import LanguagePhrases
from storeapp.store.db import Database
from storeapp.store.tables import PhraseCount, PhraseShare


def keep_phrases(
    db: Database, found: Sequence[LanguagePhrases], seen: int, progress: Progress | None = None
) -> Outcome[None]:
    """Keep what was counted while the shop had `seen` reviews with stars and text; no line in the journal."""
    counts = [("", 0, 0, seen), *((one.language, one.bad, one.good, seen) for one in found)]
    phrases = [
        (one.language, phrase.text, phrase.bad, phrase.good, phrase.score) for one in found for phrase in one.phrases
    ]
    with db.write(_("Counted the phrases of the reviews"), undoable=False, progress=progress) as tx:
        tx.rewrite(PhraseCount, ("language", "bad", "good", "seen"), counts)
        tx.rewrite(PhraseShare, ("language", "phrase", "bad", "good", "score"), phrases)
        tx.note_only()
        tx.leave_no_record()
    return Outcome(None, frozenset({"themes"}))
