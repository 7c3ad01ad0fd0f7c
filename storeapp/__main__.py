"""Where the program starts: words on the command line are a command, none or files open the window."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from storeapp.kernel import garbage

# What is started beside the window, see kernel/child; a frozen program has no other way to start them than itself.
CHILDREN = {
    "--child-reader": "storeapp.exchange.child",
    "--child-phrases": "storeapp.reputation.themes.phrase_child",
    "--child-pictures": "storeapp.evidence.picture_child",
    "--child-mail": "storeapp.solicitation.smtp.mail_child",
}


def main() -> None:
    """Run a command, open the window, or be one of the program's children; ends with the right exit code."""
    child = CHILDREN.get(sys.argv[1]) if len(sys.argv) == 2 else None
    if child is not None:
        sys.exit(import_module(child).main())
    files = _files(sys.argv[1:])
    if len(sys.argv) > 1 and not files:
        from storeapp.commands import run

        run()
        return
    start_lightly()
    from storeapp.boot import open_window

    sys.exit(open_window(files=files))


def start_lightly() -> None:
    """Leave out of what follows what costs a start time and gives the window nothing."""
    garbage.rest()
    plain: Any = import_module("storeapp.qtkit.plain_imports")
    plain.use()


def _files(words: list[str]) -> list[Path]:
    """The words as files, where all of them are: a file manager starts the program with what was dropped on it."""
    files = [Path(word) for word in words]
    return files if all(file.is_file() and (file.suffix or file.is_absolute()) for file in files) else []


if __name__ == "__main__":
    main()
