"""Sentences that buyers write and the names they have, by language: none of them comes from the lists we count."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

SENTENCES = {
    "tr": (
        "Ürün çok güzel, teşekkürler|Kargo geç geldi ama satıcı ilgiliydi|"
        "Bardağın kulpu kırılmış, değiştirdiler|İpek şal tam istediğim gibi|"
        "Paketleme özenliydi|Gülşah Yıldız|Çağrı Öztürk|Işıl Doğan|Şükrü Aydın|"
        "Eskişehir|Muğla|Diyarbakır"
    ),
    "el": (
        "Πολύ ωραίο προϊόν, ευχαριστώ|Η παράδοση άργησε λίγο|"
        "Το ποτήρι έφτασε σπασμένο|Άψογη εξυπηρέτηση και συσκευασία|"
        "Γιώργος Παπαδόπουλος|Ελένη Κωνσταντίνου|Θεσσαλονίκη|Ηράκλειο|Πάτρα"
    ),
    "he": (
        "מוצר נהדר, תודה רבה|המשלוח הגיע באיחור|הכוס הגיעה שבורה|"
        "שירות מעולה ואריזה יפה|דוד לוי|רחל כהן|תל אביב|ירושלים|באר שבע"
    ),
    "ar": (
        "المنتج جميل جدا شكرا لكم|تأخر الشحن قليلا|وصل الكوب مكسورا|"
        "خدمة ممتازة وتغليف أنيق|محمد العلي|فاطمة الزهراء|القاهرة|الرياض|"
        "الدار البيضاء"
    ),
    "ru": (
        "Отличный товар, спасибо продавцу|Доставка задержалась на неделю|"
        "Чашка пришла разбитой|Упаковано надёжно, рекомендую|Анна Соколова|"
        "Дмитрий Щербаков|Екатеринбург|Нижний Новгород"
    ),
    "uk": (
        "Чудовий товар, дякую продавцеві|Доставка затрималася на тиждень|"
        "Горнятко приїхало розбите|Її подарунок сподобався|Олена Ковальчук|"
        "Андрій Гнатюк|Київ|Вінниця"
    ),
    "bg": (
        "Страхотен продукт, благодаря|Пратката закъсня с една седмица|"
        "Чашата пристигна счупена|Много любезно обслужване|Георги Димитров|"
        "Пловдив|Велико Търново"
    ),
    "pl": (
        "Świetny produkt, dziękuję|Przesyłka przyszła później niż obiecano|"
        "Kubek był stłuczony, ale sprzedawca wymienił|"
        "Łatwy kontakt, gorąco polecam|Małgorzata Wójcik|Paweł Zieliński|Łódź|"
        "Gdańsk|Kraków|Wrocław"
    ),
    "cs": (
        "Skvělé zboží, děkuji|Zásilka přišla pozdě|Hrneček dorazil rozbitý|"
        "Příjemná komunikace, doporučuji|Jiří Dvořák|Markéta Šimková|Plzeň|"
        "České Budějovice|Ústí nad Labem"
    ),
    "sk": (
        "Výborný tovar, ďakujem|Zásielka meškala týždeň|Hrnček prišiel rozbitý|"
        "Ľubica Šťastná|Peter Žiak|Košice|Banská Štiavnica|Vďačne odporúčam"
    ),
    "hu": (
        "Gyönyörű termék, köszönöm szépen|A csomag később érkezett|"
        "A bögre törötten jött meg|Gyors ügyintézés, ajánlom mindenkinek|"
        "Szűcs Gergő|Nagy Zsófia|Győr|Székesfehérvár|Hódmezővásárhely"
    ),
    "ro": (
        "Produs foarte frumos, mulţumesc|Coletul a întârziat o săptămână|"
        "Cana a ajuns spartă|Ambalat cu grijă, recomand|Ştefan Ionescu|"
        "Bucureşti|Iaşi|Târgu Mureş"
    ),
    "hr": (
        "Predivan proizvod, puno hvala|Pošiljka je kasnila tjedan dana|"
        "Šalica je stigla razbijena|Željka Horvatić|Ivan Đurić|Šibenik|Požega|"
        "Čakovec"
    ),
    "de": (
        "Wunderschöne Tasse, vielen Dank|Lieferung kam später als angekündigt|"
        "Die Schüssel war leider zerbrochen|Größe passt, gerne wieder|"
        "Jürgen Groß|Käthe Schröder|München|Düsseldorf|Köln|Gießen"
    ),
    "fr": (
        "Très beau produit, merci beaucoup|"
        "La livraison a été retardée d’une semaine|La tasse est arrivée cassée|"
        "Emballage soigné, à recommander|François Lefèvre|Zoé Bénard|Orléans|"
        "Besançon|Nîmes"
    ),
    "es": (
        "Un producto precioso, muchas gracias|"
        "El envío llegó más tarde de lo prometido|"
        "La taza venía rota, qué lástima|¡Atención rápida y cariñosa!|"
        "Begoña Muñoz|José Ángel Peña|Córdoba|A Coruña"
    ),
    "pt": (
        "Produto lindíssimo, muito obrigado|"
        "A encomenda não chegou na data combinada|"
        "A caneca veio quebrada, mas a devolução foi fácil|Ótima comunicação|"
        "João Conceição|Inês Simões|São Paulo|Brasília|Évora"
    ),
    "it": (
        "Bellissimo, è proprio come nella foto|"
        "La qualità è ottima, però la spedizione è lenta|"
        "Più piccolo di quanto pensassi|Niccolò Ferrà|Forlì|Cantù|L’Aquila"
    ),
    "sv": (
        "Jättefin mugg, tack så mycket|Paketet kom försenat|"
        "Koppen var trasig när den kom fram|"
        "Mycket välgjord och snygg förpackning|Åsa Sjöström|Björn Öberg|Malmö|"
        "Västerås|Örebro"
    ),
    "da": (
        "Rigtig flot kop, tusind tak|Pakken kom en uge for sent|"
        "Skålen gik i stykker på vejen|Søren Kjær|Ålborg|Helsingør|Næstved"
    ),
    "fi": (
        "Todella kaunis tuote, kiitos|Lähetys myöhästyi viikolla|"
        "Kuppi oli särkynyt matkalla|Päivi Hämäläinen|Jyväskylä|Seinäjoki"
    ),
    "is": (
        "Mjög falleg vara, takk fyrir|"
        "Sendingin kom seint en það var í góðu lagi|Bollinn brotnaði á leiðinni|"
        "Þórunn Guðmundsdóttir|Sigurður Ægisson|Reykjavík|Hafnarfjörður"
    ),
    "lt": (
        "Labai gražus puodelis, ačiū|Siunta vėlavo savaitę|"
        "Puodelis atvyko sudužęs|Šiauliai|Panevėžys|Živilė Žukauskienė|"
        "Rūta Čepaitė"
    ),
    "lv": (
        "Ļoti skaista krūze, paldies|Sūtījums kavējās nedēļu|"
        "Krūzīte pienāca saplīsusi|Jānis Bērziņš|Rēzekne|Jūrmala|"
        "Kristīne Kļaviņa"
    ),
    "vi": (
        "Sản phẩm rất đẹp, cảm ơn shop|"
        "Giao hàng hơi chậm nhưng đóng gói cẩn thận|Cốc bị vỡ khi nhận|"
        "Nguyễn Thị Hồng|Trần Văn Đức|Hà Nội|Đà Nẵng"
    ),
    "th": ("สินค้าสวยมาก ขอบคุณค่ะ|จัดส่งช้าไปหน่อย|แก้วแตกตอนได้รับของ|สมชาย ใจดี|กรุงเทพมหานคร|เชียงใหม่"),
    "zh": (
        "质量很好，包装也很用心，谢谢卖家|物流有点慢，等了一个星期|收到的时候杯子碎了|颜色和图片不一样，退货了|李秀英|欧阳晓峰|杭州市西湖区|"
        "深圳市"
    ),
    "zh_Hant": (
        "品質很好，包裝也很用心，謝謝賣家|物流有點慢，等了一個星期|收到的時候杯子碎了|"
        "顏色跟圖片不一樣|陳淑芬|歐陽曉峰|臺北市大安區|高雄市"
    ),
    "ja": (
        "とても素敵な商品でした。ありがとうございます|発送が少し遅かったです|カップが割れて届きました|"
        "丁寧な梱包に感謝します|佐々木 健|"
        "渡辺 美咲|横浜市|さいたま市"
    ),
    "ko": (
        "상품이 정말 예쁘고 포장도 꼼꼼해요|배송이 조금 늦었습니다|컵이 깨져서 도착했어요|"
        "감사합니다 추천해요|김민수|박서연|서울특별시|"
        "부산광역시"
    ),
}
PAGES = {
    "cp1252": "de fr es pt it sv da fi is", "cp1250": "pl cs sk hu ro hr", "cp1251": "ru uk bg", "cp1253": "el",
    "cp1254": "tr", "cp1255": "he", "cp1256": "ar", "cp1257": "lt lv", "cp1258": "vi", "cp874": "th", "gb18030": "zh",
    "big5": "zh_Hant", "cp932": "ja", "cp949": "ko", "mac_roman": "de fr es pt it sv da fi", "mac_latin2": "pl cs hu",
    "mac_cyrillic": "ru", "mac_greek": "el", "mac_turkish": "tr", "cp850": "de fr es", "cp852": "pl cs", "cp866": "ru",
    "koi8_r": "ru", "iso8859_2": "pl cs", "euc_jp": "ja",
}  # fmt: skip
GOODS = ("Mug", "Linen scarf", "Lamp no. 4", "Silver ring", "Notebook A5")


@dataclass(frozen=True, slots=True)
class Written:
    """A file in a code page: its bytes, and the texts that must be read in it."""

    page: str
    language: str
    content: bytes
    texts: tuple[str, ...]


def written(rows: int, rounds: int, seed: int = 8) -> Iterator[Written]:
    """Files of reviews with so many rows, several for each page and language that can be written in it."""
    dice = Random(seed)
    for page, names in PAGES.items():
        for language in names.split():
            pool = [text for text in SENTENCES[language].split("|") if _writable(text, page)]
            for _ in range(rounds):
                texts = tuple(dice.choice(pool) for _row in range(rows))
                lines = ["Order number,Product,Rating,Review,Date"]
                lines += [
                    f'{dice.randrange(1000, 99999)},{dice.choice(GOODS)},{n % 5 + 1},"{text}",2026-03-{n % 28 + 1:02d}'
                    for n, text in enumerate(texts)
                ]
                content = _encoded("\r\n".join(lines), page)
                if any(byte > 0x7F for byte in content):
                    yield Written(page, language, content, texts)


def _encoded(text: str, page: str) -> bytes:
    """Vietnamese pages write some accents as a mark after the letter."""
    if page != "cp1258":
        return text.encode(page)
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode(page)
        except UnicodeEncodeError:
            first, *marks = unicodedata.normalize("NFD", letter)
            # a base letter keeps its circumflex, breve or horn; the tone stands behind it
            tone = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
            rest = unicodedata.normalize("NFC", first + "".join(mark for mark in marks if mark not in tone))
            out += (rest + "".join(tone)).encode(page)
    return bytes(out)


def _writable(text: str, page: str) -> bool:
    try:
        _encoded(text, page)
    except UnicodeEncodeError:
        return False
    return True
