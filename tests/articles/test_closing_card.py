"""The closing card: drawn in a process of its own, read by a code reader's rules, never cut, stopped by a rule."""

from __future__ import annotations

import pytest
import segno
from PIL import Image

from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.service import new_article
from storeapp.articles.library.queries import pictures
from storeapp.articles.library.rules import with_card
from storeapp.articles.library.service import add_pictures
from storeapp.articles.publishing.closing_card import (
    LONGEST,
    CardFields,
    card_item,
    card_offer,
    checked_card,
    make_card,
    shown_address,
)
from storeapp.articles.publishing.formats import ArticleCopy, PictureLooks, save_folder
from storeapp.articles.publishing.queries import targets
from storeapp.evidence.card_drawing import _pieces
from storeapp.evidence.picture_fonts import font_for
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress

_WIDE_FONT = font_for("灯")
ADDRESS = "https://www.lumen.example/shop?utm=x"
FIELDS = CardFields("Every shade is tried at a desk before it leaves us.", "Lumen & Loom", ADDRESS)


@pytest.fixture
def care(db):
    """An article."""
    return new_article(db, ArticleFields("Care", "en", "", "# Care\n\nUnplug it.")).value


@pytest.fixture
def made(db, clock, care):
    """The card in the library; gives the item's id and its picture."""
    prepared = make_card(db, care, FIELDS, clock, Progress())
    (item,) = add_pictures(db, prepared, card_item(FIELDS)).value
    with db.read() as conn:
        return item, pictures(conn, db.place.folder, [item])[item]


def opened(place):
    with Image.open(place) as image:
        return image.convert("L")


def modules_in(place):
    """The modules of the code as they stand in the picture, as rows of 0 and 1."""
    image = opened(place).crop((540, 20, 1080, 560))
    left, top, right, _low = image.point(lambda light: 255 if light == 0 else 0).getbbox()
    code = segno.make_qr(ADDRESS, error="m", boost_error=True)
    size = (right - left) // len(code.matrix)
    half = size // 2
    found = [
        [int(image.getpixel((left + size * x + half, top + size * y + half)) == 0) for x in range(len(row))]
        for y, row in enumerate(code.matrix)
    ]
    return found, [[int(one) for one in row] for row in code.matrix]


def test_the_code_on_the_card_is_the_address(made):
    found, wanted = modules_in(made[1].file)
    assert found == wanted
    assert opened(made[1].file).size == (1080, 560)


def test_the_same_card_again_is_the_same_item(db, clock, care, made):
    prepared = make_card(db, care, FIELDS, clock, Progress())
    assert add_pictures(db, prepared, card_item(FIELDS)).value == (made[0],)
    text = with_card("# Care\n\nUnplug it.", f"![card](picture:{made[0]})")
    assert text.endswith(f"it.\n\n![card](picture:{made[0]})\n")
    assert with_card(text, f"![card](picture:{made[0]})") == text
    assert with_card("", "x") == "x\n"


def test_a_card_is_never_cut_nor_marked(db, made, tmp_path):
    body = f"# Care\n\n![card](picture:{made[0]})"
    with db.read() as conn:
        lead = targets(conn, db.place.folder, body, "site")
    out = save_folder(
        tmp_path, ArticleCopy("Care", body), lead, db.clock.now(), Progress(), PictureLooks(1000, 1.0, "mark")
    )
    (picture,) = (out / "images").iterdir()
    assert opened(picture).size == (1000, 519)


def test_a_rule_stops_its_sentence(db, clock):
    number = new_article(db, ArticleFields("灯", "zh-Hans", "", "这盏灯可以调光。", country="CN")).value
    with pytest.raises(UserError, match="A rule stops"):
        make_card(db, number, CardFields("国家级的灯，最佳选择。", "灯语", ADDRESS), clock, Progress())


@pytest.mark.parametrize(
    ("sentence", "name", "address", "why"),
    [
        ("", "Lumen", ADDRESS, "one sentence"),
        ("Good.", " ", ADDRESS, "name"),
        ("Good.", "Lumen", "lumen.example", "https"),
        ("x" * (LONGEST + 1), "Lumen", ADDRESS, "too long"),
    ],
)
def test_what_can_not_be_a_card_is_said(sentence, name, address, why):
    with pytest.raises(UserError, match=why):
        checked_card(CardFields(sentence, name, address))


@pytest.mark.parametrize("sentence", ["每一盏灯罩出厂前都在书桌上试过，坏了终身可换，十年都可以。", "x" * 120])
def test_long_and_chinese_sentences_have_room_or_are_refused(db, clock, care, sentence):
    fields, refused = CardFields(sentence, "灯语" if sentence[0] != "x" else "Lumen", ADDRESS), ""
    try:
        make_card(db, care, fields, clock, Progress()).close()
    except UserError as why:
        refused = why.sentence
    wanted = "too long for a card" if sentence[0] == "x" else "" if _WIDE_FONT else "No font"
    assert wanted in refused
    assert bool(refused) == bool(wanted)


def test_letters_without_a_font_are_refused(db, clock, care):
    with pytest.raises(UserError, match="No font"):
        make_card(db, care, CardFields("ꯃꯤꯇꯩ", "Lumen", ADDRESS), clock, Progress())


def test_lines_break_between_words_and_signs_never_before_a_mark():
    assert _pieces("Try it, now") == ["Try ", "it, ", "now"]
    assert _pieces("试过，可换") == ["试", "过，", "可", "换"]
    assert _pieces("用 LED 灯") == ["用 ", "LED ", "灯"]


def test_what_is_known_is_offered(db, make):
    make.channel(name="Lumen", platform="own", url="https://lumen.example")
    with db.read() as conn:
        offer = card_offer(conn, db.clock.today())
    assert (offer.name, offer.address, offer.sentences) == ("Lumen", "https://lumen.example", ())
    assert shown_address(ADDRESS) == "lumen.example/shop"
