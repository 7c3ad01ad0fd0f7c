"""Countries and languages as files write them."""

from __future__ import annotations

import pytest

from storeapp.kernel import text
from storeapp.kernel.places import country_code, country_name, language_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Germany", "DE"), ("Deutschland", "DE"), ("德国", "DE"), ("de", "DE"), ("Allemagne ", "DE"),
        ("United States", "US"), ("UNITED STATES OF AMERICA", "US"), ("U.S.A.", "US"), ("USA", "US"),
        ("United Kingdom", "GB"), ("England", "GB"), ("EIRE", "IE"), ("The Netherlands", "NL"), ("Россия", "RU"),
        ("Trinidad & Tobago", "TT"), ("Bosnia and Herzegovina", "BA"), ("Türkiye", "TR"), ("Turkey", "TR"),
        ("日本", "JP"), ("Brasil", "BR"), ("中国", "CN"),
    ],
)  # fmt: skip
def test_country_names_become_codes(written: str, code: str) -> None:
    assert country_code(written) == code


@pytest.mark.parametrize("written", ["Channel Islands", "Unspecified", "European Community", "Atlantis", "", None])
def test_what_is_no_country_stays_as_it_is(written: str | None) -> None:
    assert country_code(written) == written


def test_a_code_is_shown_by_its_name() -> None:
    assert country_name("DE") == "Germany"
    assert country_name("Atlantis") == "Atlantis"
    text.use("zh_CN")
    try:
        assert country_name("DE") == "德国"
    finally:
        text.use("en")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("de", "de"), ("DE", "de"), ("pt_br", "pt-BR"), ("zh_hans_cn", "zh-Hans-CN"), ("German", "de"),
        ("Bahasa Indonesia", "id"), ("eng", "en"), ("Klingon", "Klingon"), ("", ""), (None, None),
    ],
)  # fmt: skip
def test_languages_become_codes(written: str | None, code: str | None) -> None:
    assert language_code(written) == code
