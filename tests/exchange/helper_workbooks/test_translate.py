"""Articles out to a translator and back into the linked draft, paragraph by paragraph; in the helper's language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from storeapp.articles.drafts.service import save_text
from storeapp.articles.translations import rules
from storeapp.exchange.helper_workbooks import service
from storeapp.exchange.helper_workbooks.languages import languages, say_in
from storeapp.exchange.helper_workbooks.queries.task import TaskLook
from storeapp.exchange.helper_workbooks.records import ReturnComparison
from storeapp.exchange.helper_workbooks.service import GivenWork
from storeapp.exchange.helper_workbooks.task_list import TASKS, every_work, task_of
from storeapp.exchange.helper_workbooks.workbook import CHECK, ROW, SAID, notes_titles
from storeapp.kernel.errors import UserError
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import Article
from tests.articles.making import article
from tests.exchange.helper_workbooks.hands import back, column, edit, filling, give

BODY = (
    "# Washing wool\n\nWool likes **cold** water.\n\n![](picture:1)\n\n```\ncode stays\n\nwhole\n```\n\n"
    "<!-- a question\n\nfor the writer -->\n\n- one\n- two\n\nWool likes **cold** water."
)
INTO = "Translation into German"
GERMAN = ("Wolle waschen", "# Wolle waschen", "Wolle mag **kaltes** Wasser.", "- eins\n- zwei", "Noch einmal: kalt.")


def texts(db: Database) -> dict[int, tuple[str, str, int | None]]:
    """Article -> its language, text, and what it translates."""
    with db.read() as conn:
        rows = conn.execute(select(Article.id, Article.language, Article.body, Article.translation_of))
        return {row.id: (row.language, row.body, row.translation_of) for row in rows}


@pytest.fixture
def wool(db: Database, tmp_path: Path) -> tuple[int, Path]:
    """An article, and the workbook with it for a translator."""
    made = article(db, body=BODY, language="en", country="DE", person="Ann")
    path = tmp_path / "work.xlsx"
    assert give(db, path, "translate:de").rows == 5
    return made, path


def typed(count: int = 5) -> list[tuple[int, str, Any]]:
    """What the translator types into the first rows."""
    return [(row, INTO, text) for row, text in enumerate(GERMAN[:count], 2)]


def said(found: ReturnComparison) -> list[tuple[str, str]]:
    """State and sentence of each change."""
    return [(one.state, one.why) for one in found.changes]


def test_a_text_is_cut_and_put_together() -> None:
    """Nothing is lost or moved; code and remarks stay whole, twins stay apart, a very long paragraph is cut."""
    parts = rules.parts_of("Wool", BODY)
    assert [one.number for one in parts] == [0, 1, 2, 6, 7]
    assert len({one.key for one in parts}) == 5
    assert rules.put_together(BODY, {one.number: one.text for one in parts}, [""] * 7) == BODY + "\n"
    long = "One sentence after the other. " * 2_000
    pieces = rules.cut(f"# Head\n\n{long}\n\nEnd")
    assert max(map(len, pieces)) <= rules.LONGEST_PART
    assert " ".join(pieces[1:-1]).strip() == long.strip()
    assert all(len(one) <= rules.LONGEST_PART for one in rules.cut("字" * 70_000))
    assert rules.aligned("a\n\nb", "x") is None
    assert rules.aligned("a\n\nb", "") == ["", ""]


def test_what_comes_back_is_a_linked_draft(db: Database, wool: tuple[int, Path]) -> None:
    """In parts: the first two rows make the draft, the rest fills it; the same file again changes nothing; one Undo."""
    made, path = wool
    edit(path, filling(typed(3)))
    assert service.apply(db, back(db, path)).value == 3
    [(language, body, of)] = [one for number, one in texts(db).items() if number != made]
    assert (language, of) == ("de", made)
    assert body.startswith("# Wolle waschen\n\nWolle mag **kaltes** Wasser.\n\n![](picture:1)\n\n```\ncode stays\n\n")
    assert body.count("<!-- … Still to translate: - one - two -->") == 1
    assert back(db, path).of("apply", "conflict") == []
    edit(path, filling(typed()))
    assert service.apply(db, back(db, path)).value == 2
    [(_language, whole, _of)] = [one for number, one in texts(db).items() if number != made]
    assert "Still to translate" not in whole
    assert whole.endswith("- eins\n- zwei\n\nNoch einmal: kalt.\n")
    assert back(db, path).of("apply", "conflict") == []
    journal.undo(db)
    journal.undo(db)
    assert list(texts(db)) == [made]
    assert [row.translation_of for row in _rows(db)] == [None]


def _rows(db: Database) -> list[Any]:
    with db.read() as conn:
        return list(conn.execute(select(Article.__table__)))


def test_the_owner_wrote_meanwhile(db: Database, wool: tuple[int, Path]) -> None:
    """Both changed a paragraph: a conflict. One of the original that changed, and other paragraphs: shown, not lost."""
    made, path = wool
    edit(path, filling(typed()))
    service.apply(db, back(db, path))
    number = max(texts(db))
    body = texts(db)[number][1]
    save_text(db, number, "Wolle waschen", body.replace("kaltes", "kühles"))
    edit(path, filling([(4, INTO, "Wolle mag **eiskaltes** Wasser."), (5, INTO, "- eins\n- zwei\n- drei")]))
    assert [one.state for one in back(db, path).changes] == ["conflict", "conflict"]
    save_text(db, made, "Washing wool", BODY.replace("- two", "- two\n- three"))
    found = back(db, path)
    assert sorted(one.state for one in found.changes) == ["conflict", "rejected"]
    assert "original was changed" in found.of("rejected")[0].why
    save_text(db, number, "Wolle waschen", body + "\n\nEin Absatz mehr")
    found = back(db, path)
    assert {one.state for one in found.changes} == {"rejected", "keep"}
    assert service.apply(db, found).value == 0
    with pytest.raises(UserError):
        give(db, path.with_name("again.xlsx"), "translate:de", records=(made,))


def test_rules_run_on_translations(db: Database, tmp_path: Path) -> None:
    """An absolute word that the law of the readers' country bans stops its paragraph alone; so does an empty line."""
    article(db, "Lamps", body="# Lamps\n\nA good lamp.\n\nIt is bright.\n\nIt lasts.", language="en", country="CN")
    path, into = tmp_path / "work.xlsx", "Translation into Chinese"
    give(db, path, "translate:zh-Hans")
    edit(path, filling([(4, into, "这是全国第一的台灯，国家级品质。"), (5, into, "很亮。"), (6, into, "一。\n\n二。")]))
    found = back(db, path)
    assert [one.state for one in found.changes] == ["rejected", "apply", "rejected"]
    assert service.apply(db, found).value == 1


def test_what_waits(db: Database, tmp_path: Path) -> None:
    """Whole articles up to the number; those in the language, translations and what is translated whole do not wait."""
    article(db, "Kept", body="Eins.", language="de")
    first = article(db, "First", body="One.", language="en")
    for n in range(3):
        article(db, f"More {n}", body="A.\n\nB.", language="en")
    with db.read() as conn:
        assert task_of("translate:de").count(conn, 100) == 4
        assert len(task_of("translate:de").waiting(conn, 2)) == 6
    path = tmp_path / "work.xlsx"
    assert give(db, path, "translate:de", records=(first,)).rows == 2
    edit(path, filling([(2, INTO, "Erste"), (3, INTO, "Eins.")]))
    service.apply(db, back(db, path))
    with db.read() as conn:
        assert task_of("translate:de").count(conn, 100) == 3
        assert task_of("translate:es").count(conn, 100) == 5
    for refused in ("translate", "translate:xx", "replies:de"):
        with pytest.raises(UserError):
            give(db, path, refused)


def test_without_the_shops_note(db: Database, wool: tuple[int, Path]) -> None:
    """The hidden copy knows the language too."""
    _made, path = wool
    with db.write("Key") as tx:
        set_shop_setting(tx, "helper_key", "ab" * 16)
    give(db, path, "translate:de")
    edit(path, filling(typed(2)))
    journal.undo(db)
    assert [one.state for one in back(db, path).changes] == ["apply", "apply"]


@pytest.mark.parametrize("language", list(languages()))
def test_every_helper_reads_their_own_language(db: Database, tmp_path: Path, language: str) -> None:
    """All words of a workbook are there, no title means two columns, and a workbook comes back in each language."""
    wanted: dict[str, str] = {}

    def listening(words: str) -> str:
        wanted[str(words)] = say(words)
        return wanted[str(words)]

    say = say_in(language)
    with db.read() as conn:
        for name in every_work():
            task, look = task_of(name), TaskLook(listening, db.clock.now())
            columns = task.columns(conn, look)
            more = [listening(ROW), listening(CHECK), *notes_titles(listening)]
            titles = [one.casefold() for one in (*(one.title for one in columns), *more)]
            assert len(set(titles)) == len(titles), titles
            task.titled(listening)
            listening(task.about)
    for line in SAID:
        listening(line)
    same = {"Text", "Service", "Message", "Date", "Note", "Article", "Translation", "Sent", "Canal"}
    if language != "en":
        assert {words for words, told in wanted.items() if told == words} <= same
    for words, told in wanted.items():
        assert words.count("{") == told.count("{")
    article(db, body=BODY, language="ar")
    path = tmp_path / "work.xlsx"
    give(db, path, "translate:de", language=language)
    sheet = openpyxl.load_workbook(path).worksheets[1]
    title = say("Translation into {language}").format(language=say("German"))
    edit(path, filling([(3, title, "# Kopf")]))
    assert column(sheet, say(ROW)) == 1
    assert [one.theirs for one in back(db, path).changes] == ["# Kopf"]


def test_languages_are_dated() -> None:
    """At least eight, each with where its words are from."""
    assert {"en", "zh_CN", "ru", "es", "id", "de", "fr", "pt"} <= set(languages())
    assert set(TASKS) == {"replies", "tracking", "reasons", "requests", "translate"}
    with pytest.raises(UserError):
        service._check(GivenWork("replies", language="xx"))
    assert json.dumps(dict(languages()))
