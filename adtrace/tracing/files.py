"""A function of a file of Python: the file is run as a module, once, with its folder where it looks for others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

from ..errors import AdtraceError
from ..records.written import Source
from ..rules.table import nearest
from .places import error_at
from .trace import raise_placed


def function_in(path: str, name: str) -> Callable[..., Any]:
    """The function of this name in a file. Raises AdtraceError for what is missing, and for what the file raises."""
    module = module_of(path)
    found = getattr(module, name, None)
    if callable(found):
        return found  # type: ignore[no-any-return]
    functions = [one for one, held in vars(module).items() if callable(held) and not one.startswith("__")]
    alike = nearest(name, functions)
    hint = f"did you mean {alike}?" if alike else "write FILE.py:NAME with the name of a function"
    raise AdtraceError(f"{path} has no function {name or 'without a name'}", hint=hint)


def module_of(path: str) -> ModuleType:
    """A file, run as a module; what it prints goes to standard error."""
    if not os.path.isfile(path):
        raise AdtraceError(f"there is no file {path}", hint="write FILE.py:NAME")
    full = os.path.abspath(path)
    stem = os.path.splitext(os.path.basename(full))[0]
    spec = spec_from_file_location(stem if stem.isidentifier() else "function", full)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    folder = os.path.dirname(full)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    if stem not in sys.modules:
        sys.modules[spec.name] = module  # Data classes and the like look their module up.
    try:
        with redirect_stdout(sys.stderr):
            spec.loader.exec_module(module)
    except SyntaxError as error:
        raise misspelt(error, path) from None
    except OSError as error:
        raise AdtraceError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from None
    except AdtraceError:
        raise
    except (Exception, SystemExit) as error:
        raise_placed(error, "raised while the file was run, before anything was traced")
    return module


def misspelt(error: SyntaxError, path: str) -> AdtraceError:
    """What Python says of a text that is no Python, at its place."""
    written = (error.text or "").rstrip("\n")
    text = written.strip()
    start = max(0, (error.offset or 1) - 1 - (len(written) - len(written.lstrip())))
    end = start + max(1, (error.end_offset or 0) - (error.offset or 0))
    file = os.path.basename(error.filename or path)
    return error_at(Source(file, error.lineno or 1, text, min(start, len(text)), end), f"SyntaxError: {error.msg}")
