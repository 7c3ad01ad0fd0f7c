"""Files that prove something: what is taken, what is refused in one sentence, and what never goes out with them."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import struct
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from storeapp.evidence import preparing
from storeapp.evidence.preparing import Chosen, export, prepare
from storeapp.evidence.queries import attached_files
from storeapp.evidence.rules import LARGEST, About, distinct_names, file_name
from storeapp.evidence.service import attach, detach
from storeapp.kernel import child
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.store import attachment_files, backup, journal
from storeapp.store.check import check_data
from storeapp.store.db import Database
from tests.evidence.pictures import FORMATS, picture

ABOUT = About("removal", 1, "etsy.private")


def given(name: str, content: bytes) -> Chosen:
    return Chosen(name, content=lambda: content)


def put(db: Database, *chosen: Chosen, about: About = ABOUT) -> int:
    prepared = prepare(db.place.folder, chosen, Progress())
    assert prepared.refused == []
    return attach(db, about, prepared).value


def files(db: Database, about: About = ABOUT):
    with db.read() as conn:
        return attached_files(conn, about.kind, about.id, about.part)


def on_disk(db: Database) -> list[str]:
    return sorted(file.name for file in (db.place.folder / "attachments").glob("*"))


def left(db: Database) -> list[str]:
    """What half-done work left beside the shop."""
    return [file.name for file in db.place.folder.glob(".*")]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_is_kept_as_it_is_with_a_small_one_to_look_at(db, kind):
    content = picture(kind)
    assert put(db, given("Box.IMG", content)) == 1
    (one,) = files(db)
    assert (one.name, one.size, one.width, one.height) == (f"Box.{FORMATS[kind]}", len(content), 300, 200)
    assert on_disk(db) == [f"{hashlib.sha256(content).hexdigest()}.{FORMATS[kind]}"]
    assert (db.place.folder / "attachments" / on_disk(db)[0]).read_bytes() == content
    small = Image.open(io.BytesIO(one.thumbnail))
    assert (small.format, max(small.size)) == ("PNG", 192)
    assert left(db) == []


def test_a_picture_taken_upright_is_shown_upright(db):
    put(db, given("a.jpg", picture(turned=6)))
    (one,) = files(db)
    assert (one.width, one.height) == (200, 300)
    small = Image.open(io.BytesIO(one.thumbnail))
    assert small.height > small.width


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("chat.txt", "Ann: mein Paket fehlt\nLädt nicht".encode(), "chat.txt"),
        ("聊天.log", "你好".encode("utf-16"), "聊天.txt"),
        ("invoice.pdf", PDF, "invoice.pdf"),
        ("photo.jpg", PDF, "photo.pdf"),
        ("script.html", b"<script>alert(1)</script>", "script.txt"),
        ("noname", picture("PNG"), "noname.png"),
    ],
)
def test_what_a_file_is_is_found_in_its_bytes(db, name, content, kept):
    put(db, given(name, content))
    assert [one.name for one in files(db)] == [kept]


def bomb() -> bytes:
    """A PNG of a few kilobytes that would unpack to 3.6 gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)
    rest = chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rest


BAD = {
    "nothing": (b"", "is empty"),
    "cut off": (picture()[:900], "is damaged"),
    "cut off png": (picture("PNG")[:-40], "is damaged"),
    "only its first bytes": (b"\xff\xd8\xff\xe0" + bytes(400), "is damaged"),
    "half a pdf": (PDF[:30], "is damaged"),
    "a program": (b"MZ\x90\x00" + bytes(200), "is no picture, PDF or text"),
    "an archive": (b"PK\x03\x04" + bytes(200), "is no picture, PDF or text"),
    "a drawing with a program": (b"\x00\x00\x00\x18ftypheic" + bytes(99), "is no picture, PDF or text"),
    "zeros": (bytes(5000), "is no picture, PDF or text"),
    "blanks": (b"  \n ", "is no picture, PDF or text"),
    "a bomb": (bomb(), "is too large"),
    "too many bytes": (b"\xff\xd8\xff" + bytes(LARGEST), "is too large"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_proves_nothing_is_refused_in_a_sentence_and_leaves_nothing(db, name):
    content, why = BAD[name]
    prepared = prepare(db.place.folder, [given("Proof.jpg", content), given("fine.png", picture("PNG"))], Progress())
    assert [why in sentence and sentence.startswith("Proof.jpg") for sentence in prepared.refused] == [True]
    assert [one.name for one in prepared.files] == ["fine.png"]
    prepared.close()
    assert left(db) == []
    assert not (db.place.folder / "attachments").exists()


def test_what_is_no_file_is_refused_without_waiting(db, tmp_path):
    odd = [tmp_path, tmp_path / "gone.png", tmp_path / ("x" * 300)]
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        odd += [tmp_path / "pipe", Path("/dev/zero")]
    prepared = prepare(db.place.folder, [Chosen(path.name, path) for path in odd], Progress())
    assert len(prepared.refused) == len(odd)
    prepared.close()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("..\\..\\boot.ini", "boot.png"),
        ("C:\\Users\\ann\\x.exe", "x.png"),
        ("con.jpg", "file con.png"),
        ("a\u202egpj.exe", "agpj.png"),
        ("a\x00\nb.png", "ab.png"),
        ("...", "file.png"),
        ("", "file.png"),
        ("what? is <this>: \"it\"|*.png", "what- is -this-- -it---.png"),
        ("n" * 400 + ".png", "n" * 116 + ".png"),
        ("灯.jpeg", "灯.png"),
        ("v1.2 final", "v1.2 final.png"),
    ],
)  # fmt: skip
def test_a_name_leads_nowhere(name, kept):
    assert file_name(name, "image/png") == kept


def test_names_stay_apart():
    assert distinct_names(["a.png", "A.PNG", "a.png", "b.png"]) == ["a.png", "A 2.PNG", "a 3.png", "b.png"]


def test_the_same_file_twice_is_one(db):
    content = picture()
    assert put(db, given("a.jpg", content), given("b.jpg", content)) == 1
    assert put(db, given("c.jpg", content), given("d.jpg", picture(colour="red"))) == 1
    assert [one.name for one in files(db)] == ["a.jpg", "d.jpg"]
    again = attach(db, ABOUT, prepare(db.place.folder, [given("e.jpg", content)], Progress()))
    assert (again.value, again.action_id) == (0, None)
    put(db, given("a.jpg", content), about=About("removal", 2))
    assert len(on_disk(db)) == 2


def test_it_is_undone_and_done_again_with_its_file(db):
    put(db, given("a.jpg", picture()))
    (one,) = files(db)
    detach(db, one.id)
    assert files(db) == []
    old = time.time() - 7200
    for name in on_disk(db):
        os.utime(db.place.folder / "attachments" / name, (old, old))
    put(db, given("other.png", picture("PNG")), about=About("removal", 2))  # sweeps
    journal.undo(db)
    journal.undo(db)
    assert files(db) == [one]
    assert check_data(db).sound
    journal.undo(db)
    assert files(db) == []


def test_only_a_file_that_nothing_can_need_is_swept(db):
    put(db, given("a.jpg", picture()))
    put(db, given("b.jpg", picture(colour="red")))
    kept = on_disk(db)
    detach(db, files(db)[0].id)  # History can bring it back
    stray, young = b"nobody's", b"on its way"
    for content, age in ((stray, 7200), (young, 0)):
        file = db.place.folder / "attachments" / (hashlib.sha256(content).hexdigest() + ".txt")
        file.write_bytes(content)
        os.utime(file, (time.time() - age,) * 2)
    for name in kept:
        os.utime(db.place.folder / "attachments" / name, (time.time() - 7200,) * 2)
    with db.read() as conn:
        assert attachment_files.sweep(conn, db.place.folder) == 1
        assert attachment_files.sweep(conn, db.place.folder) == 0
    assert on_disk(db) == sorted([*kept, hashlib.sha256(young).hexdigest() + ".txt"])


def test_the_check_finds_a_file_that_is_gone_and_the_backup_brings_it_back(db, clock):
    put(db, given("a.jpg", picture()), given("b.png", picture("PNG")))
    made = backup.make(db, "test")
    assert made.attachments == 2
    gone = db.place.folder / "attachments" / on_disk(db)[0]
    gone.unlink()
    line = next(one for one in check_data(db).lines if one.name == "Attachments")
    assert (line.looked_at, line.problems) == (2, 1)
    db.close()
    backup.restore(db.place.folder, made.path, clock)
    assert len(on_disk(db)) == 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_takes_nothing_is_said_and_nothing_is_half_there(db, monkeypatch, number):
    def closed(*_args):
        raise OSError(number, os.strerror(number))

    prepared = prepare(db.place.folder, [given("a.jpg", picture()), given("b.png", picture("PNG"))], Progress())
    usual, calls = attachment_files.put_in_place, []

    def second(finished, place):
        calls.append(place)
        return usual(finished, place) if len(calls) == 1 else closed()

    monkeypatch.setattr(attachment_files, "put_in_place", second)
    with pytest.raises(UserError, match=r"disk is full|can't be written"):
        attach(db, ABOUT, prepared)
    monkeypatch.undo()
    assert (files(db), on_disk(db), left(db)) == ([], [], [])
    monkeypatch.setattr(os, "fsync", closed)
    refused = prepare(db.place.folder, [given("a.jpg", picture())], Progress())
    assert "disk is full" in refused.refused[0] or "can't be written" in refused.refused[0]
    refused.close()
    monkeypatch.setattr(preparing, "Scratch", closed)
    with pytest.raises(UserError, match=r"disk is full|can't be written"):
        prepare(db.place.folder, [given("a.jpg", picture())], Progress())
    assert left(db) == []


def test_one_that_is_cancelled_leaves_nothing(db):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        prepare(db.place.folder, [given("a.jpg", picture())], progress)
    assert left(db) == []


def test_a_picture_that_kills_its_reader_is_refused(db, tmp_path, monkeypatch):
    script = tmp_path / "child.py"
    script.write_text("import os\nos.kill(os.getpid(), 9)\n")
    monkeypatch.setattr(child, "command", lambda _name: [sys.executable, str(script)])
    prepared = prepare(db.place.folder, [given("a.jpg", picture())], Progress())
    assert "a.jpg is damaged" in prepared.refused[0]
    prepared.close()


@pytest.mark.parametrize("most", [None, 120])
@pytest.mark.parametrize("kind", FORMATS)
def test_where_it_was_taken_and_by_whom_does_not_go_out(tmp_path, kind, most):
    source, out = tmp_path / "in", tmp_path / "out"
    content = picture(kind, turned=6)
    source.write_bytes(content)
    assert kind == "BMP" or b"Ann Ott" in content
    export([(source, "in", out, most)], Progress())
    gone_out = out.read_bytes()
    assert b"Ann Ott" not in gone_out
    assert b"Vienna" not in gone_out
    cleaned = Image.open(io.BytesIO(gone_out))
    assert dict(cleaned.getexif()) == {}
    assert not cleaned.info.get("comment")
    turned = kind in ("JPEG", "PNG", "WEBP")
    wide, high = (200, 300) if turned else (300, 200)
    assert cleaned.size == ((wide, high) if most is None else (wide * 120 // 300, high * 120 // 300))
    top = cleaned.convert("RGB").getpixel((cleaned.width // 2 - 5 if not turned else cleaned.width // 2, 3))
    assert min(top) > 240  # the white half is where it was seen
    assert source.read_bytes() == content


MODES = [("RGBA", "PNG"), ("P", "PNG"), ("1", "PNG"), ("I;16", "PNG"), ("LA", "PNG")]
MODES += [("L", "JPEG"), ("CMYK", "JPEG"), ("RGBA", "WEBP")]


def test_pictures_of_every_mode_can_go_out(tmp_path):
    made = []
    for mode, kind in MODES:
        file = tmp_path / f"{mode.replace(';', '')}.{kind}"
        Image.new(mode, (40, 30)).save(file, kind)
        made.append((file, file.name, tmp_path / f"{file.name}.out", None))
        made.append((file, file.name, tmp_path / f"{file.name}.small", 20))
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "move.gif", save_all=True, append_images=frames[1:], comment=b"Ann Ott")
    made.append((tmp_path / "move.gif", "move.gif", tmp_path / "move.out", None))
    progress = Progress()
    export(made, progress)
    for _in, name, out, most in made[:-1]:
        with Image.open(out) as cleaned:
            assert (name, cleaned.size) == (name, (40, 30) if most is None else (20, 15))
    with Image.open(made[-1][2]) as moving:
        assert moving.n_frames == 2
    assert b"Ann Ott" not in made[-1][2].read_bytes()
    assert progress.total == len(made)
