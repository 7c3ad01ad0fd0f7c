"""Makes resources/wordlists/countries.tsv from CLDR: every country's code and its names in the languages files come in.

Run it by hand after an update of Babel: `python packaging/countries.py`.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale

OUT = Path(__file__).resolve().parent.parent / "resources" / "wordlists" / "countries.tsv"
SHOWN = ("en", "zh_Hans")  # the program's own languages, in the columns after the code
READ = [
    "de", "fr", "es", "it", "pt", "pt_PT", "nl", "pl", "ru", "uk", "be", "bg", "sr", "hr", "sl", "sk", "cs", "hu", "ro",
    "el", "tr", "sv", "da", "nb", "fi", "et", "lv", "lt", "zh_Hant", "ja", "ko", "id", "ms", "vi", "th", "ar", "he",
    "fa", "hi", "bn", "ca",
]  # fmt: skip
NO_COUNTRY = {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}
# What shops write and CLDR doesn't say.
OTHER = {
    "US": "USA|U.S.A.|U.S.|United States of America|America|Estados Unidos de América|美利坚合众国",
    "GB": "UK|U.K.|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|GBR|Royaume Uni|Großbritannien",
    "IE": "Eire|Republic of Ireland|IRL",
    "DE": "Deutschland|BRD|GER|DEU|Federal Republic of Germany",
    "NL": "Holland|The Netherlands|NED|NLD",
    "KR": "Korea|South Korea|Republic of Korea|Korea, Republic of|KOR",
    "RU": "Russian Federation|RUS|РФ|Российская Федерация",
    "CN": "P.R. China|PR China|People's Republic of China|Mainland China|CHN|中华人民共和国|中国大陆",
    "TW": "Taiwan, Province of China|TWN|Taiwan, China|中国台湾",
    "HK": "Hong Kong|Hongkong|HKG|中国香港",
    "MO": "Macau|Macao|中国澳门",
    "VN": "Viet Nam|VNM",
    "CZ": "Czech Republic|CZE",
    "MK": "Macedonia",
    "TR": "Turkey|TUR",
    "AE": "UAE|U.A.E.|Emirates",
    "ZA": "RSA|ZAF",
    "BR": "BRA|Brasil",
    "ES": "ESP",
    "FR": "FRA",
    "IT": "ITA",
    "AU": "AUS",
    "CA": "CAN",
    "JP": "JPN",
    "MX": "MEX|México",
    "BO": "Bolivia, Plurinational State of",
    "IR": "Iran, Islamic Republic of",
    "LA": "Laos|Lao PDR",
    "MD": "Moldova, Republic of",
    "PS": "Palestine",
    "SY": "Syrian Arab Republic",
    "TZ": "Tanzania, United Republic of",
    "VE": "Venezuela, Bolivarian Republic of",
    "CI": "Ivory Coast",
    "SZ": "Swaziland",
    "MM": "Burma",
    "CV": "Cape Verde",
}


def main() -> None:
    """Write the file."""
    every = {name: Locale.parse(name).territories for name in (*SHOWN, *READ)}
    codes = [code for code in every["en"] if len(code) == 2 and code.isalpha() and code in every["zh_Hans"]]
    codes = [code for code in codes if code not in NO_COUNTRY]
    lines = []
    for code in sorted(codes):
        shown = [every[name][code] for name in SHOWN]
        others = [every[name].get(code, "") for name in READ] + OTHER.get(code, "").split("|")
        rest = [name for name in dict.fromkeys(others) if name and name not in shown]
        lines.append("\t".join((code, *shown, "|".join(rest))))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
