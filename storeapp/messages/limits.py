"""A template engine that stops before a template takes more room or time than a reply is worth."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import liquid

MOST_TURNS, MOST_OUT, MOST_KEPT = 200, 20_000, 5_000  # of loops, of characters written, of variables set
MOST_SECONDS = 1.0
MOST_NUMBER = 10**18
_until: ContextVar[float] = ContextVar("until")  # time.monotonic at which the message that is filled has taken too long
_GROWING = frozenset({"replace", "replace_first", "replace_last", "join"})


class FilterFailureError(Exception):
    """A filter that can't work with what it got; the argument is its name."""


def rendered(body: str, values: Mapping[str, str]) -> str:
    """The template with its values; liquid's errors say what is wrong, ResourceLimitError that it is too much.

    FilterFailureError where a filter gives up. Nothing else comes out, whatever is written in the template.
    """
    import liquid

    _until.set(time.monotonic() + MOST_SECONDS)
    try:
        return _parsed(body).render(**{name: _known(body, name, value) for name, value in values.items()})
    except RecursionError:
        _stop()
        raise
    except (ArithmeticError, LookupError, TypeError, ValueError) as why:
        raise liquid.exceptions.LiquidError(str(why), token=None) from why


def unknown_names(body: str, known: Collection[str]) -> list[tuple[str, str]]:
    """What a template names and nobody knows, in any of its branches: ("filter" | "variable", name), in order."""
    try:
        template = _parsed(body)
        found = template.analyze(include_partials=False)
    except RecursionError:
        _stop()
        raise
    filters = [("filter", name) for name in found.filters if name not in template.env.filters]
    return filters + [("variable", name) for name in found.globals if name not in known]


@lru_cache(maxsize=64)
def _parsed(body: str) -> liquid.BoundTemplate:
    """The template with its filters and its ranges watched; kept, as a day's messages are written in few words."""
    import liquid

    class Limited(liquid.Environment):
        loop_iteration_limit = MOST_TURNS
        output_stream_limit = MOST_OUT
        local_namespace_limit = MOST_KEPT

        def setup_tags_and_filters(self, *, extra: bool = False) -> None:
            super().setup_tags_and_filters(extra=extra)
            self.filters = {name: _bounded(name, one) for name, one in self.filters.items()}

    class RangeEnd(liquid.Expression):
        """The last number of a range that isn't longer than a message: the engine walks a range without looking up."""

        def __init__(self, start: liquid.Expression, stop: liquid.Expression) -> None:
            super().__init__(stop.token)
            self.start, self.stop = start, stop

        def evaluate(self, context: liquid.RenderContext) -> object:
            first, last = (_number(one.evaluate(context)) for one in (self.start, self.stop))
            if last - first > MOST_OUT:
                _stop()
            return last

        def children(self) -> list[liquid.Expression]:
            return [self.start, self.stop]

    template = Limited(undefined=liquid.StrictUndefined).from_string(body)
    for one in _ranges(template):
        one.stop = RangeEnd(one.start, one.stop)
    return template


def _ranges(template: liquid.BoundTemplate) -> list[Any]:
    """All `(1..9)` of a template, wherever they stand."""
    import liquid
    from liquid.builtin.expressions.primitive import RangeLiteral

    context = liquid.RenderContext(template)
    nodes, found = list(template.nodes), []
    parts: list[liquid.Expression] = []
    while nodes:
        node = nodes.pop()
        parts += node.expressions()
        nodes += node.children(context, include_partials=False)
    while parts:
        part = parts.pop()
        if isinstance(part, RangeLiteral):
            found.append(part)
        parts += part.children()
    return found


def _number(value: object) -> int:
    """As the engine takes a range's end: what is no number is 0."""
    try:
        return int(str(value)) if isinstance(value, str) else int(value)  # type: ignore[call-overload]
    except (ArithmeticError, TypeError, ValueError):
        return 0


def _known(body: str, name: str, value: str) -> str | None:
    """A value as a condition sees it: Liquid takes "" for true, so what nobody knows is nil, and
    `{% if name %}` is not met.

    Where the template asks `name != blank`, as shops' templates do, it stays "", for nil is not blank to the engine.
    """
    asked = rf"\b{re.escape(name)}\s*(?:==|!=|<>)\s*(?:blank|empty|''|\"\")"
    return value if value or re.search(asked, body) else None


def _bounded(name: str, made: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that looks at what it gets, at what it would make and at the clock before it works."""

    @wraps(made)
    def bounded(*given: Any, **named: Any) -> Any:
        sizes = [_size(one) for one in given]
        # The worst a filter can make of its values: one put between all parts of the other.
        whole = (sizes[0] + 1) * max(1, *sizes[1:]) if name in _GROWING and len(sizes) > 1 else sum(sizes)
        if name in _GROWING and whole > MOST_OUT:
            whole = _really(name, given)
        if whole > MOST_OUT or time.monotonic() > _until.get():
            _stop()
        try:
            result = made(*given, **named)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as why:
            raise FilterFailureError(name) from why
        if _size(result) > MOST_OUT:
            _stop()
        return result

    return bounded


def _really(name: str, given: Sequence[Any]) -> int:
    """How long the result of a filter that grows its values will be."""
    if name == "join":
        between = _size(given[1]) if len(given) > 1 else 1
        return _size(given[0]) + len(given[0]) * between if hasattr(given[0], "__len__") else MOST_OUT + 1
    text, old, new = (str(one) for one in (*given, "", "")[:3])
    times = text.count(old) if name == "replace" else 1
    return len(text) + times * len(new)


def _size(value: Any) -> int:
    """Characters of a text or of all texts of a list; a range counts its numbers, too large a number is too much."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, int | float):
        return MOST_OUT + 1 if abs(value) > MOST_NUMBER else 20
    if isinstance(value, range):
        return len(value) * 10
    if isinstance(value, list | tuple):
        return sum(_size(one) for one in value) if len(value) <= MOST_OUT else MOST_OUT + 1
    return 0


def _stop() -> None:
    import liquid

    raise liquid.exceptions.ResourceLimitError("too much", token=None)
