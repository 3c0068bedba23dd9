"""What a start does not import, so that it stays quick."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"numpy", "rich", "graphviz", "pygraphviz", "ziamath", "scipy"}
PROBE = """
import json, sys
from adtrace.cli.main import run
code = run(json.loads(sys.argv[1]))
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["reverse", "--help"], 0),
        (["graph", "--help"], 0),
        (["eval", "2x"], 2),
        (["eval", "x", "--at", "y=1"], 2),
        (["evl"], 2),
        (["reverse", "1/(1+exp(-a*x))", "--at", "x=2,a=1"], 0),
        (["forward", "x*y", "--at", "x=2,y=1", "-f", "json"], 0),
        (["eval", "x^2"], 0),
    ],
)
def test_a_scalar_run_imports_nothing_heavy(environment, args, code):
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(args)], capture_output=True, timeout=60, env=environment
    )
    found, modules = json.loads(done.stderr.splitlines()[-1])
    assert found == code and HEAVY & set(modules) == set()
