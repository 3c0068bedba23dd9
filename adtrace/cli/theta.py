"""The last parameters of a descent as a file: .json, which --at @file.json takes again, or .npz for NumPy."""

from __future__ import annotations

import json
import os

from ..errors import CHECK_FAILED, OK
from ..records.descent import Descent
from ..views.descent.programs import theta_object
from . import results
from .output import is_stdout, write

JSON, NPZ = ".json", ".npz"


def is_theta(output: str | None, format_name: str | None) -> bool:
    """Whether a file is for the parameters; with -f it is for the report."""
    return format_name is None and not is_stdout(output) and suffix(str(output)) in (JSON, NPZ)


def suffix(path: str) -> str:
    """What a file's name ends with."""
    return os.path.splitext(path)[1].lower()


def write_theta(found: Descent, path: str, *, no_clobber: bool, lang: str, ok: bool) -> int:
    """Write the parameters, and say on stderr how the descent ended; return the exit code. Raises OutputError."""
    from ..views.descent.screen import Screen
    from ..views.layout import plain

    if suffix(path) == JSON:
        write(json.dumps(theta_object(found)) + "\n", path, no_clobber=no_clobber)
    else:
        write(npz(found), path, no_clobber=no_clobber)
    screen = Screen(found, results.reader_of(None, "never", lang=lang), ())
    results.note("\n".join(plain(content) for content in screen.end()))
    return OK if ok else CHECK_FAILED


def npz(found: Descent) -> bytes:
    """The parameters as arrays by name."""
    from io import BytesIO

    import numpy as np

    stream = BytesIO()
    np.savez(stream, allow_pickle=False, **dict(found.theta))
    return stream.getvalue()
