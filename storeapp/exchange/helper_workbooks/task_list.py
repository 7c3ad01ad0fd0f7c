"""The tasks there are, by name."""

from __future__ import annotations

from storeapp.exchange.helper_workbooks.queries.reasons import Reasons
from storeapp.exchange.helper_workbooks.queries.replies import Replies
from storeapp.exchange.helper_workbooks.queries.requests import Requests
from storeapp.exchange.helper_workbooks.queries.task import Task
from storeapp.exchange.helper_workbooks.queries.tracking import Tracking
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

TASKS: dict[str, Task] = {task.id: task for task in (Replies(), Tracking(), Reasons(), Requests())}
LATER = "translate"


def task_of(name: str) -> Task:
    """The task of that name; UserError where there is none."""
    if name == LATER:
        raise UserError(_("Articles can't be given to a translator yet."))
    found = TASKS.get(name)
    if found is None:
        raise UserError(_("There is no task “{name}”.").format(name=name))
    return found
