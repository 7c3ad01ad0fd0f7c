"""Texts, ids, buyers, contacts and notes, read a whole column at a time; what is nobody stays nobody."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

from storeapp.exchange.foreign.numbers import EMPTY, Problems
from storeapp.kernel.paths import resource
from storeapp.kernel.text import N_

SHORTENED_ID = N_(
    "A spreadsheet shortened this number and its last digits are lost: download the file again and drop it here "
    "without opening it"
)
_SHORTENED = re.compile(r"-?[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_FORMULA = re.compile(r"=\s*\"(.*)\"", re.DOTALL)
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]{2,}")
_BUYER = re.compile(r"(.*\S)\s*\(([^()]+)\)", re.DOTALL)
_MASK = re.compile(r"\*{2,}|[•●＊]{2,}|^[*•●＊]+$")
_IP = re.compile(
    r"(?<![\w.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?![0-9]|\.[0-9])"
    r"|(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![0-9A-Fa-f:])"
    r"|(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{1,4}:){2,6}:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,4}(?![0-9A-Fa-f:])"
)
_CARD = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){14,15}(?![0-9])")
_CARD_END = re.compile(r"(?:[*•xX]{4}[ -]?){1,3}[0-9]{4}(?![0-9])")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_DAY = (
    r"[0-9]{1,2}[./-] ?[0-9]{1,2}[./-] ?[0-9]{4}|[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}"
    r"|[0-9]{4} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日|[0-9]{1,2}\.? (?:de )?[^\W\d_]{3,10}\.? (?:de )?[0-9]{4}"
    r"|[^\W\d_]{3,10}\.? [0-9]{1,2},? [0-9]{4}"
)
ADULT = 13  # years; a later day after "born" is what an order is about: a name plate for a baby


@cache
def _people() -> Mapping[str, frozenset[str]]:
    with resource("wordlists", "people.toml").open("rb") as file:
        return {name: frozenset(words) for name, words in tomllib.load(file).items()}


def plain(values: Sequence[str], empty: frozenset[str] = frozenset()) -> list[str | None]:
    """Short texts without blanks at the ends; None for an empty cell."""
    found = [value.strip() or None for value in values]
    return [None if text in empty else _bare(text) for text in found] if empty or any(map(_dressed, found)) else found


def _dressed(text: str | None) -> bool:
    return text is not None and text[0] in "='"


def _bare(text: str | None) -> str | None:
    """Without the ="…" and the apostrophe by which spreadsheets are told that a cell is text."""
    if text is None or text[0] not in "='":
        return text
    formula = _FORMULA.fullmatch(text)
    if formula:
        return formula.group(1).strip() or None
    return text[1:] or None if re.match(r"'[-=+@0-9\t]", text) else text


def ids(values: Sequence[str], problems: Problems, drop_point_zero: bool = False) -> list[str | None]:
    """Ids as text, never as numbers; a problem where a spreadsheet has cut digits off."""
    if all(map(str.isalnum, values)):
        return list(values)
    found = plain(values)
    for index, text in enumerate(found):
        if text is None or text.isalnum():
            continue
        if _SHORTENED.fullmatch(text) and ("+" in text or "." in text or "," in text):
            problems.append((index, SHORTENED_ID))
            found[index] = None
        elif drop_point_zero and text.endswith(".0") and text[:-2].isdigit():
            found[index] = text[:-2]
        elif text in {"-", "--", "—"}:
            found[index] = None
    return found


def masked(text: str) -> bool:
    """Whether a name, handle or contact is hidden or stands for nobody."""
    word = text.casefold()
    return bool(_MASK.search(text)) or word in EMPTY or word in _people()["nobody"]


def buyer(text: str | None) -> tuple[str | None, str | None]:
    """Name and user name of "Name (user)" or of a bare user name; (None, None) for nobody."""
    if not text:
        return None, None
    found = _BUYER.fullmatch(text)
    name, handle = (found.group(1), found.group(2).strip()) if found else (None, text)
    return (name, None) if masked(handle) else (name, handle)


def email(text: str | None) -> str | None:
    """A whole, unmasked address that is the buyer's own, in the form given; else None."""
    if not text or "*" in text:
        return None
    text = text.strip("<>;, ")
    if not _EMAIL.fullmatch(text):
        return None
    domain = text.rpartition("@")[2].casefold()
    return None if any(domain.startswith(lent) or domain == lent for lent in _people()["lent_domains"]) else text


def phone(text: str | None) -> tuple[str | None, str | None]:
    """A whole, unmasked phone number as given (without a spreadsheet's apostrophe), and its digits as the key."""
    if not text or "*" in text:
        return None, None
    digits = re.sub(r"[^0-9+]", "", text)
    if not 6 <= len(digits.lstrip("+")) <= 16 or _SHORTENED.fullmatch(text):
        return None, None
    return text, digits


def flag(text: str | None) -> str | None:
    """ "yes", "no", or None where the cell says neither."""
    if text is None:
        return None
    word = text.casefold()
    return "yes" if word in _people()["yes"] else "no" if word in _people()["no"] else None


def note(text: str | None, year: int) -> str | None:
    """A note without its lines of personal data, and without addresses of computers, card and account numbers.

    Days of birth go too, where they lie `ADULT` years or more before `year`.
    """
    if text is None:
        return None
    kept = "\n".join(line for line in text.splitlines() if not _is_labelled(line)).strip()
    left = _CARD_END.sub("…", _IP.sub("…", kept))
    for shape, is_real in ((_IBAN, _is_iban), (_CARD, _luhn)):
        left = shape.sub(lambda found, check=is_real: "…" if check(found.group()) else found.group(), left)  # type: ignore[misc]
    return _births().sub(lambda found: _unborn(found, year - ADULT), left) or None


def _is_labelled(line: str) -> bool:
    """Whether a line says itself that it is personal: "Phone: …", "地址：…"."""
    label, colon, _rest = line.replace("：", ":").partition(":")
    return bool(colon) and label.strip().casefold() in _people()["note_labels"]


@cache
def _births() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _people()["births"]), key=len, reverse=True))
    return re.compile(rf"(?P<word>(?<![^\W\d_])(?:{words})\W{{0,3}})(?P<day>{_DAY})", re.IGNORECASE)


def _unborn(found: re.Match[str], newest: int) -> str:
    years = [int(number) for number in re.findall(r"[0-9]{4}", found["day"])]
    return found["word"] + "…" if years and 1900 <= years[0] <= newest else found.group()


def personal_value(text: str) -> bool:
    """Whether a cell looks like a card number, an account number or a computer's address."""
    if _IP.fullmatch(text) or (_IBAN.fullmatch(text) and _is_iban(text)):
        return True
    return bool(_CARD.fullmatch(text)) and _luhn(text)


def _is_iban(text: str) -> bool:
    """Whether the two check digits of an account number are right."""
    bare = text.replace(" ", "")
    return len(bare) >= 15 and int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1


def _luhn(text: str) -> bool:
    """Whether the digits check out as a payment card's."""
    digits, total = re.sub(r"[^0-9]", "", text), 0
    for index, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if index % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0 and digits[0] in "3456"


def edited(text: str | None, mark: str) -> tuple[str | None, str | None]:
    """The new and the earlier wording of a review that starts with the mark of a change."""
    if not text or not mark or not text.startswith(mark):
        return text, None
    new, _gap, old = text[len(mark) :].strip().partition("\n\n")
    return new.strip() or None, old.strip() or None


_TRANSLATED = re.compile(r"\(Translated by Google\).*?\(Original\)\s*", re.DOTALL)
_TRANSLATED_BELOW = re.compile(r"\s*\(Translated by Google\).*\Z", re.DOTALL)


def original(text: str | None) -> str | None:
    """The reviewer's own words without the machine's translation that Google puts above or below them."""
    if not text or "(Translated by Google)" not in text:
        return text
    if "(Original)" in text:
        return _TRANSLATED.sub("", text, count=1).strip() or None
    return _TRANSLATED_BELOW.sub("", text).strip() or None


def word_key(word: str) -> str:
    """A word of a file as it is looked up: no case, single blanks; Turkish İ and ı are i, whoever wrote them."""
    return " ".join(word.casefold().replace("i\u0307", "i").replace("ı", "i").split())


def title_key(title: str) -> str:
    """A product's title as it is compared."""
    return " ".join(title.casefold().split())
