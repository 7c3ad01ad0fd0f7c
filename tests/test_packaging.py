"""The package as others get it: wheel, sdist, locks and the two commands of README."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with the wheel and the sdist of this checkout, built without network."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def dev():
    """packaging/dev.py as a module."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "packaging" / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_checks_compile_the_program_once(monkeypatch):
    """Where Python was told to keep no bytecode, each program that a test starts compiled the whole package anew."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    dev().keep_bytecode()
    script = "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", str(ROOT / ".venv" / "bytecode")]


def test_the_window_tests_are_found_without_the_others():
    files = dev().window_tests()
    every = [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider", "-m", "window"]
    told = subprocess.run([*every, "tests/journeys"], cwd=ROOT, capture_output=True, text=True).stdout
    found = {line.rpartition(":")[0] for line in told.splitlines() if line.startswith("tests/")}
    assert found
    assert found <= set(files)


def test_a_check_beside_others_tells_its_last_line_and_all_when_it_fails(capfd):
    script = "import sys; print('fir' + 'st'); print('last'); sys.exit(int(sys.argv[1]))"
    assert dev().check("fine", [sys.executable, "-c", script, "0"], dict(os.environ), live=False)
    assert "first" not in capfd.readouterr().out
    assert not dev().check("broken", [sys.executable, "-c", script, "1"], dict(os.environ), live=False)
    assert "first\nlast\n== broken FAILED" in capfd.readouterr().out


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="this system has no folder in memory")
def test_tests_write_into_memory_only_where_there_is_room(monkeypatch):
    module = dev()
    monkeypatch.setattr(module, "ROOM_FOR_TESTS", 1)
    assert module.memory_for_tests() == Path("/dev/shm")
    monkeypatch.setattr(module, "ROOM_FOR_TESTS", 1 << 60)
    assert module.memory_for_tests() is None


def test_an_installed_wheel_finds_its_resources(built, tmp_path):
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    script = "from storeapp.kernel.paths import resources; from storeapp.kernel.money import exponent; "
    script += "print(resources()); print(exponent('JPY'))"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", script],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == [str(tmp_path / "storeapp" / "resources"), "0"]


def test_the_wheel_holds_every_resource_and_no_tests(built):
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    resources = (path.relative_to(ROOT) for path in (ROOT / "resources").rglob("*") if path.is_file())
    assert [path for path in resources if f"storeapp/{path.as_posix()}" not in names] == []
    assert not [name for name in names if name.startswith(("tests/", "packaging/"))]
    assert "Name: storeapp" in _metadata(wheel)
    assert "License-Expression: MIT" in _metadata(wheel)


def _metadata(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return archive.read(name).decode()


def test_the_sdist_can_be_built_and_tested_again(built):
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    wanted = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "packaging/dev.py", "tests/test_packaging.py"}
    assert wanted | {"resources/currencies.toml", "storeapp/__init__.py"} <= names


DISTRIBUTIONS = {"PySide6": "PySide6-Essentials", "shiboken6": "PySide6-Essentials", "sqlalchemy": "SQLAlchemy"} | {
    "liquid": "python-liquid",
    "PIL": "pillow",
    "docx": "python-docx",
    "markdown_it": "markdown-it-py",
    "phonenumbers": "phonenumberslite",
    "spellchecker": "pyspellchecker",
}
# What the rooms of the articles wing are being built on: a name leaves this set with its first import.
ABOUT_TO_BE_USED = {"html5lib"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported():
    """Imported by name: a library may come by chance with another one on this machine and be missing on the next."""
    used = set()
    for path in (ROOT / "storeapp").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                used |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                used.add(node.module.split(".")[0])
    used -= {*sys.stdlib_module_names, "storeapp"}
    declared = {plain_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    imported = {plain_name(DISTRIBUTIONS.get(name, name)) for name in used}
    assert imported <= declared
    assert declared - imported - {"tzdata"} <= ABOUT_TO_BE_USED


def plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_the_lock_holds_every_dependency_in_its_range_with_hashes(lock):
    text = (ROOT / "packaging" / lock).read_text("utf-8")
    versions = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))
    wanted = PROJECT["dependencies"] + (PROJECT["optional-dependencies"]["test"] if "test" in lock else [])
    for line in wanted:
        requirement = Requirement(line)
        version = versions[plain_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{line} is locked at {version}"
    entries = re.split(r"\n(?=[a-z0-9])", text.split("\n", 2)[2])
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_both_locks_name_the_same_versions():
    read = [dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text("utf-8"), re.M)) for lock in dev().LOCKS.values()]
    assert read[0].items() <= read[1].items()


def test_without_a_display_the_headless_commands_are_named(monkeypatch, capsys):
    module = dev()
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert module.open_program([]) == 1
    said = capsys.readouterr().out
    assert said.startswith("There is no display here")
    assert said.count("\n") == 1
    assert all(f"storeapp {command}" in said for command in ("sample", "import", "stats", "report"))


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_is_seen(name, monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv(name, ":1")
    assert dev().has_display()


def test_a_changed_project_file_means_a_new_installation(tmp_path, monkeypatch):
    module = dev()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_text("a")
    before = module.fingerprint("run")
    assert module.fingerprint("run") == before
    (tmp_path / "pyproject.toml").write_text("b")
    assert module.fingerprint("run") != before


@pytest.mark.skipif(not Path("/usr/bin/dpkg-query").exists(), reason="only where Debian's tools are")
def test_debians_installed_packages_are_known():
    assert dev().installed_packages((("dpkg",), ("no-such-package-here", "base-files"))) == {"dpkg", "base-files"}
