"""How many bad replies the checks catch and how many good ones they disturb.

`python -m tests.rulebook.measure FILE ...`: each file, or each `*.jsonl` of a folder, has one JSON object a line:
{"lang", "kind", "bad": bool, "review_lang"?, "text"}. A text counts as caught when any check of its words tells
something; length, order and time of a reply don't count. `-v` prints each text that was judged wrongly.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts
from storeapp.rulebook.messages.reply_checks import ABOUT_WORDS


def rows(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The rows of files and folders."""
    for name in names:
        path = Path(name)
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            yield from (json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip())


def codes(row: dict[str, Any], platform: str = "etsy") -> set[str]:
    """What the checks of words tell about a row's text."""
    facts = DraftFacts(platform=platform, stars=None, language=row.get("review_lang") or row["lang"])
    return {one.code for one in check(row["text"], facts) if one.severity != "FINE"} & ABOUT_WORDS


def table(found: Iterable[tuple[dict[str, Any], set[str]]]) -> list[str]:
    """Lines of the table: per language, per kind, and of all."""
    caught: Counter[tuple[str, str]] = Counter()
    whole: Counter[tuple[str, str]] = Counter()
    for row, told in found:
        side = "bad" if row["bad"] else "good"
        for key in ((side, row["lang"]), (side, f"= {row['kind']}"), (side, "all")):
            whole[key] += 1
            caught[key] += bool(told)
    lines = [f"{'':<14}{'bad caught':>18}{'good disturbed':>18}"]
    for name in sorted({name for _side, name in whole}, key=lambda one: (one == "all", one.startswith("="), one)):
        cells = []
        for side in ("bad", "good"):
            hit, of = caught[side, name], whole[side, name]
            cells.append(f"{hit:>6} of {of:>3} {hit / of:>5.0%}" if of else "")
        lines.append(f"{name:<14}{cells[0]:>18}{cells[1]:>18}")
    return lines


def main(arguments: list[str]) -> None:
    """Print the table, and with -v what was judged wrongly."""
    found = [(row, codes(row)) for row in rows(one for one in arguments if not one.startswith("-"))]
    lines = table(found)
    if "-v" in arguments:
        for row, told in found:
            if bool(told) != row["bad"]:
                verdict = "MISSED" if row["bad"] else "FALSE "
                lines.append(f"{verdict} {row['lang']} {row['kind']} {sorted(told)}: {row['text']}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
