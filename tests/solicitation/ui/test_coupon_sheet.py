"""The sheet of coupons: codes come in by paste and file, are made, and what stands in the way is said."""

from __future__ import annotations

import pytest

from storeapp.qtkit.page import Page
from storeapp.solicitation.ui.coupon_sheet import CodesForm, CouponSheet, MakeForm


class BlankPage(Page):
    """A page with nothing on it."""

    ID = "blank"


@pytest.fixture
def sheet(qtbot, desk):
    page = BlankPage(desk)
    qtbot.addWidget(page)
    page.show()
    made = CouponSheet(page)
    made.open()
    yield made
    made.close()
    page.close_page()
    page.close()


def form(sheet, kind):
    return next(one for one in sheet.children() if isinstance(one, kind) and one.isVisible())


def codes(sheet):
    return [sheet.model.row(place).code for place in range(sheet.model.total())]


def test_codes_are_pasted_once(sheet):
    sheet.paste.click()
    box = form(sheet, CodesForm)
    box.go.click()
    assert box.problem.isVisible()
    box.box.setPlainText("CALM10\ttwo for one\nnot a code\nWARM5")
    box.go.click()
    assert codes(sheet) == ["CALM10", "WARM5"]
    assert "Row 2" in sheet.problem.label.text()
    sheet.paste.click()
    box = form(sheet, CodesForm)
    box.box.setPlainText("WARM5")
    box.go.click()
    assert codes(sheet) == ["CALM10", "WARM5"]
    assert "already" in sheet.problem.label.text()
    sheet.remove.click()
    assert codes(sheet) == ["WARM5"]


def test_codes_come_from_a_file_or_are_made(sheet, tmp_path):
    file = tmp_path / "codes.csv"
    file.write_text("code,worth\nCALM10,10%\n", "utf-8-sig")
    sheet.bring_file(file)
    assert codes(sheet) == ["CALM10"]
    file.write_bytes(b"\xff\xfe\x00broken")
    sheet.bring_file(file)
    assert "CSV" in sheet.problem.label.text()
    sheet.bring_file(tmp_path / "gone.csv")
    assert "gone.csv" in sheet.problem.label.text()
    sheet.make.click()
    asked = form(sheet, MakeForm)
    asked.count.setValue(3)
    asked.prefix.setText("LUMEN")
    asked.go.click()
    assert len(codes(sheet)) == 4
    assert sum(code.startswith("LUMEN-") for code in codes(sheet)) == 3
