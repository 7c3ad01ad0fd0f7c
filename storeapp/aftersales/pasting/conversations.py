"""Splits a pasted conversation of any mail or chat program into its messages: who wrote what, and when. Pure.

How programs write their heads are rows of resources/wordlists/conversations.toml. Nothing of the text is lost: each
line belongs to a message, to a head, to a signature, or repeats what an earlier message says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from storeapp.aftersales.pasting.message_heads import (
    LONGEST_HEAD,
    LONGEST_NAME,
    Part,
    head_at,
    is_name,
    unquoted,
    word_list,
)
from storeapp.aftersales.pasting.message_times import Order, moment, order_of

Side = Literal["buyer", "shop", "unknown"]
Kind = Literal["head", "text", "repeat", "signature", "blank"]
MOST_SPEAKERS = 12  # of a chat without days
SHORT = 12  # signs of a message that may well be said twice
LONGEST = 2_000_000  # signs of a conversation; more is cut by whoever pastes
_NAMED = re.compile(r"^(?P<who>[^\s:：\d][^:：\n]{0,47}?)\s?[:：]\s?(?P<text>\S.*)$")
_ALONE = re.compile(rf"^(?P<who>[^\s:：][^:：\n]{{0,{LONGEST_NAME - 1}}}?)[:：]$")
_SIGNED = re.compile(r"^--\s?$|^_{8,}$")
_BARE = re.compile(r"^[\W_]*|[\W_]*$")


@dataclass(frozen=True, slots=True)
class PastedMessage:
    """One message. `at`: on the wall of whoever copied, None where the text doesn't say; `timed`: it has a time of day.

    `left_out`: nothing a person said (a line of the program itself), so that it isn't kept unless it is wanted.
    """

    who: str
    side: Side
    at: datetime | None
    text: str
    signature: str = ""
    left_out: bool = False
    timed: bool = True


@dataclass(frozen=True, slots=True)
class Conversation:
    """The messages, oldest first. `order`: of day and month in its dates; `sure`: the dates leave no doubt.

    `repeats`: quoted messages that stood there already; `lines`: what became of each line of the text.
    """

    messages: tuple[PastedMessage, ...]
    order: Order = ""
    sure: bool = True
    repeats: int = 0
    lines: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names and addresses of the shop and of the buyer, as far as they are known."""

    shop: Sequence[str] = ()
    buyer: Sequence[str] = ()


def split(text: str, sides: KnownNames, today: date, hint: Order = "day") -> Conversation:
    """The messages of a pasted text; one without any head is one message of nobody known, without a day."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kinds: list[Kind] = ["blank" if not line.strip() else "text" for line in lines]
    parts = _parts(lines, kinds, today)
    if not any(one.headed for one in parts):
        parts = list(_named_parts(lines, kinds)) or parts
    order, sure = order_of([one.day for one in parts if one.headed], today, hint)
    made, repeats = _messages(parts, kinds, order)
    return Conversation(tuple(_told_sides(made, sides)), order, sure, repeats, tuple(kinds))


def _parts(lines: Sequence[str], kinds: list[Kind], today: date) -> list[Part]:
    """The pieces under each head, in the order of the text; what was typed below a quote belongs to who quoted."""
    stack = [Part()]
    found = [stack[0]]
    number = 0
    while number < len(lines):
        bare, depth = unquoted(lines[number])
        head, used = head_at(lines, number, today)
        if head is not None:
            for place in range(number, number + used):
                kinds[place] = "head" if lines[place].strip() else "blank"
            # Under "On … wrote:" the text is quoted one deeper than the head.
            following = next((line for line in lines[number + used : number + used + 3] if line.strip()), "")
            head.depth = max(depth, unquoted(following)[1]) if not head.lines else depth
            while len(stack) > 1 and stack[-1].depth >= head.depth and head.depth:
                stack.pop()
            stack = [*stack, head] if head.depth else [head]
            found.append(head)
            number += used
            continue
        if _is_divider(bare):
            kinds[number] = "head"
            stack.append(Part(depth=depth))
            found.append(stack[-1])
        else:
            while bare.strip() and len(stack) > 1 and depth < stack[-1].depth:
                stack.pop()
            stack[-1].lines.append((number, bare if stack[-1].depth or not depth else lines[number]))
        number += 1
    return [one for one in found if one.headed or any(line.strip() for _n, line in one.lines)]


def _is_divider(line: str) -> bool:
    plain = _BARE.sub("", line).casefold() if len(line) < LONGEST_HEAD else ""
    return plain in word_list("divider")


def _named_parts(lines: Sequence[str], kinds: list[Kind]) -> Iterator[Part]:
    """Messages of a chat without days: "Anna: Hi" or the name on a line of its own; nothing where it isn't a chat."""
    heads: dict[int, tuple[str, str]] = {}
    for number, line in enumerate(lines):
        bare = line.strip()
        found = (_NAMED.match(bare[: LONGEST_NAME + 4]) or _ALONE.match(bare)) if bare else None
        if found is not None and is_name(found["who"]) and found["who"].strip().casefold() not in word_list("no_name"):
            whole = _NAMED.match(bare)
            heads[number] = found["who"].strip(), whole["text"] if whole is not None else ""
    counted: dict[str, int] = {}
    for who, _text in heads.values():
        counted[who] = counted.get(who, 0) + 1
    known = {*word_list("shop"), *word_list("buyer")}
    speakers = {who for who, count in counted.items() if count > 1 or who.casefold() in known or len(counted) == 2}
    first = next((number for number, line in enumerate(lines) if line.strip()), -1)
    if not 2 <= len(speakers) <= MOST_SPEAKERS or first not in heads or heads[first][0] not in speakers:
        return
    part = Part()
    for number, line in enumerate(lines):
        if number in heads and heads[number][0] in speakers:
            if part.headed:
                yield part
            who, words = heads[number]
            part = Part(who, headed=True)
            if words:
                part.lines.append((number, words))
            else:
                kinds[number] = "head"
        else:
            part.lines.append((number, line))
    yield part


def _messages(parts: Sequence[Part], kinds: list[Kind], order: Order) -> tuple[list[PastedMessage], int]:
    """The parts as messages, oldest first, without those that only repeat another one."""
    made: list[tuple[PastedMessage, list[int], bool]] = []
    for part in parts:
        body, signature, numbers = _signed(part, kinds)
        at = moment(part.day.on(order) if part.day is not None else None, part.time)
        out = part.program or _program_says(body)
        name = part.who or part.mail.strip("<>()[]（）")
        # "ok" twice in a chat was said twice; in a mail it is quoted.
        quote = not (part.lines and part.lines[0][0] < 0) or len(body) > SHORT
        if body or part.headed:
            one = PastedMessage(name, "unknown", at, body, signature, out or not body, part.time is not None)
            made.append((one, numbers, quote))
    kept: list[PastedMessage] = []
    seen: dict[str, list[int]] = {}  # places among the kept ones
    repeats = 0
    for one, numbers, quote in made:
        places = seen.setdefault(text_key(one.text), [])
        again = next((place for place in places if _same(one, kept[place])), None) if one.text and quote else None
        if again is None:
            places.append(len(kept))
            kept.append(one)
            continue
        repeats += 1
        kept[again] = replace(kept[again], signature=_both(kept[again].signature, one.signature))
        for number in numbers:
            kinds[number] = "repeat"
    return _oldest_first(kept), repeats


def _both(signature: str, repeated: str) -> str:
    """The signature of a message and what that of its repeat says besides: nothing of the text is lost."""
    plain, more = (re.sub(r"[\s>|›]+", "", one) for one in (signature, repeated))
    return signature if more in plain else f"{signature}\n{repeated}".strip()


def _same(one: PastedMessage, other: PastedMessage) -> bool:
    """Whether a message is a quote of another: the same words, at the same time as far as both say one."""
    long_enough = len(one.text) > SHORT or (one.at is not None and one.at == other.at)
    if one.at is None or other.at is None:
        return long_enough and (not one.who or not other.who or one.who == other.who)
    return one.at == other.at and (not one.who or not other.who or one.who == other.who)


def _signed(part: Part, kinds: list[Kind]) -> tuple[str, str, list[int]]:
    lines = part.lines
    cut = next((n for n, (_no, line) in enumerate(lines) if _SIGNED.match(line.strip()) or _device(line)), len(lines))
    if not any(line.strip() for _no, line in lines[:cut]):
        cut = len(lines)
    for number, line in lines[cut:]:
        if number >= 0 and line.strip():
            kinds[number] = "signature"
    body, signature = ("\n".join(line.rstrip() for _no, line in some).strip() for some in (lines[:cut], lines[cut:]))
    return body, signature, [number for number, line in lines[:cut] if number >= 0 and line.strip()]


def _device(line: str) -> bool:
    plain = line.strip().casefold()
    return len(plain) < 80 and plain.startswith(word_list("signature")) and not plain.endswith((",", "?", "!"))


def _program_says(text: str) -> bool:
    plain = text.casefold()
    return len(plain) < LONGEST_HEAD and any(one in plain for one in word_list("program"))


def _oldest_first(made: list[PastedMessage]) -> list[PastedMessage]:
    """By their time; those without one stay beside their neighbours. Mail threads stand newest first."""
    dated = [one.at for one in made if one.at is not None]
    backwards = len(dated) > 1 and dated[0] > dated[-1]
    if backwards or (len(dated) == 1 and made[0].at is None):
        made = made[::-1]
    last = dated[0].replace(year=1) if dated else None
    keyed = []
    for place, one in enumerate(made):
        last = one.at if one.at is not None else last
        keyed.append((last, place, one))
    return [one for _at, _place, one in sorted(keyed, key=lambda row: row[:2])]


def _told_sides(made: Sequence[PastedMessage], sides: KnownNames) -> list[PastedMessage]:
    """Who is the shop and who the buyer: by names, addresses and words; of two, the other one is the other side."""
    names = list(dict.fromkeys(one.who for one in made if one.who))
    told: dict[str, Side] = {name: _side(name, sides) for name in names}
    for side, other in (("shop", "buyer"), ("buyer", "shop")):
        if side in told.values() and other not in told.values():
            rest = [name for name in names if told[name] == "unknown"]
            if len(rest) == 1:
                told[rest[0]] = other  # type: ignore[assignment]
    found = [replace(one, side=told.get(one.who, "unknown")) for one in made]
    nobody = [one for one in found if not one.who and not one.left_out]
    if nobody and len(nobody) == 1 and len(found) > 1 and {one.side for one in found if one.who} == {"buyer"}:
        # The answer on top of a mail thread has no head.
        found = [replace(one, side="shop") if one is nobody[0] else one for one in found]
    return found


def _side(name: str, sides: KnownNames) -> Side:
    plain = " ".join(name.casefold().split())
    for side, known, words in (("shop", sides.shop, word_list("shop")), ("buyer", sides.buyer, word_list("buyer"))):
        own = {" ".join(one.casefold().split()) for one in known if one.strip()}
        if (
            plain in own
            or plain in words
            or any(len(one) > 3 and (one in plain or plain in one) for one in own if len(plain) > 2)
        ):
            return side  # type: ignore[return-value]
    return "unknown"


def text_key(text: str) -> str:
    """What tells a message again however often it is pasted: a digest of its words, blanks and quote marks left out."""
    plain = re.sub(r"[\s>|›\u200e\u200f\ufeff]+", "", text).casefold()
    return hashlib.sha256(plain.encode()).hexdigest()[:20]


def joined(messages: Sequence[PastedMessage], place: int) -> tuple[PastedMessage, ...]:
    """The messages with one put behind the words of the one before it."""
    if not 0 < place < len(messages):
        return tuple(messages)
    first, second = messages[place - 1], messages[place]
    both = replace(first, text=f"{first.text}\n{second.text}".strip(), left_out=first.left_out and second.left_out)
    return (*messages[: place - 1], both, *messages[place + 1 :])
