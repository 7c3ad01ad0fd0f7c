"""Every rule for replies fires where it must and is silent where it must not, in five languages and more."""

# whole: one example after the other, rule by rule as the rule book has them
from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from storeapp.kernel.money import Money
from storeapp.messages.templates import LANGUAGES, built_in, filled, sample_values
from storeapp.reputation.replies.templates import REPLY
from storeapp.rulebook.messages import wordlists
from storeapp.rulebook.messages.engine import CHECKS, check
from storeapp.rulebook.messages.facts import DraftFacts, PromiseOnCase, SentReply
from storeapp.rulebook.messages.reply_checks import ABOUT_WORDS
from storeapp.rulebook.messages.rules import message_rules
from tests.rulebook import measure

TODAY = date(2026, 7, 16)  # a Thursday
CALM = (
    "Thank you for telling us. We are sorry the shade arrived cracked. A new one left our workshop today, "
    "and we will write to you when it arrives.\n– Mara, Lumen & Loom"
)


def facts(**values):
    return DraftFacts(
        **({"platform": "own", "channel": "Own shop", "today": TODAY, "currency": "EUR", "stars": 1} | values)
    )


def hits(text, **values):
    """{(rule, severity)} of what isn't well."""
    return {(one.rule, one.severity) for one in check(text, facts(**values)) if one.severity != "FINE"}


def rules(text, **values):
    return {rule for rule, _severity in hits(text, **values)}


def stops(text, **values):
    return {rule for rule, severity in hits(text, **values) if severity == "BLOCK"}


def kinds(text, **values):
    return {one.code for one in check(text, facts(**values)) if one.rule == "RP-PII"}


# FX31: private data

FX31 = {
    "en": ("Sorry Ann Lee, order #8841 to 12 Oak St was late", "Ann Lee"),
    "zh-Hans": ("抱歉，李女士，订单号88412207，寄往中山路12号的快递晚了", "李雨桐"),
    "zh-Hant": ("抱歉，李女士，訂單編號88412207，寄往中山路12號的快遞晚了", "李雨桐"),
    "ru": ("Извините, Марина Лебедева, заказ №8841 на ул. Ленина, д. 12 опоздал", "Марина Лебедева"),
    "es": ("Lo sentimos, Lucía Montoya, el pedido n.º 88412 a Calle Mayor 12 llegó tarde", "Lucía Montoya"),
    "id": ("Maaf Dewi Lestari, pesanan #8841 ke Jl. Merdeka No. 12 terlambat", "Dewi Lestari"),
    "de": ("Es tut uns leid, Annika Vogt, die Bestellung #8841 in die Lindenstraße 12 kam spät", "Annika Vogt"),
    "pt": ("Desculpe, Rosa Duarte, o pedido nº 88412 para Rua Augusta, 12 atrasou", "Rosa Duarte"),
}


@pytest.mark.parametrize("language", FX31)
def test_fx31_name_order_and_address_stop_a_reply(language):
    text, name = FX31[language]
    assert "RP-PII" in stops(text)
    assert {"name", "order", "address"} <= kinds(text, names=(name,))


PRIVATE = [
    ("Call us on +49 30 23125 014 any time", "phone"),
    ("Our number is (030) 231 25 014", "phone"),
    ("请拨打13800138000联系我们", "phone"),
    ("Позвоните нам: 8 (900) 123-45-67", "phone"),
    ("Llámenos al 912 345 678", "phone"),
    ("Hubungi WA 0812-3456-7890 ya", "phone"),
    ("电话：０２１－５８８８９９９９", "phone"),
    ("write to help@lumen-loom.example today", "email"),
    ("write to help (at) lumen-loom.example", "email"),
    ("加微信号：lumenloom88", "contact"),
    ("It was parcel 1Z999AA10123456784", "tracking"),
    ("Tracking number 00340434161094042557", "tracking"),
    ("快递单号 SF1402938475610", "tracking"),
    ("nomor resi JP1234567890 sudah dikirim", "tracking"),
    ("Your card 4242 4242 4242 4242 was charged", "card"),
    ("The money went to DE89 3704 0044 0532 0130 00", "card"),
    ("the card ending in 4242", "card"),
    ("You paid €148.00 for it", "price"),
    ("Usted pagó 148,00 €", "price"),
    ("We hope your illness is over", "health"),
    ("希望您的病情好转", "health"),
    ("Dear Mrs. Holloway, sorry", "name"),
    ("Sehr geehrte Frau Brinkmann, sorry", "name"),
]


@pytest.mark.parametrize(("text", "kind"), PRIVATE)
def test_private_data_is_found(text, kind):
    assert kind in kinds(text)


def test_the_orders_own_number_and_total_are_private():
    assert "order" in kinds("It was 26-09114.", number="26-09114")
    assert "price" in kinds("For €148.00 it should be whole.", total=Money(14800, "EUR"))
    assert "price" not in kinds("We will refund €148.00 today.", total=Money(14800, "EUR"))


@pytest.mark.parametrize(
    "text",
    [
        "We replaced it on 5 May",
        "We posted it on 2026-05-05 and again on 12.05.2026",
        "The lamp is 120 x 45 cm and weighs 1200 g",
        "In 2026 we sold 1 250 000 of them",
        "We are here from 9 to 17 and reply within 24 hours",
        "Two of 305 shades cracked this year",
        "We will refund €20.00 of it",
        "Your order of 12 March arrived late",
        "The order from 2026 is on its way",
        "It comes in 3 sizes: 20, 30 and 40 cm",
        "We found it in 5 boxes, 12 lamps each",
        "Thank you, Ann, for the photos",
        "Wir haben es am 5. Mai ersetzt",
        "Lo cambiamos el 5 de mayo",
        "Мы заменили её 5 мая",
        "我们5月5日已经换货",
        "Kami ganti pada 5 Mei",
        "这位女士您好，谢谢您的照片",
        "500瓦、30厘米的灯",
    ],
)
def test_what_is_not_private_is_left_alone(text):
    assert kinds(text, names=("Ann Lee",), number="3382-1107") == set()


def test_the_shops_own_contact_may_stand_in_its_own_place():
    text = "Please write to help@lumen.example."
    assert "RP-PII" not in stops(text, contact="help@lumen.example")
    assert "RP-PII" in stops(text, contact="help@lumen.example", platform="etsy")


# FX32: threats

FX32 = {
    "en": "Delete this lie or we sue",
    "zh-Hans": "删除这条谎言，否则我们将起诉您",
    "zh-Hant": "刪除這則謊言，否則我們將起訴您",
    "ru": "Удалите эту ложь, или мы подадим в суд",
    "es": "Borre esta mentira o le demandamos",
    "id": "Hapus kebohongan ini atau kami tuntut anda",
    "de": "Löschen Sie diese Lüge, sonst verklagen wir Sie, wir können Sie verklagen",
    "pt": "Apague essa mentira ou vamos processar você",
}


@pytest.mark.parametrize("language", FX32)
def test_fx32_a_threat_stops_a_reply(language):
    assert {"RP-THREAT", "US-465-7"} <= stops(FX32[language])


@pytest.mark.parametrize(
    "text",
    [
        "You should have read the description",
        "It is your own fault",
        "您自己没看说明",
        "Вы сами виноваты",
        "Es su culpa",
        "Ini salah anda sendiri",
        "Sie haben offenbar nicht gelesen, selbst schuld",
        "骗子",
        "Лжец",
        "Penipu",
    ],
)
def test_blame_and_insults_stop_a_reply(text):
    assert "RP-THREAT" in stops(text)


@pytest.mark.parametrize(
    "text",
    [
        "It was not your fault at all",
        "You should have received a whole lamp",
        "The throw will lie flat after a wash",
        "We issue a new label today",
        "Our tissue paper was too thin",
        "No fue su culpa",
        "Это не ваша вина",
        "Нам надо было упаковать лучше",
        "这不是您的错",
        "Ini bukan salah anda",
        "Das war nicht Ihre Schuld",
        "The Law of gravity broke the shade",
        "The pursuit of a good finish",
    ],
)
def test_what_is_no_threat_is_left_alone(text):
    assert stops(text) == set()


# FX33: trading

FX33 = {
    "en": "Change to 5 stars and we refund",
    "zh-Hans": "把评价改成五星，我们就退款给您",
    "zh-Hant": "把評價改成五星，我們就退款給您",
    "ru": "Измените оценку на 5 звёзд, и мы вернём деньги",
    "es": "Cambie su reseña a 5 estrellas y le reembolsamos",
    "id": "Ubah ulasan jadi bintang 5, nanti kami refund",
    "de": "Für 5 Sterne erstatten wir Ihnen die Hälfte",
    "pt": "Altere sua avaliação para 5 estrelas e ganhe um cupom",
}


@pytest.mark.parametrize("language", FX33)
@pytest.mark.parametrize(
    ("platform", "rule"),
    [
        ("ebay", "EBAY-EXTORT"),
        ("google", "GOOG-INCENT"),
        ("etsy", "ETSY-INCENT"),
        ("amazon", "AMZ-NOPAY"),
        ("trustpilot", "TP-INCENT"),
        ("ozon", "WB-OZON-PAY"),
        ("taobao", "CN-PLAT"),
    ],
)
def test_fx33_trading_for_stars_stops_a_reply(language, platform, rule):
    assert {"RP-TRADE", rule} <= stops(FX33[language], platform=platform)


@pytest.mark.parametrize(
    "text",
    [
        "Remove your review and we refund",
        "Please delete the review. Then we send you a voucher.",
        "A coupon waits for everybody who leaves a positive review",
        "删除差评，返现10元",
        "给好评返红包",
        "Удалите отзыв. Тогда мы вернём деньги.",
        "Elimine la opinión. Entonces le devolvemos el dinero.",
        "Hapus ulasan. Nanti kami kembalikan uang.",
    ],
)
def test_other_ways_to_trade(text):
    assert "RP-TRADE" in stops(text)


@pytest.mark.parametrize(
    "text",
    [
        "We refunded you yesterday. If you are satisfied, it is possible to update or remove the review.",
        "Thank you for the 5 stars, the refund of the postage was the least we could do.",
        "We have sent the refund. Thank you for your review.",
        "Your refund is on its way, whatever you write.",
        "感谢您的评价，退款已经安排。",
        "Спасибо за отзыв. Возврат уже оформлен.",
        "Gracias por su reseña. El reembolso está en camino.",
        "Terima kasih atas ulasan anda. Refund sudah dikirim.",
        "You need not change your review; the voucher is yours anyway.",
    ],
)
def test_a_remedy_without_a_trade_is_left_alone(text):
    assert "RP-TRADE" not in stops(text)


@pytest.mark.parametrize(
    ("platform", "rule", "severity"),
    [
        ("own", "RP-REVISE", "WARN"),
        ("amazon", "RP-AMZ-CONTACT", "BLOCK"),
        ("trustpilot", "TP-REVISE", "BLOCK"),
        ("ebay", "EBAY-REVISE", "INFO"),
    ],
)
def test_asking_for_another_rating_by_platform(platform, rule, severity):
    assert (rule, severity) in hits("Please update your review.", platform=platform)
    assert (rule, severity) not in hits("If you like, you may update your review.", platform=platform)


# FX34 to FX36


@pytest.mark.parametrize(
    ("values", "fires"),
    [
        ({"stars": 2, "days": 20}, True),
        ({"stars": 2, "days": 101}, False),
        ({"stars": 2, "days": 20, "solved": True}, False),
        ({"stars": 5, "days": 20}, False),
        ({"stars": 2, "days": 20, "replied": True}, False),
        ({"stars": 2, "days": 20, "platform": "ebay"}, False),
    ],
)
def test_fx34_an_etsy_reply_closes_the_review(values, fires):
    found = hits(CALM, **({"platform": "etsy"} | values))
    assert (("ETSY-LOCK", "WARN") in found) == fires


def test_fx34_is_told_before_a_word_is_written():
    assert ("ETSY-LOCK", "WARN") in hits("", platform="etsy", stars=2, days=20)


@pytest.mark.parametrize("language", FX31)
def test_fx35_identical_text_a_third_time(language):
    text = FX31[language][0]
    twice = (SentReply(text, "2026-07-01"), SentReply(f" {text.upper()} ", "2026-07-10"))
    assert ("RP-AI", "WARN") in hits(text, earlier=twice)
    assert "RP-AI" not in rules(text, earlier=twice[:1])
    assert "RP-AI" not in rules(text, earlier=(twice[0], SentReply(text, "2026-06-01")))


def test_nearly_the_same_as_a_last_reply():
    other = CALM.replace("shade", "base")
    assert "RP-SAME" in rules(CALM, earlier=(SentReply(other, "2026-07-01"),))
    assert "RP-SAME" not in rules(CALM, earlier=(SentReply("We are glad you like the throw.", "2026-07-01"),))
    assert "RP-SAME" not in rules(CALM, stars=5, earlier=(SentReply(CALM, "2026-07-01"),))


@pytest.mark.parametrize(
    ("hours", "stars", "code", "severity"),
    [
        (72, 1, "late", "WARN"),
        (8 * 24, 1, "overdue", "WARN"),
        (31, 1, "due", "INFO"),
        (12, 1, None, None),
        (72, 5, None, None),
    ],
)
def test_fx36_how_long_a_review_waits(hours, stars, code, severity):
    found = [(one.code, one.severity) for one in check("", facts(hours=hours, stars=stars)) if one.rule == "RP-TIME"]
    assert found == ([(code, severity)] if code else [])


# Promises


@pytest.mark.parametrize(
    ("text", "kind", "amount", "due"),
    [
        ("We will also refund €20.00 of your order.", "refund", 2000, None),
        ("We will send you a new shade by Saturday.", "replacement", None, "2026-07-18"),
        ("It will be with you on 20 July.", "answer", None, "2026-07-20"),
        ("我们会在周六前给您补发。", "replacement", None, "2026-07-18"),
        ("我们会退您20元。", "refund", 2000, None),
        ("Мы вернём вам деньги до пятницы.", "refund", None, "2026-07-17"),
        ("Le enviaremos una nueva antes del 20 de julio.", "replacement", None, "2026-07-20"),
        ("Kami akan kirim yang baru besok.", "replacement", None, "2026-07-17"),
        ("Wir erstatten Ihnen 20,00 € bis Montag.", "refund", 2000, "2026-07-20"),
    ],
)
def test_a_promise_without_a_case_warns(text, kind, amount, due):
    (found,) = [one for one in check(text, facts()) if one.rule == "RP-PROMISE"]
    assert found.severity == "WARN"
    assert found.promise is not None
    assert (found.promise.kind, found.promise.due_on) == (kind, due)
    assert (found.promise.amount.minor if found.promise.amount else None) == amount


def test_a_recorded_promise_is_fine():
    text = "A new shade left today and will be with you by Saturday. We will refund €20.00."
    recorded = (PromiseOnCase("replacement", None, "2026-07-18"), PromiseOnCase("refund", Money(2000, "EUR")))
    assert "RP-PROMISE" not in rules(text, case=123, promises=recorded)
    (only,) = [one for one in check(text, facts(case=123, promises=recorded[:1])) if one.rule == "RP-PROMISE"]
    assert only.sentence == "€20.00 refund is not recorded on case 123"
    assert text[slice(*only.span)] == "We will refund €20.00."
    assert "RP-PROMISE" in rules("We will refund €25.00.", case=123, promises=recorded)


@pytest.mark.parametrize(
    "text",
    [
        "We replaced it on 5 May",
        "We refunded you last week",
        "Our refund policy is in the listing",
        "It arrived late on Monday",
        "Мы вернули деньги в мае",
        "我们已经退款",
        "Ya recibió el reembolso en mayo",
    ],
)
def test_what_is_past_is_no_promise(text):
    assert "RP-PROMISE" not in rules(text)


# Structure, tone, length


def test_a_calm_whole_reply_passes():
    found = check(CALM, facts())
    assert {one.severity for one in found} == {"FINE"}
    assert {one.code for one in found} == {"structure", "looked", "length"}


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, contact us",
        "We are very sorry about this, please contact our shop team today",
        "抱歉，请联系我们",
        "Извините, напишите нам",
        "Lo sentimos, contacte con nosotros",
        "Maaf, silakan hubungi kami",
    ],
)
def test_a_stub_is_too_general(text):
    found = [one for one in check(text, facts()) if one.code == "generic"]
    assert [one.severity for one in found] == ["INFO"]
    assert "generic" not in {one.code for one in check(text, facts(stars=5))}


def test_what_is_missing_is_named():
    text = "Thank you for writing to our little shop about the lovely order you made with us in the spring.\n– Mara"
    (found,) = [one for one in check(text, facts()) if one.code == "missing"]
    assert found.sentence == "Missing: that you are sorry, what went wrong, what happens next"
    long = CALM + " It is a lamp." * 40
    assert "long" in {one.code for one in check(long, facts())}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We are sorry!! It is cracked!", "exclamation"),
        ("我们很抱歉！！马上处理！", "exclamation"),
        ("We NEVER send CRACKED lamps", "capitals"),
        ("Sorry, so sorry, we are sorry", "sorry"),
    ],
)
def test_a_loud_tone_is_told(text, code):
    assert code in {one.code for one in check(text, facts()) if one.rule == "RP-TONE"}


def test_lengths_stop_only_where_somebody_read_them():
    text = CALM + " " + "x" * 600
    assert ("RP-LENGTH", "BLOCK") in hits(text, platform="ebay")
    assert "RP-LENGTH" not in rules(text, platform="etsy")
    assert ("RP-LENGTH", "WARN") in hits(text * 2, platform="etsy")
    (fine,) = [one for one in check(CALM, facts(platform="ebay", channel="eBay")) if one.code == "length"]
    assert fine.sentence == f"{len(CALM)} of 500 characters allowed on eBay"
    (house,) = [one for one in check(CALM, facts()) if one.code == "length"]
    assert house.sentence == f"{len(CALM)} of 1,000 characters, our own default for Own shop"
    assert ("RP-LENGTH", "BLOCK") in hits("我" * 1400, platform="google")


# The book


def test_every_rule_has_a_check_a_source_and_a_date():
    known = message_rules()
    assert {rule.check for rule in known} == set(CHECKS)
    for rule in known:
        assert rule.title
        assert rule.source
        assert rule.checked_on <= date(2026, 11, 28)


def test_all_classes_of_words_are_read_ahead():
    named = {key for one in wordlists.languages() for key, value in one.items() if isinstance(value, list)}
    assert named - {"weekdays", "months", "tomorrow"} == set(wordlists.CLASSES)


def test_a_check_takes_less_than_twenty_milliseconds():
    text = (CALM + " Call +49 30 23125 014. We will refund €20.00 by Saturday. ") * 4
    earlier = tuple(SentReply(CALM * 2, "2026-07-01") for _ in range(30))
    check(text, facts(earlier=earlier))
    best = min(_timed(text, earlier) for _ in range(5))
    assert best < 0.02


def _timed(text, earlier):
    start = time.thread_time()  # not the clock on the wall, which counts other programs too
    check(text, facts(earlier=earlier))
    return time.thread_time() - start


# Replies nobody's word lists were written from: tests/rulebook/reply_samples.jsonl, read by tests/rulebook/measure.py

SAMPLES = Path(__file__).parent / "reply_samples.jsonl"


def test_bad_replies_of_every_kind_are_told_and_good_ones_are_not():
    found = [(row, measure.codes(row)) for row in measure.rows([str(SAMPLES)])]
    missed = [row["text"] for row, told in found if row["bad"] and not told]
    wrong = [row["text"] for row, told in found if not row["bad"] and told]
    assert len(missed) <= 0.05 * sum(row["bad"] for row, _told in found), missed
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Call plus four nine one seven six five five three one two", "phone"),
        ("Call \u0660\u0661\u0667\u0666 \u0665\u0665\u0663 \u0661\u0662\u0662\u0669", "phone"),  # Arabic-Indic
        ("Call \u0966\u0967\u096d\u096c \u096b\u096b\u0969 \u0967\u0968\u0968\u096f", "phone"),  # Devanagari
        ("Write to ann (at) shop dot com please", "email"),
        ("Schreiben Sie an ann[ät]shop.de, bitte", "email"),
        ("Write to ann\u200b@sh\u043ep.com please", "email"),  # an invisible sign, a Cyrillic letter
        ("加v：lumen888", "contact"),
        ("Find us @lumen.loom there", "contact"),
        ("See www.lumen-loom.example for more", "contact"),
        ("Change your review and you get a r e f u n d", "trade"),
        ("\u0421hange your review and you get a refund", "trade"),
        ("Take the review down and we pay you 30 dollars", "trade"),
        ("刪掉差評，給您轉五十塊", "trade"),
    ],
)
def test_tricks_of_spelling_do_not_hide_it(text, code):
    found = [one for one in check(text, facts(platform="etsy")) if one.code == code]
    assert [one.severity for one in found][:1] == ["BLOCK"]
    assert found[0].span is not None
    assert 0 <= found[0].span[0] < found[0].span[1] <= len(text)


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Wir bedauern, dass die Lampe nicht ganz ist, und schicken eine neue.", "en", True),
        ("Wir bedauern, dass die Lampe nicht ganz ist, und schicken eine neue.", "de-AT", False),
        ("We are sorry that the lamp broke, and we send a new one.", "ru", True),
        ("很抱歉，灯到的时候碎了，我们今天补发。", "en", True),
        ("很抱歉，灯到的时候碎了，我们今天补发。", "zh-Hant", False),
        ("Danke!", "en", False),
        ("OK, super, top", "de", False),
        ("We are sorry that the lamp broke, and we send a new one.", "", False),
    ],
)
def test_a_reply_in_another_language_than_its_review(text, language, told):
    assert ("language" in {one.code for one in check(text, facts(language=language))}) == told


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("Thank you. The stone base is new.\n– Mara Stone", ("Ann Stone",), False),
        ("Die Lampe ist aus Silber.", ("Anna Silber",), False),
        ("Entschuldigung, Anna Silber, das war unser Fehler.", ("Anna Silber",), True),
        ("We are sorry, Holloway should not wait.", ("Ann Holloway",), True),
        ("We are sorry. Kind regards, Ann Holloway", ("Ann Holloway",), False),
        ("Dear Margaret Whitfield, we are sorry.", (), True),
        ("Dear Margaret, we are sorry.", (), False),
        ("Dear valued customer, we are sorry.", (), False),
        ("Dear Etsy Customer, we are sorry.", (), False),
        ("王丽华女士您好", (), True),
        ("亲爱的女士您好", (), False),
        ("お客様、申し訳ございません", (), False),
    ],
)
def test_names_that_are_the_buyers_and_names_that_are_not(text, names, told):
    assert ("name" in kinds(text, names=names)) == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_programs_own_templates_are_told_nothing(language):
    for one in built_in("replies", language):
        text = filled(one.body, sample_values(REPLY, language))
        told = {found.code for found in check(text, facts(platform="etsy", language=language))}
        assert not told & ABOUT_WORDS, (one.situation, told & ABOUT_WORDS)


def test_what_was_looked_for_is_said_and_nothing_more():
    (looked,) = [one for one in check(CALM, facts()) if one.code == "looked"]
    assert looked.severity == "FINE"
    assert looked.sentence == "None found of: private data, trades for stars, blame, insults, threats"
    assert "looked" not in {one.code for one in check("You are a liar.", facts())}
    (other,) = [one for one in check("ขออภัยที่โคมไฟแตก เราจะส่งให้ใหม่", facts()) if one.code == "looked"]
    assert other.sentence.startswith("There is no word list for this language")
