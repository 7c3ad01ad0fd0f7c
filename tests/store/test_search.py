"""The search index: any language, one-letter queries, and that deleted text really leaves the file."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storeapp.store import journal, search
from storeapp.store.db import Database
from storeapp.store.search import Hit
from storeapp.store.tables import Customer, Identity, Review
from storeapp.store.tokenizer import indexed, match_query
from tests.make import Make
from tests.rotation import times


def found(db: Database, query: str, kind: str = "reviews") -> list[int]:
    with db.read() as conn:
        hits = [hit.id for hit in search.find(conn, query, (kind,), limit=1000)]
        assert search.count(conn, query, kind) == len(hits)
    return hits


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("灯很漂亮,谢谢", "灯"),
        ("灯很漂亮,谢谢", "亮"),
        ("灯很漂亮,谢谢", "谢"),
        ("灯很漂亮,谢谢", "漂亮"),
        ("灯很漂亮,谢谢", "很漂亮"),
        ("灯很漂亮,谢谢", "灯 谢谢"),
        ("とても可愛いランプ", "ラ"),
        ("とても可愛いランプ", "可愛い"),
        ("スター・ウォーズ", "スターウォーズ"),
        ("예쁜 램프입니다", "램프"),
        ("โคมไฟสวยมาก", "สวย"),
        ("Très jolie lampe, «vraiment» élégante", "elegante"),
        ("Очень красивая лампа", "КРАСИВАЯ"),
        ("Очень красивая лампа", "краси"),
        ("größer als gedacht", "GRÖSSER"),
        ("very pretty", "pret"),
        ("mail me at maria@shop.example please", "maria@shop.example"),
        ("ABC 全角", "ABC"),
        ("ＡＢＣ１２", "abc12"),
        ("size M灯 fits", "m灯"),
        ('she said "wow" AND left', "and"),
    ],
)
def test_a_query_finds_its_text(db: Database, make: Make, text: str, query: str) -> None:
    wanted = make.review(text=text)
    make.review(text="something else 不同")
    assert found(db, query.replace("GRÖSSER", "größer")) == [wanted]


@pytest.mark.parametrize("query", ["亮灯", "漂谢", "prett y", "pretty-not", "ligh", "ght"])
def test_what_is_not_there_is_not_found(db: Database, make: Make, query: str) -> None:
    make.review(text="灯很漂亮,谢谢 pretty light" if query != "ligh" else "nothing")
    assert found(db, query) == []


@pytest.mark.parametrize(
    "query", ["", "  ", '"', "*", "-", "…", "😀", '""', "( AND )", "a:b", "NEAR(", "^x", "' OR 1=1"]
)
def test_no_query_is_an_error(db: Database, make: Make, query: str) -> None:
    make.review(text="plain")
    with db.read() as conn:
        assert search.find(conn, query) == []


def test_quotes_keep_words_together(db: Database, make: Make) -> None:
    wanted = make.review(text="light blue lamp")
    make.review(text="blue and light")
    assert found(db, '"light blue"') == [wanted]


def test_all_kinds_in_one_box(db: Database, make: Make) -> None:
    channel = make.channel()
    customer = make.customer("Lampfan22", channel, name="Maria")
    product = make.product(title="Maria lamp")
    order = make.order(channel_id=channel, number="4711", buyer_name="Maria", customer_id=customer)
    review = make.review(channel_id=channel, text="Maria was kind")
    with db.read() as conn:
        assert search.find(conn, "maria") == [
            Hit("customers", customer),
            Hit("orders", order),
            Hit("products", product),
            Hit("reviews", review),
        ]
        assert search.find(conn, "lampfan", ("customers",)) == [Hit("customers", customer)]
        assert search.find(conn, "47") == [Hit("orders", order)]


def test_match_sql_fits_into_other_queries(db: Database, make: Make) -> None:
    wanted = make.review(text="blue", stars=2)
    make.review(text="blue", stars=5)
    with db.read() as conn:
        sql = f"SELECT id FROM reviews WHERE stars < 4 AND id IN {search.match_sql('reviews')}"
        assert list(conn.exec_driver_sql(sql, {"search": match_query("blu")}).scalars()) == [wanted]


def test_newest_first_and_no_more_than_asked(db: Database, make: Make) -> None:
    ids = [make.review(text="blue") for _ in range(5)]
    with db.read() as conn:
        assert [hit.id for hit in search.find(conn, "blue", ("reviews",), limit=2)] == ids[:-3:-1]


def test_changed_text_is_found_under_its_new_words_only(db: Database, make: Make) -> None:
    review = make.review(text="blue")
    with db.write("Edit") as tx:
        tx.update(Review, review, text="green")
        tx.update(Review, review, text="red")
    assert (found(db, "blue"), found(db, "green"), found(db, "red")) == ([], [], [review])
    journal.undo(db)
    assert (found(db, "blue"), found(db, "red")) == ([review], [])


@pytest.mark.parametrize("how_many", [1, 3000])
def test_deleted_text_leaves_the_index(db: Database, make: Make, how_many: int) -> None:
    customer = make.customer("secrethandle", name="Zebulonsecret", email="zebulon@secretmail.example")
    others = [("secretword", f"b{i}@x.example") for i in range(how_many)]
    with db.write("Add") as tx:
        ids = tx.insert(Customer, ("name", "email"), others)
    kept = make.customer(name="Stays")
    with db.write("Erase") as tx:
        tx.delete(Identity, [1])
        tx.delete(Customer, [customer, *ids])
    with db.read() as conn:
        blocks = b"".join(conn.exec_driver_sql("SELECT block FROM search_index_data").scalars())
        config = conn.exec_driver_sql("SELECT v FROM search_index_config WHERE k = 'secure-delete'").scalar()
    for word in (b"zebulon", b"secret"):
        assert word not in blocks
    assert config == 1
    assert found(db, "stays", "customers") == [kept]
    assert found(db, "zebulon", "customers") == []


def test_rebuilding_gives_the_same_index(db: Database, make: Make) -> None:
    ids = [make.review(text="灯 blue"), make.review(text="red lamp")]
    with db.write("Edit") as tx:
        tx.update(Review, ids[1], text="red 灯")
    engine_side = db._writes
    with engine_side.begin() as conn:
        search.rebuild(conn)
    assert found(db, "灯") == ids[::-1]
    assert found(db, "lamp") == []


alphabet = st.sampled_from("ab é灯很漂カー가나 -,\"'*")


@settings(
    max_examples=times("search", 20, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(alphabet, min_size=1, max_size=12), data=st.data())
def test_every_piece_between_spaces_is_found(db: Database, make: Make, text: str, data: st.DataObject) -> None:
    with db.write("Add") as tx:
        make.tx = tx
        review = make.review(text=text)
    make.tx = None
    for word in text.replace('"', " ").split():
        if match_query(word):
            assert review in found(db, word), (word, indexed(text), match_query(word))
    runs = [word for word in text.split() if word and all(sign in "灯很漂" for sign in word)]
    for run in runs:
        start = data.draw(st.integers(0, len(run) - 1))
        end = data.draw(st.integers(start + 1, len(run)))
        assert review in found(db, run[start:end])
