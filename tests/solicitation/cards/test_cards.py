"""Cards in parcels: what stands on them, who gets one, what no card may say, and how they lie on a sheet."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.messages.service import save_template
from storeapp.messages.templates import LANGUAGES, built_in, put_together
from storeapp.rulebook.messages.facts import DraftFacts
from storeapp.solicitation import service
from storeapp.solicitation.cards.layout import LONGEST_LINK, MARK, PAPERS, code_of
from storeapp.solicitation.cards.queries import card_desk, cards_for
from storeapp.solicitation.cards.texts import CARD, CardChecks, link_of, values_for
from storeapp.solicitation.messages.letters import RequestChecks, Sender
from storeapp.store.tables import Channel, Customer

NOW = datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)
SHOP = Sender("Lumen & Loom", "", "Ann")
LINK = "https://lumen.example/review"
# Where a card may be, and what its code may lead to there.
PLACES = [
    ("own", "Lumen & Loom", "US", "US", LINK), ("own", "Lumen & Loom", "DE", "DE", LINK),
    ("etsy", "Etsy", "US", "US", "https://www.etsy.com/shop/Lumen"), ("ebay", "eBay", "GB", "US", ""),
    ("amazon", "Amazon", "US", "US", "https://www.amazon.com/dp/B001"), ("taobao", "淘宝", "CN", "CN", ""),
    ("ozon", "Ozon", "RU", "RU", ""),
]  # fmt: skip


def checks(platform, buyer, seller, language, link):
    facts = DraftFacts(
        platform=platform,
        today=NOW.date(),
        job="request",
        buyer=buyer,
        seller=seller,
        language=language,
        through="card",
    )
    return CardChecks(RequestChecks(facts), link)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place[0]}-{place[2]}")
def test_every_language_has_a_card_that_passes_every_rule(language, place):
    platform, channel, buyer, seller, link = place
    (template,) = built_in(CARD.id, language)
    text = put_together(CARD, template, values_for(None, channel, link, SHOP), True)
    found = checks(platform, buyer, seller, language, link).findings(text)
    assert [(one.rule, one.sentence) for one in found if one.severity in ("BLOCK", "WARN")] == []
    assert "{" not in text
    assert "  " not in text
    assert channel in text


@pytest.mark.parametrize(
    ("platform", "link", "text", "rules"),
    [
        ("amazon", "", "Scan, review, get $10 gift card", {"AMZ-NOPAY"}),
        ("amazon", "", "If you love it leave 5 stars, if not contact us first", {"AMZ-NEUTRAL"}),
        ("amazon", LINK, "Please tell others honestly how it is.", {"AMZ-INSERT"}),
        ("amazon", "https://amazon.com.lumen.example/dp/1", "Please tell others honestly how it is.", {"AMZ-INSERT"}),
        ("amazon", "", "Please tell others honestly how it is. Call +1 415 555 0100", {"AMZ-INSERT"}),
        ("amazon", "https://www.amazon.de/dp/1", "Please tell others honestly how it is.", set()),
        ("walmart", "", "Please tell others honestly how it is.", {"WMT"}),
        ("wildberries", "", "Кешбэк 100 руб за отзыв", {"WB-OZON-PAY"}),
        ("taobao", "", "五星好评返现5元", {"CN-PLAT"}),
        ("own", LINK, "Please tell others honestly how it is.", set()),
    ],
)
def test_what_a_card_may_not_say_is_stopped(platform, link, text, rules):
    found = checks(platform, "US", "US", "en", link).findings(text)
    stopped = {one.rule for one in found if one.severity == "BLOCK"}
    assert rules <= stopped, stopped
    assert bool(rules) == bool(stopped)


def test_a_finding_about_the_code_has_no_place_in_the_text():
    text = "Please tell others honestly how it is."
    (found,) = (one for one in checks("amazon", "US", "US", "en", LINK).findings(text) if one.rule == "AMZ-INSERT")
    assert found.span is None
    assert found.way == ""


@pytest.mark.parametrize(
    ("page", "shop", "number", "leads"),
    [
        ("https://a.example/r/{number}", "https://a.example", "10493", "https://a.example/r/10493"),
        ("https://a.example/r/{number}", "https://a.example", "", "https://a.example"),
        ("https://a.example/r/{number}", "", "", ""),
        ("", "https://a.example", "10493", "https://a.example"),
        ("", "", "10493", ""),
    ],
)
def test_where_the_code_leads(page, shop, number, leads):
    assert link_of(page, shop, number) == leads


def test_the_code_holds_the_address_and_refuses_one_that_no_camera_reads():
    small, large = code_of("https://a.example"), code_of("https://a.example/" + "x" * 100)
    assert len(small) == len(small[0]) < len(large)
    assert small[0][:7] == (True,) * 7  # the corner by which it is found
    with pytest.raises(UserError, match=str(LONGEST_LINK)):
        code_of("https://a.example/" + "x" * LONGEST_LINK)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)
def test_four_cards_fill_a_sheet_and_no_mark_stands_inside_one(paper):
    wide, high = paper.card
    covered = {(x, y, round(x + wide, 3), round(y + high, 3)) for x, y in paper.places}
    assert len(covered) == 4
    assert max(one[2] for one in covered) == pytest.approx(paper.wide)
    assert max(one[3] for one in covered) == pytest.approx(paper.high)
    for x1, y1, x2, y2 in paper.marks():
        assert x1 == x2 == wide or y1 == y2 == high
        assert abs(x2 - x1) + abs(y2 - y1) == pytest.approx(MARK)
    assert PAPERS[0].card == (105.0, 148.5)


@pytest.fixture
def orders(db, make, clock):
    """One to be packed, one without an address, one just asked, one canceled, one who wants no messages, on Etsy."""
    clock.at = NOW
    etsy = make.channel(platform="etsy", name="Lumen on Etsy", time_zone="UTC", region="US")
    with db.write("Named") as tx:
        tx.update(Channel, etsy, url="https://www.etsy.com/shop/Lumen")
    made = {"channel": etsy}
    for name, status, more in (
        ("packed", "paid", {}),
        ("asked", "delivered", {"delivered_on": "2026-07-01"}),
        ("canceled", "canceled", {}),
        ("quiet", "paid", {}),
    ):
        buyer = make.customer(name=f"{name.title()} Lee", country="DE", language="de", email=f"{name}@buyer.example")
        made[name] = make.order(
            channel_id=etsy, customer_id=buyer, number=f"N-{name}", status=status, placed_on="2026-06-20",
            paid_on="2026-06-20", ship_country="DE", **more,
        )  # fmt: skip
        make.line(made[name], title="Walnut lamp")
        if name == "quiet":
            with db.write("Told") as tx:
                tx.update(Customer, buyer, do_not_contact=1)
    service.refresh(db)
    service.mark_sent(db, [made["asked"]])
    return made


def cards(db, orders):
    with db.read() as conn:
        return cards_for(conn, orders, NOW, Progress())


def test_each_order_gets_its_card_in_the_buyers_language_or_a_reason(db, orders):
    wanted = [orders[name] for name in ("packed", "asked", "canceled", "quiet")]
    found = cards(db, [*wanted, orders["packed"], 9999])
    (card,) = found.cards
    assert (card.order_id, card.number, card.language) == (orders["packed"], "N-packed", "de")
    assert card.link == "https://www.etsy.com/shop/Lumen"
    assert "Packed" in card.text
    assert "N-packed" in card.text
    assert "auf Etsy" in card.text
    assert {order for order, _why in found.left} == {*wanted[1:], 9999}
    assert all(why for _order, why in found.left)


def test_the_owners_template_comes_first_and_is_held_against_the_rules(db, orders):
    save_template(db, CARD, None, "de", "card", "Mine", "Danke {{ first_name }}! Ehrlich bewerten, gut oder schlecht.")
    assert cards(db, [orders["packed"]]).cards[0].text == "Danke Packed! Ehrlich bewerten, gut oder schlecht."
    with db.read() as conn:
        desk, english = (card_desk(conn, orders["channel"], language, NOW) for language in ("de", ""))
    assert desk.text.endswith("! Ehrlich bewerten, gut oder schlecht.")
    assert english.context.language == "en"  # most buyers of a shop in the US
    assert desk.card("x").link == english.link == "https://www.etsy.com/shop/Lumen"


def test_a_template_that_a_rule_stops_makes_no_card(db, orders):
    save_template(db, CARD, None, "de", "card", "Bad", "Danke! 5 Sterne und Sie bekommen 10 Euro Gutschein.")
    found = cards(db, [orders["packed"]])
    assert found.cards == ()
    assert found.left[0][0] == orders["packed"]


def test_a_channel_that_is_gone_has_no_card(db):
    with db.read() as conn:
        assert card_desk(conn, 99, "en", NOW) is None
