"""A sentence that still knows of which message and values it was made, so that it can be said again in any language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any


class Sentence(str):
    """A translated text. `source` is plain data: a message and what fills its fields, see kernel/text.recall."""

    __slots__ = ("source",)
    source: dict[str, Any]

    def format(self, *args: object, **values: object) -> Sentence:
        """Fill the fields, which are named: values that are sentences themselves stay so."""
        filled = {name: _plain(value) for name, value in values.items()}
        return sentence(str.format(self, *args, **values), {**self.source, "values": filled})

    def join(self, parts: Iterable[str]) -> Sentence:
        """The parts with this sentence between them."""
        kept = list(parts)
        return sentence(str.join(self, kept), {"between": self.source, "parts": [_plain(part) for part in kept]})

    def lower(self) -> Sentence:
        """In small letters, for the inside of another sentence."""
        return sentence(str.lower(self), {"small": self.source})

    def kept(self) -> str:
        """The source as JSON."""
        return json.dumps(self.source, ensure_ascii=False, separators=(",", ":"))


def sentence(text: str, source: dict[str, Any]) -> Sentence:
    """A text with what it was made of."""
    made = Sentence(text)
    made.source = source
    return made


def _plain(value: object) -> Any:
    if isinstance(value, Sentence):
        return value.source
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)
