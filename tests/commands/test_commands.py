from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from storeapp.commands import cli
from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.settings import Settings
from storeapp.store import backup as backups
from storeapp.store.db import Database

HEADER = (
    "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,"
    "Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,Ship Name,"
    "Ship Address1,Ship Address2,Ship City,Ship State,Ship Zipcode,Ship Country,Order ID,Variations,Order Type,"
    "Listings Type,Payment Type,InPerson Discount,InPerson Location,VAT Paid by Buyer,SKU"
)
LAMP = (
    "07/14/26,Linen lamp,Ann Lee (annlee),2,10.50,,,0.00,0.00,0.00,0.00,21.00,USD,4001,501,07/14/2026,07/15/2026,"
    "Ann,1 Elm,,Oslo,,0150,Norway,3001,,online,listing,online_cc,,,0,LMP"
)
RUG = (
    "07/15/26,Wool rug,Bo Ek (boek),1,40.00,,,0.00,0.00,0.00,0.00,40.00,USD,4002,502,07/15/2026,,"
    "Bo,2 Elm,,Bergen,,5003,Norway,3002,,online,listing,online_cc,,,0,RUG"
)
ITEMS = f"{HEADER}\n{LAMP}\n{RUG}\n"
REVIEW = {"reviewer": "annlee", "date_reviewed": "07/20/2026", "star_rating": 2, "message": "Broken", "order_id": 3001}


@pytest.fixture
def files(tmp_path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "EtsySoldOrderItems2026.csv").write_text(ITEMS, "utf-8")
    (folder / "reviews.json").write_text(json.dumps([REVIEW]), "utf-8")
    return folder


@pytest.fixture
def shop(tmp_path) -> Path:
    return tmp_path / "shop"


@pytest.fixture
def run(clock):
    def run(*words: object) -> Result:
        return CliRunner().invoke(cli, [str(word) for word in words], obj=clock)

    return run


def stats(run, shop) -> dict:
    result = run("stats", "--shop", shop, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_folder_of_files_makes_a_shop(run, files, shop):
    result = run("import", files, "--shop", shop, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    orders, reviews = json.loads(result.stdout)
    columns = orders.pop("columns")
    assert orders == {
        "file": "EtsySoldOrderItems2026.csv",
        "format": "etsy_order_items",
        "kinds": ["customers", "products", "orders", "lines"],
        "encoding": "utf-8",
        "encoding_confidence": 1.0,
        "sheet": None,
        "sheets": [],
        "rows": 2,
        "new": 2,
        "changed": 0,
        "same": 0,
        "gone": 0,
        "may_be_edited": 0,
        "problems": [],
        "questions": [],
        "rejected": [],
        "warnings": [],
    }
    assert columns[0]["column"] == "Sale Date"
    assert (columns[0]["field"], columns[0]["confidence"]) == ("orders.placed", 1.0)
    assert [reviews[name] for name in ("file", "format", "rows", "new")] == ["reviews.json", "etsy_reviews", 1, 1]
    assert stats(run, shop) == {
        "channels": 1,
        "customers": 2,
        "products": 2,
        "orders": 2,
        "order_lines": 2,
        "units": 3,
        "orders_by_status": {"paid": 1, "shipped": 1},
        "reviews": 1,
        "reviews_by_stars": {"1": 0, "2": 1, "3": 0, "4": 0, "5": 0},
        "reviews_with_text": 1,
        "reviews_unlinked": 0,
        "orders_without_review": 1,
        "orders_delivered_late": 0,
        "sales": {"USD": "61.00"},
        "refunds": {},
        "orders_sold": 2,
        "products_sold": 2,
        "repeat_customers": 0,
        "last_sale_on": "2026-07-15",
    }


def test_the_same_files_again_change_nothing(run, files, shop):
    run("import", files, "--shop", shop)
    before = stats(run, shop)
    result = run("import", files, "--shop", shop, "--json")
    told = json.loads(result.stdout)
    assert [(one["new"], one["changed"], one["same"]) for one in told] == [(0, 0, 2), (0, 0, 1)]
    assert (result.exit_code, stats(run, shop)) == (0, before)


def test_a_rehearsal_says_the_same_and_leaves_nothing(run, files, shop):
    rehearsed = run("import", files, "--shop", shop, "--dry-run", "--json")
    assert rehearsed.exit_code == 0
    assert not shop.exists()
    done = run("import", files, "--shop", shop, "--json")
    assert rehearsed.stdout == done.stdout


def test_a_rehearsal_on_a_shop_changes_nothing_in_it(run, files, shop):
    run("import", files / "EtsySoldOrderItems2026.csv", "--shop", shop)
    before = stats(run, shop)
    result = run("import", files / "reviews.json", "--shop", shop, "--dry-run")
    assert "1 new" in result.stdout
    assert "Nothing was changed" in result.stdout
    assert stats(run, shop) == before


def test_an_import_speaks_in_sentences(run, files, shop):
    result = run("import", files, "--shop", shop)
    assert "EtsySoldOrderItems2026.csv: 2 rows, 2 new, 0 changed, 0 same, 0 rejected" in result.stdout
    assert "Imported 2 order items and 1 review from 2 files" in result.stdout


def test_the_channel_may_be_named(run, files, shop):
    run("import", files, "--shop", shop, "--channel", "Lumen on Etsy")
    result = run("import", files, "--shop", shop, "--channel", "Second shop")
    assert result.exit_code == 0
    assert stats(run, shop)["channels"] == 2
    assert stats(run, shop)["orders"] == 4


def test_where_the_channel_is_not_clear_the_option_is_named(run, files, shop):
    run("import", files, "--shop", shop, "--channel", "One")
    run("import", files, "--shop", shop, "--channel", "Two")
    result = run("import", files, "--shop", shop)
    assert result.exit_code == 1
    assert "--channel NAME" in result.stderr


APP_REVIEW = (
    "Review Title,Review Content,Review Score,Review Creation Date,Review ID\n"
    "Good,Very good lamp,{stars},2026-07-01,r1\n"
)


def test_a_review_app_belongs_to_the_shop_its_files_went_into(run, shop, tmp_path):
    """An app for reviews is no place where things are sold: the second file goes where the first one was put."""
    orders, file = tmp_path / "orders.csv", tmp_path / "app.csv"
    orders.write_text("Order number,Order date,Total,Currency\nA-1,2026-06-01,10.00,EUR\n", "utf-8")
    run("import", orders, "--shop", shop, "--channel", "Own shop", "--kind", "orders")
    file.write_text(APP_REVIEW.format(stars=2), "utf-8")
    assert run("import", file, "--shop", shop, "--channel", "Own shop").exit_code == 0
    file.write_text(APP_REVIEW.format(stars=5), "utf-8")
    result = run("import", file, "--shop", shop, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)[0]
    assert (told["format"], told["new"], told["changed"]) == ("yotpo_reviews", 0, 1)


def test_a_file_of_no_use_is_refused_and_leaves_no_shop(run, tmp_path, shop):
    strange = tmp_path / "strange.csv"
    strange.write_text("alpha,beta\n1,x\n2,y\n", "utf-8")
    result = run("import", strange, "--shop", shop, "--json")
    assert result.exit_code == 1
    (told,) = json.loads(result.stdout)
    assert (told["file"], told["format"], told["new"]) == ("strange.csv", None, 0)
    assert told["warnings"]
    assert result.stderr.startswith("strange.csv: ")
    assert not shop.exists()


def test_one_bad_file_does_not_keep_the_good_ones_out(run, files, tmp_path, shop):
    absent = tmp_path / "absent.csv"
    result = run("import", files, absent, "--shop", shop, "--json")
    assert result.exit_code == 1
    assert "absent.csv" in result.stderr
    assert stats(run, shop)["orders"] == 2


def test_a_failed_import_takes_nothing_else_from_the_folder(run, tmp_path, shop):
    shop.mkdir()
    (shop / "notes.txt").write_text("mine", "utf-8")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    assert run("import", broken, "--shop", shop).exit_code == 1
    assert [path.name for path in shop.iterdir()] == ["notes.txt"]


def test_rejected_rows_are_named(run, files, shop):
    items = files / "EtsySoldOrderItems2026.csv"
    items.write_text(ITEMS.replace("07/15/26,Wool", "77/99/26,Wool"), "utf-8")
    result = run("import", items, "--shop", shop, "--json")
    (told,) = json.loads(result.stdout)
    assert (told["rows"], told["new"]) == (2, 1)
    (row,) = told["rejected"]
    assert (row["row"], row["column"], row["value"]) == (3, "Sale Date", "77/99/26")
    assert row["reason"]
    assert "row 3, Sale Date: 77/99/26" in run("import", items, "--shop", shop).stdout


def test_undo_takes_the_import_back(run, files, shop):
    run("import", files, "--shop", shop)
    result = run("undo", "--shop", shop)
    assert (result.exit_code, result.stdout) == (0, "Undid: Imported 3 rows from 2 files\n")
    assert stats(run, shop)["orders"] == 0
    again = run("undo", "--shop", shop)
    assert (again.exit_code, again.stderr) == (1, "There is nothing to undo.\n")


def test_a_report_is_saved(run, files, shop, tmp_path):
    run("import", files, "--shop", shop)
    result = run("report", tmp_path / "out.xlsx", "--shop", shop)
    assert (result.exit_code, result.stdout) == (0, f"Saved {tmp_path / 'out.xlsx'}.\n")
    sheet = load_workbook(tmp_path / "out.xlsx")["Orders"]
    assert sheet.max_row >= 3


def test_a_report_into_a_folder_that_is_not_there_is_refused(run, files, shop, tmp_path):
    run("import", files, "--shop", shop)
    result = run("report", tmp_path / "no" / "out.xlsx", "--shop", shop)
    assert result.exit_code == 1
    assert "isn't there" in result.stderr


def test_a_backup_is_made_and_verified(run, files, shop):
    run("import", files, "--shop", shop)
    result = run("backup", "--shop", shop)
    (made,) = backups.list_backups(shop)
    assert made.verified
    assert result.stdout == f"Saved the backup {made.path}.\n"


def test_a_backup_is_made_where_something_changed_and_goes_to_the_second_place_later_too(run, files, shop, tmp_path):
    run("import", files, "--shop", shop)
    run("backup", "--shop", shop)
    (made,) = backups.list_backups(shop)
    again = run("backup", "--shop", shop)
    assert (again.exit_code, again.stdout) == (0, f"Nothing has changed since the backup {made.path}.\n")
    assert backups.list_backups(shop) == [made]
    place = tmp_path / "stick"
    place.write_text("no folder")
    Settings(second_backup_place=str(place)).save()
    failed = run("backup", "--shop", shop)
    assert failed.exit_code == 1
    assert "not in the second place" in failed.stderr
    place.unlink()
    assert run("backup", "--shop", shop).exit_code == 0
    assert [path.name for path in (place / shop.name).iterdir()] == [made.path.name]


def test_old_backups_go_as_in_the_window(run, files, shop):
    run("import", files, "--shop", shop)
    run("backup", "--shop", shop)
    (made,) = backups.list_backups(shop)
    for number in range(5):  # of one day two weeks ago
        with zipfile.ZipFile(made.path) as old:
            said = json.loads(old.read("manifest.json"))
            content = old.read("shop.sqlite")
        said |= {"made_at": f"2026-07-02T0{number}:00:00Z", "mark": "0"}
        with zipfile.ZipFile(made.path.with_name(f"backup-old-{number}.zip"), "w") as new:
            new.writestr("shop.sqlite", content)
            new.writestr("manifest.json", json.dumps(said))
    run("undo", "--shop", shop)
    run("backup", "--shop", shop)
    assert len(backups.list_backups(shop)) == 3


def test_a_damaged_shop_is_brought_back_as_the_check_says(run, files, shop):
    run("import", files, "--shop", shop)
    run("backup", "--shop", shop)
    (made,) = backups.list_backups(shop)
    before = stats(run, shop)
    whole = bytearray((shop / "shop.sqlite").read_bytes())
    whole[4096:] = bytes(len(whole) - 4096)
    (shop / "shop.sqlite").write_bytes(whole)
    found = run("check", "--shop", shop)
    assert found.exit_code == 1
    assert f'storeapp restore "{made.path}" --shop "{shop}"' in found.stderr
    assert run("restore", made.path, "--shop", shop).exit_code == 0
    assert stats(run, shop) == before
    assert run("check", "--shop", shop).exit_code == 0


def test_a_sound_shop_passes_the_check(run, files, shop):
    run("import", files, "--shop", shop)
    result = run("check", "--shop", shop)
    assert result.exit_code == 0
    assert "no problem found" in result.stdout


def test_the_check_finds_a_wrong_sum(run, files, shop):
    run("import", files, "--shop", shop)
    script = "from storeapp.store.engine import connect; from pathlib import Path; import sys; "
    script += "connect(Path(sys.argv[1])).execute('UPDATE order_months SET orders = orders + 1')"
    subprocess.run([sys.executable, "-c", script, str(shop / "shop.sqlite")], check=True)
    result = run("check", "--shop", shop)
    assert result.exit_code == 1
    assert "wrong" in result.stdout


def test_a_sample_shop_is_counted_and_not_made_over_a_shop(run, laid_sample, shop):
    """That it is made: tests/safety/test_leftovers.py."""
    shutil.copytree(laid_sample, shop)
    found = stats(run, shop)
    assert found["channels"] == 5
    assert found["orders"] > 3000
    again = run("sample", shop)
    assert again.exit_code == 1
    assert "There is a shop in this folder already" in again.stderr


def test_stats_speak_in_sentences(run, files, shop):
    run("import", files, "--shop", shop)
    result = run("stats", "--shop", shop)
    assert "2 orders with 2 order items (3 units) from 2 buyers, on 1 channel." in result.stdout
    assert "Sales: 61.00 USD" in result.stdout


@pytest.mark.parametrize("command", ["backup", "check", "undo", "stats"])
def test_an_absent_shop_is_refused_and_never_made(run, shop, command):
    result = run(command, "--shop", shop)
    assert result.exit_code == 1
    assert result.stderr.startswith("There is no shop in the folder")
    assert not shop.exists()


def test_without_any_shop_the_option_is_named(run):
    result = run("stats")
    assert (result.exit_code, result.stderr) == (1, "Say which shop: --shop DIR.\n")


@pytest.mark.parametrize("words", [["import"], ["import", "x.csv"], ["nonsense"], ["report", "--shop", "x"]])
def test_wrong_usage_ends_with_two(run, words):
    assert run(*words).exit_code == 2


def test_the_program_is_also_a_command(files, shop):
    command = [sys.executable, "-m", "storeapp", "import", str(files), "--shop", str(shop), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert [one["new"] for one in json.loads(ran.stdout)] == [2, 1]
    assert subprocess.run([*command[:3], "import"], capture_output=True, check=False).returncode == 2


def test_a_command_and_an_open_shop_share_the_file(run, files, shop, clock):
    run("import", files / "EtsySoldOrderItems2026.csv", "--shop", shop)
    window = Database.open(shop, clock, derived=DERIVED)
    with window.read() as conn:
        assert run("import", files / "reviews.json", "--shop", shop).exit_code == 0
        seen = conn.exec_driver_sql("SELECT count(*) FROM reviews").scalar()
    with window.read() as conn:
        assert (seen, conn.exec_driver_sql("SELECT count(*) FROM reviews").scalar()) in ((0, 1), (1, 1))
    window.close()


def test_how_buyers_heard_of_the_shop_is_imported_and_kept(run, tmp_path):
    file = tmp_path / "orders.csv"
    head = "Order number,Order date,Buyer,Total,Currency,How did you hear about us\n"
    file.write_text(head + "1001,2026-07-01,ann,20.00,EUR,A friend\n1002,2026-07-02,bob,25.00,EUR,\n", "utf-8")
    shop = tmp_path / "mine"
    assert run("import", file, "--shop", shop, "--channel", "Own shop").exit_code == 0
    file.write_text(head + "1001,2026-07-01,ann,20.00,EUR,\n1002,2026-07-02,bob,25.00,EUR,小红书\n", "utf-8")
    assert run("import", file, "--shop", shop, "--channel", "Own shop").exit_code == 0
    db = Database.open(shop, FixedClock(datetime(2026, 7, 16, tzinfo=timezone.utc)), derived=DERIVED)
    with db.read() as conn:
        kept = conn.exec_driver_sql("SELECT number, heard_from FROM orders ORDER BY number").all()
    db.close()
    assert [tuple(row) for row in kept] == [("1001", "A friend"), ("1002", "小红书")]
