"""The program's words in the owner's language, without Qt, and a pseudo-locale that shows what was forgotten."""

from __future__ import annotations

import gettext
from gettext import NullTranslations

from storeapp.kernel.paths import resource

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
PSEUDO = "pseudo"
_ACCENTS = str.maketrans("aeiouAEIOUcnsy", "åéîöûÅÉÎÖÛçñšý")


class _Pseudo(NullTranslations):
    """Every word accented and 40 % longer, fields left alone: what stays plain was never marked for translation."""

    def gettext(self, message: str) -> str:
        return _pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return _pseudo(message)


def _pseudo(message: str) -> str:
    parts = message.split("{")
    out = [parts[0].translate(_ACCENTS)]
    for part in parts[1:]:
        field, brace, rest = part.partition("}")
        out.append("{" + field + brace + rest.translate(_ACCENTS))
    return "[" + "".join(out) + "·" * (len(message) * 2 // 5) + "]"


class _Speech:
    """The one translator in use; module state, because every sentence in the program goes through it."""

    def __init__(self) -> None:
        self.language = "en"
        self.translations: NullTranslations = NullTranslations()


_speech = _Speech()


def use(language: str) -> None:
    """Speak `language` ("en", "zh_CN" or "pseudo") from now on; unknown ones fall back to English."""
    if language == PSEUDO:
        _speech.translations = _Pseudo()
    else:
        _speech.translations = gettext.translation(
            "storeapp", localedir=resource("i18n"), languages=[language], fallback=True
        )
    _speech.language = language


def language() -> str:
    """The language in use."""
    return _speech.language


def _(message: str) -> str:
    """The message in the owner's language. Fields are `{name}`, filled afterwards with str.format."""
    return _speech.translations.gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """The form of the message for `count`; `{count}` is filled with grouped digits."""
    return _speech.translations.ngettext(one, many, count).format(count=f"{count:,}")


def in_context(context: str, message: str) -> str:
    """The message where one English word has two meanings."""
    return _speech.translations.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a constant for translation; it is translated with `_` where it is shown."""
    return message
