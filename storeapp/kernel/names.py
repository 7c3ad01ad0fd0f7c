"""People's names compared across spellings, alphabets and channels: folded to plain letters, and to how they sound."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache

from storeapp.kernel.paths import resource

SHORTEST = 2  # letters below which a name says nothing
LONGEST_KEY = 60
_MASK = re.compile(r"[*•●＊]|x{3,}|\.{3}|…", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff]")
# Letters of other alphabets, and those that no decomposition makes plain.
_LATIN = str.maketrans(
    dict(zip("абвгдезиклмнопрстуфыэіїєґў", "abvgdeziklmnoprstufyeiiegu", strict=True))
    | dict(zip("αβγδεζηικλμνξοπρσςτυω", "avgdeziiklmnxoprsstyo", strict=True))
    | {
        "й": "i", "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
        "ю": "yu", "я": "ya", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz",
        "θ": "th", "φ": "f", "χ": "ch", "ψ": "ps",
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i",
    }
)  # fmt: skip
# How letters sound alike across languages: the first that fits is taken, longer ones first.
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "k"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("kh", "k"),
    ("zh", "s"), ("ts", "s"), ("tz", "s"), ("qu", "k"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("w", "v"),
    ("j", "i"), ("y", "i"),
)  # fmt: skip
_SOUND = re.compile("|".join(letters for letters, _sound in _SOUNDS))
_OF = dict(_SOUNDS)


@cache
def _nobody() -> frozenset[str]:
    with resource("wordlists", "people.toml").open("rb") as file:
        return frozenset(tomllib.load(file)["nobody"])


def is_nobody(text: str | None) -> bool:
    """Whether a name is blank, masked, or one of the words that stand for no one in particular ("Guest")."""
    plain = " ".join((text or "").split()).casefold()
    return len(plain) < SHORTEST or bool(_MASK.search(plain)) or plain in _nobody()


def folded(text: str | None) -> str:
    """A name's words in plain letters, sorted, so that "Müller, Anna" and "anna muller" are the same; "" for none."""
    return " ".join(sorted(_words(text)))


def _words(text: str | None) -> list[str]:
    plain = (text or "").casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain).translate(_LATIN)
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
        plain = unicodedata.normalize("NFC", plain).translate(_LATIN)
    return _WORDS.findall(plain)


def name_key(text: str | None) -> str | None:
    """How a name sounds, as the key under which names spelt alike are found; None for nobody's name.

    A single short word ("Anna") has no key: too many people share it.
    """
    if is_nobody(text):
        return None
    words = _words(text)
    whole = "".join(words)
    if _WIDE.search(whole):
        return whole[:LONGEST_KEY]
    words = [word for word in words if len(word) > 1 or len(words) < 3]  # a middle initial may be missing elsewhere
    if not words or (len(words) == 1 and len(words[0]) < 6) or whole.isdigit():
        return None
    return " ".join(sorted(map(_sound, words)))[:LONGEST_KEY]


@lru_cache(20_000)
def _sound(word: str) -> str:
    plain = _SOUND.sub(lambda found: _OF[found[0]], word)
    first = "a" if plain[0] in "aeiou" else plain[0]
    rest = re.sub("[aeiouh]", "", plain[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)
