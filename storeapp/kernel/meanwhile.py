"""Compare and set: what a form showed goes with what it saves, so that nobody's words are overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from storeapp.kernel.clock import Clock, from_utc_text
from storeapp.kernel.days import spoken_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _


@dataclass
class Shown:
    """The values a form showed before its owner changed them, by the names of the fields that it saves.

    `instead` holds what is to be saved in place of what was typed, once the owner has joined both.
    """

    values: dict[str, Any]
    instead: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that another writer changed meanwhile: what stands there now, and what the owner wants there."""

    field: str
    now: Any
    mine: Any


def in_no_words(value: Any) -> str:
    """For a value that an owner could not read."""
    del value
    return ""


Say = Callable[[Any], str]  # a value of a field in the owner's words


class ChangedMeanwhile(UserError):  # noqa: N818 - what happened, in the past like its sentence
    """Nothing was saved, because what the form showed is no longer what the shop holds.

    `at` is the UTC text of the change, "" where it is not known; `by` names another writer. `topics` is what a page
    reads again to show the new values; `value` what the verb gives back where nothing was to do.
    """

    def __init__(
        self,
        what: str,
        shown: Shown,
        differences: tuple[Difference, ...],
        topics: frozenset[str],
        at: str,
        by: str,
        clock: Clock,
        value: Any = False,
        say: Say = str,
    ) -> None:
        self.value, self._say = value, say
        self.shown, self.differences, self.topics, self.by = shown, differences, topics, by
        self.happened = _happened(what, at, clock)
        if self.joinable:
            ways = _("Nothing is saved yet: take the new one, keep yours, or join both.")
        else:
            ways = _("Nothing is saved yet: take the new one, or keep yours.")
        super().__init__(_("{happened} {ways}").format(happened=self.happened, ways=ways))

    def texts(self) -> list[tuple[str, str]]:
        """What stands there now and what the owner wants there, in words; nothing where no words can tell them."""
        said = [tuple("" if value is None else self._say(value) for value in (one.now, one.mine)) for one in
                self.differences]  # fmt: skip
        return [(now, mine) for now, mine in said if now != mine]

    @property
    def joinable(self) -> bool:
        """Whether both can stand in one text: only notes and the like can, a name or a choice can't."""
        return all(
            isinstance(one.now, str) and isinstance(one.mine, str) and one.field in TEXTS for one in self.differences
        )

    def keep_mine(self) -> None:
        """Let the same work save what was typed, now that the owner has seen the new values."""
        self.shown.values.update({one.field: one.now for one in self.differences})

    def join(self) -> None:
        """Let the same work save both texts as one."""
        self.keep_mine()
        self.shown.instead.update({one.field: joined(one.now, one.mine) for one in self.differences})


TEXTS = frozenset({"note", "text", "body"})  # fields of several lines


def joined(now: str, mine: str) -> str:
    """Both texts as one: the lines that stand there now, then those of one's own that aren't among them."""
    known = {line.strip() for line in now.splitlines()}
    more = [line for line in mine.splitlines() if line.strip() not in known]
    return "\n".join([now.rstrip(), *more]).strip()


def apart(shown: Shown, now: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The fields where somebody else's change and one's own meet; one's own is not lost by leaving the others be."""
    return tuple(
        Difference(name, now[name], value)
        for name, value in wanted.items()
        if name in shown.values and now[name] not in (shown.values[name], value) and value != shown.values[name]
    )


def untouched(shown: Shown, wanted: Mapping[str, Any]) -> frozenset[str]:
    """The fields that the owner left as they were shown: what another writer put there stays."""
    return frozenset(name for name, value in wanted.items() if name in shown.values and value == shown.values[name])


def _happened(what: str, at: str, clock: Clock) -> str:
    if not at:
        return _("This {what} was changed while you were writing.").format(what=what)
    moment = from_utc_text(at).astimezone()
    today = clock.now().astimezone().date()
    time = moment.strftime("%H:%M")
    if moment.date() == today:
        return _("This {what} was changed at {time} while you were writing.").format(what=what, time=time)
    day = spoken_day(moment.date(), today)
    return _("This {what} was changed {day} at {time} while you were writing.").format(what=what, day=day, time=time)
