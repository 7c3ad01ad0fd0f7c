"""Answers given beforehand, on a command line: which file takes which, and which waits for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from storeapp.channels.queries import ChannelRow
from storeapp.channels.rules import meant, platform_called
from storeapp.exchange import reading
from storeapp.exchange.foreign.encoding import ENCODINGS, named
from storeapp.exchange.reading import FileChoice, StagedFile
from storeapp.exchange.staged import GUESSED, CellProblem, FileQuestion
from storeapp.kernel import money
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.review_kinds import counted_apart
from storeapp.kernel.text import _
from storeapp.orders.rules import STATUSES

_STATUSES = tuple(status for status in STATUSES if status != "unknown")
OPTIONS = {
    "date_order": "--date-order", "decimal": "--decimal", "currency": "--currency", "year": "--year",
    "scale": "--scale", "kind": "--kind", "review_kind": "--review-kind", "status": "--status",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """The answers of a command line, for every file that asks; empty where nothing was said."""

    date_order: str = ""
    decimal: str = ""
    currency: str = ""
    year: str = ""
    scale: str = ""
    kind: str = ""
    review_kind: str = ""
    encoding: str = ""
    statuses: Mapping[str, str] = field(default_factory=dict)  # a word of the files -> our status

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> Given:
        """The answers as they were typed; UserError where one is no encoding, no currency or no status."""
        said = {name: str(value) for name, value in words.items() if value is not None and name != "status"}
        if "encoding" in said:
            said["encoding"] = named(said["encoding"])
            if not said["encoding"]:
                names = ", ".join(name for name, _title in ENCODINGS)
                message = _("There is no encoding “{name}”. Known are: {names}.")
                raise UserError(message.format(name=words["encoding"], names=names))
        if "currency" in said:
            said["currency"] = said["currency"].upper()
            if said["currency"] not in money.codes():
                raise UserError(_("There is no currency “{code}”.").format(code=words["currency"]))
        return cls(**said, statuses=dict(map(_meaning, words.get("status") or ())))

    def choice(self, file: StagedFile, so_far: FileChoice, channels: Channels) -> FileChoice:
        """How a file is to be read: its open questions answered, and an unknown file or a guess corrected."""
        asked: dict[str, Any] = {question.kind: self._answer(question) for question in file.questions}
        if not file.platform and "reviews" in file.kinds:
            asked["platform"] = channels.platform_of(file)
            if not counted_apart(asked["platform"]):
                asked["review_kind"] = self.review_kind
        if not file.format and file.refused is None and self.kind:
            asked["kind"] = self.kind
        if file.encoding and self.encoding and not file.encoding.startswith("utf-16"):
            asked["encoding"] = self.encoding
        kinds = {problem.kind for problem in unanswered(file)}
        if "currency" in (*asked, *kinds):
            asked["currency"] = self.currency or channels.currency_of(file)
        if "status" in kinds:
            asked["statuses"] = self.statuses
        return replace(so_far, **{name: value for name, value in asked.items() if value})

    def _answer(self, question: FileQuestion) -> str:
        """What was said to a question; nothing where its answers are others."""
        said: str = getattr(self, question.kind)
        choosable = question.kind != "review_kind" or said in dict(question.options)
        return said if choosable else ""


@dataclass(frozen=True, slots=True)
class Channels:
    """The shop's channels, the one that was named for all files ("" where each goes by its platform), and by format
    the one that its files went into so far."""

    rows: Sequence[ChannelRow] = ()
    named: str = ""
    of_formats: Mapping[str, int] = field(default_factory=dict)

    def currency_of(self, file: StagedFile) -> str:
        """The currency of the channel that a file goes to; "" where that is not known."""
        found = self._of(file)
        return found[0].currency if len(found) == 1 else ""

    def platform_of(self, file: StagedFile) -> str:
        """The platform of the channel that a file goes to; a new channel is of the platform that is called so."""
        found = self._of(file)
        return found[0].platform if len(found) == 1 else platform_called(self.named)

    def _of(self, file: StagedFile) -> Sequence[ChannelRow]:
        if self.named:
            return [row for row in self.rows if row.name.casefold() == self.named.casefold()]
        return meant(self.rows, file.platform or "other", self.of_formats.get(file.format))


def _meaning(word: str) -> tuple[str, str]:
    """A word of a file and the status it stands for, from WORD=STATUS."""
    theirs, _equals, ours = word.rpartition("=")
    if not theirs.strip() or ours.strip().lower() not in _STATUSES:
        message = _("“{word}” is not of the form WORD=STATUS. The statuses are: {names}.")
        raise UserError(message.format(word=word, names=", ".join(_STATUSES)))
    return theirs.strip(), ours.strip().lower()


def unanswered(file: StagedFile) -> list[CellProblem]:
    """What the cells of a file leave open: words for a status that nobody knows, amounts without a currency."""
    return [problem for problem in file.problems if problem.kind in OPTIONS and problem.action == "keep"]


def guesses(file: StagedFile, *, yes: bool) -> list[str]:
    """The options that would turn each guess at a file into an answer; `yes` is one to guesses at its columns."""
    found = [OPTIONS[kind] for kind in [q.kind for q in file.questions] + [p.kind for p in unanswered(file)]]
    if not file.format and not yes and any(c.field and c.confidence <= GUESSED for c in file.columns):
        found.append("--yes")
    return list(dict.fromkeys([*found, "--encoding"] if file.confidence < 1 else found))


def is_doubtful(file: StagedFile) -> bool:
    """Whether nobody can tell what the rows of a file are."""
    return any(question.kind == "kind" for question in file.questions)


def read_answered(
    paths: Sequence[Path], staging: Path, setups: Mapping[str, Mapping[str, Any]], given: Given, channels: Channels
) -> tuple[list[StagedFile], dict[int, str]]:
    """Read the files, and those that ask once more with the answers given; an answer may raise another question.

    Also gives, by file, the sentence on what the shop itself answered.
    """
    choices: dict[int, FileChoice] = {}
    while True:
        staged = reading.read_files(paths, staging, Progress(), choices, setups)
        now = {file.file_no: given.choice(file, choices.get(file.file_no, FileChoice()), channels) for file in staged}
        changed = {number: choice for number, choice in now.items() if choice != choices.get(number, FileChoice())}
        if not changed:
            message = _("The file does not say its currency; the channel's was used: {code}.")
            mine = {number: choice.currency for number, choice in choices.items() if not given.currency}
            return staged, {number: message.format(code=code) for number, code in mine.items() if code}
        choices |= changed


def left_waiting(staged: Sequence[StagedFile], *, strict: bool, yes: bool) -> dict[int, str]:
    """The files of which nothing is written before the owner says more, with the sentence that says so."""
    found = {}
    for file in staged:
        open_ones = guesses(file, yes=yes) if strict and file.kinds else []
        if open_ones:
            found[file.file_no] = _(
                "Nothing of this file was imported, because --strict doesn't guess. Answer with: {options}"
            ).format(options=", ".join(open_ones))
        elif file.kinds and is_doubtful(file) and not yes:
            found[file.file_no] = _("Nothing of this file was imported: say --kind, or --yes if the guess is right.")
    if strict and found:
        whole = _("Nothing was imported: another of the files needs a guess, and --strict doesn't guess.")
        found |= {file.file_no: whole for file in staged if file.file_no not in found}
    return found
