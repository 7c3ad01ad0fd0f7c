"""Collects the program's sentences into the catalogues of resources/i18n and compiles them.

`python packaging/translate.py` merges new sentences into every .po (untranslated ones stay empty) and writes the .mo;
`--missing` lists what a language still lacks. Sentences come from `_`, `N_`, `plural` and `in_context` in the code and
from the keys named in TOML_KEYS of the data files, which are shown through `_` too.
"""

from __future__ import annotations

import argparse
import io
import sys
import tomllib
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "resources" / "i18n"
DATED = datetime(2026, 1, 1, tzinfo=timezone.utc)
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "plural": (1, 2), "in_context": ((1, "c"), 2)}
TOML_KEYS = {
    "articles": ("kind.title", "goal.title", "mix.words", "push.title"),
    "formats": ("title", "refuse"),
    "rulebook": (
        *("clock.title", "clock.ends", "place.title", "region.title"),
        *("group.title", "reason.title", "reason.warning", "reason.checklist"),
    ),
    "rulebook/brushing": ("rule.text",),
    "rulebook/ladders": ("metric.title", "metric.note", "ladder.title", "ladder.level.title"),
    "rulebook/messages": ("kind.title", "rule.title", "rule.text", "rule.instead"),
    "rulebook/replies": ("situation.title",),
    "rulebook/requests": ("wait.title",),
    "rulebook/articles": ("question.text",),
    "rulebook/removal": (
        "list.what",
        "list.ask",
        "list.until",
        "list.ground.title",
        "list.ground.question",
        "list.ground.rule",
    ),
}


def sentences() -> Catalog:
    """Every sentence of the program as an empty catalogue, in a stable order."""
    found = Catalog(project="Storeapp", charset="utf-8")
    code = extract_from_dir(str(ROOT / "storeapp"), [("**.py", "python")], keywords=KEYWORDS)
    for name, _line, message, _comments, context in code:
        found.add(message, locations=[(f"storeapp/{name}", 0)], context=context)
    for name, message in data_sentences():
        found.add(message, locations=[(name, 0)])
    return found


def data_sentences() -> Iterator[tuple[str, str]]:
    """Titles kept in data files, as (file, sentence)."""
    for folder, keys in TOML_KEYS.items():
        for file in sorted((ROOT / "resources" / folder).glob("*.toml")):
            content = tomllib.loads(file.read_text("utf-8"))
            for key in keys:
                for message in values_of(content, key.split(".")):
                    yield f"resources/{folder}/{file.name}", message


def values_of(content: Any, path: list[str]) -> Iterator[str]:
    """The sentence at a path of keys, in every row of the lists on the way."""
    if isinstance(content, list):
        for row in content:
            yield from values_of(row, path)
    elif path and isinstance(content, dict):
        yield from values_of(content.get(path[0]), path[1:])
    elif isinstance(content, str) and content:
        yield content


def load(file: Path, locale: str) -> Catalog:
    """The catalogue of one language, or a new one."""
    if not file.exists():
        return Catalog(locale=locale, project="Storeapp", charset="utf-8")
    with file.open("rb") as stream:
        found = read_po(stream, locale=locale)
    # The .po carries no dates, and today's would make every compilation differ.
    found.creation_date = found.revision_date = DATED
    return found


def merged(file: Path, template: Catalog) -> Catalog:
    """The language's catalogue with exactly the sentences of the template; nothing is guessed by likeness."""
    old = load(file, file.parent.parent.name)
    new = Catalog(locale=old.locale, project="Storeapp", charset="utf-8")
    for message in sorted((m for m in template if m.id), key=lambda m: (str(m.id), m.context or "")):
        known = old.get(message.id, message.context)
        new.add(
            message.id,
            string=known.string if known is not None else None,
            locations=[(place, 0) for place in _places(message)],
            context=message.context,
        )
    return new


def _places(message: Any) -> list[str]:
    return sorted({place for place, _ in message.locations})


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as text, the same bytes for the same sentences."""
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=False, sort_output=False, width=120, include_lineno=False)
    lines = out.getvalue().decode("utf-8").splitlines(keepends=True)
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator', '"Language-Team')
    return "".join(line for line in lines if not line.startswith(dated)).encode("utf-8")


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue compiled."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """Sentences without a translation."""
    lacking = []
    for message in catalogue:
        texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        if message.id and not all(texts):
            lacking.append(str(message.id))
    return lacking


def main() -> int:
    """Update all catalogues, or list what is missing."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--missing", action="store_true")
    choice = asked.parse_args()
    template = sentences()
    lacking = 0
    for file in sorted(CATALOGUES.glob("*/LC_MESSAGES/storeapp.po")):
        catalogue = merged(file, template)
        if not choice.missing:
            file.write_bytes(as_po(catalogue))
            file.with_suffix(".mo").write_bytes(as_mo(load(file, file.parent.parent.name)))
        gaps = missing(catalogue)
        lacking += len(gaps)
        print(f"{file.parent.parent.name}: {len(catalogue)} sentences, {len(gaps)} without a translation")
        for gap in gaps if choice.missing else ():
            print("  ", gap)
    return 1 if choice.missing and lacking else 0


if __name__ == "__main__":
    sys.exit(main())
