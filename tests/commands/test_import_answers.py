"""What `import` says of a file, what it leaves open, and how options answer it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from storeapp.commands import cli
from storeapp.derived import DERIVED
from storeapp.store.db import Database

CASES = Path(__file__).parents[1] / "exchange" / "cases"


class Told:
    """One run of `import --json` on a new shop."""

    def __init__(self, clock, shop: Path, *words: object) -> None:
        self.result = CliRunner().invoke(cli, ["import", *map(str, words), "--shop", str(shop), "--json"], obj=clock)
        self.files = json.loads(self.result.stdout)
        self.code = self.result.exit_code

    @property
    def file(self) -> dict:
        (one,) = self.files
        return one

    @property
    def asked(self) -> dict[str, dict]:
        return {question["kind"]: question for question in self.file["questions"]}


@pytest.fixture
def told(clock, tmp_path):
    def told(*words: object, shop: str = "shop") -> Told:
        return Told(clock, tmp_path / shop, *words)

    return told


def values(clock, shop: Path, sql: str) -> list:
    db = Database.open(shop, clock, derived=DERIVED)
    try:
        with db.read() as conn:
            return [tuple(row) for row in conn.exec_driver_sql(sql)]
    finally:
        db.close()


@pytest.mark.parametrize(
    ("case", "form", "column", "value"),
    [
        ("05b_sci_sku_all.csv", "shopify_orders", "Lineitem sku", "4.00638E+12"),
        ("05c_bad_date_all.csv", "shopify_orders", "Created at", "soon"),
        ("39_woo_pre1900.xlsx", "woo_orders", "Order Date", "1900-01-01"),
    ],
)
def test_where_every_row_is_refused_the_format_and_the_reasons_stand(case, form, column, value, told, tmp_path):
    one = told(CASES / case)
    assert (one.code, one.file["format"], one.file["rows"], one.file["new"]) == (1, form, 2, 0)
    first = one.file["rejected"][0]
    assert len(one.file["rejected"]) == 2
    assert (first["row"], first["column"], first["value"]) == (2, column, value)
    assert first["reason"]
    assert not (tmp_path / "shop").exists()


def test_a_header_alone_names_its_format(told, tmp_path):
    place = tmp_path / "orders.csv"
    place.write_text((CASES / "05c_bad_date_all.csv").read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    one = told(place)
    assert (one.file["format"], one.file["rows"], one.file["rejected"]) == ("shopify_orders", 0, [])
    assert "The file has a header but no rows." in one.file["warnings"]


def test_day_or_month_and_the_currency_are_told_and_answered(clock, told, tmp_path):
    case = CASES / "68_woo_ambiguous_semicolon.csv"
    one = told(case)
    assert set(one.asked) == {"date_order", "currency"}
    assert one.asked["date_order"]["answer"] == "--date-order"
    assert set(one.asked["date_order"]["options"]) == {"dmy", "mdy"}
    two = told(case, "--date-order", "dmy", "--currency", "eur", shop="two")
    assert two.asked == {}
    days = "SELECT DISTINCT placed_on, currency FROM orders ORDER BY 1"
    american, european = (values(clock, tmp_path / name, days) for name in ("shop", "two"))
    assert {day for day, _code in american} != {day for day, _code in european}
    assert {code for _day, code in european} == {"EUR"}
    said = CliRunner().invoke(cli, ["import", str(case), "--shop", str(tmp_path / "three")], obj=clock).stdout
    assert "To answer: --date-order" in said
    assert "To answer: --currency CODE" in said


def test_strict_takes_nothing_before_all_is_answered(told, tmp_path):
    case = CASES / "64_woo_lines.csv"
    refused = told(case, "--strict")
    assert refused.code == 1
    assert "--currency" in refused.file["warnings"][-1]
    assert not (tmp_path / "shop").exists()
    assert told(case, "--strict", "--currency", "GBP").code == 0


@pytest.mark.parametrize("turned", [False, True])
def test_a_line_that_takes_goods_back_names_no_product(turned, told, clock, tmp_path):
    head, *lines = (CASES / "64_woo_lines.csv").read_text("utf-8").splitlines()
    place = tmp_path / "woo.csv"
    place.write_text("\n".join([head, *(reversed(lines) if turned else lines)]) + "\n", "utf-8")
    for _ in range(2):
        told(place, "--currency", "GBP")
        names = "SELECT p.title, l.title FROM products p JOIN listings l ON l.product_id = p.id"
        assert values(clock, tmp_path / "shop", names) == [("Mug", "Mug")]


def test_strict_refuses_a_guess_at_the_letters(told):
    case = CASES / "43a_tr_cp1254_60.csv"
    guessed = told(case, "--strict")
    assert (guessed.code, guessed.file["encoding"]) == (1, "cp1254")
    assert 0.5 < guessed.file["encoding_confidence"] < 1
    sure = told(case, "--strict", "--encoding", "windows-1254")
    assert (sure.code, sure.file["encoding"], sure.file["encoding_confidence"]) == (0, "cp1254", 1.0)


def test_strict_takes_no_other_file_either(told, tmp_path):
    good = tmp_path / "good.csv"
    good.write_text("Order number,Order date,Total,Currency\n1,2026-05-13,3.00,EUR\n", "utf-8")
    both = told(good, CASES / "64_woo_lines.csv", "--strict")
    assert both.code == 1
    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize("words", [("--encoding", "klingon"), ("--currency", "ABCD")])
def test_an_answer_that_is_none_is_refused(words, clock, tmp_path):
    command = ["import", str(CASES / "64_woo_lines.csv"), "--shop", str(tmp_path / "shop"), *words]
    result = CliRunner().invoke(cli, command, obj=clock)
    assert result.exit_code == 1
    assert words[1].upper() in result.stderr.upper()


def test_an_unknown_file_says_what_its_columns_became(told):
    one = told(CASES / "81_0_own_total.csv")
    assert one.file["format"] is None
    became = {column["column"]: (column["field"], column["confidence"]) for column in one.file["columns"]}
    assert became["Order"] == ("orders.number", 0.95)
    assert became["Total"] == ("orders.total", 0.95)


def test_a_doubtful_kind_takes_nothing_without_a_yes(clock, told, tmp_path):
    place = tmp_path / "own.csv"
    place.write_text("Name,Stars,Comment\nAnn,great,yes\nBob,bad,no\n", "utf-8")
    one = told(place)
    assert (one.code, one.file["new"]) == (1, 0)
    assert one.asked["kind"]["answer"] == "--kind"
    assert not (tmp_path / "shop").exists()
    assert told(place, "--yes").file["new"] == 2
    as_reviews = told(place, "--kind", "reviews", shop="two")
    assert (as_reviews.code, as_reviews.asked) == (0, {})
    assert values(clock, tmp_path / "two", "SELECT count(*) FROM reviews") == [(2,)]


def test_days_without_a_year_are_asked_about(clock, told, tmp_path):
    place = tmp_path / "reviews.csv"
    place.write_text("Date,Name,Stars,Comment\n14 May,Ann,5,Very good and quick\n2 June,Bo,4,Good\n", "utf-8")
    one = told(place)
    assert one.asked["year"]["answer"] == "--year"
    two = told(place, "--year", "2021", shop="two")
    assert two.asked == {}
    days = values(clock, tmp_path / "two", "SELECT posted_on FROM reviews ORDER BY 1")
    assert days == [("2021-05-14",), ("2021-06-02",)]


def test_an_odd_scale_is_asked_about(clock, told, tmp_path):
    place = tmp_path / "reviews.csv"
    place.write_text("Date,Name,Stars,Comment\n2026-05-14,Ann,8,Very good\n2026-05-15,Bo,4,Bad\n", "utf-8")
    one = told(place)
    assert (one.asked["scale"]["answer"], one.asked["scale"]["chosen"]) == ("--scale", "10")
    two = told(place, "--scale", "100", shop="two")
    assert two.asked == {}
    assert {scale for (scale,) in values(clock, tmp_path / "two", "SELECT scale FROM reviews")} == {100.0}


@pytest.mark.parametrize(
    ("name", "ratings", "chosen"),
    [
        ("Score", ["9", "10", "2"], "10"),
        ("Rating", ["80", "100", "35"], "100"),
        ("Rating", ["4/5", "8/10", "3"], "5"),
        ("Rating", ["4/10", "8/10", "3"], "10"),
        ("Stars", ["7", "3", "5"], "10"),
        ("Rating", ["0.8", "0.2", "1"], "1"),
        ("Punkte", ["9,5", "8", "2"], "10"),
    ],
)
def test_a_scale_that_nothing_says_is_asked_about_and_strict_waits(name, ratings, chosen, told, tmp_path):
    place = tmp_path / "reviews.csv"
    lines = [f"2026-05-1{n};Buyer {n};{rating};Words {n}" for n, rating in enumerate(ratings)]
    place.write_text("\n".join([f"Date;Name;{name};Comment", *lines]) + "\n", "utf-8")
    one = told(place, "--dry-run", "--kind", "reviews")
    assert (one.asked["scale"]["chosen"], one.asked["scale"]["answer"]) == (chosen, "--scale")
    strict = told(place, "--strict", "--kind", "reviews")
    assert strict.code == 1
    assert "--scale" in strict.file["warnings"][-1]
    assert not (tmp_path / "shop").exists()
    assert told(place, "--strict", "--yes", "--scale", chosen, "--kind", "reviews").code == 0


@pytest.mark.parametrize(
    ("name", "ratings", "scale"),
    [
        ("Score (1-10)", ["4", "3"], 10),
        ("Note sur 20", ["4", "3"], 20),
        ("Rating %", ["40", "3"], 100),
        ("Rating", ["4/10", "8/10"], 10),
        ("Stars", ["5", "1"], 5),
        ("Rating", ["5", "1"], 5),
        ("Rating", ["★★★", "★"], 5),
    ],
)
def test_a_scale_that_the_column_or_its_ratings_say_is_not_asked_about(name, ratings, scale, told, clock, tmp_path):
    place = tmp_path / "reviews.csv"
    lines = [f"2026-05-1{n},Buyer {n},{rating},Words {n}" for n, rating in enumerate(ratings)]
    place.write_text("\n".join([f"Date,Name,{name},Comment", *lines]) + "\n", "utf-8")
    assert told(place, "--strict", "--yes", "--kind", "reviews").asked == {}
    assert values(clock, tmp_path / "shop", "SELECT DISTINCT scale FROM reviews") == [(scale,)]


@pytest.mark.parametrize("words", [(), ("--channel", "My shop")])
def test_the_channels_currency_answers_for_a_file_without_one(words, clock, told, tmp_path):
    case = CASES / "64_woo_lines.csv"
    text = case.read_text("utf-8").replace("40.00", "4000")
    place = tmp_path / "later.csv"
    place.write_text(text, "utf-8")
    told(case, "--currency", "JPY", *words)
    again = told(place, "--strict", *words)
    assert (again.code, again.asked) == (0, {})
    assert again.file["warnings"][-1] == "The file does not say its currency; the channel's was used: JPY."
    assert values(clock, tmp_path / "shop", "SELECT DISTINCT currency FROM orders") == [("JPY",)]
    assert told(case, "--strict", shop="another").code == 1
    assert told(place, "--strict", "--channel", "Another one").code == 1


def test_later_rows_of_an_order_have_the_currency_of_its_first(told, clock, tmp_path):
    """Shopify and Tiendanube leave it blank there: nothing is missing, and yen have no decimals in any row."""
    place = tmp_path / "orders.csv"
    head = "Name,Financial Status,Paid at,Currency,Subtotal,Total,Created at,"
    head += "Lineitem quantity,Lineitem name,Lineitem price,Id"
    day = "2026-03-13 10:00:00 +0900"
    place.write_text(
        f"{head}\n#1,paid,{day},JPY,3500,3500,{day},1,Mug,2000,11\n#1,,,,,,{day},1,Bowl,1500,\n"
        f"#2,paid,{day},USD,3.50,3.50,{day},1,Mug,2.00,12\n#2,,,,,,{day},1,Bowl,1.50,\n",
        "utf-8",
    )
    for turn in range(2):
        one = told(place, "--strict")
        assert (one.code, one.asked, one.file["problems"]) == (0, {}, [])
        assert (bool(one.file["new"]), one.file["changed"]) == (turn == 0, 0)
        assert not any("currency; the channel's" in warning for warning in one.file["warnings"])
    lines = "SELECT title, currency, total_minor FROM order_lines ORDER BY 2, 1"
    assert values(clock, tmp_path / "shop", lines) == [
        ("Bowl", "JPY", 1500), ("Mug", "JPY", 2000), ("Bowl", "USD", 150), ("Mug", "USD", 200),
    ]  # fmt: skip


def test_edited_and_vanished_reviews_are_told_with_their_count_and_where_to_answer(clock, told, tmp_path):
    head = "title,body,rating,review_date,reviewer_name,reviewer_email,product_id,product_title,reply,reply_date\n"
    rows = [f"t,Words of buyer {n},5,2026-03-{n:02} 10:00:00 UTC,Buyer No{n},,7,Mug,," for n in range(1, 25)]
    mira = [
        "t,Lovely,5,2026-03-10 10:00:00 UTC,Mira,,7,Mug,,",
        "t,Arrived late,5,2026-03-13 10:00:00 UTC,Mira,,7,Mug,,",
    ]
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(head + "\n".join([*rows, *mira]), "utf-8")
    second.write_text(head + "\n".join([*rows[:11], *rows[12:], "t,It broke,1,2026-03-11 10:00:00 UTC,Mira,,7,Mug,,"]))
    assert told(first).file["may_be_edited"] == 0
    rehearsed = told(second, "--dry-run").file
    one = told(second)
    assert (
        (one.file["may_be_edited"], one.file["gone"]) == (1, 1 + 2) == (rehearsed["may_be_edited"], rehearsed["gone"])
    )
    asked = one.asked["edited_reviews"]
    assert (asked["count"], asked["answer"]) == (1, "In the window: Reputation, To confirm")
    assert "3 reviews you had are no longer in the file: they stay here, marked as gone." in one.file["warnings"]
    told(first, shop="text")
    said = CliRunner().invoke(cli, ["import", str(second), "--shop", str(tmp_path / "text")], obj=clock).stdout
    assert "no longer in the file" in said
    assert "? 1 review may be one you have already, edited: answer under Reputation, To confirm." in said
    again = told(second).file
    assert (again["may_be_edited"], again["gone"], again["new"]) == (0, 0, 0)


def test_sheets_are_told(told):
    jan, feb = told(CASES / "44e_jan_feb.xlsx").files
    assert (jan["sheet"], jan["new"], feb["sheet"], feb["new"]) == ("Jan", 1, "Feb", 1)
    (one,) = told(CASES / "32_woo_hidden_sheet_first.xlsx", shop="two").files
    assert one["sheets"] == [{"sheet": "Orders", "state": "read"}, {"sheet": "Old", "state": "hidden"}]


OWN = "Order number,Date,Email,Product,Quantity,Total,Currency,Status\n"


def own(place: Path, *rows: str, head: str = OWN) -> Path:
    place.write_text(head + "\n".join(rows) + "\n", "utf-8")
    return place


def test_words_for_a_status_that_nobody_knows_are_told_and_answered(clock, told, tmp_path):
    rows = ["1,2024-03-13,a@x.com,Mug,1,10.00,EUR,zwrocik", "2,2024-03-14,b@x.com,Mug,1,10.00,EUR,paid"]
    file = own(tmp_path / "orders.csv", *rows)
    one = told(file)
    (problem,) = one.file["problems"]
    assert (problem["kind"], problem["column"], problem["count"], problem["answer"]) == (
        "status", "Status", 1, "--status"
    )  # fmt: skip
    assert "zwrocik" in problem["reason"]
    said = CliRunner().invoke(cli, ["import", str(file), "--shop", str(tmp_path / "said")], obj=clock).stdout
    assert '--status "zwrocik=' in said
    strict = told(file, "--strict", shop="strict")
    assert strict.code == 1
    assert "--status" in strict.file["warnings"][-1]
    answered = told(file, "--strict", "--status", "Zwrocik=returned", shop="answered")
    assert answered.code == 0
    assert [(p["action"], p["value"], p["answer"]) for p in answered.file["problems"]] == [("use", "returned", None)]
    assert values(clock, tmp_path / "answered", "SELECT status FROM orders WHERE number = '1'") == [("returned",)]
    wrong = CliRunner().invoke(cli, ["import", str(file), "--shop", str(tmp_path), "--status", "x=lost"], obj=clock)
    assert (wrong.exit_code, "WORD=STATUS" in wrong.stderr) == (1, True)


def test_cells_that_are_left_empty_and_amounts_without_a_currency_are_told(told, tmp_path):
    file = own(
        tmp_path / "orders.csv",
        "1,2024-03-13,no mail,Mug,1,10.00,EUR,paid",
        "2,2024-03-14,b@x.com,Mug,1,10.00,,paid",
        "3,2024-03-15,c@x.com,Mug,1,10.00,EUR,paid",
    )
    problems = {one["kind"]: one for one in told(file).file["problems"]}
    assert (problems["cell"]["examples"], problems["cell"]["action"]) == (["no mail"], "empty")
    assert (problems["currency"]["count"], problems["currency"]["answer"]) == (1, "--currency")
    assert "--currency" in told(file, "--strict", shop="strict").file["warnings"][-1]
    assert told(file, "--strict", "--currency", "EUR", shop="answered").code == 0


@pytest.mark.parametrize(
    ("word", "status"),
    [("İptal", "canceled"), ("HAZIRLANIYOR", "processing"), ("TESLİM EDİLDİ", "delivered"), ("İade", "returned")],
)
def test_turkish_capitals_are_the_letters_they_stand_for(word, status, clock, told, tmp_path):
    one = told(own(tmp_path / "orders.csv", f"1,2024-03-13,a@x.com,Mug,1,10.00,TRY,{word}"))
    assert one.file["problems"] == []
    assert values(clock, tmp_path / "shop", "SELECT status FROM orders") == [(status,)]


def test_names_of_three_letters_are_no_currencies(clock, told, tmp_path):
    head = "Order number,Date,Bill-to,Total,Status\n"
    file = own(tmp_path / "orders.csv", "1,2024-03-13,Ann,$30.00,paid", "2,2024-03-14,Bob,$30.00,paid", head=head)
    one = told(file)
    assert [c["field"] for c in one.file["columns"] if c["column"] == "Bill-to"] == [None]
    assert {code for (code,) in values(clock, tmp_path / "shop", "SELECT currency FROM orders")} == {"USD"}


def test_a_number_and_what_looks_like_ratings_make_no_reviews_by_themselves(told, tmp_path):
    head = "ID;Référence;Nouveau;Client;Total;Avancement;Date\n"
    rows = [f"{n};XKBK{n};1;J. DOE {n};55,00 €;Le paiement est accepté par nous;13/03/2024 10:00" for n in range(1, 4)]
    one = told(own(tmp_path / "orders.csv", *rows, head=head))
    assert (one.code, "kind" in one.asked, one.file["new"]) == (1, True, 0)
    assert not (tmp_path / "shop").exists()


def test_strict_takes_no_column_for_what_it_may_be(told, tmp_path):
    head = "Order number,Date,Shipping and such,Total,Currency,Status\n"
    file = own(tmp_path / "orders.csv", "1,2024-03-13,2.00,30.00,EUR,paid", head=head)
    strict = told(file, "--strict")
    assert (strict.code, "--yes" in strict.file["warnings"][-1]) == (1, True)
    assert told(file, "--strict", "--yes", shop="agreed").code == 0


REVIEWS = "Date,Reviewer,Rating,Comment\n2026-05-14,Ann Ott,5,Very good\n2026-05-15,Bo Lind,2,Broken\n"


def test_reviews_of_a_platform_with_two_kinds_are_asked_what_they_are_about(clock, told, tmp_path):
    """Nothing is guessed: unanswered, the kind is not known, and --strict takes nothing."""
    place = tmp_path / "reviews.csv"
    place.write_text(REVIEWS, "utf-8")
    amazon = ("--channel", "Amazon")
    strict = told(place, *amazon, "--strict")
    assert strict.code == 1
    assert "--review-kind" in strict.file["warnings"][-1]
    assert not (tmp_path / "shop").exists()
    asked = strict.asked["review_kind"]
    assert (asked["chosen"], asked["options"], asked["answer"]) == (None, ["product", "seller"], "--review-kind")
    kinds = "SELECT kind, count(*) FROM reviews GROUP BY 1 ORDER BY 1"
    told(place, *amazon)
    assert values(clock, tmp_path / "shop", kinds) == [(None, 2)]
    answered = told(place, *amazon, "--strict", "--review-kind", "seller")
    assert (answered.code, answered.asked, answered.file["changed"]) == (0, {}, 2)
    assert values(clock, tmp_path / "shop", kinds) == [("seller", 2)]
    assert told(place, *amazon, "--review-kind", "product").file["new"] == 2
    assert values(clock, tmp_path / "shop", kinds) == [("product", 2), ("seller", 2)]
    assert values(clock, tmp_path / "shop", "SELECT platform FROM channels") == [("amazon",)]


@pytest.mark.parametrize("channel", ["Etsy", "eBay", "My shop"])
def test_where_a_platform_has_one_kind_nothing_is_asked(channel, told, tmp_path):
    place = tmp_path / "reviews.csv"
    place.write_text(REVIEWS, "utf-8")
    assert told(place, "--channel", channel, "--strict").asked == {}


def test_a_column_that_tells_the_kind_of_each_review_answers_the_question(clock, told, tmp_path):
    place = tmp_path / "yotpo.csv"
    place.write_text(
        "Review ID,Review Title,Review Content,Review Score,Review Date,Review Type\n"
        "1,Fine,Good lamp,5,2026-05-14,Product Review\n2,Ok,Quick shop,4,2026-05-15,Site Review\n"
        "3,So so,Hm,3,2026-05-16,Something\n",
        "utf-8",
    )
    one = told(place)
    assert values(clock, tmp_path / "shop", "SELECT kind FROM reviews ORDER BY key") == [
        ("product",), ("shop",), ("product",),
    ]  # fmt: skip
    assert any("Something" in said for said in one.file["warnings"])


@pytest.mark.parametrize(
    ("number", "day", "pieces", "amount", "minor"),
    [
        ("A1", "١٥/٠٣/٢٠٢٤", "٢", "١٬٢٥٠٫٥٠ ر.س", 125050),
        ("A1", "۲۰۲۴-۰۳-۱۵", "۲", "۱۲۳", 12300),
        ("A1", "１５/０３/２０２４", "２", "１２３．５０", 12350),
        ("A1", "15/03/2024", "2", "123.50", 12350),
        ("A1", "१५/०३/२०२४", "२", "१,२३,४५०.५०", 12345050),
    ],
)
def test_digits_of_every_script_are_numbers(number, day, pieces, amount, minor, clock, told, tmp_path):
    head = "رقم الطلب;التاريخ;المنتج;الكمية;المبلغ\n"
    one = told(own(tmp_path / "orders.csv", f"{number};{day};كوب;{pieces};{amount}", head=head), "--yes")
    assert (one.code, one.file["rejected"]) == (0, [])
    sql = "SELECT o.placed_on, l.quantity, o.total_minor FROM orders o JOIN order_lines l ON l.order_id = o.id"
    assert values(clock, tmp_path / "shop", sql) == [("2024-03-15", 2, minor)]


@pytest.mark.parametrize(
    ("amount", "code"), [("10,00 TL", "TRY"), ("10,00 lei", "RON"), ("10.00 Ann", ""), ("10 ر.س", "SAR")]
)
def test_the_words_for_currencies_are_theirs(amount, code, clock, told, tmp_path):
    head = "Order number;Date;Total;Status\n"
    told(own(tmp_path / "orders.csv", f"1;2024-03-13;{amount};paid", head=head))
    assert values(clock, tmp_path / "shop", "SELECT currency FROM orders") == [(code,)]
