"""The examples in docstrings."""

import doctest
import pkgutil
from importlib import import_module

import adtrace


def test_docstrings():
    names = [module.name for module in pkgutil.walk_packages(adtrace.__path__, "adtrace.") if "__main__" not in module.name]
    results = [doctest.testmod(import_module(name)) for name in ["adtrace", *names]]
    assert sum(result.attempted for result in results) > 25
    assert sum(result.failed for result in results) == 0
