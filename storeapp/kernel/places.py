"""Countries and languages as files write them, in any language, made their ISO codes; and countries by name again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.text import _, language

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?")
# Names of languages that platforms write out; codes of three letters as their two.
_LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl",
    "nederlands": "nl", "polish": "pl", "polski": "pl", "russian": "ru", "русский": "ru", "chinese": "zh",
    "中文": "zh", "简体中文": "zh", "繁體中文": "zh", "japanese": "ja", "日本語": "ja", "korean": "ko", "한국어": "ko",
    "turkish": "tr", "türkçe": "tr", "indonesian": "id", "bahasa indonesia": "id", "swedish": "sv", "danish": "da",
    "norwegian": "nb", "finnish": "fi", "czech": "cs", "ukrainian": "uk", "українська": "uk", "arabic": "ar",
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt",
    "nld": "nl", "rus": "ru", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "cn": "zh",
}  # fmt: skip


def _rows() -> Iterator[list[str]]:
    for line in resource("wordlists", "countries.tsv").read_text("utf-8").splitlines():
        yield line.split("\t")


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, english, chinese, others in _rows():
        for name in (english, chinese, *others.split("|"), code):
            found.setdefault(_plain(name), code)
    return found


@cache
def _names() -> dict[str, tuple[str, str]]:
    return {code: (english, chinese) for code, english, chinese, _others in _rows()}


def _plain(text: str) -> str:
    return " ".join(text.replace("&", " and ").casefold().split()).removeprefix("the ").strip(" .")


@lru_cache(4096)
def country_code(text: str | None) -> str | None:
    """ "DE" for "Germany", "Deutschland", "德国" or "de"; what isn't known stays as it is written."""
    if not text:
        return text
    return _codes().get(_plain(text), text)


def known_country(said: str) -> str:
    """The code of a country, whatever it is called, "" for none said; UserError for what is no country."""
    code = country_code(said.strip()) or ""
    if code and code not in _names():
        raise UserError(_("“{country}” is no country. Write its code, for example DE or CN.").format(country=said))
    return code


def country_name(code: str) -> str:
    """The country in the program's language; what is no code stays as it is."""
    names = _names().get(code)
    if names is None:
        return code
    return names[1] if language().startswith("zh") else names[0]


@lru_cache(4096)
def language_code(text: str | None) -> str | None:
    """ "pt-BR" for "pt_br", "de" for "German"; what isn't known stays as it is written."""
    if not text:
        return text
    plain = " ".join(text.casefold().split())
    if plain in _LANGUAGES:
        return _LANGUAGES[plain]
    found = _LANGUAGE.fullmatch(text.strip())
    if found is None:
        return text
    word, script, region = found.groups()
    parts = [_LANGUAGES.get(word.casefold(), word.casefold()), script and script.title(), region and region.upper()]
    return "-".join(part for part in parts if part)
