"""The program's words in the owner's language, without Qt, and a pseudo-locale that shows what was forgotten."""

from __future__ import annotations

import gettext
import json
import re
import tomllib
from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from typing import Any

from storeapp.kernel.paths import resource
from storeapp.kernel.sentences import Sentence, sentence

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
PSEUDO = "pseudo"
_PARTS = {"message", "context", "one", "many", "count", "values"}
MOST = 8000  # sentences that are kept ready
_ODD_FIELD = re.compile(r"\{[^}]*[^a-z0-9_}][^}]*\}")
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
        self.said: dict[str, Sentence] = {}


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
    _speech.said.clear()


def language() -> str:
    """The language in use."""
    return _speech.language


# What these give is a Sentence; the rest of the program has no need to know.


def _(message: str) -> str:
    """The message in the owner's language. Fields are `{name}`, filled afterwards with str.format."""
    known = _speech.said.get(message)
    if known is None:
        known = sentence(_speech.translations.gettext(message), {"message": str(message)})
        if len(_speech.said) < MOST:
            _speech.said[message] = known
    return known


def plural(one: str, many: str, count: int) -> str:
    """The form of the message for `count`; `{count}` is filled with grouped digits."""
    text = _speech.translations.ngettext(one, many, count).format(count=f"{count:,}")
    return sentence(text, {"one": one, "many": many, "count": count})


def in_context(context: str, message: str) -> str:
    """The message where one English word has two meanings."""
    return sentence(_speech.translations.pgettext(context, message), {"context": context, "message": message})


def speaking(language: str) -> Callable[[str], str]:
    """What says messages in another language than the owner's, for a text that somebody else reads."""
    if language == PSEUDO:
        return _pseudo
    known = gettext.translation("storeapp", localedir=resource("i18n"), languages=[language], fallback=True)
    return known.gettext


def recall(kept: str | None, otherwise: str) -> str:
    """Say a sentence that was kept as JSON in the language of today; `otherwise` where that can't be done."""
    if not kept:
        return otherwise
    try:
        return _again(json.loads(kept))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # of another version, or damaged
        return otherwise


def _again(source: dict[str, Any]) -> str:
    if "between" in source:
        return _again(source["between"]).join([_value(part) for part in source["parts"]])
    if "small" in source:
        return _again(source["small"]).lower()
    if not source.keys() <= _PARTS or not isinstance(source.get("message", ""), str):
        raise ValueError("no sentence of ours")
    context = source.get("context")
    if "one" in source:
        one, many = _safe(_reworded(source["one"])), _safe(_reworded(source["many"]))
        said = plural(one, many, int(source["count"]))
    else:
        message = _reworded(source["message"])
        said = _(message) if context is None else in_context(context, message)
    if "values" not in source:
        return said
    _safe(said)
    return said.format(**{name: _value(value) for name, value in source["values"].items()})


def _reworded(message: str) -> str:
    """The message as today's program words it."""
    return _rewordings().get(message, message)


@cache
def _rewordings() -> dict[str, str]:
    return tomllib.loads(resource("i18n", "reworded.toml").read_text("utf-8"))


def _safe(message: str) -> str:
    """A message whose fields are plain names. ValueError if one asks for more, which may be a text of any length."""
    if _ODD_FIELD.search(message.replace("{{", "").replace("}}", "")):
        raise ValueError("a field that is more than a name")
    return message


def _value(value: Any) -> Any:
    return _again(value) if isinstance(value, dict) else value


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a constant for translation; it is translated with `_` where it is shown."""
    return message
