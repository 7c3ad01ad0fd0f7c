"""Draws the building blocks and every page to PNG, to be looked at: `python tests/screens.py --out DIR`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QSize  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from storeapp.kernel import text  # noqa: E402
from storeapp.kernel.clock import FixedClock  # noqa: E402
from storeapp.kernel.settings import Settings  # noqa: E402
from storeapp.kernel.targets import OpenPage  # noqa: E402
from storeapp.qtkit.theme import Look  # noqa: E402
from tests import gallery  # noqa: E402

SHEETS: dict[str, Callable[[], QWidget]] = {"gallery": gallery.gallery, "charts": gallery.charts}
NOW = datetime(2026, 7, 16, 9, 14, tzinfo=timezone.utc)


def settle(app: QApplication, milliseconds: int = 800) -> None:
    """Let timers, readings and late marks come, as they do before an eye has reached the window."""
    deadline = QDeadlineTimer(milliseconds)
    while not deadline.hasExpired():
        app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.005)


def picture(app: QApplication, widget: QWidget, file: Path) -> Path:
    """Draw what is shown into a PNG."""
    settle(app)
    file.parent.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(file))
    return file


@contextmanager
def window(
    app: QApplication, look: Look, size: QSize, shop: Path | None
) -> Iterator[tuple[object, Callable[..., QWidget]]]:
    """The program's real window on a shop (by default the sample), and a way to go to a page."""
    from storeapp.qtkit.jobs import InlineJobs
    from storeapp.shell.session.program import Program

    with tempfile.TemporaryDirectory() as home:
        os.environ["STOREAPP_HOME"] = home
        settings = Settings(theme=look.choice, language=text.language(), text_scale=round(look.scale * 100))
        program = Program(app, settings, look, FixedClock(NOW), InlineJobs)
        program.window.resize(size)
        program.start(None)
        if shop is None:
            program.open_sample()
        else:
            program.open(shop)
        settle(app)

        def go(page_id: str, part: str = "") -> QWidget:
            program.navigate(OpenPage(page_id, part))
            return program.window

        yield program, go
        program.quit()
        settle(app, 100)
        program.window.hide()


def page_ids() -> list[str]:
    """The pages of the window, in the order of the sidebar."""
    from storeapp.shell.rooms import rooms

    return [room.id for room in rooms()]


def draw(app: QApplication, look: Look, options: argparse.Namespace, out: Path) -> list[Path]:
    """Draw what was asked for, in one colour scheme and language."""
    wide, high = (int(part) for part in options.size.split("x"))
    tail = f"{look.choice}_{text.language()}"
    made = []
    for name, build in SHEETS.items():
        if options.page in ("", "all", name):
            sheet = build()
            sheet.resize(wide, high)
            sheet.show()
            made.append(picture(app, sheet, out / f"{name}_{tail}.png"))
            sheet.close()
            sheet.deleteLater()
    part = f"_{options.target}" if options.target else ""
    pages = [name for name in page_ids() if options.page in ("", "all", name)]
    if pages:
        with window(app, look, QSize(wide, high), options.shop) as (_program, go):
            for name in pages:
                made.append(picture(app, go(name, options.target), out / f"{name}{part}_{tail}.png"))
    return made


def main() -> int:
    """Draw, and print the files made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "storeapp-screens")
    parser.add_argument("--page", default="", help="a page's id, or gallery or charts; all of them by default")
    parser.add_argument("--target", default="", help="what to show on the page, such as reviews")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--theme", choices=("light", "dark"), action="append")
    parser.add_argument("--language", choices=(*text.LANGUAGES, text.PSEUDO), default="en")
    parser.add_argument("--scale", type=int, default=100, help="text size in percent, 100 to 200")
    parser.add_argument("--shop", type=Path, default=None, help="a shop's folder; the sample shop by default")
    options = parser.parse_args()
    text.use(options.language)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    for choice in options.theme or ("light",):
        look = Look(choice, options.scale)
        look.apply(app)
        for file in draw(app, look, options, options.out):
            sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
