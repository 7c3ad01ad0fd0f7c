"""What is known of the import in progress: files, the owner's corrections and answers, the check."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from storeapp.exchange import service
from storeapp.exchange.places import ChannelRow
from storeapp.exchange.reading import FileChoice, StagedFile
from storeapp.exchange.records import ChannelChoice, ChannelNeeded, CheckReport, Emptied, ImportAnswers, Unsettled
from storeapp.exchange.staged import FileQuestion
from storeapp.exchange.ui.pasting import Pasted

EMPTY, READING, COLUMNS, CHECKING, CHECKED, IMPORTING = range(6)


class ImportState:
    """Where an import stands; `state` is one of the constants above."""

    def forget(self) -> None:
        """Begin with nothing."""
        self.state = EMPTY
        self.paths: list[Path] = []
        self.pasted: Pasted | None = None
        self.staging: Path | None = None
        self.dropped_at: datetime | None = None
        self.seconds = 0.0
        self.files: list[StagedFile] = []
        self.choices: dict[int, FileChoice] = {}
        self.answered: set[tuple[int, str]] = set()
        self.names: dict[str, str] = {}  # saved set-ups by header key
        self.setups: dict[str, dict[str, Any]] = {}  # what they say, likewise
        self.channels: list[ChannelRow] = []
        self.of_formats: dict[str, int] = {}  # the channel that the files of a format went into so far
        self.formats: list[tuple[str, str]] = []  # id and title of every format
        self.known: dict[str, str] = {}  # sha256 -> when the file was imported
        self.channel: ChannelChoice | None = None
        self.newer: dict[int, bool] = {}
        self.channel_needed: ChannelNeeded | None = None
        self.report: CheckReport | None = None
        self.problem = ""
        self.current = 0
        self.placed = False  # whether the first file worth looking at was chosen

    def file(self) -> StagedFile | None:
        """The file that is looked at."""
        return self.files[self.current] if self.current < len(self.files) else None

    def choice(self, file: StagedFile) -> FileChoice:
        """What the owner corrected of a file so far."""
        return self.choices.get(file.file_no, FileChoice())

    def open_questions(self) -> list[tuple[StagedFile, FileQuestion]]:
        """Questions that only the owner can answer, with their files."""
        return [
            (file, question)
            for file in self.files
            for question in file.questions
            if file.refused is None and (file.file_no, question.kind) not in self.answered
        ]

    def readable(self) -> list[StagedFile]:
        """The files that were not refused."""
        return [file for file in self.files if file.refused is None]

    def may_check(self) -> bool:
        """Whether what was read can be compared with the shop: nothing is left to be answered or said first."""
        said = not self.open_questions() and self.channel_needed is None
        return said and any(file.kinds for file in self.readable())

    def answers(self) -> ImportAnswers:
        """What the owner answered; where nothing was said, the shop is believed to be newer than an undated file."""
        return ImportAnswers(newer=dict(self.newer), believe_undated=False)

    def unsettled(self, file: StagedFile) -> Unsettled | None:
        """What of a file differs from the shop while no date tells which is newer."""
        found = self.report.unsettled if self.report is not None else ()
        return next((one for one in found if one.file_no == file.file_no), None)

    def needed(self, file: StagedFile) -> list[str]:
        """Fields without which nothing can be made of a file mapped by hand; the order's date only makes it better.

        Empty where the columns make a record already.
        """
        given = {column.field for column in file.columns if column.field}
        if file.kinds or file.format:
            return []
        kinds = {field.partition(".")[0] for field in given}
        if kinds & {"orders", "lines"} and "orders.number" not in given:
            return ["orders.number"] if "orders.placed" in given else ["orders.number", "orders.placed"]
        if "reviews" in kinds:
            return ["reviews.rating"]
        return ["orders.number", "orders.placed"]

    def too_empty(self) -> list[Emptied]:
        """Columns that the import would empty so far that a typed yes is asked for."""
        emptied = self.report.emptied if self.report is not None else ()
        return [one for one in emptied if one.emptied > service.EMPTIES_TOO_MUCH * one.filled]

    def give_currencies(self) -> bool:
        """Files that don't say their currency carry their channel's, where it has one; True if that is news."""
        news = False
        for file, question in self.open_questions():
            if question.kind != "currency":
                continue
            code = self._currency_of(file)
            if code:
                self.answered.add((file.file_no, "currency"))
                news = news or file.currency != code
                self.choices[file.file_no] = replace(self.choice(file), currency=code)
        return news

    def give_platform(self) -> bool:
        """Files of an unknown format are of the platform of the channel chosen for them; True if that is news."""
        platform = self._platform() if self.channel is not None else ""
        mine = [file for file in self.readable() if not file.platform and "reviews" in file.kinds]
        news = [file for file in mine if self.choice(file).platform != platform]
        for file in news:
            self.choices[file.file_no] = replace(self.choice(file), platform=platform)
        return bool(news)

    def _platform(self) -> str:
        chosen = self.channel or ChannelChoice()
        known = (row.platform for row in self.channels if row.id == chosen.channel_id)
        return next(known, chosen.platform)

    def _currency_of(self, file: StagedFile) -> str:
        chosen = self.channel.channel_id if self.channel is not None else None
        if chosen is None:
            mine = [row for row in self.channels if row.platform == (file.platform or "own")]
            chosen = mine[0].id if len(mine) == 1 else None if mine else self.of_formats.get(file.format)
        return next((row.currency for row in self.channels if row.id == chosen), "")
