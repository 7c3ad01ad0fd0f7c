"""A text being written, with what several checks look at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from storeapp.rulebook.messages.facts import Finding
from storeapp.rulebook.messages.folding import Folded, fold, pieces_of, plain_word
from storeapp.rulebook.messages.signs import signs, spoken
from storeapp.rulebook.messages.wordlists import Span, lowered, plain, scripts_of, sentences, words


@dataclass(frozen=True)
class Draft:
    """A reply being written, with what several checks look at: every class of words is looked for once.

    `language`: of the review, for replies too short to tell theirs; `told`: what earlier checks found.
    """

    text: str
    language: str = ""
    told: list[Finding] = field(default_factory=list)
    _known: dict[str, list[Span]] = field(default_factory=dict)

    @cached_property
    def folded(self) -> Folded:
        """The text with tricks of spelling undone."""
        return fold(self.text)

    @cached_property
    def speaking(self) -> bool:
        """Whether there are words of replies in the language it is in."""
        return spoken(self.folded, self.language, "blame")

    @cached_property
    def asking(self) -> bool:
        """Whether there are words of requests in the language it is in."""
        return spoken(self.folded, self.language, "happyif")

    @cached_property
    def signs(self) -> tuple[tuple[str, Span], ...]:
        """Signs of what a reply should not do, as (code, place in the text)."""
        return tuple((one.code, self.folded.back(one.span)) for one in signs(self.folded, self.language))

    def sign_spans(self, codes: Collection[str]) -> list[Span]:
        """Where signs of these codes stand."""
        return [span for code, span in self.signs if code in codes]

    def phrase_spans(self, phrase: str) -> list[Span]:
        """Where a phrase stands, in any case and spelling; `refund*` means any ending."""
        wanted = [(plain_word(one.rstrip("*")), one.endswith("*")) for one in pieces_of(phrase)]
        tokens = self.folded.tokens
        found = []
        for start in range(len(tokens) - len(wanted) + 1):
            here = tokens[start : start + len(wanted)]
            pairs = zip(here, wanted, strict=True)
            if wanted and all(one.word.startswith(word) if open_ else one.word == word for one, (word, open_) in pairs):
                found.append(self.folded.back((here[0].span[0], here[-1].span[1])))
        return found

    @cached_property
    def plain(self) -> str:
        """The text with signs as they are searched for."""
        return plain(self.text)

    @cached_property
    def low(self) -> str:
        """The same in small letters."""
        return lowered(self.plain)

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The scripts it is written in."""
        return scripts_of(self.text)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Where its sentences stand."""
        return tuple(sentences(self.plain))

    def spans(self, name: str, within: Span | None = None) -> list[Span]:
        """Where words of a class stand, in all of it or in a part."""
        if name not in self._known:
            self._known[name] = words(name).spans(self.low, self.scripts)
        found = self._known[name]
        return found if within is None else [one for one in found if within[0] <= one[0] < within[1]]

    def has(self, name: str, within: Span | None = None) -> bool:
        """Whether words of a class stand in it, or in a part of it."""
        return bool(self.spans(name, within))
