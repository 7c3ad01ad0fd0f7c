"""What a cell that came back says, and what spreadsheets do to texts that nobody wanted changed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from storeapp.exchange.helper_workbooks.records import TICKED, Raw, TaskColumn
from storeapp.kernel.cells import CUT_MARK, bare, cell_text
from storeapp.kernel.numbers import NotANumberError, number
from storeapp.kernel.text import _

DIGITS = 15  # of a number that a spreadsheet keeps
# What spreadsheets and phones make of what was typed: quotes, dashes, dots, blanks that don't break or show.
_TYPESET = str.maketrans(
    dict.fromkeys("‘’‚‛′", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00a0\u202f\u2007\u3000\t", " ")
    | {"…": "...", "\u200b": "", "\ufeff": "", "\u200e": "", "\u200f": "", "\u2060": ""}
)
_POWER = re.compile(r"[-+]?\d(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_TICKS = frozenset(
    {
        *(
            "x",
            "✓",
            "✔",
            "√",
            "1",
            "1.0",
            "true",
            "yes",
            "y",
            "ok",
            "done",
            "sent",
            "ja",
            "oui",
            "si",
            "sí",
            "sim",
            "да",
        ),
        *("是", "对", "有", "已发", "已发送", "已完成", "wahr", "vrai"),
    }
)
_NO_TICKS = frozenset(
    {"0", "0.0", "-", "false", "no", "n", "nein", "non", "否", "不", "没有", "未发", "falsch", "faux"}
)
# What spreadsheets show where a formula fails, in several languages.
_ERROR = re.compile(r"#[¡¿]?[A-ZÀ-ÝА-Я]{2,12}(?:/[0A-ZА-Я])?[!?]|#N/A|#N/D|#NV|#Н/Д|Err:\d{3}")
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]\d{1,2}:\d{2}.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")


@dataclass(frozen=True, slots=True)
class CellSaid:
    """The text a cell says, why it isn't believed ("" where it is), and whether that is a spreadsheet's damage.

    `note`: what else was noticed.
    """

    text: str
    why: str = ""
    damage: bool = False
    note: str = ""


def sent(text: str) -> str:
    """A value of the shop as its cell says it: one kind of line break, nothing that a cell can't hold."""
    return cell_text(text)[0].replace("\r\n", "\n").replace("\r", "\n")


def was_cut(base: str) -> bool:
    """Whether the cell did not hold the whole text."""
    return base.endswith(CUT_MARK)


def plain(text: str) -> str:
    """A text without what typing aids and spreadsheets change by themselves, for comparing only."""
    folded = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_TYPESET)
    lines = [" ".join(line.split(" ")).rstrip() for line in folded.replace("--", "-").split("\n")]
    return "\n".join(lines).strip()


def read(column: TaskColumn, raw: Raw, base: str) -> CellSaid:
    """What a cell says that left as `base`, in the shop's own values."""
    if isinstance(raw, str):
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        if text == base:
            return CellSaid(base)
        return _failed(text) if _ERROR.fullmatch(text.strip()) else _as(column, text, base)
    if raw is None:
        return CellSaid("")
    if isinstance(raw, bool):
        return _tick(column, raw, base)
    if isinstance(raw, float | int):
        return _number(column, float(raw), base)
    if "e" in raw:
        return _failed(raw["e"])
    if "f" in raw:
        return _formula(column, raw["f"], base)
    return _date(column, raw["d"], base)


def _tick(column: TaskColumn, raw: bool, base: str) -> CellSaid:
    if column.kind == "tick":
        return CellSaid(TICKED if raw else "")
    word = "true" if raw else "false"
    return _as(column, base if base.casefold() == word else word, base)


def _failed(shown: str) -> CellSaid:
    """A cell that shows an error, or "" one that a merged cell covers: neither is anybody's word."""
    if not shown:
        return CellSaid("", _("It was merged with another cell, so nothing was said of this row."), damage=True)
    return CellSaid(shown, _("The cell shows the error {value}. What you have stays.").format(value=shown), damage=True)


def _formula(column: TaskColumn, value: str, base: str) -> CellSaid:
    if _ERROR.fullmatch(value):
        return _failed(value)
    if not value:
        return CellSaid("", _("A formula without a result. What you have stays."), damage=True)
    found = _as(column, value, base)
    if found.why or found.text == base:
        return found
    return CellSaid(found.text, note=_("Typed as a formula; its result is read."))


def _number(column: TaskColumn, value: float, base: str) -> CellSaid:
    whole = value.is_integer() and abs(value) < 10**DIGITS
    text = str(int(value)) if whole else f"{value:.10g}"
    if base == text:
        return CellSaid(base)
    if column.kind in ("int", "choice", "tick"):
        return _as(column, text, base)
    if column.kind == "date":
        serial = _of_serial(value)
        return CellSaid(serial) if serial else CellSaid(text, _("“{value}” is no day.").format(value=text))
    if base:
        return _spoilt_number(column, value, text, base)
    if column.kind == "id" and not whole:
        return CellSaid(
            text, _("The number was shortened to {value}: digits are lost.").format(value=text), damage=True
        )
    return _as(column, text, base)


def _spoilt_number(column: TaskColumn, value: float, text: str, base: str) -> CellSaid:
    """A text that a spreadsheet took for a number: it may have lost zeros in front, or digits at the end."""
    try:
        same = float(number(base.strip().lstrip("+'")))
        equal = same == value or abs(same - value) <= abs(value) * 1e-14
    except NotANumberError:
        equal = False
    if not equal:
        return _as(column, text, base)
    digits = sum(sign.isdigit() for sign in base)
    if digits > DIGITS:
        lost = digits - DIGITS
        message = _("“{base}” came back as {value}: {count} digits are lost. What you have stays.")
        return CellSaid(text, message.format(base=base, value=f"{value:.5E}", count=lost), damage=True)
    if text == base:
        return CellSaid(base)
    message = _("“{base}” came back as the number {value}. What you have stays.")
    return CellSaid(text, message.format(base=base, value=text), damage=True)


def _date(column: TaskColumn, value: str, base: str) -> CellSaid:
    day = value[:10]
    if column.kind == "date":
        return CellSaid(day)
    if base and base in (value, day):
        return CellSaid(base)
    if column.kind in ("id", "choice", "int", "tick") or base:
        message = _("A spreadsheet made the date {value} of “{base}”. What you have stays.")
        if not base:
            message = _("A spreadsheet made the date {value} of what was typed.")
        return CellSaid(day, message.format(base=base, value=day), damage=True)
    return CellSaid(day)


def _as(column: TaskColumn, text: str, base: str) -> CellSaid:
    """A cell's text by the kind of its column."""
    if column.kind == "date":
        return _day(text, base)
    if column.kind == "choice":
        return _choice(column, text, base)
    if column.kind == "tick":
        return _ticked(text)
    if bare(text) == base or plain(text) == plain(base):
        return _only_typeset(text, base)
    if base and _same_letters_lost(text, base):
        return CellSaid(
            text, _("Letters came back as “?”: the file was saved without them. What you have stays."), True
        )
    if base and was_cut(base):
        return CellSaid(
            text, _("The text was too long for a cell, so only its start was there to change."), damage=True
        )
    if column.kind in ("id", "int"):
        return _id(column, _seen(text), base)
    return CellSaid(text.strip("\n ") if plain(text) else "")


def _only_typeset(text: str, base: str) -> CellSaid:
    if bare(text) == base or text.strip() == base.strip():
        return CellSaid(base)
    return CellSaid(
        text, _("Only quotes, dashes or blanks differ, which spreadsheets change by themselves."), damage=True
    )


def _id(column: TaskColumn, text: str, base: str) -> CellSaid:
    if _POWER.fullmatch(text):
        message = _("The number was shortened to {value}: digits are lost.")
        return CellSaid(text, message.format(value=text), damage=True)
    if base and text != base and text.strip("0 '") == base.strip("0 '") and text.isdigit() and base.isdigit():
        message = _("“{base}” came back as {value}: zeros are lost. What you have stays.")
        return CellSaid(text, message.format(base=base, value=text), damage=True)
    if base and column.kind == "id" and not base.isdigit() and _looks_like_day(text) and not _looks_like_day(base):
        message = _("A spreadsheet made the date {value} of “{base}”. What you have stays.")
        return CellSaid(text, message.format(base=base, value=text), damage=True)
    return CellSaid(" ".join(text.split()))


def _seen(text: str) -> str:
    """An id in plain letters of one width, without what isn't to be seen: with it nobody would find it again."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf").strip()


def _looks_like_day(text: str) -> bool:
    return bool(_ISO.fullmatch(text) or _DAY_FIRST.fullmatch(text))


def _same_letters_lost(text: str, base: str) -> bool:
    """Whether the text is the base with "?" in place of letters that an old encoding does not have."""
    if len(text) != len(base) or base.isascii():
        return False
    pairs = [(one, other) for one, other in zip(text, base, strict=True) if one != other]
    return all(one in "?\ufffd" and not other.isascii() for one, other in pairs)


def _choice(column: TaskColumn, text: str, base: str) -> CellSaid:
    wanted = plain(text).casefold()
    if not wanted:
        return CellSaid("")
    for value, title in column.choices:
        if wanted in (plain(title).casefold(), value.casefold()):
            return CellSaid(value)
    last = [value for value, title in column.choices if plain(title).casefold().rpartition(": ")[2] == wanted]
    if len(last) == 1:
        return CellSaid(last[0])
    return CellSaid(text.strip(), _("“{value}” is not in the list of choices.").format(value=text.strip()[:80]))


def _ticked(text: str) -> CellSaid:
    word = plain(text).casefold()
    if not word or word in _NO_TICKS:
        return CellSaid("")
    if word in _TICKS:
        return CellSaid(TICKED)
    return CellSaid(text.strip(), _("“{value}” is neither ticked nor empty.").format(value=text.strip()[:80]))


def _day(text: str, base: str) -> CellSaid:
    words = plain(text)
    if not words or words == base:
        return CellSaid(words)
    found = _ISO.fullmatch(words)
    if found is not None:
        year, month, day = map(int, found.groups())
        return _real_day(year, month, day, words)
    parts = _DAY_FIRST.fullmatch(words)
    if parts is None:
        return CellSaid(words, _("“{value}” is no day. Write it as 2026-07-31.").format(value=words[:40]))
    one, other, year = int(parts[1]), int(parts[3]), int(parts[4])
    year += 2000 if year < 100 else 0
    if parts[2] == "." or one > 12:
        return _real_day(year, other, one, words)
    if other > 12 or one == other:
        return _real_day(year, one, other, words)
    message = _("“{value}” may be two different days. Write it as {year}-{month}-{day}.")
    return CellSaid(words, message.format(value=words, year=year, month=f"{one:02}", day=f"{other:02}"))


def _real_day(year: int, month: int, day: int, words: str) -> CellSaid:
    try:
        return CellSaid(date(year, month, day).isoformat())
    except ValueError:
        return CellSaid(words, _("“{value}” is no day. Write it as 2026-07-31.").format(value=words[:40]))


def _of_serial(value: float) -> str:
    """The day a spreadsheet counts so, where it is one of our time; "" otherwise."""
    if not 36_526 <= value < 73_051:  # 2000 to 2099
        return ""
    return date.fromordinal(date(1899, 12, 30).toordinal() + int(value)).isoformat()
