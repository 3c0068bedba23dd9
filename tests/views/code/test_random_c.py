"""Random programs as C, on scalars and arrays: all in one file, compiled once, and held against the trace."""

from __future__ import annotations

import numpy as np
from compiled import Library, near, needs_compiler, operations_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from programs import array_points, arrays, points, programs

from adtrace.lang.parser import parse
from adtrace.sweeps.exported import exported
from adtrace.sweeps.run import Run

FEW = settings(max_examples=40, database=None, deadline=None, suppress_health_check=list(HealthCheck))


@needs_compiler
def test_random_programs(tmp_path):
    library, cases = Library(), []

    def add(text, at, mode, *, ieee=False):
        with np.errstate(all="ignore"):
            run = Run(parse(text), at)
            export = exported(run, mode, ieee=ieee)
        cases.append((library.add(export), text, run.built.values, export))

    @FEW
    @given(programs(), points, st.sampled_from(["reverse", "forward"]))
    def scalars(text, at, mode):
        add(text, at, mode)

    @FEW
    @given(arrays(), st.integers(0, 5), st.sampled_from(["reverse", "value"]), st.booleans())
    def of_arrays(text, seed, mode, ieee):
        add(text, array_points(seed), mode, ieee=ieee)

    scalars()
    of_arrays()
    library.load(tmp_path)
    for name, text, at, export in cases:
        derivatives = export.straight.mode != "value"
        found = library.call(name, at, derivatives=derivatives)
        wanted = [*export.trace.outputs.values()]
        wanted += [export.slopes[out.of] for out in library.files[name].slopes] if derivatives else []
        for one, other in zip(found, wanted, strict=True):
            assert near(one, other, operations_of(export)), (text, at, one, other)
    assert len(cases) > 40
