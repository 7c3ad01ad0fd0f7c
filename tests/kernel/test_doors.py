"""Packages that import their modules late offer exactly what they name."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from types import ModuleType

import pytest

from storeapp.kernel.doors import lazily

PACKAGES = ("storeapp.reputation.queries", "storeapp.reputation.service")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_is_there_and_none_is_hidden_by_a_module(package):
    found = import_module(package)
    for name in found.__all__:
        assert not isinstance(getattr(found, name), ModuleType), name
    late = {name for names in found._HOMES.values() for name in names.split()}
    assert late <= set(found.__all__)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_name_is_the_same_whichever_module_comes_first(package):
    script = (
        f"import pkgutil, {package} as door\nfrom importlib import import_module\nfrom types import ModuleType\n"
        f"for one in pkgutil.iter_modules(door.__path__): import_module('{package}.' + one.name)\n"
        "print([name for name in door.__all__ if isinstance(getattr(door, name), ModuleType)])"
    )
    told = subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.PIPE, text=True, timeout=60)
    assert told.stdout.strip() == "[]"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        lazily("storeapp.kernel", {"money": "Money"})("nothing")
    assert lazily("storeapp.kernel", {"money": "Money"})("Money").__name__ == "Money"
