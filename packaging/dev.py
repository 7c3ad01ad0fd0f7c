"""Run and test Storeapp from nothing: `python3 packaging/dev.py run` and `python3 packaging/dev.py test`.

Standard library only, for Linux, Windows and macOS. What is installed is what packaging/*.lock names, checked by hash.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timezone
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCKS = {
    "run": HERE / "requirements.lock",
    "test": HERE / "requirements-test.lock",
    "build": HERE / "requirements-build.lock",
}

# The parts of Qt that the program uses, below the folder PySide6. The frozen program ships these and no others, and
# what they need of the system is asked of `ldd`.
QT_LIBRARIES = ("Core", "DBus", "Gui", "Network", "OpenGL", "Svg", "WaylandClient", "Widgets", "XcbQpa")
QT_PLUGINS = {
    "iconengines": ("qsvgicon",),
    "imageformats": ("qgif", "qico", "qjpeg", "qsvg", "qwebp"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platforms": ("qoffscreen", "qwayland", "qxcb"),
    "platformthemes": ("qxdgdesktopportal",),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-shell-integration": ("xdg-shell",),
    "xcbglintegrations": ("qxcb-egl-integration", "qxcb-glx-integration"),
}
# The Debian package of each system library; where a name changed, the newer one stands first.
PACKAGES = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libX11.so.6": ("libx11-6",),
    "libbrotlidec.so.1": ("libbrotli1",),
    "libbrotlicommon.so.1": ("libbrotli1",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libgcc_s.so.1": ("libgcc-s1",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libstdc++.so.6": ("libstdc++6",),
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-glx.so.0": ("libxcb-glx0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxcb.so.1": ("libxcb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libz.so.1": ("zlib1g",),
    "libzstd.so.1": ("libzstd1",),
}
ROOM_FOR_TESTS = 6 << 30  # bytes; with the memory that the programs themselves take
PATIENT = ("--timeout", "3600", "-o", "faulthandler_timeout=3600")
OPENED_LATE = ("libdbus-1.so.3",)  # looked for by name when the window is there: ldd doesn't see it
TEST_PROGRAMS = (("xvfb",), ("openbox",), ("xdotool",), ("fonts-wqy-microhei",), ("libreoffice-calc",))


def main() -> int:
    """Read the command and do it; the exit code is 0 when all went well."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Run and test Storeapp from a fresh clone.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "run", help="install what is missing and open the program, or run a command: run stats --shop DIR"
    )
    test = commands.add_parser("test", help="install what is missing and run every check; more words go to pytest")
    test.add_argument("--long", action="store_true", help="also what takes long: real files in bulk, fresh machines")
    test.add_argument(
        "--slice", action="store_true", help="also the slice of the long runs that is today's, as CI does"
    )
    commands.add_parser("lock", help="renew packaging/*.lock from the ranges in pyproject.toml")
    chosen, rest = parser.parse_known_args()
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python reads first
        return with_newer_python()
    if chosen.command == "lock":
        return renew_locks()
    system_packages(venv_package())
    environment(chosen.command)
    system_packages(qt_packages() + (TEST_PROGRAMS if chosen.command == "test" else ()))
    return open_program(rest) if chosen.command == "run" else run_checks(rest, chosen.long, chosen.slice)


def say(sentence: str) -> None:
    """Tell what is being done, before the output of what does it."""
    print(sentence, flush=True)


def with_newer_python() -> int:
    """Start again with a Python of 3.11 or newer, if this machine has one."""
    for minor in range(14, 10, -1):
        newer = shutil.which("python3.{}".format(minor))  # noqa: UP032 - read by old Pythons too
        if newer:
            return subprocess.call([newer, __file__, *sys.argv[1:]])
    say("Storeapp needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    return 1


def venv_package() -> tuple[tuple[str, ...], ...]:
    """The package without which Debian's Python can't make a .venv; none where it can."""
    if find_spec("ensurepip") and find_spec("venv"):
        return ()
    return ((f"python{sys.version_info.major}.{sys.version_info.minor}-venv",),)


def qt_files(parts: Path) -> list[Path]:
    """The shared libraries of QT_LIBRARIES and QT_PLUGINS below the folder PySide6."""
    files = [parts / "Qt" / "lib" / f"libQt6{name}.so.6" for name in QT_LIBRARIES]
    for folder, names in QT_PLUGINS.items():
        files += [parts / "Qt" / "plugins" / folder / f"lib{name}.so" for name in names]
    return files


def missing_libraries(files: list[Path]) -> set[str]:
    """The system's shared libraries that these files need and this machine lacks, as `ldd` says them."""
    said = subprocess.run(["ldd", *map(str, files)], capture_output=True, text=True, check=False).stdout
    return {line.split()[0] for line in said.splitlines() if line.endswith("=> not found")}


def qt_packages() -> tuple[tuple[str, ...], ...]:
    """The Debian packages that Qt lacks here; a library of no known package is named, for the owner to look for."""
    found = next(VENV.glob("lib/python*/site-packages/PySide6"), None)
    if found is None or not shutil.which("ldd"):
        return ()
    missing = missing_libraries([file for file in qt_files(found) if file.exists()])
    if shutil.which("dpkg-query"):
        missing.update(OPENED_LATE)
    elif missing:
        say(f"Qt needs these libraries of the system, which are missing: {', '.join(sorted(missing))}")
    unknown = sorted(missing - PACKAGES.keys())
    if unknown:
        say(f"Qt needs these libraries, and Storeapp knows no package that holds them: {', '.join(unknown)}")
    return tuple(sorted({PACKAGES[name] for name in missing if name in PACKAGES}))


def system_packages(wanted: tuple[tuple[str, ...], ...]) -> None:
    """Install the Debian packages that are missing, or print the command that does."""
    if not (wanted and shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    present = installed_packages(wanted)
    missing = [names for names in wanted if not present.intersection(names)]
    if not missing:
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and (not shutil.which("sudo") or subprocess.call([*sudo, "true"], stderr=subprocess.DEVNULL)):
        packages = " ".join(newest_name(names) for names in missing)
        say(f"Some system libraries are missing. Please install them:\n    sudo apt-get install -y {packages}")
        return
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    say("Installing system libraries ...")
    subprocess.call([*sudo, "apt-get", "update", "-q"], **quiet)
    packages = [newest_name(names) for names in missing]
    if subprocess.call([*sudo, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], **quiet):
        say(f"They could not be installed. Please try:\n    sudo apt-get install -y {' '.join(packages)}")


def installed_packages(wanted: tuple[tuple[str, ...], ...]) -> set[str]:
    """Which of the named Debian packages are installed."""
    names = [name for names in wanted for name in names]
    asked = ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *names]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}


def newest_name(names: tuple[str, ...]) -> str:
    """The first name that this release of the system knows."""
    for name in names[:-1]:
        if not subprocess.call(["apt-cache", "show", name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            return name
    return names[-1]


def environment(purpose: str) -> None:
    """Make .venv and install the locked versions and the program; nothing is called when nothing changed."""
    if PYTHON.exists() and (is_fresh("test") or is_fresh(purpose)):
        return
    make_venv()
    say(f"Installing the libraries of {LOCKS[purpose].name} ...")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.check_call([*pip, "--require-hashes", "-r", str(LOCKS[purpose])])
    subprocess.check_call([*pip, "--no-deps", "--editable", str(ROOT)])
    stamp(purpose).write_text(fingerprint(purpose))


def make_venv() -> None:
    """Make .venv, or complete one whose making was interrupted."""
    say("Making .venv ...")
    subprocess.check_call([sys.executable, "-m", "venv", str(VENV)])


def stamp(purpose: str) -> Path:
    """Where the fingerprint of the last complete installation is kept."""
    return VENV / f"storeapp-{purpose}.stamp"


def is_fresh(purpose: str) -> bool:
    """Whether what is installed is what would be installed now."""
    return stamp(purpose).is_file() and stamp(purpose).read_text() == fingerprint(purpose)


def fingerprint(purpose: str) -> str:
    """Changes when the lock, the project file, the Python or the place of the checkout changes."""
    files = LOCKS[purpose].read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(files + f"{sys.version} {ROOT}".encode()).hexdigest()


def renew_locks() -> int:
    """Resolve the ranges anew, for every system, with the hashes of every file."""
    make_venv()
    tool = VENV / "lock-tool"
    subprocess.check_call([str(PYTHON), "-m", "pip", "install", "--quiet", "--upgrade", "--target", str(tool), "uv"])
    uv = str(tool / "bin" / ("uv.exe" if os.name == "nt" else "uv"))
    how = ["--universal", "--generate-hashes", "--python-version", "3.11", "--no-annotate", "--upgrade", "--quiet"]
    note = ["--custom-compile-command", "python3 packaging/dev.py lock"]
    for purpose, lock in LOCKS.items():
        extra = [] if purpose == "run" else ["--extra", purpose]
        subprocess.check_call(
            [uv, "pip", "compile", *how, *note, *extra, "-o", str(lock), str(ROOT / "pyproject.toml")]
        )
        say(f"Renewed {lock.relative_to(ROOT)}.")
    return 0


def open_program(rest: list[str]) -> int:
    """Open the window, or hand the words after `run` to the command line."""
    if not rest and not has_display():
        storeapp = f"{BIN.relative_to(ROOT)}/storeapp"
        say(
            "There is no display here to open the window on; these commands work without one: "
            f"`{storeapp} sample DIR`, `{storeapp} import FILE… --shop DIR`, `{storeapp} stats --shop DIR`, "
            f"`{storeapp} report OUT.xlsx --shop DIR` (all of them: `{storeapp} --help`)."
        )
        return 1
    try:
        return subprocess.call([str(PYTHON), "-m", "storeapp", *rest])
    except KeyboardInterrupt:
        return 130


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def run_checks(rest: list[str], long: bool = False, sliced: bool = False) -> int:
    """Run every check, tell which failed; 0 only when none did.

    `long`: also every long run and what sets up whole machines; `sliced`: of the long runs, those of today.
    """
    with tempfile.TemporaryDirectory(prefix="storeapp-", dir=memory_for_tests(), ignore_cleanup_errors=True) as place:
        os.environ |= {"TMPDIR": place, "STOREAPP_TEST_RUN": place}
        return run_each_check(rest, long, sliced)


def run_each_check(rest: list[str], long: bool, sliced: bool) -> int:
    """The checks of `run_checks`, one after the other or two at once."""
    os.chdir(ROOT)
    python = str(PYTHON)
    pytest = [python, "-m", "pytest", "--durations=20", "--durations-min=0.5", *rest]
    keep_bytecode()
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if long or sliced:
        today = datetime.now(timezone.utc).toordinal()  # the number of a slice: tests/rotation.py
        offscreen["STOREAPP_LONG_RUNS"] = "all" if long else str(today)
        pytest.append(f"--hypothesis-seed={today}")  # other examples every day, the same ones all day
    still = [
        ("ruff", [python, "-m", "ruff", "check", "."]),
        ("format", [python, "-m", "ruff", "format", "--check", "."]),
        ("imports", [str(BIN / "lint-imports"), "--no-logo"]),
        ("mypy", [python, "-m", "mypy"]),
    ]
    collection = [python, "-m", "pytest", "--collect-only", "-qq"]
    chosen = [] if any(Path(word.partition("::")[0]).exists() for word in rest) else window_tests()
    apart = [*pytest, "-m", "not window and not machine", "-n", "auto", "--dist", "worksteal"]
    with display() as shown, ThreadPoolExecutor(1) as beside:
        waiting = [(name, beside.submit(check, name, command, dict(os.environ), False)) for name, command in still]
        # Compiles every test, before several processes would at once.
        failed = [] if check("collection", collection, dict(os.environ), False) else ["collection"]
        failed += [name for name, done in waiting if not done.result()]
        # The window tests need one screen and so one process, which waits a lot: the others take the time meanwhile.
        windows = beside.submit(check, "window tests", [*pytest, "-m", "window", *chosen], shown, False)
        failed += [] if check("tests", apart, offscreen) else ["tests"]
        failed += [] if windows.result() else ["window tests"]
    if long and not check("machine tests", [*pytest, "-s", "-m", "machine", *PATIENT], offscreen):
        failed.append("machine tests")
    say(f"Failed: {', '.join(failed)}" if failed else "Every check passed.")
    return 1 if failed else 0


def memory_for_tests() -> Path | None:
    """The folder that lies in memory, None where there is little room: tests write there, as on a disk they mostly
    wait for it to say that their rows are safe from a power cut."""
    memory = Path("/dev/shm")
    able = memory.is_dir() and os.access(memory, os.W_OK) and room_in_memory(memory) >= ROOM_FOR_TESTS
    return memory if able else None


def room_in_memory(memory: Path) -> int:
    """How many bytes may be written there, by what the system and this program's group have left."""
    said = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    room = [shutil.disk_usage(memory).free, int(said["MemAvailable"].split()[0]) * 1024]
    limit, used = (Path("/sys/fs/cgroup", f"memory.{name}") for name in ("max", "current"))
    if limit.is_file() and limit.read_text().strip().isdecimal():
        room.append(int(limit.read_text()) - int(used.read_text()))
    return min(room)


def window_tests() -> list[str]:
    """The files that hold tests of the real window, so that the others need not be read to find them."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if "mark.window" in file.read_text("utf-8")]


def keep_bytecode() -> None:
    """Let what the checks compile be compiled once, beside the libraries, even where Python is told to keep nothing.

    Each of the many programs that tests start would compile the whole package anew, and each pytest all tests.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(VENV / "bytecode")


def check(name: str, command: list[str], env: dict[str, str], live: bool = True) -> bool:
    """Run one check and say how it went; not `live`: its output is shown when it is done, whole where it failed."""
    title = f"\n== {name}: {' '.join([Path(command[0]).name, *command[1:]])}"
    if live:
        say(title)
    began = time.monotonic()
    how = {"env": env, "stdin": subprocess.DEVNULL, "text": True, "errors": "replace", "check": False}
    caught = {} if live else {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    ran = subprocess.run(command, **how, **caught)
    ending = f"== {name} {'FAILED' if ran.returncode else 'passed'} in {time.monotonic() - began:.0f} s"
    if not live:
        lines = ran.stdout.rstrip().splitlines()
        say("\n".join([title, *(lines if ran.returncode else lines[-1:])]))
    say(ending)
    return ran.returncode == 0


@contextmanager
def display():
    """An environment whose windows open on a screen of their own, with a window manager that gives them the focus:
    Xvfb and openbox on Linux, the real screen elsewhere."""
    if not shutil.which("Xvfb"):
        yield dict(os.environ)
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    manager = None
    try:
        with os.fdopen(reading) as number:
            env = {**os.environ, "DISPLAY": ":" + number.readline().strip(), "QT_QPA_PLATFORM": "xcb"}
        env.pop("WAYLAND_DISPLAY", None)
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if shutil.which("openbox"):
            manager = subprocess.Popen(["openbox", "--sm-disable"], env=env, **silent)
        yield env
    finally:
        if manager is not None:
            manager.terminate()
            manager.wait()
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
