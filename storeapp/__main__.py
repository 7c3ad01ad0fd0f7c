"""Where the program starts: words on the command line are a command, none opens the window."""

from __future__ import annotations

import sys


def main() -> None:
    """Run a command, or open the window; either way the process ends with the right exit code.

    A frozen program has no other way to start its reading process than itself.
    """
    if sys.argv[1:] == ["--child-reader"]:
        from storeapp.exchange.child import main as read

        sys.exit(read())
    if len(sys.argv) > 1:
        from storeapp.commands import run

        run()
        return
    from storeapp.boot import open_window

    sys.exit(open_window())


if __name__ == "__main__":
    main()
