"""adtrace sweep."""

from __future__ import annotations

import gc
import os

from ...errors import CHECK_FAILED, OK, AdtraceError
from ...records.kinks import LEAST_NORM
from .. import calling, declare, options

LIBRARY_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@calling.command("sweep")
@options.expression
@declare.option(
    "--over",
    multiple=True,
    metavar="FILE|NAME=...",
    files=True,
    help="Rows: points.csv, .npz, .npy, .parquet, - or x=@x.npy; or ranges x=-5:5:1001,a=0:1:11, all combinations.",
)
@options.at
@declare.option(
    "--wrt", multiple=True, metavar="NAMES",
    help="Inputs to differentiate with respect to; all by default.",
)
@options.of
@declare.option("--at-kink", default=LEAST_NORM, hidden=True)
@declare.option("--total", is_flag=True, help="Add value and gradient up over the rows.")
@declare.option("--keep-going", is_flag=True, help="Let rows that cannot be used become nan, instead of stopping.")
@declare.option("--threads", type=declare.IntRange(1, 1024), help="How many run at a time; one per core by default.")
@declare.option(
    "--backend", default="numpy", show_default=True, metavar="NAME", help="numpy, or numba for compiled code."
)
@declare.option(
    "--engine", default="threads", show_default=True, metavar="NAME",
    help="threads, or dask for processes.",
)
@declare.option("--scheduler", default="", metavar="ADDRESS", help="Of a running Dask cluster.")
@declare.option("--format", "-f", "format_name", metavar="NAME", help="csv, npz or parquet; FILE's suffix by default.")
@options.output
@declare.option("--strict", is_flag=True, help="Exit with code 1 if there is a warning.")
def command(
    expr: str,
    over: tuple[str, ...],
    at: tuple[str, ...],
    wrt: tuple[str, ...],
    of: tuple[str, ...],
    at_kink: str,
    total: bool,
    keep_going: bool,
    threads: int | None,
    backend: str,
    engine: str,
    scheduler: str,
    format_name: str | None,
    output: str | None,
    no_clobber: bool,
    strict: bool,
) -> int:
    """Value and gradient at every row of a file, or of ranges.

    Files are read and written in blocks, so they may be larger than the memory. Columns that the program does not use
    are left out. Of an output that is an array, every element has its columns: y[0], dy[0]/dx, y[1] ...,
    and it has 16 elements at most. --backend numba leaves programs with arrays to NumPy. Only this command has engines:
    adtrace.sweep in Python runs on threads.

    All rows are looked at for nan and infinite results, and, where the program has no arrays, for kinks and jumps. For
    the rest, lost digits, overflow and underflow, of more than 1000 rows 500 to 1000 are, of more than 64 with arrays
    32 to 64, and fewer of long programs: the first, the last and evenly spread ones between. A note says how many.

    \b
      adtrace sweep "1/(1+exp(-a*x))" --over x=-5:5:1001 --at a=1 -o logistic.csv
      adtrace sweep model.adt --over points.parquet --wrt W,b --total
    """
    _prepare_process()
    from ...engines import by_name
    from ...sweeps.batch.kernel import Kernel
    from ...tables.bad_rows import BadRows
    from ...tables.given import input_names
    from .. import results
    from ..over import OPTION, check_not_read, read_over
    from ..sources import read_program, values_at
    from ..streaming import Stream, write_stream

    if at_kink != LEAST_NORM:
        raise AdtraceError("adtrace sweep takes the least norm at kinks", hint="--at-kink is for one point: --at")
    if not over:
        raise AdtraceError("there is nothing to sweep over", hint=f"add {OPTION} points.csv or {OPTION} x=-5:5:1001")
    if expr == "-" and "-" in over:
        raise AdtraceError("standard input cannot hold both program and rows", hint="name a file for one of them")
    runner, bad = by_name(engine), BadRows(keep_going)
    program = read_program(expr)
    rows = read_over(over, input_names(program), bad)
    check_not_read(output, rows.files)
    names = {"wrt": options.names_in(wrt), "of": options.names_in(of)}
    given = values_at(at)
    try:
        kernel = Kernel(program, rows.shapes, given, **names, total=total, backend=backend)
    except AdtraceError:
        if more := rows.told(given):  # Says which of the unused columns may be meant.
            Kernel(program, {**more, **rows.shapes}, given, wrt=names["wrt"], of=names["of"])
        raise
    if rows.table is None:
        raise AdtraceError(f"the program uses nothing of {OPTION}", hint="sweep over one of its inputs")
    results.note_unused([*kernel.unused, *rows.left_out])
    stream = Stream(kernel, rows.table, runner, threads, scheduler)
    warnings = (*write_stream(stream, format_name, output, no_clobber=no_clobber), *bad.warnings())
    results.say_warnings(warnings)
    return CHECK_FAILED if strict and warnings else OK


def _prepare_process() -> None:
    """For a long run with many threads: collect cycles, and let every block keep to its own thread."""
    gc.enable()
    for name in LIBRARY_THREADS:  # Read when NumPy is imported, which is later.
        os.environ.setdefault(name, "1")
