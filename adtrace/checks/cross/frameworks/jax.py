"""JAX. At kinks it has conventions of its own: abs takes 1 at 0, max and clip 1/2 at a tie, norm2 has nan at 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from ....rules.arrays import new_shape, permutation, with_axes
from ....rules.axes import axes_of
from ....rules.indexing import resolved
from ....rules.windows import pair
from . import Framework


def functions() -> Mapping[str, Callable[..., Any]]:
    """Rows by name. Raises ImportError."""
    import jax

    jax.config.update("jax_enable_x64", True)
    return {**elementwise(jax), **linear(jax.numpy), **general(jax)}


def elementwise(jax: Any) -> dict[str, Callable[..., Any]]:
    """What is taken element by element."""
    jnp, nn, special = jax.numpy, jax.nn, jax.scipy.special
    same = (
        "add power square reciprocal exp expm1 exp2 log log1p log2 log10 logaddexp sqrt cbrt hypot sin cos tan sinh "
        "cosh tanh abs sign floor ceil round mod clip"
    )
    others = {
        "sub": "subtract", "mul": "multiply", "div": "divide", "neg": "negative", "asin": "arcsin", "acos": "arccos",
        "atan": "arctan", "atan2": "arctan2", "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh",
    }

    def elu(x: Any, alpha: Any) -> Any:
        return jnp.where(x > 0, x, alpha*jnp.expm1(jnp.where(x > 0, 0.0, x)))

    def smooth_abs(r: Any, delta: Any) -> Any:
        return jnp.where(jnp.abs(r) < delta, r*r/2, delta*(jnp.abs(r) - delta/2))

    return {name: getattr(jnp, name) for name in same.split()} | {
        name: getattr(jnp, other) for name, other in others.items()
    } | {
        "xlogy": special.xlogy, "sec": lambda x: 1/jnp.cos(x), "csc": lambda x: 1/jnp.sin(x),
        "cot": lambda x: 1/jnp.tan(x), "asec": lambda x: jnp.arccos(1/x), "acsc": lambda x: jnp.arcsin(1/x),
        "acot": lambda x: jnp.arctan(1/x), "sech": lambda x: 1/jnp.cosh(x), "csch": lambda x: 1/jnp.sinh(x),
        "coth": lambda x: 1/jnp.tanh(x), "asech": lambda x: jnp.arccosh(1/x), "acsch": lambda x: jnp.arcsinh(1/x),
        "acoth": lambda x: jnp.arctanh(1/x), "erf": special.erf, "erfc": special.erfc, "gamma": special.gamma,
        "lgamma": special.gammaln, "digamma": special.digamma,
        "lt": lambda a, b: 1.0*jnp.less(a, b), "le": lambda a, b: 1.0*jnp.less_equal(a, b),
        "gt": lambda a, b: 1.0*jnp.greater(a, b), "ge": lambda a, b: 1.0*jnp.greater_equal(a, b),
        "eq": lambda a, b: 1.0*jnp.equal(a, b), "ne": lambda a, b: 1.0*jnp.not_equal(a, b),
        "polygamma": lambda n, x: special.polygamma(jnp.asarray(n, dtype=int), x),
        "maximum": lambda *xs: reduce(jnp.maximum, xs), "minimum": lambda *xs: reduce(jnp.minimum, xs),
        "step": lambda x: jnp.heaviside(x, 1.0), "where": lambda c, a, b: jnp.where(c != 0, a, b),
        "sigmoid": nn.sigmoid, "log_sigmoid": nn.log_sigmoid, "softplus": nn.softplus, "relu": nn.relu,
        "leaky_relu": lambda x, alpha: jnp.where(x > 0, x, alpha*x), "smooth_abs": smooth_abs, "elu": elu,
        "selu": nn.selu, "silu": nn.silu, "mish": nn.mish, "gelu": lambda x: nn.gelu(x, approximate=False),
        "gelu_tanh": lambda x: nn.gelu(x, approximate=True), "softsign": nn.soft_sign, "hard_tanh": nn.hard_tanh,
    }


def linear(jnp: Any) -> dict[str, Callable[..., Any]]:
    """What moves numbers, and at most adds them up."""

    def reduced(function: Any) -> Any:
        return lambda x, axis=None, keepdims=0: function(
            jnp.asarray(x), axis=axes_of(axis, jnp.shape(x)), keepdims=bool(keepdims)
        )

    def broadcast(x: Any, shape: Any, axis: Any = None) -> Any:
        target = tuple(map(int, shape))
        return jnp.broadcast_to(jnp.reshape(x, with_axes(jnp.shape(x), target, axis)), target)

    def scatter(x: Any, shape: Any, index: Any) -> Any:
        target = tuple(map(int, shape))
        return jnp.zeros(target).at[resolved(index, target, ())].set(x)

    return {
        "sum": reduced(jnp.sum), "mean": reduced(jnp.mean),
        "transpose": lambda x, axes=None: jnp.transpose(x, permutation(axes, jnp.shape(x))),
        "reshape": lambda x, shape: jnp.reshape(x, new_shape(jnp.shape(x), shape)), "broadcast": broadcast,
        "stack": lambda *xs, axis=0: jnp.stack(xs, axis=int(axis)),
        "concat": lambda *xs, axis=0: jnp.concatenate(xs, axis=int(axis)),
        "diag": jnp.diag, "trace": jnp.trace,
        "cumsum": lambda x, axis=None: jnp.cumsum(x, axis=axis).reshape(jnp.shape(x)),
        "flip": lambda x, axis=None: jnp.flip(x, axis=axes_of(axis, jnp.shape(x))),
        "index": lambda x, *i, index: jnp.asarray(x)[resolved(index, jnp.shape(x), i)], "scatter": scatter,
    }


def general(jax: Any) -> dict[str, Callable[..., Any]]:
    """Reductions, softmax, linear algebra and convolution."""
    jnp = jax.numpy

    def over(function: Any) -> Any:
        return lambda x, axis=None, keepdims=0: function(
            jnp.asarray(x), axis=axes_of(axis, jnp.shape(x)), keepdims=bool(keepdims)
        )

    def conv2d(x: Any, w: Any, stride: Any = 1, padding: Any = 0) -> Any:
        margins = [(margin, margin) for margin in pair(padding, "padding", 0)]
        return jax.lax.conv_general_dilated(jnp.asarray(x)[None], jnp.asarray(w), pair(stride, "stride", 1), margins)[0]

    def max_pool2d(x: Any, size: Any = 2, stride: Any = None, padding: Any = 0) -> Any:
        window = pair(size, "size", 1)
        steps = window if stride is None else pair(stride, "stride", 1)
        margins = [(0, 0), *((margin, margin) for margin in pair(padding, "padding", 0))]
        return jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, *window), (1, *steps), margins)

    return {
        "sumsq": over(lambda x, **where: jnp.sum(x*x, **where)), "prod": over(jnp.prod), "max": over(jnp.max),
        "min": over(jnp.min), "var": over(jnp.var), "std": over(jnp.std),
        "norm1": over(lambda x, **where: jnp.sum(jnp.abs(x), **where)),
        "norm2": over(lambda x, **where: jnp.sqrt(jnp.sum(x*x, **where))),
        "logsumexp": over(jax.scipy.special.logsumexp),
        "softmax": lambda x, axis=None: jax.nn.softmax(x, axis=axes_of(axis, jnp.shape(x))),
        "log_softmax": lambda x, axis=None: jax.nn.log_softmax(x, axis=axes_of(axis, jnp.shape(x))),
        "onehot": lambda i, n: jax.nn.one_hot(jnp.asarray(i, dtype=int), int(n)),
        "dot": jnp.dot, "matmul": jnp.matmul, "outer": jnp.outer, "inv": jnp.linalg.inv, "det": jnp.linalg.det,
        "logdet": lambda a: jnp.linalg.slogdet(a)[1], "solve": jnp.linalg.solve, "conv2d": conv2d,
        "max_pool2d": max_pool2d,
    }


def pull(vector: Callable[..., Any], leaves: Sequence[Any], wanted: Sequence[int]) -> list[list[Any]]:
    """The adjoints of the leaves, for each output that is wanted."""
    import jax

    jnp = jax.numpy
    outputs, back = jax.vjp(
        lambda *arrays: vector(jnp.stack, *arrays), *[jnp.asarray(value, dtype=float) for value in leaves]
    )
    return [[jnp.asarray(one) for one in back(jnp.zeros_like(outputs).at[row].set(1.0))] for row in wanted]


FRAMEWORK = Framework("jax", "jax", functions, pull)
