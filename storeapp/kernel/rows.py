"""Frozen rows: the classes that `dataclasses` makes, in a tenth of the time that it takes at every start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    from operator import attrgetter
    from reprlib import recursive_repr

    # For each frozen class `dataclasses` writes, compiles and runs the source of six methods, 1.4 ms of processor time
    # where a start makes a hundred of them, most of which it never fills. Here five are shared, and `__init__` is
    # compiled when the first row is made. Whatever isn't a plain row is left to `dataclasses`.

    def dataclass(cls=None, /, **said):
        """`dataclasses.dataclass`; `frozen=True, slots=True` is what it makes quickly."""
        if cls is None:
            return lambda kind: dataclass(kind, **said)
        if said != {"frozen": True, "slots": True} or not _plain(cls):
            return dataclasses.dataclass(cls, **said)
        return _row(cls)

    def _plain(cls):
        """Whether it says nothing that the shared methods know nothing of."""
        own = vars(cls)
        given = own.keys() & {"__init__", "__setattr__", "__delattr__", "__getstate__", "__setstate__"}
        odd = any(
            word in str(kind) for kind in own.get("__annotations__", {}).values() for word in ("InitVar", "KW_ONLY")
        )
        return cls.__mro__[1:] == (object,) and not given and not odd

    def _row(cls):
        own = vars(cls)
        cls.__doc__ = cls.__doc__ or cls.__name__  # else its signature is worked out to be one
        shared = {name: own[name] for name in _SHARED if name in own and own[name] is not None}
        made = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=True)
        made.__dataclass_params__.frozen = made.__dataclass_params__.eq = made.__dataclass_params__.repr = True
        for name, method in {**_SHARED, **shared}.items():
            setattr(made, name, method)
        fields = dataclasses.fields(made)
        made.__row_values__ = _getter([field.name for field in fields])
        made.__row_compared__ = _getter([field.name for field in fields if field.compare])
        made.__row_hashed__ = _getter([f.name for f in fields if (f.compare if f.hash is None else f.hash)])
        made.__init__ = _first_init(made)
        return made

    def _getter(names):
        """From a row to the tuple of some of its values."""
        if len(names) > 1:
            return staticmethod(attrgetter(*names))
        return staticmethod(lambda row: tuple(getattr(row, name) for name in names))

    def _first_init(made):
        def __init__(self, *values, **named):  # noqa: N807 - it stands for the class's own until that is compiled
            made.__init__ = _init(made)
            made.__init__(self, *values, **named)

        return __init__

    def _init(made):
        """The method that takes the values of one row."""
        known, names, keywords, body = {"put": object.__setattr__, "none": dataclasses.MISSING}, [], [], []
        for field in dataclasses.fields(made):
            name = field.name
            known[f"default_{name}"], known[f"make_{name}"] = field.default, field.default_factory
            made_anew = field.default_factory is not dataclasses.MISSING
            if field.init:
                default = f" = {'none' if made_anew else f'default_{name}'}"
                plain = not made_anew and field.default is dataclasses.MISSING
                (keywords if field.kw_only else names).append(name if plain else name + default)
            value = name if field.init else f"default_{name}"
            if made_anew:
                value = f"make_{name}() if {name} is none else {name}" if field.init else f"make_{name}()"
            if field.init or made_anew or field.default is not dataclasses.MISSING:
                body.append(f"    put(self, {name!r}, {value})")
        if hasattr(made, "__post_init__"):
            body.append("    self.__post_init__()")
        taken = ", ".join(["self", *names, *(["*", *keywords] if keywords else [])])
        exec(f"def __init__({taken}):\n" + "\n".join(body or ["    pass"]), known)
        method = known["__init__"]
        method.__qualname__ = f"{made.__qualname__}.__init__"
        return method

    def _equal(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        compared = self.__row_compared__
        return compared(self) == compared(other)

    def _hash(self):
        return hash(self.__row_hashed__(self))

    @recursive_repr()
    def _repr(self):
        said = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
        return f"{self.__class__.__qualname__}({', '.join(said)})"

    def _no_change(self, name, value):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _no_loss(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def _state(self):
        return list(self.__row_values__(self))

    def _from_state(self, state):
        for field, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)

    _SHARED = {
        "__eq__": _equal,
        "__hash__": _hash,
        "__repr__": _repr,
        "__setattr__": _no_change,
        "__delattr__": _no_loss,
        "__getstate__": _state,
        "__setstate__": _from_state,
    }
