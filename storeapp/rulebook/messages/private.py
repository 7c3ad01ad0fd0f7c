"""Finds in a reply what is nobody else's business: names, numbers, addresses, payments and illness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storeapp.kernel.money import Money
from storeapp.rulebook.messages.amounts import amount_pattern, money_of
from storeapp.rulebook.messages.buyer_names import Buyer, names_in
from storeapp.rulebook.messages.wordlists import Span, lowered, scripts_of, sentences, words

_EDGE = r"[^\W\u3400-\u9fff]"  # a letter or digit; Chinese stands close to its numbers
_NUMBERS = re.compile(rf"(?<!{_EDGE})(?<![#№.,])[+(]{{0,2}}\d(?:[\d ().\-–/]*\d)?(?!{_EDGE})")
_DATES = re.compile(r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2}))(?!\d)")
_UNIT = re.compile(r"\s?(?:cm|mm|m|km|kg|g|ml|l|w|v|lm|hz|%|°|x|×|см|мм|кг|厘米|毫米|克|件|个)(?!\w)", re.IGNORECASE)
_AT = r"at|ät|aet|arroba|arobase|arobas|chiocciola|собака|собачка|apenstaartje|małpa|艾特|アット"
_DOT = r"dot|punkt|point|punto|ponto|точка|titik|punt|kropka|nokta|点|ドット"
_MAIL = re.compile(
    rf"[\w.+-]+(?:@|\s@\s|\s?[(\[{{<*]\s?(?:@|a|{_AT})\s?[)\]}}>*]\s?)[\w-]+"
    rf"(?:\s?(?:\.|[(\[{{]\s?(?:\.|{_DOT})\s?[)\]}}]|(?<!\w)(?:{_DOT})(?!\w))\s?[\w-]+)+"
    rf"|[\w.+-]+\s?(?<!\w)(?:{_AT})(?!\w)\s?[\w-]+\s?(?:\s(?:{_DOT})|点)\s?[\w-]{{2,}}"
    r"|[\w.+-]+\s(?:arroba|arobase|chiocciola|собака|собачка|apenstaartje|małpa)\s[\w.-]+|\w+\s?艾特\s?\w+",
    re.IGNORECASE,
)
_MESSENGER = "微信|QQ|WhatsApp|Telegram|WeChat|Instagram|LINE|Viber|Signal|Skype|Snapchat|TikTok|Insta"
_HANDLE = re.compile(
    rf"(?:{_MESSENGER})\s?(?:(?:号|號|id)?\s?(?:是|は|:|：|@)\s?[\w.-]{{4,}}|(?:号|號)?\s?(?=[A-Za-z_-]*\d)\w{{5,}})"
    r"|(?:加|\+)?\s?(?:微|薇|威|徽|维|v|vx|wx|wechat)(?:信|x)?(?:号|號|id)?\s?[:：]\s?[\w-]{4,}"
    r"|(?<![\w@.+-])@[A-Za-z_][\w.]{2,}(?!\w*@)",
    re.IGNORECASE,
)
_ENDINGS = (
    "com|net|org|shop|store|online|site|info|biz|io|me|eu|de|at|ch|fr|es|it|nl|pl|ru|cn|co|uk|br|mx|pt|tr|jp|id|tw|hk"
    "|example|рф"
)
_PLATFORMS = "etsy|ebay|amazon|google|shopee|tokopedia|lazada|ozon|taobao|tmall|jd|trustpilot|dhl|ups|usps|fedex|gls"
_LINK = re.compile(
    rf"(?:https?://|www\.)\S+|(?<![\w@.-])(?!(?:{_PLATFORMS})\.)[a-z0-9][\w-]+\.(?:{_ENDINGS})(?:\.(?:{_ENDINGS}))?"
    r"(?![\w.]\w)(?:/\S*)?",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_PARCEL = re.compile(r"(?<!\w)(?:[A-Z]{2}\d{9}[A-Z]{2}|1Z[0-9A-Z]{16})(?!\w)")
_TOKEN = re.compile(rf"[\s:：.]{{0,3}}(?P<mark>[#№]?)\s?(?P<token>[A-Z]{{0,4}}-?\d[\dA-Z-]*)(?!{_EDGE})", re.IGNORECASE)
_MOBILE = re.compile(r"(?:1[3-9]\d{9}|[78]9\d{9})")
_NEAR = 28  # characters between a word like "call" and its number
LEAST_PHONE, MOST_PHONE = 7, 15


def private(text: str, buyer: Buyer) -> list[tuple[str, Span]]:
    """What is private in a text, as (kind, place), in the order of the text; overlapping finds are told once."""
    scripts, low = scripts_of(text), lowered(text)
    found = [
        *(("email", one.span()) for one in _MAIL.finditer(text)),
        *(("contact", one.span()) for one in _HANDLE.finditer(text)),
        *(("contact", one.span()) for one in _LINK.finditer(text)),
        *(("card", one.span()) for one in _IBAN.finditer(text) if _iban(one[0])),
        *(("tracking", one.span()) for one in _PARCEL.finditer(text)),
        *(("address", span) for span in words("street").spans(text, scripts)),
        *(("name", span) for span in names_in(text, low, buyer, scripts)),
        *_numbered(text, low, buyer.number, scripts),
        *_numbers(text, low, scripts),
        *(("price", span) for span in _prices(low, buyer.total, scripts)),
        *(("health", span) for span in words("health").spans(low, scripts)),
    ]
    kept: list[tuple[str, Span]] = []
    for kind, span in found:
        if not any(span[0] < other[1] and other[0] < span[1] for _kind, other in kept):
            kept.append((kind, span))
    return sorted(kept, key=lambda one: one[1])


def _numbered(text: str, low: str, number: str, scripts: Sequence[str]) -> Iterator[tuple[str, Span]]:
    """Order and tracking numbers: the order's own, and what stands after such a word."""
    if len(number) >= 4:
        own = rf"#?(?<![\w]){re.escape(number)}(?!\w)"
        yield from (("order", one.span()) for one in re.finditer(own, text, re.IGNORECASE))
    for kind, least in (("tracking", 6), ("order", 4)):
        for start, end in words(kind).spans(low, scripts):
            after = _TOKEN.match(text, end)
            if after is None:
                continue
            digits = re.sub(r"\D", "", after["token"])
            year = re.fullmatch(r"(?:19|20)\d\d", after["token"]) is not None
            if len(digits) >= (3 if after["mark"] else least) and not (year and not after["mark"]):
                yield kind, (start, after.end("token"))


def _numbers(text: str, low: str, scripts: Sequence[str]) -> Iterator[tuple[str, Span]]:
    """Phone numbers, cards and other long numbers."""
    masked = list(text)
    for one in (*_DATES.finditer(text), *amount_pattern().finditer(text)):
        masked[one.start() : one.end()] = "~" * (one.end() - one.start())
    for start, end in words("card").spans(low, scripts):
        after = re.match(r"[\s:：.]{0,3}(?!(?:19|20)\d\d(?!\d))(?:\*|x|\d){4,}", text[end:], re.IGNORECASE)
        if after is not None:
            yield "card", (start, end + after.end())
    calls = words("phone").spans(low, scripts)
    for found in _NUMBERS.finditer("".join(masked)):
        digits = re.sub(r"\D", "", found[0])
        kind = _kind_of(found[0], digits)
        if not kind and LEAST_PHONE <= len(digits) <= MOST_PHONE:
            kind = "phone" if any(0 <= found.start() - end <= _NEAR for _start, end in calls) else ""
        if kind and not _UNIT.match(text, found.end()):
            yield kind, found.span()


def _kind_of(written: str, digits: str) -> str:
    """What a number is by its looks alone, "" where it may be anything."""
    count = len(digits)
    if 13 <= count <= 19 and _luhn(digits) and digits[0] in "3456":
        return "card"
    parted = re.search(r"\d[ ().\-–/]+\d", written) is not None
    if LEAST_PHONE <= count <= MOST_PHONE:
        if written[0] in "+(" or digits.startswith("00") or (digits[0] == "0" and count >= 9):
            return "phone"
        if _MOBILE.fullmatch(digits):
            return "phone"
        if parted and count >= 9 and not digits.endswith("000"):
            return "phone"
        if parted and digits[0] == "0":
            return "phone"
    return "tracking" if count >= 9 and not parted else ""


def _prices(low: str, total: Money | None, scripts: Sequence[str]) -> Iterator[Span]:
    amounts = list(amount_pattern().finditer(low))
    if not amounts:
        return
    paid = words("paid").spans(low, scripts)
    given = [*words("reward").spans(low, scripts), *words("refund").spans(low, scripts)]
    for start, end in sentences(low):
        for found in amounts:
            if not start <= found.start() < end:
                continue
            whole = total is not None and money_of(found, total.currency) == total
            told = any(start <= place and stop <= found.end() + 12 for place, stop in paid)
            # Money that the shop gives back is a promise, not a price.
            if told or (whole and not any(start <= place < end for place, _stop in given)):
                yield found.span()


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _iban(written: str) -> bool:
    plain = written.replace(" ", "")
    if not 15 <= len(plain) <= 34:
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
