"""Filters of a list: what is kept of them, and what clearing leaves."""

from __future__ import annotations

from dataclasses import dataclass

from storeapp.kernel.filters import changes, cleared, from_saved, same_rows, without


@dataclass(frozen=True, slots=True)
class Jars:
    """Which jars a shelf shows."""

    sizes: tuple[int, ...] = ()
    shelf: str = "upper"
    search: str = ""
    sort: str = "size"
    descending: bool = True


def test_only_what_differs_is_kept_and_what_a_later_program_kept_is_passed_over():
    jars = Jars(sizes=(1, 2), search="honey")
    assert changes(jars) == {"sizes": (1, 2), "search": "honey"}
    assert from_saved(Jars, {"sizes": [1, 2], "search": "honey", "colour": "red"}) == jars


def test_clearing_keeps_the_order_and_what_stands_outside_the_bar():
    jars = Jars(sizes=(1,), shelf="lower", search="honey", sort="age", descending=False)
    assert cleared(jars, ["shelf"]) == Jars(shelf="lower", sort="age", descending=False)
    assert without(jars, "shelf") == Jars(sizes=(1,), search="honey", sort="age", descending=False)


def test_another_order_holds_the_same_rows():
    assert same_rows(Jars(sizes=(1,)), Jars(sizes=(1,), sort="age", descending=False))
    assert not same_rows(Jars(sizes=(1,)), Jars(sizes=(1,), shelf="lower"))
