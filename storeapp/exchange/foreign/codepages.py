"""How likely the letters of a text are in a code page: each page's languages have their own pairs of letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from storeapp.kernel.paths import resource

WINDOWS, ISO, MAC, DOS = 0.0, 5.0, 5.0, 8.0  # how much rarer exports are in the pages of other systems
_WEST = ("de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is", "ca", "en")
_EAST = ("pl", "cs", "sk", "hu", "sl", "hr", "ro", "sq", "de")
_CYRILLIC = ("ru", "uk", "bg", "sr", "mk")
_OWN_LETTERS = frozenset({*_CYRILLIC, "el", "he", "ar", "fa", "th"})
PAGES: Mapping[str, tuple[float, tuple[str, ...]]] = {
    "cp1252": (WINDOWS, _WEST),
    "cp1250": (1.0, _EAST),
    "cp1251": (WINDOWS, _CYRILLIC),
    "cp1253": (1.0, ("el",)),
    "cp1254": (1.0, ("tr", "de", "fr")),
    "cp1255": (1.0, ("he",)),
    "cp1256": (1.0, ("ar", "fa", "fr")),
    "cp1257": (1.0, ("lt", "lv", "et")),
    "cp1258": (2.0, ("vi",)),
    "cp874": (1.0, ("th",)),
    "gb18030": (WINDOWS, ()),
    "big5": (WINDOWS, ()),
    "cp932": (WINDOWS, ()),
    "cp949": (WINDOWS, ()),
    "euc_jp": (ISO, ()),
    "iso8859_2": (ISO, _EAST),
    "iso8859_5": (ISO, _CYRILLIC),
    "iso8859_6": (ISO, ("ar",)),
    "iso8859_7": (ISO, ("el",)),
    "iso8859_8": (ISO, ("he",)),
    "iso8859_9": (ISO, ("tr",)),
    "iso8859_13": (ISO, ("lt", "lv", "et")),
    "iso8859_15": (ISO, _WEST),
    "koi8_r": (ISO, ("ru",)),
    "koi8_u": (ISO, ("uk",)),
    "mac_roman": (MAC, _WEST),
    "mac_latin2": (MAC, _EAST),
    "mac_cyrillic": (MAC, _CYRILLIC),
    "mac_greek": (MAC, ("el",)),
    "mac_turkish": (MAC, ("tr",)),
    "cp850": (DOS, _WEST),
    "cp852": (DOS, _EAST),
    "cp857": (DOS, ("tr",)),
    "cp866": (DOS, ("ru", "uk", "bg")),
    "cp737": (DOS, ("el",)),
}
MOST_BYTES, MOST_OF_CELL = 3_000, 300  # of different cells that are looked at, and of one of them
MOST_LETTERS = 40  # of one word; what is longer is taken in pieces
HEADER_WORD = 8.0  # what a column name that we know is worth
BROKEN = 15.0  # a byte that is no letter of the page
_NO_LETTER, _STRANGE, _INSIDE, _CASE, _OTHER_SCRIPT, _ELSEWHERE = 9.0, 9.5, 7.0, 5.0, 4.0, 3.0
_SIGNS = frozenset("€£¥°·•–—…‘’“”„‚«»‹›¿¡№™®©×½¼¾§º²³\u00a0\u3000、。，！？：；（）【】《》「」～ー・")
_JOINTS = frozenset("’‘-'ー・\u00ad\u200c\u200d")
_WORD = re.compile(r"[^\s\x00-@\[-`{-\x7f]*[^\x00-\x7f][^\s\x00-@\[-`{-\x7f]*")
_FREQUENT = frozenset(
    "的一是不了在人有我他这中大来上个国和说们为子要生会去过她也你出就那得着下自之年可发后作里用道行所然家种事成方多经么学法都同现当"
    "没动面起看定天分还进好小部其些主样理心本前开但因只从想实日者意无力它与长把机十民第公此已工使情明性知全三又关点正外将两高间由"
    "问很最重并物手应向头文体美相见被利什二等产或新己制身果加西月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解"
    "水名真处走各入几口认条平系气题活更别打女变四总何电数安少报才结反受目太量再感务做接必场件计管期市直资命山金指许保至形便空决展"
    "五书非听白却界达光放强像难完设式色路记南品住告类求据程北边交规万取格望觉确传清今切让识候带运商质喜快递包装满客服款尺码差评货"
    "收到宝贝购买价钱号订单省区县街退卖家付省王李张刘陈杨黄赵吴周徐孙朱林郭何罗梁"
    "這來個國說們為會過麼學現當沒動還進樣實無與長機關點兩間問頭體見產話門東聲員處幾條氣題別變總電數報結務場計資區決書聽達強難設記"
    "類據張規萬覺確傳讓識帶導運質評貨寶買賣價錢號訂單縣劉陳楊黃趙吳孫羅收貨裝滿服務顏顧謝"
    "年月日円様商品注文番号届先住所氏名電話送料合計東京都大阪市区町村県佐藤鈴木高橋田中渡辺伊山本村小林加吉良思使届早丁寧梱包満足購入"
)
_HANGUL = frozenset(
    "이다는에가을를의하고은로지도기사한자리어시인라대서나아해그일수만정보있여주제상전면없게요니습품세너무예쁘좋것같아서배송빠르고네들"
    "과와더원장부화스으구조전용성소식경모비안오우연관적계신동중개방공물문발생거내마단국회입할때까진려돼됐감합매판택포도착추천교환반불"
    "했던데저야현재료미선분실물건주소번호름김박최강윤임신권황안송홍유남북서울산광역특별시군구읍면리길층양노차무년월일"
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """How letters follow each other in a language: costs (negative natural logarithms) of letters and pairs."""

    single: Mapping[str, float]
    pairs: Mapping[str, float]
    latin: bool  # its letters stand beside plain ones


@cache
def languages() -> dict[str, Pairs]:
    """The counted letters of every language, from resources/wordlists/letters.tsv."""
    found = {}
    for line in resource("wordlists", "letters.tsv").read_text("utf-8").splitlines():
        language, _tab, pieces = line.partition("\t")
        single: dict[str, float] = {}
        pairs: dict[str, float] = {}
        for piece in pieces.split("\x1f"):
            letters = piece.rstrip("0123456789")
            (single if len(letters) == 1 else pairs)[letters] = int(piece[len(letters) :]) / 10
        found[language] = Pairs(single, pairs, language not in _OWN_LETTERS)
    return found


def different_cells(sample: bytes) -> bytes:
    """The first different cells of a text that are not plain ASCII, one a line: a name said often counts once.

    No page has a line break, tab, comma or semicolon as the second byte of a letter.
    """
    found: dict[bytes, None] = {}
    length = 0
    for cell in re.split(rb"[\r\n\t,;]+", sample):
        if not cell.isascii() and cell not in found:
            found[cell[:MOST_OF_CELL]] = None
            length += min(len(cell), MOST_OF_CELL)
            if length > MOST_BYTES:
                break
    return b"\n".join([*found, b""])


def words_in(text: str) -> list[str]:
    """The words of a text that are not plain ASCII."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    return [word[at : at + MOST_LETTERS] for word in words for at in range(0, len(word), MOST_LETTERS)]


def cost_in(page: str, words: Iterable[str]) -> float:
    """How unlikely words are as text of a page: the lower, the better (a negative natural logarithm)."""
    rarity, names = PAGES[page]
    words = list(words)
    if not names:
        return rarity + sum(_asian(page, word) for word in words)
    tables = languages()
    costs = {name: [_spelled(tables[name], word) for word in words] for name in names}
    best = min(costs.values(), key=lambda one: sum(one))
    others = [min(each) for each in zip(*costs.values(), strict=True)]
    together = sum(min(mine, other + _ELSEWHERE) for mine, other in zip(best, others, strict=True))
    return float(rarity + together)


def cost_as_unicode(words: Iterable[str]) -> float:
    """The same for a text read as UTF-8, whose bytes that are none show as U+FFFD."""
    total = 0.0
    for word in words:
        before = ""
        for letter in word:
            script = _script(letter)
            if letter == "\ufffd":
                total += BROKEN
            elif not letter.isascii():
                total += 6.5 if letter.isalpha() or letter in _SIGNS or ord(letter) > 0x2000 else _NO_LETTER
                total += _OTHER_SCRIPT if before and script and script != before else 0
            before = script or before
    return total


def _spelled(language: Pairs, word: str) -> float:
    """The cost of one word in a language with an alphabet."""
    total, last = 0.0, " "
    lowered = word.lower()
    same_length = len(lowered) == len(word)
    for at, letter in enumerate(lowered):
        if not letter.isalpha() and letter not in language.single:
            total += _sign(letter, lowered[:at], lowered[at + 1 :])
            last = last if letter in _JOINTS else " "
            continue
        total += _step(language, last, letter)
        last = letter
        if same_length and at and _odd_case(word[max(0, at - 2) : at + 1]):
            total += _CASE
    return total + _step(language, last, " ")


def _odd_case(letters: str) -> bool:
    """A capital behind a small letter, or a small letter behind two capitals."""
    last = letters[-1]
    if last.isupper():
        return letters[-2].islower()
    return last.islower() and len(letters) > 2 and letters[0].isupper() and letters[1].isupper()


def _step(language: Pairs, last: str, letter: str) -> float:
    """One letter after another; between plain letters nothing tells one page from another."""
    if last.isascii() and letter.isascii():
        return 0.0
    mixed = 0.0 if language.latin or " " in (last, letter) or last.isascii() == letter.isascii() else _OTHER_SCRIPT
    known = language.pairs.get(last + letter)
    if known is not None:
        return known + mixed
    alone = language.single.get(letter)
    if alone is None:
        return _NO_LETTER + mixed if letter != " " else 2.0
    return min(_NO_LETTER, alone + 2.0) + mixed


def _sign(letter: str, before: str, after: str) -> float:
    """The cost of a sign that is no letter; one in the middle of a word is hardly meant."""
    if letter.isascii():
        return 0.0
    cost = 5.0 if letter in _SIGNS else _STRANGE
    inside = letter not in _JOINTS and any(map(str.isalpha, before)) and any(map(str.isalpha, after))
    closing = letter in "’”»" and not before and after[:1].isalpha()
    return cost + (_INSIDE if inside or closing else 0)


def _asian(page: str, word: str) -> float:
    """The cost of a word in a page of two bytes a sign: frequent signs, the page's first level, the rest."""
    total, before = 0.0, ""
    for letter in word:
        if letter.isascii():
            script = "latin"
        else:
            script = "asian" if ord(letter) > 0x2E7F else "other"
            total += _asian_sign(page, letter)
        total += _OTHER_SCRIPT if before and {before, script} == {"latin", "asian"} else 0
        before = script
    return total


_FIRST_LEVEL = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "cp932": (0x88, 0x97), "euc_jp": (0xB0, 0xCF)}


@cache
def _asian_sign(page: str, letter: str) -> float:
    code = ord(letter)
    if letter in _SIGNS:
        return 5.0
    if 0x3040 <= code < 0x3100:  # kana; Chinese and Korean pages have them too, and hardly use them
        return 4.5 if page in {"cp932", "euc_jp"} else _NO_LETTER
    if 0xAC00 <= code < 0xD7A4:
        if page != "cp949" or not 0xB0 <= _lead(page, letter) <= 0xC8:
            return 13.0
        return 5.0 if letter in _HANGUL else 9.0
    if 0xFF00 <= code < 0xFF5F:
        return 6.5
    if 0x4E00 <= code < 0xA000:
        if page == "cp949":
            return 13.0
        first, last = _FIRST_LEVEL[page]
        if letter in _FREQUENT:
            return 6.5
        return 9.5 if first <= _lead(page, letter) <= last else 13.0
    return 14.0


def _lead(page: str, letter: str) -> int:
    try:
        return letter.encode(page)[0]
    except UnicodeEncodeError:
        return 0


@cache
def _script(letter: str) -> str:
    if not letter.isalpha():
        return ""
    if letter.isascii():
        return "LATIN"
    name = unicodedata.name(letter, "").partition(" ")[0]
    return "CJK" if name in {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH", "HALFWIDTH"} else name
