"""Where the program starts: words on the command line are a command, none or files open the window."""

from __future__ import annotations

import sys
from pathlib import Path

from storeapp.kernel import garbage


def main() -> None:
    """Run a command, or open the window; either way the process ends with the right exit code.

    A frozen program has no other way to start its reading and counting processes than itself.
    """
    if sys.argv[1:] == ["--child-reader"]:
        from storeapp.exchange.child import main as read

        sys.exit(read())
    if sys.argv[1:] == ["--child-phrases"]:
        from storeapp.reputation.themes.phrase_child import main as count

        sys.exit(count())
    files = _files(sys.argv[1:])
    if len(sys.argv) > 1 and not files:
        from storeapp.commands import run

        run()
        return
    garbage.rest()
    from storeapp.boot import open_window

    sys.exit(open_window(files=files))


def _files(words: list[str]) -> list[Path]:
    """The words as files, where all of them are: a file manager starts the program with what was dropped on it."""
    files = [Path(word) for word in words]
    return files if all(file.is_file() and (file.suffix or file.is_absolute()) for file in files) else []


if __name__ == "__main__":
    main()
