"""Rows are what `dataclasses` makes of the same class, whatever one does with them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar, Protocol

import pytest

from storeapp.kernel import rows

EXACTLY = {"frozen": True, "slots": True}


class Plain:
    """Names, defaults and what is left out of comparing and telling."""

    kind: ClassVar[str] = "plain"
    name: str
    stars: float = 0.5
    words: list[str] = field(default_factory=list, hash=False)
    note: str = field(default="", compare=False, repr=False)
    most: int = field(default=3, kw_only=True)
    made: int = field(default=7, init=False)

    @property
    def loud(self) -> str:
        return self.name.upper()


class Checked:
    """Looks at what it is given."""

    low: int
    high: int = 9

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("the wrong way round")


class OwnWays:
    """Says itself, and when it is the same."""

    id: int
    rest: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and other.id == self.id

    def __hash__(self) -> int:
        return self.id

    def __repr__(self) -> str:
        return f"<{self.id}>"


class Nothing:
    pass


class Asking(Protocol):
    def __call__(self, kind: Any) -> Any: ...


def both(cls: type) -> tuple[Any, Any]:
    """Our class and the library's, each of its own copy."""
    copies = [type(cls.__name__, (), {**_names(cls)}) for _ in range(2)]
    return rows.dataclass(**EXACTLY)(copies[0]), dataclasses.dataclass(**EXACTLY)(copies[1])


def _names(cls: type) -> dict[str, Any]:
    return {name: copy.copy(value) for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}


def outcome(ask: Asking, kind: Any) -> Any:
    try:
        return ask(kind)
    except Exception as error:  # noqa: BLE001 - whatever it is, both must say it
        return type(error), str(error).replace("<lambda>", "")


ASKED: dict[str, Asking] = {
    "told": lambda kind: repr(kind("a", 1.5, most=4)),
    "too few": lambda kind: kind(),
    "too many": lambda kind: kind("a", 1.5, [], "", 4, 5),
    "unknown": lambda kind: kind("a", colour=1),
    "not to be given": lambda kind: kind("a", made=1),
    "same": lambda kind: (kind("a") == kind("a", note="x"), kind("a") == kind("b"), kind("a") == "a"),
    "hash": lambda kind: hash(kind("a", words=["x"])) == hash(kind("a", words=[])),
    "set": lambda kind: setattr(kind("a"), "name", "b"),
    "delete": lambda kind: delattr(kind("a"), "name"),
    "replace": lambda kind: repr(dataclasses.replace(kind("a"), name="b", most=5)),
    "as dict": lambda kind: dataclasses.asdict(kind("a", words=["x"])),
    "as tuple": lambda kind: dataclasses.astuple(kind("a")),
    "fields before any row": lambda kind: [(one.name, one.kw_only, one.init) for one in dataclasses.fields(kind)],
    "own list each": lambda kind: kind("a").words is kind("a").words,
    "copy": lambda kind: (copy.copy(kind("a", 2.0)) == kind("a", 2.0), copy.deepcopy(kind("a")).words),
    "slots": lambda kind: (hasattr(kind("a"), "__dict__"), kind.__slots__, kind.__match_args__),
    "words": lambda kind: (kind.__doc__, kind.__name__, kind.kind, kind("a").loud, kind("a").made),
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_row_answers_as_the_library_s_would(asked: str) -> None:
    ours, theirs = both(Plain)
    assert outcome(ASKED[asked], ours) == outcome(ASKED[asked], theirs)


def test_what_looks_at_its_values_and_what_has_ways_of_its_own() -> None:
    for kind in both(Checked):
        assert (kind(1).high, kind(low=2, high=3).low) == (9, 3 - 1)
        with pytest.raises(ValueError, match="wrong way"):
            kind(10)
    for kind in both(OwnWays):
        assert (repr(kind(4)), hash(kind(4)), kind(4, "a") == kind(4, "b")) == ("<4>", 4, True)
    for kind in both(Nothing):
        assert repr(kind()) == "Nothing()"
        assert kind() == kind()


@rows.dataclass(frozen=True, slots=True)
class Sent:
    """A row that goes to another process."""

    name: str
    numbers: tuple[int, ...] = ()


@rows.dataclass(frozen=True, slots=True)
class Below(Sent):
    """One that inherits is the library's own."""

    more: int = 0


@rows.dataclass
class Changeable:
    """So is one that may be changed."""

    name: str = "a"


def test_rows_travel_inherit_and_may_be_changeable() -> None:
    assert pickle.loads(pickle.dumps(Sent("a", (1, 2)))) == Sent("a", (1, 2))
    assert (Below("a", (1,), 5).more, Below("a").numbers) == (5, ())
    with pytest.raises(FrozenInstanceError):
        Below("a").name = "b"  # type: ignore[misc]
    changed = Changeable()
    changed.name = "b"
    assert changed == Changeable("b")
    match Sent("a", (1,)):
        case Sent(name, numbers):
            assert (name, numbers) == ("a", (1,))


MADE = """
import time
from {place} import dataclass
class Row:
    "A row of eight values."
    __annotations__ = dict.fromkeys("abcdefgh", "int")
copies = [type("Row", (), {{"__annotations__": Row.__annotations__, "__doc__": "A row."}}) for _ in range(60)]
began = time.process_time()
for one in copies:
    dataclass(frozen=True, slots=True)(one)
print(time.process_time() - began)
"""


def test_rows_are_made_in_less_than_a_third_of_the_library_s_time() -> None:
    def seconds(place: str) -> float:
        script = MADE.format(place=place)
        return float(subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout)

    ours, theirs = (min(seconds(place) for _ in range(3)) for place in ("storeapp.kernel.rows", "dataclasses"))
    assert ours < theirs / 3
