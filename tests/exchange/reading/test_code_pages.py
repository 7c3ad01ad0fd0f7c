"""Text that says nothing about its code page is read by its letters: many languages and pages, long and short files."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from storeapp.exchange.foreign.encoding import ENCODINGS, Guess, encoding_of, look_at_bytes, named
from storeapp.exchange.foreign.formats import Library
from storeapp.exchange.foreign.opening import known_words
from tests.exchange.reading.alphabets import SENTENCES, Written, written
from tests.exchange.reading.conftest import CASES, Read

WINDOWS = {"cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "gb18030", "big5", "cp932"}


def guesses(tmp_path: Path, rows: int, rounds: int) -> list[tuple[Written, Guess]]:
    library, place = Library(), tmp_path / "x.csv"
    found = []
    for one in written(rows, rounds):
        place.write_bytes(one.content)
        found.append((one, encoding_of(look_at_bytes(place), lambda text: known_words(text, library))))
    return found


def is_right(one: Written, guess: Guess) -> bool:
    text = unicodedata.normalize("NFC", one.content.decode(guess.encoding, "replace"))
    return all(unicodedata.normalize("NFC", wanted) in text for wanted in one.texts)


@pytest.mark.parametrize(
    ("rows", "rounds", "share", "share_windows"), [(1, 3, 0.75, 0.85), (3, 2, 0.9, 0.95), (12, 1, 0.96, 1.0)]
)
def test_letters_tell_the_page(rows: int, rounds: int, share: float, share_windows: float, tmp_path: Path) -> None:
    found = guesses(tmp_path, rows, rounds)
    wrong = [(one, guess) for one, guess in found if not is_right(one, guess)]
    assert len(wrong) <= (1 - share) * len(found)
    usual = [one for one, _guess in found if one.page in WINDOWS]
    assert sum(one.page in WINDOWS for one, _guess in wrong) <= (1 - share_windows) * len(usual)
    assert all(0.3 < guess.confidence < 1 for _one, guess in found if guess.encoding != "utf-8")
    sure = [guess for _one, guess in wrong if guess.confidence > 0.95]
    assert len(sure) <= 0.02 * len(found)  # where the letters mislead, the figure says that it is a guess


def test_one_bad_byte_leaves_unicode_unicode(tmp_path: Path, read: Read) -> None:
    folder, wanted = tmp_path / "files", {}
    folder.mkdir()
    for language, sentences in SENTENCES.items():
        pool = sentences.split("|")[:3]
        lines = [f'{n},Mug,5,"{text}",2026-03-{n:02d}' for n, text in enumerate(pool, 1)]
        content = ("Order number,Product,Rating,Review,Date\n" + "\n".join(lines)).encode()
        (folder / f"{language}.csv").write_bytes(content + b"\n4,Mug,5,caf\xe9 au lait,2026-03-04\n")
        wanted[f"{language}.csv"] = [*pool, "caf\ufffd au lait"]
    found = read(folder)
    texts = {file.name: list[str]() for file in found.files}
    names = {file.file_no: file.name for file in found.files}
    for number, text in found.rows("reviews", "file_no", "text"):
        texts[names[number]].append(text)
    assert texts == wanted
    for file in found.files:
        assert file.encoding == "utf-8"
        assert any(warning.endswith("row 5, Review.") for warning in file.warnings)


@pytest.mark.parametrize(
    ("case", "encoding", "name"),
    [
        ("43a_tr_cp1254_60.csv", "cp1254", "ş"),
        ("43g_cp1253_gr.csv", "cp1253", "ς"),
        ("82_utf8_3_rows_one_bad_byte.csv", "utf-8", "�"),
    ],
)
def test_cases_are_read_with_the_right_letters(case: str, encoding: str, name: str, read: Read) -> None:
    found = read(case, (CASES / case).read_bytes())
    assert found.file.encoding == encoding
    assert any(name in str(one) for one in found.rows("orders", "buyer_name"))
    said = [warning for warning in found.file.warnings if "% sure" in warning or "can't be read" in warning]
    assert len(said) == 1


def test_a_guess_says_how_sure_it_is_and_a_choice_ends_it(read: Read) -> None:
    content = "Order number,Product,Rating,Review\n1,Mug,5,Çok güzel teşekkürler\n".encode("cp1254")
    guessed = read("r.csv", content)
    assert guessed.file.encoding == "cp1254"
    assert 0.5 < guessed.file.confidence < 1
    chosen = read("r.csv", content, encoding="cp1254")
    assert chosen.file.confidence == 1
    assert not any("% sure" in warning for warning in chosen.file.warnings)


@pytest.mark.parametrize(
    ("written_as", "name"),
    [("Windows-1254", "cp1254"), ("ISO-8859-9", "iso8859_9"), ("GBK", "gb18030"), ("latin1", "cp1252"),
     ("utf8", "utf-8"), ("macintosh", "mac_roman"), ("Shift_JIS", "cp932"), ("klingon", ""), ("base64", ""), ("", "")],
)  # fmt: skip
def test_encodings_by_any_of_their_names(written_as: str, name: str) -> None:
    assert named(written_as) == name


def test_every_encoding_is_one() -> None:
    for name, _title in ENCODINGS:
        assert "a".encode(name)
        assert named(name) == name
