"""In which language texts are: real reviews one at a time, one word alone, and what can't be told."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from storeapp.kernel.languages import languages_of

pytest.importorskip("eldc", reason="this processor has no wheel of the recogniser")
pytest.importorskip("pycld2", reason="this processor has no wheel of the second recogniser")

# As buyers write; each line is held alone.
WRITTEN = {
    "de": """Der Becher kam zerbrochen an, niemand antwortet
        Schneller Versand, gerne wieder
        Leider passt die Größe überhaupt nicht
        Farbe wie auf dem Bild, sehr zufrieden
        Die Kette ist nach zwei Tagen gerissen""",
    "fr": """Le colis est arrivé ouvert et il manque une pièce
        Très joli bijou, ma sœur est ravie
        Livraison rapide mais la couleur ne correspond pas
        Vendeur sérieux, je recommande
        La qualité n'est pas au rendez-vous""",
    "it": """Spedizione veloce e prodotto come descritto
        La tazza è arrivata rotta, che delusione
        Bellissimo, lo ricomprerei subito
        Il colore è diverso da quello della foto
        Venditore gentile, consigliato a tutti""",
    "es": """El paquete llegó tarde y la caja estaba abierta
        Muy bonito, a mi hija le encantó
        No funciona y nadie contesta mis mensajes
        Buena calidad por el precio
        La talla es más pequeña de lo que esperaba""",
    "nl": """Snelle levering en mooi ingepakt
        De beker kwam kapot aan, jammer
        Precies zoals op de foto, erg blij mee
        Na een week al stuk, niet de moeite waard
        Vriendelijke verkoper, zeker een aanrader""",
    "tr": """Ürün kırık geldi ve kimse cevap vermiyor
        Kargo çok hızlıydı, teşekkür ederim
        Fotoğraftaki gibi, çok beğendim
        Bedeni küçük geldi, iade ettim
        Kalitesi fiyatına göre gayet iyi""",
    "pl": """Szybka wysyłka, wszystko zgodne z opisem
        Kubek przyszedł rozbity i nikt nie odpowiada
        Bardzo ładny, córka zachwycona
        Po tygodniu przestało działać
        Polecam tego sprzedawcę każdemu""",
    "vi": """Hàng giao nhanh, đóng gói cẩn thận
        Sản phẩm bị vỡ khi nhận, rất thất vọng
        Màu sắc giống như trong hình
        Chất lượng tốt so với giá tiền
        Tôi sẽ mua lại lần sau""",
    "zu": """Ngiyabonga kakhulu, umkhiqizo muhle kakhulu
        Ngiwuthandile lo mkhiqizo, ufike ngesikhathi
        Inkomishi ifike iphukile
        Isevisi enhle, ngizothenga futhi
        Imali yami ngiyifuna emuva""",
    "ja": "とても良い商品でした\n色が写真と違います\n配送が早くて助かりました",
    "ko": "배송이 빨라요\n색상이 사진과 달라요\n아주 마음에 듭니다",
    "th": "สินค้าดีมาก\nส่งเร็วมากค่ะ\nสีไม่เหมือนในรูป",
    "ar": "منتج رائع وصل بسرعة",
    "fa": "آخرین محصول بسیار خوب بود و سریع رسید",
    "hi": "बहुत अच्छा उत्पाद है",
    "ms": "Saya sangat berpuas hati dengan kualiti barang yang dibeli ini, penghantaran pun cepat sikit",
    "xh": "Ndiyayithanda le mveliso, ifike ngexesha",
    "uk": "Дуже дякую, все сподобалось",
}
# Language: file, its column, signs between columns.
REAL = {
    "zh": ("chinese_nlp/online_shopping_10_cats.csv", "review", ","),
    "ru": ("ru_marketplaces/wb_reviews.csv", "User review", ","),
    "id": ("id_marketplaces/PRDECT-ID_Dataset.csv", "Customer Review", ";"),
    "pt": ("olist_dev/olist_order_reviews_dataset.csv", "review_comment_message", ","),
    "en": ("womens_clothing/first_1000_datacamp.csv", "Review Text", ","),
}


def alone(text: str) -> str | None:
    return languages_of([text])[0]


@pytest.mark.parametrize("language", WRITTEN)
def test_a_sentence_alone_is_told(language: str) -> None:
    sentences = [line.strip() for line in WRITTEN[language].splitlines()]
    assert {line: alone(line) for line in sentences} == dict.fromkeys(sentences, language)


@pytest.mark.parametrize("language", REAL)
def test_of_real_reviews_alone_96_in_100_are_told(shared_data: Path, language: str) -> None:
    name, column, between = REAL[language]
    with (shared_data / name).open(encoding="utf-8-sig", newline="") as file:
        texts = sorted({" ".join((row[column] or "").split()) for row in csv.DictReader(file, delimiter=between)})
    least = 6 if language == "zh" else 15
    short = [text for text in texts if least <= len(text) <= 150 and (language == "zh" or text.count(" ") > 1)]
    if language == "en":
        short = [text[:100] for text in texts if len(text) > 100]
    some = random.Random(7).sample(short, 200)
    told = [alone(text) for text in some]
    assert told.count(language) >= 192
    assert sum(one not in ("", language) for one in told) <= 4


@pytest.mark.parametrize(
    "word", ["Nice", "ok", "OK!!", "Top!", "Super", "Perfect", "lol", "xxxx", "Tasse", "A++", "Wow"]
)
def test_a_word_of_many_languages_alone_is_in_none(word: str) -> None:
    assert alone(word) == ""


@pytest.mark.parametrize("text", ["👍👍👍", "5/5", "12345 67890", "asdfgh jkl", "...", " \n", "\ud83d", "\x00\x01\x0b"])
def test_what_says_nothing_is_in_no_language(text: str) -> None:
    assert alone(text) == ""


def test_text_with_broken_signs_in_it_is_told_all_the_same() -> None:
    assert alone("The mug arrived\x00 broken \ud83d and\x0b nobody answers") == "en"


def test_a_word_of_many_languages_is_in_the_one_that_is_usual_in_its_file() -> None:
    english = ["The mug arrived broken and nobody answers my messages"] * 12
    french = ["Le colis est arrivé ouvert et il manque une pièce"] * 12
    assert languages_of([*english, "Nice", None, "ok"])[-3:] == ["en", None, ""]
    assert languages_of([*french, "Super"])[-1] == "fr"
    assert languages_of([*english, *french, "Nice"])[-1] == ""
    assert languages_of([*english[:5], "Nice"])[-1] == ""
    turkish = ["Ürün kırık geldi ve kimse cevap vermiyor"] * 12
    assert "tr" not in languages_of([*turkish, "Top!", "ok"])[-2:]


def test_close_languages_are_kept_apart_by_what_is_usual() -> None:
    danish = ["Desværre kom koppen i stykker, og ingen svarer på mine beskeder"] * 12
    unclear = "Fin kvalitet og rask levering"
    assert languages_of([*danish, unclear])[-1] in ("da", "no")
    assert alone("Спасибо") == ""
    assert languages_of(["Куртка очень понравилась, спасибо продавцу"] * 12 + ["Спасибо"])[-1] == "ru"
