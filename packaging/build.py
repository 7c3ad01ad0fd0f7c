"""Builds what owners install: `python3 packaging/build.py folder` the frozen program, `… deb` a Debian package of it.

Both land in `dist/`, or where `--to` says. Standard library only; the tools come from packaging/requirements-build.lock
into a .venv of their own, `build/venv`.
"""

from __future__ import annotations

import argparse
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import dev

ROOT = dev.ROOT
TOOLS = ROOT / "build" / "venv"
LINUX = ROOT / "packaging" / "linux"
# Debug symbols are a third of these; stripping whatever is there would destroy some libraries.
STRIPPED = ("libpython3*.so*", "pysqlite3/*.so", "PySide6/*.so", "shiboken6/*.so")
CONTROL = """\
Package: storeapp
Version: {version}
Architecture: {architecture}
Section: misc
Priority: optional
Maintainer: Storeapp
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: fonts-noto-cjk | fonts-wqy-microhei
Description: orders, reviews and reports of small online shops
 Win buyers' trust and keep it: what every channel's buyers say, who waits for
 an answer, what was promised. Offline, in one file on your own PC.
"""


def main() -> int:
    """Read the command and do it."""
    parser = argparse.ArgumentParser(prog="build.py", description="Build what owners install.")
    parser.add_argument("what", choices=("folder", "deb"))
    parser.add_argument("--to", type=Path, default=ROOT / "dist", help="where it goes; dist/ if not said")
    parser.add_argument("--from", dest="folder", type=Path, help="deb: the frozen program, if it is built already")
    chosen = parser.parse_args()
    chosen.to.mkdir(parents=True, exist_ok=True)
    if chosen.what == "folder":
        made = frozen(chosen.to)
    elif not shutil.which("dpkg-deb"):
        dev.say("A Debian package is made with dpkg-deb, which this system lacks.")
        return 1
    else:
        with tempfile.TemporaryDirectory() as work:
            made = package(chosen.folder or frozen(Path(work)), chosen.to)
    dev.say(f"Made {made}.")
    return 0


def frozen(to: Path) -> Path:
    """The program and all it needs as one folder `storeapp` in `to`."""
    python = tools()
    with tempfile.TemporaryDirectory() as work:
        how = ["--noconfirm", "--log-level", "WARN", "--distpath", str(to), "--workpath", work]
        spec = str(ROOT / "packaging" / "pyinstaller.spec")
        subprocess.check_call([str(python), "-m", "PyInstaller", *how, spec], cwd=ROOT)
    folder = to / "storeapp"
    if shutil.which("strip"):
        for pattern in STRIPPED:
            for file in (folder / "_internal").glob(pattern):
                subprocess.check_call(["strip", "--strip-unneeded", str(file)])
    return folder


def tools() -> Path:
    """The Python of build/venv, made anew when the lock has changed."""
    python = TOOLS / dev.BIN.name / dev.PYTHON.name
    lock = ROOT / "packaging" / "requirements-build.lock"
    stamp = TOOLS / "lock.stamp"
    if not (stamp.is_file() and stamp.read_bytes() == lock.read_bytes()):
        dev.say("Installing the tools of requirements-build.lock ...")
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(TOOLS)])
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.check_call([*pip, "--require-hashes", "-r", str(lock)])
        stamp.write_bytes(lock.read_bytes())
    return python


def package(folder: Path, to: Path) -> Path:
    """The frozen program as a Debian package in `to`; libraries that Debian has are depended on, not carried."""
    version = re.search(r'__version__ = "(.+)"', (ROOT / "storeapp" / "__init__.py").read_text("utf-8"))[1]
    architecture = subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / "root"
        home = root / "usr" / "lib" / "storeapp"
        shutil.copytree(folder, home, symlinks=True)
        for file in (home / "_internal").glob("lib*.so*"):
            if file.name in dev.PACKAGES:
                file.unlink()
        (root / "usr" / "bin").mkdir(parents=True)
        (root / "usr" / "bin" / "storeapp").symlink_to("../lib/storeapp/storeapp")
        for file, place in (
            (LINUX / "storeapp.desktop", "usr/share/applications/storeapp.desktop"),
            (LINUX / "storeapp.svg", "usr/share/icons/hicolor/scalable/apps/storeapp.svg"),
            (ROOT / "LICENSE", "usr/share/doc/storeapp/copyright"),
        ):
            (root / place).parent.mkdir(parents=True)
            shutil.copyfile(file, root / place)
        kilobytes = sum(file.lstat().st_size for file in root.rglob("*") if file.is_file()) // 1024
        control = root / "DEBIAN" / "control"
        control.parent.mkdir()
        control.write_text(
            CONTROL.format(
                version=version,
                architecture=architecture,
                kilobytes=kilobytes,
                depends=", ".join(depends()),
            )
        )
        for path in (root, *root.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        made = to / f"storeapp_{version}_{architecture}.deb"
        subprocess.check_call(["dpkg-deb", "--build", "--root-owner-group", str(root), str(made)])
    return made


def depends() -> list[str]:
    """What the package needs of the system: the C library it was built with, and the libraries Qt asks for."""
    libc = platform.libc_ver()[1]
    return [f"libc6 (>= {libc})", *sorted({" | ".join(names) for names in dev.PACKAGES.values()})]


if __name__ == "__main__":
    sys.exit(main())
