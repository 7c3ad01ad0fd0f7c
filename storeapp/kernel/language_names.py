"""The names of languages in the language of the window."""

from __future__ import annotations

from storeapp.kernel.text import N_, _

LANGUAGES = {
    "de": N_("German"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "fr": N_("French"),
    "id": N_("Indonesian"),
    "it": N_("Italian"),
    "ja": N_("Japanese"),
    "nl": N_("Dutch"),
    "pl": N_("Polish"),
    "pt": N_("Portuguese"),
    "ru": N_("Russian"),
    "zh": N_("Chinese"),
    "zu": N_("Zulu"),
}


def language_name(code: str) -> str:
    """A language in words, its code where it has none here."""
    base = code.split("-")[0].split("_")[0].casefold()
    return _(LANGUAGES[base]) if base in LANGUAGES else (code or _("Unknown language"))
