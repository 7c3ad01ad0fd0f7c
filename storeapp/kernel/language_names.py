"""The names of languages in the language of the window."""

from __future__ import annotations

from storeapp.kernel.text import N_, _

LANGUAGES = {
    "ar": N_("Arabic"),
    "bg": N_("Bulgarian"),
    "cs": N_("Czech"),
    "da": N_("Danish"),
    "de": N_("German"),
    "el": N_("Greek"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "fa": N_("Persian"),
    "fi": N_("Finnish"),
    "fr": N_("French"),
    "he": N_("Hebrew"),
    "hi": N_("Hindi"),
    "hu": N_("Hungarian"),
    "id": N_("Indonesian"),
    "it": N_("Italian"),
    "ja": N_("Japanese"),
    "ko": N_("Korean"),
    "ms": N_("Malay"),
    "nl": N_("Dutch"),
    "no": N_("Norwegian"),
    "pl": N_("Polish"),
    "pt": N_("Portuguese"),
    "ro": N_("Romanian"),
    "ru": N_("Russian"),
    "sk": N_("Slovak"),
    "sv": N_("Swedish"),
    "th": N_("Thai"),
    "tr": N_("Turkish"),
    "uk": N_("Ukrainian"),
    "vi": N_("Vietnamese"),
    "zh": N_("Chinese"),
    "zu": N_("Zulu"),
}


def language_name(code: str) -> str:
    """A language in words, its code where it has none here."""
    base = code.split("-")[0].split("_")[0].casefold()
    return _(LANGUAGES[base]) if base in LANGUAGES else (code or _("Unknown language"))
