"""Hypothesis: the same examples in every run of the suite; HYPOTHESIS_PROFILE=search looks for new ones.

And what a run of thousands of tests does not do over and over: compile, wait for a core, look for cycles.
"""

from __future__ import annotations

import gc
import os
import sys

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]

# What is compiled once need not be compiled again: by this process in the next run, and by every process that a test starts.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The workers have the cores: a pool of BLAS threads in each of them would wait for its turn while spinning.
for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(library, "1")

settings.register_profile("suite", derandomize=True, deadline=None, max_examples=60, suppress_health_check=SLOW, database=None)
settings.register_profile("search", deadline=None, max_examples=2000, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_collection_finish() -> None:
    """Cycles are looked for more seldom, and not in the thousands of tests that wait for their turn."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
