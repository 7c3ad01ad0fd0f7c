"""The sentences about an import: what it did, what waits, what it would empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from storeapp.kernel.text import _, plural


def listed(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c" in the owner's language."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    return _("{first} and {last}").format(first=_(", ").join(parts[:-1]), last=parts[-1])


def counted(record: str, count: int) -> str:
    """ "219 orders"."""
    if record == "lines":
        return plural("{count} order item", "{count} order items", count)
    if record == "reviews":
        return plural("{count} review", "{count} reviews", count)
    if record == "orders":
        return plural("{count} order", "{count} orders", count)
    if record == "customers":
        return plural("{count} buyer", "{count} buyers", count)
    return plural("{count} product", "{count} products", count)


def done(
    new: Mapping[str, int],
    changed: Mapping[str, int],
    rejected: int,
    rows: int,
    files: Sequence[str],
    waiting: int,
    nameless: int,
    asked: int = 0,
    gone: int = 0,
) -> str:
    """What an import did. `new` and `changed` count records by kind; `rows` is all rows of the files.

    `waiting` reviews name an order that isn't here yet, `nameless` ones name none.
    `asked` ones may be known ones, edited; `gone` ones of the shop are missing in a newer file.
    """
    where = files[0] if len(files) == 1 else plural("{count} file", "{count} files", len(files))
    sentences = []
    came = [kind for kind in ("lines", "reviews", "orders", "customers", "products") if new.get(kind)]
    if came:
        first = [kind for kind in came if kind in ("lines", "reviews")] or came[:1]
        rest = [kind for kind in came if kind not in first]
        message = _("Imported {things} from {files}: {more}.") if rest else _("Imported {things} from {files}.")
        sentences.append(
            message.format(
                things=listed([counted(kind, new[kind]) for kind in first]),
                files=where,
                more=_(", ").join(counted(kind, new[kind]) for kind in rest),
            )
        )
    altered = [counted(kind, changed[kind]) for kind in ("orders", "lines", "reviews", "customers", "products")
               if changed.get(kind)]  # fmt: skip
    if altered:
        sentences.append(_("Changed: {things}.").format(things=listed(altered)))
    if not sentences:
        same = plural(
            "Nothing new: the {count} row of {{files}} is in the shop already.",
            "Nothing new: all {count} rows of {{files}} are in the shop already.",
            rows - rejected,
        )
        sentences.append(same.format(files=where))
    sentences.append(plural("{count} row rejected.", "{count} rows rejected.", rejected))
    return _(" ").join((*sentences, *_of_reviews(waiting, nameless, asked, gone)))


def _of_reviews(waiting: int, nameless: int, asked: int, gone: int) -> Iterator[str]:
    if waiting:
        yield plural("{count} review waits for its order.", "{count} reviews wait for their orders.", waiting)
    if nameless:
        yield plural("{count} review names no order.", "{count} reviews name no order.", nameless)
    if asked:
        yield may_be_edited(asked)
    if gone:
        yield are_gone(gone)


def may_be_edited(count: int) -> str:
    """New reviews that may be known ones, and where the owner says which."""
    return plural(
        "{count} review may be one you have already, edited: answer under Reputation, To confirm.",
        "{count} reviews may be ones you have already, edited: answer under Reputation, To confirm.",
        count,
    )


def are_gone(count: int) -> str:
    """Reviews of the shop that a file no longer has."""
    return plural(
        "{count} review you had is no longer in the file: it stays here, marked as gone.",
        "{count} reviews you had are no longer in the file: they stay here, marked as gone.",
        count,
    )


def title(rows: int, files: Sequence[str]) -> str:
    """The line in History."""
    if len(files) == 1:
        return plural("Imported {count} row from {{file}}", "Imported {count} rows from {{file}}", rows).format(
            file=files[0]
        )
    return plural(
        "Imported {count} row from {{files}} files", "Imported {count} rows from {{files}} files", rows
    ).format(files=f"{len(files):,}")
