"""The house rules as tests: who may know whom, how big a thing may grow, what it may be called."""

# whole: the walls of the house, one after the other, in one list
from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from tests.house import (
    DOORS,
    ROOT,
    Reached,
    Source,
    called,
    calls,
    imports,
    module_name,
    reached,
    source_of,
    sources,
)

HEAVY = {"alembic", "babel", "docx", "eldc", "liquid"}
HEAVY |= {"html5lib", "lxml", "markdown_it", "nh3", "spellchecker"}
HEAVY |= {"openpyxl", "phonenumbers", "PIL", "pycld2", "python_calamine", "rjieba", "segno"}
# Imported inside a function: the heavy libraries, what only one kind of start needs, and what only folders need.
ONE_SYSTEM = {"ctypes", "fcntl", "msvcrt", "resource", "winreg"}  # not there, or of no use, on every system
LAZY = HEAVY | ONE_SYSTEM | {"platformdirs", "stopwordsiso"}
LAZY_HERE = {
    "__main__.py": {  # each start loads its own part
        "storeapp.boot",
        "storeapp.commands",
    },
    "store/engine.py": {"pysqlite3"},  # only where Python's own SQLite is too old
}
SHARED_PANES = ("storeapp.messages.ui", "storeapp.evidence.ui")  # what every room shows beside its own
NETWORK = {"smtplib", "socket", "ssl", "http", "urllib.request", "requests", "aiohttp", "PySide6.QtNetwork"}
# The second start raises the first window through a local socket.
SPEAKS_TO_ITSELF = {"shell/session/single_instance.py"}
SENDS_MAIL = {"solicitation/smtp/mail_child.py"}  # a process of its own, started only where the owner switched it on
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
FORBIDDEN_NAMES |= {"words", "part", "parts", "ways", "doings", "verbs"}  # of what, a name must say
# Classes that still share their name with another: this list may only shrink.
SHARED_NAMES: set[str] = set()
WORDS = {"_", "N_", "plural", "in_context"}
TX_VERBS = {"insert", "insert_one", "update", "update_many", "delete"}


def none(offences: Iterable[object]) -> None:
    listed = [str(offence) for offence in offences]
    assert not listed, "\n" + "\n".join(listed)


def test_qt_stays_in_the_window():
    none(i for i in imports() if i.of("PySide6", "shiboken6") and not i.source.in_window)


def test_sqlalchemy_stays_in_the_store_and_the_rooms_doors():
    at_run_time = (i for i in imports() if i.of("sqlalchemy") and i.source.room != "store" and not i.for_types)
    none(i for i in at_run_time if i.source.door in ("", "rules"))


def test_drivers_of_the_file_stay_in_the_store_and_the_staging():
    none(i for i in imports() if i.of("sqlite3", "pysqlite3") and i.source.room not in ("store", "exchange"))


def test_spreadsheets_stay_in_exchange_and_reports():
    none(i for i in imports() if i.of("openpyxl", "python_calamine") and i.source.room not in ("exchange", "reports"))


def test_pictures_are_not_decoded_in_the_window():
    none(i for i in imports() if i.of("PIL") and i.source.in_window)


def test_a_rooms_ui_knows_its_own_room_qtkit_and_the_shared_panes_only():
    none(
        i
        for i in imports()
        if i.source.in_ui
        and i.of("storeapp")
        and not i.of(f"storeapp.{i.source.room}", "storeapp.qtkit", "storeapp.kernel", *SHARED_PANES)
    )


# What a rule may use of the standard library is all but this; the kernel's settings, locks and children need it.
WORLD = ("sqlite3", "socket", "subprocess", "multiprocessing", "threading", "asyncio")
# Whatever reads, writes or shows.
OUTSIDE_RULES = ("PySide6", "shiboken6", "sqlalchemy", "pysqlite3", "storeapp.store", "storeapp.qtkit")
GROUND_FLOOR = ("kernel", "rulebook")  # its own libraries are its own business: a rule may know it whole


def impure(source: Source, house: dict[str, Source] | None = None) -> Iterator[Reached]:
    """What a module reaches, by whatever chain, that data and `now` don't need."""
    for end in reached(source, house):
        module, room = end.found.module, end.found.source.room
        asks_a_door = end.found.of("storeapp") and DOORS - {"rules"} & set(module.split("."))
        strange = module.split(".")[0] not in sys.stdlib_module_names | {"storeapp"} and room not in GROUND_FLOOR
        worldly = end.found.of(*WORLD) and room != "kernel"
        if end.found.of(*OUTSIDE_RULES) or asks_a_door or strange or worldly:
            yield end


def are_rules(source: Source) -> bool:
    return source.door == "rules" or source.parts[-1] == "rules.py"


def test_rules_are_pure():
    rules = [source for source in sources() if are_rules(source)]
    assert len(rules) > 10
    none(why for source in rules for why in impure(source))


def test_the_kernel_and_the_rule_book_are_pure():
    none(why for source in sources() if source.room in GROUND_FLOOR for why in impure(source))


@pytest.mark.parametrize(
    ("files", "chain"),
    [
        ({"a/rules.py": "import sqlalchemy"}, ""),
        ({"a/rules.py": "from storeapp.a.queries import rows", "a/queries/__init__.py": ""}, ""),
        ({"a/rules.py": "from storeapp.a import queries", "a/queries.py": ""}, ""),
        ({"a/rules.py": "def f():\n    import_module('storeapp.a.service')"}, ""),
        ({"a/rules.py": "def f(name):\n    import_module('storeapp.b.' + name)"}, ""),
        ({"a/rules.py": "from .sums import n", "a/sums.py": "import PySide6.QtCore"}, "a/rules.py > a/sums.py"),
        ({"a/rules.py": "from storeapp.b import n", "b/__init__.py": "import sqlite3"}, "a/rules.py > b/__init__.py"),
        ({"a/rules.py": "import storeapp.b.c", "b/__init__.py": "import numpy", "b/c.py": ""}, "> b/__init__.py"),
        (
            {
                "a/rules.py": "import storeapp.b.x",
                "b/x.py": "import storeapp.c.y",
                "c/y.py": "import storeapp.store.db",
            },
            "a/rules.py > b/x.py > c/y.py",
        ),
        ({"a/__init__.py": "import sqlalchemy", "a/rules.py": ""}, "a/rules.py > a/__init__.py"),
        ({"kernel/x.py": "import storeapp.orders.queries", "a/rules.py": "import storeapp.kernel.x"}, ""),
    ],
)
def test_an_impure_rule_would_be_found(files, chain):
    house = {module_name(source): source for source in (source_of(name, text) for name, text in files.items())}
    found = list(impure(house["storeapp.a.rules"], house))
    assert len(found) == 1
    assert chain in str(found[0])


def test_nothing_reaches_for_the_network():
    none(i for i in imports() if i.of(*NETWORK) and i.source.name not in SPEAKS_TO_ITSELF | SENDS_MAIL)


def test_imports_stand_at_the_top_except_the_heavy_ones():
    none(
        i
        for i in imports()
        if i.in_function and not i.by_name
        if i.module.split(".")[0] not in LAZY and not i.of(*LAZY_HERE.get(i.source.name, ()), "-")
    )


def floors() -> dict[str, int]:
    """The rooms with the number of their floor, the kernel's highest, as pyproject.toml has them for import-linter."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = (
        c["layers"] for c in project["tool"]["importlinter"]["contracts"] if c["name"] == "Floors of the house"
    )
    return {room.strip(): n for n, layer in enumerate(layers) for room in layer.split("|")}


def test_what_is_imported_by_name_keeps_to_the_floors():
    """import-linter reads statements only; what starts later is loaded by name, and may not climb either."""
    floor = floors()
    by_name = [found for found in imports() if found.by_name and found.of("storeapp")]
    assert by_name
    none(
        found
        for found in by_name
        for here, there in [(found.source.room or found.source.name.removesuffix(".py"), found.module.split(".")[1])]
        if here != there and floor[there] <= floor[here]
    )


PROBE = """
import importlib, sys
for names in ({without_qt!r}, {others!r}):
    for name in names:
        importlib.import_module(name)
    print(*sorted({{m.split(".")[0] for m in sys.modules}}))
"""


def importable() -> list[Source]:
    return [source for source in sources() if source.room != "store" or "migrations" not in source.parts]


@cache
def loaded() -> tuple[set[str], set[str]]:
    """What is loaded once all is imported that needs no Qt, and once the rest is too, in a Python of its own."""
    without_qt = [module_name(source) for source in importable() if not source.in_window]
    script = PROBE.format(without_qt=without_qt, others=[module_name(source) for source in importable()])
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr
    first, second = (set(line.split()) for line in ran.stdout.splitlines())
    assert "sqlalchemy" in first
    assert "PySide6" in second
    return first, second


def test_the_rest_runs_without_qt():
    assert not loaded()[0] & {"PySide6", "shiboken6"}


def test_heavy_libraries_are_loaded_where_they_are_needed():
    assert not loaded()[1] & (HEAVY | {"numpy", "pandas", "pyqtgraph"})


@cache
def table_owners() -> dict[str, str]:
    """Which room a table belongs to: `reputation_themes.py` declares tables of reputation."""
    return {
        node.name: source.parts[-1].removesuffix(".py").partition("_")[0]
        for source in sources()
        if source.name.startswith("store/tables/")
        for node in source.tree.body
        if isinstance(node, ast.ClassDef)
    }


def test_rooms_write_through_the_transactions_verbs_only():
    none(
        i
        for i in imports()
        if i.source.room != "store" and i.of("sqlalchemy.insert", "sqlalchemy.update", "sqlalchemy.delete")
    )
    for source in sources():
        if source.door in ("service", "queries", "intake"):
            none(
                f"{source.name}:{node.lineno} writes by hand: {node.value[:60]!r}"
                for node in source.nodes
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value.lstrip().startswith(("INSERT ", "UPDATE ", "DELETE ", "REPLACE "))
            )


def test_python_is_called_from_sql_only_by_the_store():
    none(
        f"{source.name}:{line} teaches SQL a function"
        for source in sources()
        if source.room != "store"
        for line, text in enumerate(source.text.splitlines(), 1)
        if re.search(r"\bcreate_(?:function|aggregate|collation|window_function)\b", text)
    )
    taught = [s.name for s in sources() if "create_function" in s.text]
    assert taught == ["store/engine.py", "store/journal.py"]  # sums over rows, and sentences of History; no import


@cache
def sql_of(source: Source) -> tuple[tuple[int, str], ...]:
    """The line and the text of each string, what is filled into it left as `x`."""
    return tuple(_strings_of(source))


def _strings_of(source: Source) -> Iterator[tuple[int, str]]:
    inside = set()
    for node in source.nodes:
        if isinstance(node, ast.JoinedStr):
            inside.update(id(part) for part in node.values)
            yield node.lineno, "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.lineno, node.value


# What PostgreSQL doesn't take, or takes for something else; store/sql has a word for each that a room may need.
ONLY_SQLITE = {
    "a sum over a condition": r"\bsum\([^()]*(?:[<>=]|\b(?:IS|IN|LIKE|BETWEEN|EXISTS)\b)(?![^()]*\bEND\b)[^()]*\)",
    "a plus before a column": r"\b(?:WHERE|AND|OR|ON|BY)\s+\(?\+[a-z_]",
    "HAVING by an alias": r"\bAS (\w+)\b[^;]*\bHAVING \1\b",
    "a subquery without a name": (
        r"\bFROM\s*\((?:SELECT\b)(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*(?:$|\)|WHERE|GROUP|ORDER|LIMIT)"
    ),
    "a number for a condition": r"\b(?:WHERE|AND) [01]\b(?!\s*[=<>])",
    "json_each": r"\bjson_each\(",
    "julianday": r"\bjulianday\(",
    "an upsert that doesn't say whose column": r"\bDO UPDATE SET (?:[^;]*, )?(\w+) = \1\b(?!\.)",
}
STAGED = {"exchange/report_file.py"}  # reads the import's own file, which is SQLite's on every database


@pytest.mark.parametrize("form", ONLY_SQLITE)
def test_what_only_sqlite_understands_stays_in_the_store(form):
    none(
        f"{source.name}:{line} has {form}: {found.group(0)[:80]!r}"
        for source in sources()
        if source.room != "store" and source.name not in STAGED
        for line, sql in sql_of(source)
        if (found := re.search(ONLY_SQLITE[form], sql))
    )


@pytest.mark.parametrize(
    ("form", "sql"),
    [
        ("a sum over a condition", "SELECT sum(status = 'paid') FROM orders"),
        ("a sum over a condition", "SELECT sum(note IS NULL) FROM orders"),
        ("a plus before a column", "SELECT 1 FROM a JOIN b ON a.x = b.x WHERE a.y = 1 AND +b.z = 2"),
        ("HAVING by an alias", "SELECT status, sum(orders) AS n FROM m GROUP BY status HAVING n > 0"),
        ("a subquery without a name", "SELECT count(*) FROM (SELECT max(id) FROM orders GROUP BY number)"),
        ("a subquery without a name", "SELECT a FROM (SELECT 1 AS a FROM (SELECT 2) b) WHERE a > 0"),
        ("a number for a condition", "SELECT 1 FROM orders WHERE 1 AND id > 2"),
        ("json_each", "SELECT 1 FROM orders WHERE id IN (SELECT value FROM json_each(:ids))"),
        ("julianday", "SELECT julianday(paid_on) FROM orders"),
        ("an upsert that doesn't say whose column", "INSERT INTO m VALUES (1) ON CONFLICT DO UPDATE SET n = n + 1"),
    ],
)
def test_such_forms_would_be_found(form, sql):
    assert re.search(ONLY_SQLITE[form], sql)


# What a list is sorted by last, so that rows that are alike have one order, on every page and every database.
LAST_KEYS = re.compile(r"\bid\b|_id\b|^\*")
# Alone of their kind in their list: its rows are grouped by them, or a unique index says so.
ONE_OF_EACH = {"OrderMonth.currency", "OrderMonth.status", "Order.currency", "Customer.country", "Review.scale"}
ONE_OF_EACH |= {"Review.language", "table.field", "table.stars", "RivalSnapshot.taken_on.desc()"}
ONLY_ITS_VALUE = {"Order.placed_on"}  # the day of the first order, whichever of that day it is


def test_every_list_has_a_last_key():
    none(
        f"{source.name}:{call.lineno} is sorted by {last} last, which several rows may share"
        for source in sources()
        if source.room != "store"
        for call in calls(source)
        if called(call) == "order_by" and call.args
        for last in (ast.unparse(call.args[-1]),)
        if not LAST_KEYS.search(last) and last not in ONE_OF_EACH | ONLY_ITS_VALUE
    )


def test_rooms_ask_through_the_one_helper():
    """No cursors and no driver's placeholders outside the store; what reads files of its own is no shop's reader."""
    none(
        f"{source.name}:{node.lineno} uses {node.attr}"
        for source in sources()
        if source.room != "store" and not source.in_window
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr in ("exec_driver_sql", "cursor", "raw_connection")
    )


def test_only_the_owning_room_writes_its_tables():
    none(
        f"{source.name}:{call.lineno} writes {call.args[0].id}, a table of {table_owners()[call.args[0].id]}"
        for source in sources()
        if source.room not in {"", "store"}
        for call in calls(source)
        if called(call) in TX_VERBS and call.args and isinstance(call.args[0], ast.Name)
        if table_owners().get(call.args[0].id, source.room) != source.room
    )


def test_verbs_give_back_an_outcome():
    none(
        f"{source.name}: {node.name} writes and doesn't return an Outcome"
        for source in sources()
        if source.door == "service"
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if any(isinstance(inner, ast.Call) and called(inner) == "write" for inner in ast.walk(node))
        if not (node.returns and ast.unparse(node.returns).startswith("Outcome["))
    )


def test_no_global_application_object():
    none(
        f"{source.name}:{node.lineno} asks for the application"
        for source in sources()
        if source.room not in ("qtkit", "shell")
        for node in source.nodes
        if (isinstance(node, ast.Attribute) and node.attr == "instance" and "Application" in ast.unparse(node.value))
        or (isinstance(node, ast.Name) and node.id == "qApp")
    )


def test_nothing_is_opened_at_import_time():
    openers = {"create_engine", "load", "open", "connect", "QApplication", "sessionmaker", "Settings", "Database"}
    for source in sources():
        for statement in source.tree.body:
            if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.If):
                continue
            none(
                f"{source.name}:{node.lineno} opens something while it is imported"
                for node in ast.walk(statement)
                if isinstance(node, ast.Call) and called(node) in openers
            )


def test_no_dialog_blocks():
    none(
        f"{source.name}:{call.lineno} waits in a loop of its own"
        for source in sources()
        if source.in_window and source.name != "boot.py"
        for call in calls(source)
        if called(call) in ("exec", "exec_", "processEvents", "getOpenFileName", "getSaveFileName", "getText")
    )


def test_names_are_the_fields_words():
    none(source.name for source in sources() if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in source.parts})


def homes(sources: Iterable[Source]) -> dict[str, list[str]]:
    """The modules that define a class, by the class's name."""
    found: dict[str, list[str]] = {}
    for source in sources:
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(source.name)
    return found


def test_every_class_has_a_name_of_its_own():
    """One name, one meaning: the field's word with its room's noun, so that a search tells which is meant."""
    shared = {name: where for name, where in homes(importable()).items() if len(where) > 1}
    none(f"{name} is a class in {' and '.join(shared[name])}" for name in sorted(shared.keys() - SHARED_NAMES))
    none(f"{name} is no longer shared" for name in SHARED_NAMES - shared.keys())


def test_a_second_class_of_a_name_would_be_found():
    twice = [Source(name, "", ast.parse("class Plan: ...")) for name in ("orders/rules.py", "exchange/rules.py")]
    assert homes(twice) == {"Plan": ["orders/rules.py", "exchange/rules.py"]}


# A size guides, it doesn't cut: two halves of one thing are worse than the number. What is over it says why in a line
# `# whole: …`: a file before its first statement, a class or a function in the line above it.
FILE_LINES, CLASS_METHODS, FUNCTION_LINES = 500, 40, 60
WHOLE = re.compile(r"\s*# whole: (.*)")
WORDS_OF_A_REASON = 4


def oversized(name: str, source: Source) -> Iterator[str]:
    """What of a file is over its guide without saying why, and what says why without being over it."""
    lines = source.text.splitlines()
    reasons = {number: told[1] for number, line in enumerate(lines, 1) if (told := WHOLE.match(line))}
    said = set()
    code = [
        node for node in source.tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    first = code[0].lineno - isinstance(code[0], ast.ClassDef | ast.FunctionDef) if code else len(lines)
    whole_file = (name, len(lines), FILE_LINES, [n for n in reasons if n < first])
    for what, size, guide, at in [whole_file, *sized(name, source)]:
        why = [reasons[n] for n in at if n in reasons]
        said.update(at)
        if size > guide and not why:
            yield f"{what} has {size}, {guide} is the guide: join, part, or say why in a line `# whole: …`"
        elif size > guide and len(why[0].split()) < WORDS_OF_A_REASON:
            yield f"{what} has {size} and gives no reason: {why[0]!r}"
        elif why and size <= guide:
            yield f"{what} has {size}, {guide} is the guide: it needs no reason"
    yield from (f"{name}:{n} gives a reason for nothing" for n in reasons.keys() - said)


def sized(name: str, source: Source) -> Iterator[tuple[str, int, int, list[int]]]:
    """Each class and function with its size, its guide, and the line in which it would say why."""
    for node in source.statements:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            at = min([node.lineno, *(mark.lineno for mark in node.decorator_list)]) - 1
            if isinstance(node, ast.ClassDef):
                methods = sum(isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) for child in node.body)
                yield f"{name}: the methods of {node.name}", methods, CLASS_METHODS, [at]
            else:
                yield f"{name}: {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1, FUNCTION_LINES, [at]


def test_what_is_big_says_why():
    none(why for source in sources() for why in oversized(f"storeapp/{source.name}", source))
    for folder in ("tests", "packaging"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            none(oversized(name, source_of(name, path.read_text("utf-8"))))


def sizes_told(text: str) -> list[str]:
    return list(oversized("x.py", source_of("x.py", text)))


LONG_FUNCTION = "def f():\n" + "    n = 1\n" * FUNCTION_LINES
MANY_METHODS = "class C:\n" + "    def f(self): ...\n" * (CLASS_METHODS + 1)
LONG_FILE = "import os\n" * (FILE_LINES + 1)


@pytest.mark.parametrize("big", [LONG_FUNCTION, MANY_METHODS, LONG_FILE], ids=["function", "class", "file"])
def test_what_is_big_and_silent_would_be_found(big):
    assert "is the guide" in "".join(sizes_told(big))
    assert not sizes_told("# whole: a table is read from top to bottom\n" + big)
    assert "no reason" in "".join(sizes_told("# whole: must be\n" + big))
    small = big.splitlines()[0] + "\n    def g(self): ...\n" * ("def" in big or "class" in big)
    assert "no reason" in "".join(sizes_told("# whole: a table is read from top to bottom\n" + small))


def test_a_reason_stands_beside_what_it_is_for():
    far = "import os\n\n# whole: a table is read from top to bottom\n\n\n" + LONG_FUNCTION
    assert len(sizes_told(far)) == 2  # the function is silent, and the reason is for nothing


def test_every_module_says_what_it_is_for():
    none(source.name for source in sources() if not (ast.get_docstring(source.tree) or "").strip())


def test_sentences_are_whole_and_constant():
    none(
        f"{source.name}:{call.lineno} translates something that isn't a plain text: {ast.unparse(call)[:80]}"
        for source in sources()
        for call in calls(source)
        if isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "plural") and call.args
        for arg in call.args[: 2 if call.func.id == "plural" else 1]
        if isinstance(arg, ast.JoinedStr | ast.BinOp)
    )


def test_comments_are_no_banners():
    none(
        f"{source.name}:{number}: {line.strip()}"
        for source in sources()
        for number, line in enumerate(source.text.splitlines(), 1)
        if re.match(r"\s*#\s*([-=#*~]{2,}|.*[-=#*~]{3,}\s*$)", line)
    )


def test_the_pin_of_qt_stands():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (qt,) = (line for line in project["dependencies"] if line.lower().startswith("pyside6"))
    assert qt.startswith("PySide6-Essentials>=6.10,<6.12")


def test_the_newest_schema_is_written_down(tmp_path):
    """After a change of the newest migration run `python -m tests.old_files.make`, which writes it."""
    from storeapp.derived import DERIVED
    from storeapp.store import schema
    from storeapp.store.engine import connect
    from storeapp.store.place import build

    build(tmp_path / "shop.sqlite", DERIVED)
    raw = connect(tmp_path / "shop.sqlite", look_only=True)
    assert schema.things_of(raw) == schema.written(schema.HEAD)
    raw.close()


def test_tooltips_are_set_in_one_place():
    """Qt reads a tip that looks like HTML as HTML: the name of a file in an archive made one load a file."""
    bare = re.compile(r"\.(setToolTip|setStatusTip|setWhatsThis)\(|QToolTip\.showText|QMessageBox|[^\w]QLabel\(")
    for source in sources():
        if source.name != "qtkit/tips.py":
            assert not bare.search(source.text), source.name
            assert "ToolTipRole" not in source.text or "plain_tip(" in source.text, source.name


def test_titles_of_actions_can_be_said_in_any_language():
    """What History is told is a message with its values, no text put together by hand."""
    for source in sources():
        for node in source.nodes:
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            owner = getattr(node.func.value, "id", getattr(node.func.value, "attr", ""))
            if (owner, node.func.attr) not in {("db", "write"), ("_db", "write"), ("tx", "rename")}:
                continue
            title = node.args[0]
            while isinstance(title, ast.Call) and isinstance(title.func, ast.Attribute) and title.func.attr == "format":
                title = title.func.value
            told = isinstance(title, ast.Name) or (
                isinstance(title, ast.Call)
                and getattr(title.func, "id", getattr(title.func, "attr", "")) in {"_", "plural", "in_context", "title"}
            )
            assert told or ast.unparse(title) == "''", f"{source.name}:{node.lineno}"


# Tables of the store's own: its journal, and the settings that travel with a shop.
OF_THE_STORE = ("journal", "shell")


def room_tables() -> set[str]:
    """The names of tables that belong to rooms, as classes and as SQL has them."""
    found = set()
    for source in sources():
        if source.name.startswith("store/tables/") and source.parts[-1].removesuffix(".py") not in OF_THE_STORE:
            for node in source.tree.body:
                name = re.search(r'__tablename__ = "(\w+)"', ast.unparse(node).replace("'", '"'))
                if isinstance(node, ast.ClassDef) and name:
                    found |= {node.name, name[1]}
    return found


def test_the_store_knows_no_rooms_table():
    tables = room_tables()
    assert {"Order", "orders", "review_themes"} <= tables
    for source in sources():
        if source.room == "store" and source.parts[1] not in ("tables", "migrations"):
            none(
                f"{source.name}:{found.line} knows {found.module}"
                for found in imports()
                if found.source is source
                and found.of("storeapp.store.tables")
                and found.module.rpartition(".")[2] in tables
            )
            none(
                f"{source.name}:{node.lineno} names {', '.join(sorted(words & tables))} in SQL"
                for node in source.nodes
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
                if re.search(r"\b(FROM|INTO|UPDATE|JOIN|TABLE|WHERE)\b", node.value) or node.value in tables
                for words in [set(re.findall(r"\w+", node.value))]
                if words & tables
            )
