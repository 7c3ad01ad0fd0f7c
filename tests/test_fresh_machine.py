"""README's commands and the package in a bare Debian, and the frozen program: `dev.py test --long` runs these."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOUNTED = ("/proc", "/dev", "/sys", "/tmp/.X11-unix")  # what a running system has beside its files
RELEASES = ("bookworm", "trixie")  # Debian 12 and 13
ROW = (
    "07/14/26,Linen lamp,Ann Lee (annlee),2,10.50,,,0.00,0.00,0.00,0.00,21.00,USD,4001,501,07/14/2026,07/15/2026,"
    "Ann,1 Elm,,Oslo,,0150,Norway,3001,,online,listing,online_cc,,,0,LMP"
)
HEADER = (
    "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,"
    "Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,Ship Name,"
    "Ship Address1,Ship Address2,Ship City,Ship State,Ship Zipcode,Ship Country,Order ID,Variations,Order Type,"
    "Listings Type,Payment Type,InPerson Discount,InPerson Location,VAT Paid by Buyer,SKU"
)
REVIEWS = [
    {"reviewer": "annlee", "date_reviewed": "07/20/2026", "star_rating": 2, "message": "It broke", "order_id": 3001}
]
WINDOW = 120  # seconds a window may take on a busy machine


def dev():
    """packaging/dev.py as a module."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "packaging" / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def needed_by(file: Path) -> set[str]:
    """The shared libraries that a file names as needed, not those that these need in turn."""
    said = subprocess.run(["readelf", "-d", str(file)], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", said))


@pytest.mark.skipif(not shutil.which("readelf"), reason="readelf is not installed")
def test_every_system_library_of_qt_has_a_package():
    tool = dev()
    parts = Path(importlib.util.find_spec("PySide6").origin).parent
    files = tool.qt_files(parts)
    assert [str(file) for file in files if not file.exists()] == []
    wanted = set().union(*(needed_by(file) for file in files))
    everywhere = {"libc.so.6", "libm.so.6", "libresolv.so.2", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
    own = {name for name in wanted if name.startswith(("libQt6", "libicu"))}
    assert sorted(wanted - own - everywhere - tool.PACKAGES.keys()) == []
    assert sorted(tool.PACKAGES.keys() - wanted - set(tool.OPENED_LATE)) == []


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils is not installed")
def test_the_desktop_entry_is_valid():
    file = ROOT / "packaging" / "linux" / "storeapp.desktop"
    said = subprocess.run(["desktop-file-validate", str(file)], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """The name of a virtual screen."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("there is no Xvfb or no xdotool: no window can be opened")
    with dev().display() as env:
        yield env["DISPLAY"]


def opens_a_window(command: list[str], env: dict[str, str], screen: str) -> float:
    """Start the program on the screen; the seconds until its window is shown."""
    began = time.monotonic()
    program = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "Storeapp"]
        found = subprocess.run(search, env={**os.environ, "DISPLAY": screen}, timeout=WINDOW, capture_output=True)
        seconds = time.monotonic() - began
        assert found.returncode == 0
        assert program.poll() is None
        return seconds
    finally:
        os.killpg(program.pid, 15)
        program.wait(30)


def files_of_a_shop(folder: Path) -> Path:
    """A folder with an order and a bad review."""
    folder.mkdir(parents=True)
    (folder / "EtsySoldOrderItems2026.csv").write_text(f"{HEADER}\n{ROW}\n", "utf-8")
    (folder / "reviews.json").write_text(json.dumps(REVIEWS), "utf-8")
    return folder


# --- a bare system ----------------------------------------------------------------------------------------------------


class Bare:
    """A Debian in a folder with no more than Python and git, and a clone of this project in /storeapp."""

    def __init__(self, root: Path, screen: str) -> None:
        self.root = root
        kept = {name: value for name, value in os.environ.items() if name in ("PIP_CERT", "PIP_DEFAULT_TIMEOUT")}
        self.env = {**kept, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
        self.env["DISPLAY"] = screen

    def run(self, *words: str, good: bool = True) -> str:
        """What a command in the clone prints."""
        ran = subprocess.run(self.command(*words), env=self.env, capture_output=True, text=True, errors="replace")
        assert not good or ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    def command(self, *words: str) -> list[str]:
        """The command line that runs the words in the clone; what is mounted for it is seen by it alone."""
        enter = [f"mount --rbind {place} {self.root}{place}" for place in MOUNTED]
        enter.append(f'exec chroot {self.root} sh -c \'cd /storeapp 2>/dev/null; exec "$@"\' sh "$@"')
        return ["unshare", "--mount", "--propagation", "private", "sh", "-c", " && ".join(enter), "sh", *words]


def tell(sentence: str) -> None:
    """Show a figure beside the tests."""
    sys.stdout.write(sentence + "\n")


def made_root(release: str, folder: Path) -> Path:
    """A bare Debian of this release below the folder; skips where none can be made."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("debootstrap"):
        pytest.skip("no bare system can be made here: it takes root and debootstrap")
    root = folder / release
    made = subprocess.run(["debootstrap", "--variant=minbase", release, str(root)], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no bare Debian {release} can be made here: {made.stdout.strip().splitlines()[-1:]}")
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    shutil.copy("/etc/hosts", root / "etc" / "hosts")
    return root


@pytest.fixture(params=RELEASES)
def bare(request, tmp_path, screen) -> Iterator[Bare]:
    root = made_root(request.param, tmp_path)
    for place in MOUNTED:
        (root / place.lstrip("/")).mkdir(parents=True, exist_ok=True)
    system = Bare(root, screen)
    system.run("apt-get", "update", "-q")
    system.run("apt-get", "install", "-y", "-q", "--no-install-recommends", "python3", "git", "ca-certificates")
    certificates = Path("/etc/ssl/certs/ca-certificates.crt")
    if certificates.exists():  # those of the owner's network among them
        shutil.copy(certificates, root / "etc/ssl/certs/ca-certificates.crt")
    yield system
    shutil.rmtree(root, ignore_errors=True)


@pytest.mark.machine
def test_readmes_commands_on_a_bare_system(bare, screen):
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(bare.root / "storeapp")], check=True)
    files_of_a_shop(bare.root / "files")
    python = ("python3", "packaging/dev.py")
    said = bare.run(*python, "run", "import", "/files", "--shop", "/shop")
    assert "1 orders" in said or "1 order" in said, said
    seconds = opens_a_window(bare.command(*python, "run"), bare.env, screen)
    tell(f"{bare.root.name}: the window was there after {seconds:.1f} s")
    said = bare.run(*python, "test", "-k", "test_sample_shop_reply_undo_report or test_money")
    assert "Every check passed." in said, said


@pytest.mark.machine
def test_the_package_on_a_bare_system(bare, screen, package):
    shutil.copy(package, bare.root / "tmp" / package.name)
    bare.run("apt-get", "install", "-y", "-q", "--no-install-recommends", f"/tmp/{package.name}")
    files_of_a_shop(bare.root / "files")
    said = bare.run("storeapp", "import", "/files", "--shop", "/shop")
    assert "1 order" in said, said
    seconds = opens_a_window(bare.command("storeapp"), bare.env, screen)
    tell(f"{bare.root.name}: the window of the package was there after {seconds:.1f} s")


# --- the frozen program -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def frozen(tmp_path_factory) -> Path:
    """The folder of the frozen program, built as release.md says."""
    folder = tmp_path_factory.mktemp("frozen")
    built = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "build.py"), "folder", "--to", str(folder)],
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    return folder / "storeapp"


@pytest.fixture(scope="session")
def package(frozen, tmp_path_factory) -> Path:
    """The Debian package with the frozen program."""
    if not shutil.which("dpkg-deb"):
        pytest.skip("dpkg-deb is not installed")
    folder = tmp_path_factory.mktemp("package")
    command = [sys.executable, str(ROOT / "packaging" / "build.py"), "deb", "--from", str(frozen), "--to", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("*.deb")
    return made


@pytest.mark.machine
def test_the_frozen_program(frozen, tmp_path, screen):
    env = {**os.environ, "STOREAPP_HOME": str(tmp_path / "home"), "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
    env.pop("PYTHONPATH", None)

    def run(*words: object) -> str:
        ran = subprocess.run([str(frozen / "storeapp"), *map(str, words)], env=env, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    shop = tmp_path / "shop"
    assert "1 order" in run("import", files_of_a_shop(tmp_path / "files"), "--shop", shop)  # through the reading child
    assert json.loads(run("stats", "--shop", shop, "--json"))["reviews"] == 1
    run("report", tmp_path / "out.xlsx", "--shop", shop)
    run("backup", "--shop", shop)
    run("check", "--shop", shop)
    run("undo", "--shop", shop)
    run("sample", tmp_path / "sample")
    asked = json.dumps({"folder": str(tmp_path / "sample")})
    told = subprocess.run(
        [str(frozen / "storeapp"), "--child-phrases"], env=env, input=asked, capture_output=True, text=True
    )
    assert told.stdout.splitlines()[-1:] == ['{"end": true}'], told.stderr
    assert '"found"' in told.stdout
    seconds = opens_a_window([str(frozen / "storeapp")], env, screen)
    size = sum(file.lstat().st_size for file in frozen.rglob("*") if not file.is_dir()) / 1e6
    tell(f"frozen: {size:.0f} MB, the window was there after {seconds:.1f} s")
