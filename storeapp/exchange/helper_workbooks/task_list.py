"""The tasks there are, by name."""

from __future__ import annotations

from storeapp.exchange.helper_workbooks.queries.reasons import Reasons
from storeapp.exchange.helper_workbooks.queries.replies import Replies
from storeapp.exchange.helper_workbooks.queries.requests import Requests
from storeapp.exchange.helper_workbooks.queries.task import Task
from storeapp.exchange.helper_workbooks.queries.tracking import Tracking
from storeapp.exchange.helper_workbooks.queries.translate import NAME as TRANSLATE
from storeapp.exchange.helper_workbooks.queries.translate import Translate, targets
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

TASKS: dict[str, Task] = {task.id: task for task in (Replies(), Tracking(), Reasons(), Requests(), Translate())}


def task_of(name: str) -> Task:
    """The task of that name, "translate:de" for one into a language; UserError where there is none."""
    plain, _colon, into = name.partition(":")
    found = TASKS.get(plain)
    if found is None or (into and plain != TRANSLATE):
        raise UserError(_("There is no task “{name}”.").format(name=name))
    return Translate(into) if into else found


def every_work() -> list[str]:
    """The names of all that can be given out, translations by their language."""
    plain = [name for name in TASKS if name != TRANSLATE]
    return plain + [f"{TRANSLATE}:{into}" for into in targets()]


def to_give(name: str) -> Task:
    """The task of that name as it can be given out; UserError where it does not say enough."""
    task = task_of(name)
    if isinstance(task, Translate) and task.into not in targets():
        known = _(", ").join(targets())
        raise UserError(_("Say into which language the articles are translated: {names}.").format(names=known))
    return task
