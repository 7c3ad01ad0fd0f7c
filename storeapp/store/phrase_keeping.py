"""Keeps the phrases that set bad reviews apart, as they were counted last."""

from __future__ import annotations

from collections.abc import Sequence

from storeapp.store.tables import PhraseCount, PhraseShare
from storeapp.store.tx import Tx

CountRow = tuple[str, int, int, int]  # language ("" for the shop), bad and good reviews counted, reviews there were
PhraseRow = tuple[str, str, int, int, float]  # language, phrase, bad, good, score


def keep_phrases(tx: Tx, counts: Sequence[CountRow], phrases: Sequence[PhraseRow]) -> None:
    """Put these in the place of the last ones, without a line in the journal: they are derived from the reviews."""
    conn = tx.connection
    conn.exec_driver_sql("DELETE FROM phrase_counts")
    conn.exec_driver_sql("DELETE FROM phrase_shares")
    if counts:
        conn.exec_driver_sql("INSERT INTO phrase_counts (language, bad, good, seen) VALUES (?, ?, ?, ?)", list(counts))
    if phrases:
        conn.exec_driver_sql(
            "INSERT INTO phrase_shares (language, phrase, bad, good, score) VALUES (?, ?, ?, ?, ?)", list(phrases)
        )
    tx.rewritten(PhraseCount)
    tx.rewritten(PhraseShare)
    tx.note_only()
    tx.leave_no_record()
