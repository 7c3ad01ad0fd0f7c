"""The rules an owner corrected, as Settings lists them; and the region of a channel in its form."""

from __future__ import annotations

from functools import partial

from storeapp.channels import queries, service
from storeapp.kernel.targets import OpenPage
from storeapp.qtkit.buttons import Button
from storeapp.qtkit.widgets import Label


def shop_part(program):
    program.navigate(OpenPage("settings"))
    page = program.window.navigation.current
    page.open_target(OpenPage("settings", "shop"))
    return page.parts["shop"]


def press(widget, words):
    next(b for b in widget.findChildren(Button) if b.text() == words or b.accessibleName() == words).click()


def words(widget):
    return [one.text() for one in widget.findChildren(Label)]


def test_a_corrected_rule_is_listed_and_taken_back(program):
    db, path = program.desk.db, "level.0.gate.5.limit"
    shop = shop_part(program)
    assert any(one.startswith("None.") for one in words(shop.rules))
    correct = partial(service.correct_rule, db, "etsy-star-seller", path, "90", "My dashboard")
    program.desk.jobs.write("", lambda _progress: correct())
    assert "90 instead of 95, read in My dashboard" in words(shop.rules)
    name = "Star Seller: Star Seller, Shipped on time with tracking: Limit"
    press(shop.rules, f"Use the rule book's value for {name}")
    with db.read() as conn:
        assert queries.corrections(conn) == ()
    assert program.notices.log[-1].undo


def test_a_channels_region_is_chosen_in_its_form(program):
    shop = shop_part(program)
    press(shop, "Add a channel…")
    shop.form.platform.choose("ebay")
    shop.form.name.setText("eBay")
    shop.form.region.choose("GB")
    shop.form.go.click()
    with program.desk.db.read() as conn:
        assert queries.channels(conn)[0].region == "GB"
