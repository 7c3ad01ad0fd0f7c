"""A file that is in its place whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storeapp.kernel.errors import UserError
from storeapp.kernel.scratch import scratch
from storeapp.kernel.text import _
from storeapp.store.files import put_in_place, refusal, settle


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives an empty file to write into, which takes the place of `path` when the block ends without an error.

    UserError where the folder isn't there or takes no file.
    """
    if not path.parent.is_dir():
        message = _("The folder {folder} isn't there. Choose another place.")
        raise UserError(message.format(folder=path.parent))
    try:
        with scratch(path.parent) as work:
            made = work / path.name
            made.open("xb").close()
            yield made
            settle(made)
            put_in_place(made, path)
    except OSError as why:
        raise refusal(why, path.parent) from why
