"""A conversation pasted again, longer, in parts or from another program: each message is kept once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storeapp.aftersales import service as aftersales
from storeapp.aftersales.pasting.conversations import KnownNames, PastedMessage, split
from storeapp.aftersales.pasting.queries import kept_messages, known_names
from storeapp.aftersales.pasting.rules import Kept, fresh_entries
from storeapp.aftersales.pasting.service import keep_conversation
from storeapp.aftersales.story import service as story
from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.errors import UserError
from storeapp.store import journal

NAMES = KnownNames(("Lumen",), ("Anna Lee",))
TODAY = date(2026, 7, 16)
FIRST = """12.07.26, 10:15 - Anna Lee: The shade is cracked, sadly
12.07.26, 10:20 - Lumen: We are sorry, a new one leaves tomorrow
12.07.26, 10:21 - Anna Lee: ok
12.07.26, 10:21 - Anna Lee: ok"""
LONGER = FIRST + "\n13.07.26, 09:00 - Anna Lee: It is here, thank you"
MAIL = """It is here, thank you

On Sun, 12 Jul 2026 at 10:20, Lumen <shop@lumen.example> wrote:
> We are sorry, a new one leaves tomorrow
"""


@pytest.fixture
def case(db):
    return aftersales.open_plain(db, "Cracked shade").value


def messages(text, names=NAMES):
    return split(text, names, TODAY).messages


def words(db, case):
    with db.read() as conn:
        return [(one.kind, one.words) for one in kept_messages(conn, case)]


def test_pasting_again_longer_and_in_parts_adds_only_what_is_new(db, case):
    assert keep_conversation(db, case, messages(FIRST)).value == 4
    assert keep_conversation(db, case, messages(FIRST)).value == 0
    assert keep_conversation(db, case, messages("\n".join(FIRST.splitlines()[1:3]))).value == 0
    assert keep_conversation(db, case, messages(LONGER)).value == 1
    assert [kind for kind, _words in words(db, case)] == ["in", "out", "in", "in", "in"]
    journal.undo(db)
    assert len(words(db, case)) == 4


def test_a_mail_thread_and_a_chat_tell_the_same_message_once(db, case):
    keep_conversation(db, case, messages(LONGER))
    again = messages(MAIL, KnownNames(("Lumen",), ("Anna Lee",)))
    told = [PastedMessage(one.who, "buyer" if not one.who else one.side, one.at, one.text) for one in again]
    assert keep_conversation(db, case, told).value == 0


def test_what_was_noted_as_sent_here_is_not_kept_twice(db, case, clock):
    clock.at = from_utc_text("2026-07-12T10:20:00Z")
    story.mark_sent(db, case, "We are sorry, a new one leaves tomorrow")
    clock.at = from_utc_text("2026-07-16T10:20:00Z")
    assert keep_conversation(db, case, messages(FIRST)).value == 3


def test_nobody_is_guessed(db, case):
    found = messages("Anna: Hi\nSam: Hello\nAnna: there", KnownNames())
    assert {one.side for one in found} == {"unknown"}
    with pytest.raises(UserError):
        keep_conversation(db, case, found)
    assert words(db, case) == []


def test_the_sides_are_known_by_the_case(db, make):
    channel = make.channel(name="Lumen on Etsy")
    buyer = make.customer(name="Anna Lee", email="anna@shop.example")
    order = make.order(channel_id=channel, customer_id=buyer, buyer_name="A. Lee")
    case = aftersales.open_for_order(db, order).value
    with db.read() as conn:
        names = known_names(conn, case)
    assert "Lumen on Etsy" in names.shop
    assert {"Anna Lee", "anna@shop.example", "A. Lee"} <= set(names.buyer)


_LINES = st.lists(st.sampled_from(["ok", "yes", "The shade is cracked and I am sad about it", "no"]), max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_LINES, st.integers(0, 8), st.integers(0, 8))
def test_any_part_again_adds_nothing(lines, start, length):
    now = from_utc_text("2026-07-16T10:20:00Z")
    text = "\n".join(f"12.07.26, 10:{place:02} - Anna Lee: {line}" for place, line in enumerate(lines))
    whole = messages(text)
    entries = fresh_entries(whole, [], now, "chat")
    assert len(entries) == len(whole) if lines else not entries or not text
    assert len({one.ref for one in entries}) == len(entries)
    kept = [Kept(one.kind, one.at or "", one.words, one.ref) for one in entries]
    assert fresh_entries(whole[start : start + length], kept, now, "chat") == []
