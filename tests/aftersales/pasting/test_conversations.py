"""Pasted conversations: who wrote what and when, in the ways of many programs; nothing is lost, nothing told twice."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storeapp.aftersales.pasting.conversations import KnownNames, joined, split

TODAY = date(2026, 4, 10)
SIDES = KnownNames(("Lumen & Loom", "shop@lumen.example"), ("Anna Lee", "anna@example.org"))
SAMPLES = tomllib.loads((Path(__file__).parent / "conversations.toml").read_text("utf-8"))["sample"]


def kept(text: str) -> str:
    return re.sub(r"[\s>|›]", "", text)


def assert_nothing_lost(text: str, found) -> None:
    said = "".join(f"{kept(one.who)}:{kept(one.text + one.signature)}" for one in found.messages).replace("：", ":")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert len(lines) == len(found.lines)
    for line, kind in zip(lines, found.lines, strict=True):
        if kind in ("text", "signature"):
            assert kept(line).replace("：", ":") in said
        assert (kind == "blank") == (not line.strip())


@pytest.mark.parametrize("sample", SAMPLES, ids=[one["name"] for one in SAMPLES])
def test_conversations_of_many_programs(sample):
    text = sample["text"].strip("\n")
    sides = KnownNames((*SIDES.shop, *sample.get("shop", ())), SIDES.buyer)
    found = split(text, sides, TODAY)
    told = [
        [one.who, one.side, f"{one.at:%Y-%m-%d %H:%M}" if one.at else "", one.text]
        for one in found.messages
        if not one.left_out
    ]
    assert told == sample["expected"]
    assert sum(one.left_out for one in found.messages) == sample.get("left_out", 0)
    assert found.repeats == sample.get("repeats", 0)
    if "order" in sample:
        assert found.order == sample["order"]
    assert_nothing_lost(text, found)


def test_an_order_of_days_nobody_can_tell_is_said():
    text = "[03/04/2026, 10:15:22] Anna Lee: Hi\n[03/04/2026, 10:16:22] Lumen & Loom: Hello"
    found = split(text, SIDES, TODAY, "month")
    assert (found.order, found.sure) == ("month", False)
    assert found.messages[0].at.date() == date(2026, 3, 4)
    assert split(text, SIDES, TODAY, "day").messages[0].at.date() == date(2026, 4, 3)
    assert split("12.03.26, 10:15 - Anna Lee: Hi", SIDES, TODAY).sure


def test_a_message_joins_the_one_before_it():
    found = split("Anna: Hi\nSeller: Hello\nAnna: there", SIDES, TODAY)
    assert [one.text for one in joined(found.messages, 1)] == ["Hi\nHello", "there"]
    assert joined(found.messages, 0) == found.messages


@pytest.mark.parametrize(
    ("first", "again", "signed"),
    [
        ("", "-- \nAnna", "-- \nAnna"),
        ("-- \nAnna", "-- \nAnna", "-- \nAnna"),
        ("-- \nAnna", "-- \nLee", "-- \nAnna\n-- \nLee"),
    ],
)
def test_a_repeat_gives_its_signature_to_the_message_it_repeats(first, again, signed):
    head = "tb_anna88 (2026-03-12 10:15:22):"
    text = "\n".join(line for line in (head, "It came broken.", first, head, "It came broken.", again) if line)
    found = split(text, SIDES, TODAY)
    assert found.repeats == 1
    assert [(one.text, one.signature.replace("--\n", "-- \n")) for one in found.messages] == [
        ("It came broken.", signed)
    ]
    assert_nothing_lost(text, found)


_PIECES = st.sampled_from(
    [
        "12.03.26, 10:15 - Anna Lee: Hallo",
        "[3/14/26, 10:15:22 AM] Lumen & Loom: Hi",
        "On Thu, Mar 12, 2026 at 10:15 AM Anna Lee <anna@example.org> wrote:",
        "> quoted words",
        ">> deeper words",
        "From: Anna Lee <anna@example.org>",
        "Sent: 12 March 2026 10:15",
        "Anna: so",
        "Seller: yes",
        "小安:",
        "-----Original PastedMessage-----",
        "-- ",
        "Sent from my iPhone",
        "tb_anna88 (2026-03-12 10:15:22):",
        "",
        "99/99/9999, 99:99 - X: y",
        "31.02.2026 10:15 Anna Lee:",
    ]
)


WORDS = ("Hallo", "quoted", "deeper", "yes")


@settings(max_examples=150, deadline=None)
@example(["tb_anna88 (2026-03-12 10:15:22):", ":", "tb_anna88 (2026-03-12 10:15:22):", ":", "-- "])
@given(st.lists(_PIECES | st.text(max_size=30).map(lambda one: re.sub(r"[\r\n]", " ", one)), max_size=14))
def test_no_text_is_ever_lost(lines):
    text = "\n".join(lines)
    found = split(text, SIDES, TODAY)
    assert_nothing_lost(text, found)
    shown = "\n".join(one.text + one.signature for one in found.messages)
    if not found.repeats:
        assert all(shown.count(one) == text.count(one) for one in WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "12.03.26, 10:15 - Anna Lee: Hallo, wie geht es dem Schirm\n" * 19_000,
        "> " * 500_000,
        "a" * 1_000_000,
        "1" * 200_000 + ":" * 200_000 + "\n" + "On " * 100_000,
        ("x: y " * 40 + "\n") * 5_000,
        "On Thu, Mar 12, 2026 at 10:15 AM " + "A " * 200_000,
    ],
    ids=["a megabyte of chat", "quotes", "one word", "signs", "colons", "a head without end"],
)
def test_a_megabyte_is_split_quickly(text):
    start = perf_counter()
    split(text, SIDES, TODAY)
    assert perf_counter() - start < 8  # about one second on a calm machine
