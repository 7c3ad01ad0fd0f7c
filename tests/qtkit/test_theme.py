"""The look: contrast of every text colour, live switching, text scale, channels, fonts; icons exist and are tinted."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from storeapp.kernel.paths import resource
from storeapp.qtkit import icons
from storeapp.qtkit.buttons import Button
from storeapp.qtkit.labels import Label
from storeapp.qtkit.theme import ROLES, Look

SURFACES = ("window", "surface", "sidebar", "raised", "hover")
SOFT = ("positive", "warning", "negative", "info", "accent")


def luminance(color: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark"])
def either(request, qapp):
    theme = Look(request.param)
    theme.apply(qapp)
    yield theme
    Look("light").apply(qapp)


def test_every_text_can_be_read_on_every_surface(either):
    pairs = [(text, ground) for text in ("text", "text-2", "muted") for ground in SURFACES]
    pairs += [(text, f"{kind}-soft") for kind in SOFT for text in (kind, "text")]
    pairs += [("on-accent", "accent"), ("on-accent", "accent-hover"), ("accent", "surface"), ("negative", "surface")]
    pairs += [("text-2", "accent-soft"), ("muted", "accent-soft"), ("text-2", "warning-soft"), ("accent", "window")]
    weak = [(text, ground, round(contrast(either.color(text), either.color(ground)), 2)) for text, ground in pairs]
    assert [pair for pair in weak if pair[2] < 4.5] == []


def test_letters_of_every_channel_can_be_read(either):
    platforms = ("own", "etsy", "ebay", "amazon", "taobao", "shopify", "olist", "x", "some market", "")
    marks = [either.channel(platform) for platform in platforms]
    assert [mark.letters for mark in marks if contrast(mark.ink, mark.soft) < 4.5] == []
    assert all(1 <= len(mark.letters) <= 2 for mark in marks)
    assert either.channel("some market") == either.channel("some market")


def test_both_schemes_know_the_same_tokens(qapp):
    assert set(Look("light").tokens()) == set(Look("dark").tokens())
    Look("light")


def test_switching_recolours_what_is_already_there(look, qtbot):
    label, button = Label("Today", tone="muted"), Button("Save")
    qtbot.addWidget(label)
    qtbot.addWidget(button)
    label.show()
    before = label.palette().color(QPalette.ColorRole.WindowText)
    small = button.sizeHint()
    look.choose("dark")
    assert label.palette().color(QPalette.ColorRole.WindowText) == look.color("muted") != before
    look.choose(text_scale=200)
    assert label.font().pixelSize() == 26
    assert button.sizeHint().height() == 2 * small.height()
    look.choose("light", text_scale=100)
    assert label.font().pixelSize() == 13


def test_the_scale_stays_between_one_and_two(look):
    look.choose(text_scale=900)
    assert look.scale == 2.0
    look.choose(text_scale=10)
    assert look.scale == 1.0


def test_the_bundled_font_is_used_in_its_three_weights(look):
    assert all(QFontInfo(look.font(role)).family() == "Inter" for role in ROLES if role != "mono")
    assert {weight for _size, _line, weight in ROLES.values()} <= {400, 500, 600}
    assert look.metrics("body").horizontalAdvance("1111") == look.metrics("body").horizontalAdvance("8888")


def test_every_icon_named_in_the_code_exists_and_takes_its_colour(look):
    known = set(icons.names())
    code = resource("..", "storeapp").resolve()
    named = set()
    for file in code.rglob("*.py"):
        source = file.read_text("utf-8")
        named |= set(re.findall(r'icons?\.(?:paint|pixmap|icon)\((?:painter, )?"([a-z-]+)"', source))
        named |= set(re.findall(r'\b(?:ICON(?::[^=]*)?|icon)\s*=\s*"([a-z-]+)"', source))
    assert named - known == set()
    picture = icons.pixmap("check", 16, QColor("#ff0000"), 2.0).toImage()
    inked = {
        picture.pixelColor(x, y).name() for x in range(32) for y in range(32) if picture.pixelColor(x, y).alpha() > 200
    }
    assert inked == {"#ff0000"}
    with pytest.raises(KeyError):
        icons.pixmap("no-such-icon", 16, QColor("red"))


def test_icons_are_one_colour_on_a_grid_of_24():
    for name in icons.names():
        svg = resource("icons", f"{name}.svg").read_text("utf-8")
        assert set(re.findall(r"#[0-9a-fA-F]{3,6}", svg)) == {"#000"}, name
        assert 'viewBox="0 0 24 24"' in svg or name == "star-fill"


def test_the_desktops_scheme_is_followed_only_if_the_owner_wants_it(qapp, qtbot):
    hints = qapp.styleHints()
    theme = Look("light")
    theme.apply(qapp)
    heard = []
    theme.changed.connect(lambda: heard.append(theme.dark))
    theme.choose("dark")
    theme.choose("system")
    theme._follow()
    assert theme.dark == (hints.colorScheme() == Qt.ColorScheme.Dark)
    theme.choose("light")
    assert heard[0] is True
    assert heard[-1] is False


def test_a_dressed_window_wears_the_sheet_and_its_dialogs_with_it(qtbot, qapp):
    theme = Look("light")
    theme.apply(qapp, wear=False)
    assert qapp.styleSheet() == ""
    window, field = QWidget(), QLineEdit()
    theme.dress(window)
    QVBoxLayout(window).addWidget(field)
    field.ensurePolished()
    assert field.sizeHint().height() == theme.px(32)
    dialog = QDialog(window)
    inner = QLineEdit(dialog)
    inner.ensurePolished()
    assert inner.sizeHint().height() == field.sizeHint().height()
    theme.choose("dark")
    assert theme.hex("accent") in window.styleSheet()
    assert qapp.styleSheet() == ""
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    theme.choose("light")  # the window is gone, nobody is left to wear it
    Look("light").apply(qapp)
