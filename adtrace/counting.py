"""The public functions that look at the structure of derivatives: what can be other than 0, and what it costs."""

from __future__ import annotations

from .api import Names, Point, _names, _run
from .records.counted import Counted
from .records.elimination import MARKOWITZ, Elimination
from .records.kinks import LEAST_NORM
from .records.sparsity import Sparsity


def sparsity(
    text: str, at: Point | None = None, *, wrt: Names = (), of: Names = (), hessian: bool = False
) -> Sparsity:
    """Which entries of the Jacobian, or of the Hessian, can be other than 0, and which share a sweep.

    at  values of the inputs; without them all inputs are numbers, and the pattern is the same at every point
    Raises AdtraceError.

    >>> found = sparsity("[x*y, y*z, z + 1]")
    >>> [f"{row:03b}"[::-1] for row in found.pattern.entries]
    ['110', '011', '001']
    >>> [groups.members for groups in found.groups if groups.mode == "forward"]
    [((0, 2), (1,))]
    """
    from .sweeps.sparsity.report import sparsity as look

    return look(_run(text, at, of, share=False, at_kink=LEAST_NORM), _names(wrt), hessian=hessian)


def elimination(
    text: str, at: Point | None = None, order: str = MARKOWITZ, *, wrt: Names = (), of: Names = ()
) -> Elimination:
    """The Jacobian by eliminating vertices of the linearized graph, with every multiplication.

    order  "forward", "reverse" or "markowitz"
    Raises AdtraceError.

    >>> found = elimination("t = x*sin(x*z); [cos(t), t/z]", {"x": 1, "z": 2})
    >>> [step.vertex.name for step in found.steps], round(found.jacobian["y2"]["z"], 4)
    (['w2', 'w1', 't'], -0.4354)
    >>> {order: count.multiplications for order, count in found.counts.items()}
    {'forward': 8, 'reverse': 10, 'markowitz': 7}
    """
    from .sweeps.elimination.eliminate import elimination as eliminate

    return eliminate(_run(text, at, of, share=False, at_kink=LEAST_NORM), order, _names(wrt))


def cost(text: str, at: Point | None = None, *, wrt: Names = (), of: Names = ()) -> Counted:
    """What every way to the Jacobian costs: forward and reverse mode, shared sweeps, vertex elimination.

    >>> found = cost("1/(1+exp(-a*x))")
    >>> found.inputs, found.outputs, [(way.kind, way.total) for way in found.ways][:2]
    (2, 1, [('forward', 12), ('reverse', 6)])
    """
    from .sweeps.counted import counted

    return counted(_run(text, at, of, share=False, at_kink=LEAST_NORM), _names(wrt))
