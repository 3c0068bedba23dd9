"""PyTorch. At kinks it has conventions of its own: clip takes 1 at its edges, hypot has nan at 0."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from ....rules.arrays import new_shape, permutation, with_axes
from ....rules.axes import axes_of
from ....rules.axes import reduced as reduced_shape
from ....rules.indexing import resolved
from ....rules.windows import pair
from . import Framework


def functions() -> Mapping[str, Callable[..., Any]]:
    """Rows by name. Raises ImportError."""
    import torch

    def tensor(value: Any) -> Any:
        return value if isinstance(value, torch.Tensor) else torch.tensor(value, dtype=torch.float64)

    rows = {**elementwise(torch), **linear(torch), **general(torch)}
    return {
        name: lambda *operands, function=function, **params: function(*map(tensor, operands), **params)
        for name, function in rows.items()
    }


def elementwise(torch: Any) -> dict[str, Callable[..., Any]]:
    """What is taken element by element."""
    nn = torch.nn.functional
    same = (
        "exp expm1 exp2 log log1p log2 log10 logaddexp xlogy sqrt hypot sin cos tan asin acos atan atan2 sinh cosh "
        "tanh asinh acosh atanh erf erfc lgamma digamma abs sign floor ceil round square reciprocal sigmoid relu neg "
        "add sub mul div"
    )

    def where(c: Any, a: Any, b: Any) -> Any:
        return torch.where(c != 0, a, b)

    def gamma(x: Any) -> Any:
        sign = torch.where(x < 0, 1 - 2*torch.remainder(torch.floor(x), 2), 1.0)
        return sign*torch.exp(torch.lgamma(x))

    def elu(x: Any, alpha: Any) -> Any:
        return torch.where(x > 0, x, alpha*torch.expm1(torch.clamp(x, max=0)))

    def smooth_abs(r: Any, delta: Any) -> Any:
        return torch.where(torch.abs(r) < delta, r*r/2, delta*(torch.abs(r) - delta/2))

    return {name: getattr(torch, name) for name in same.split()} | {
        "power": torch.pow,
        "lt": lambda a, b: (a < b).double(), "le": lambda a, b: (a <= b).double(),
        "gt": lambda a, b: (a > b).double(), "ge": lambda a, b: (a >= b).double(),
        "eq": lambda a, b: (a == b).double(), "ne": lambda a, b: (a != b).double(),
        "cbrt": lambda x: torch.sign(x)*torch.pow(torch.abs(x), 1/3),
        "sec": lambda x: 1/torch.cos(x), "csc": lambda x: 1/torch.sin(x), "cot": lambda x: 1/torch.tan(x),
        "asec": lambda x: torch.acos(1/x), "acsc": lambda x: torch.asin(1/x), "acot": lambda x: torch.atan(1/x),
        "sech": lambda x: 1/torch.cosh(x), "csch": lambda x: 1/torch.sinh(x), "coth": lambda x: 1/torch.tanh(x),
        "asech": lambda x: torch.acosh(1/x), "acsch": lambda x: torch.asinh(1/x), "acoth": lambda x: torch.atanh(1/x),
        "gamma": gamma, "polygamma": lambda n, x: torch.polygamma(int(n), x),
        "mod": torch.remainder, "maximum": lambda *xs: reduce(torch.maximum, xs),
        "minimum": lambda *xs: reduce(torch.minimum, xs), "clip": torch.clamp,
        "step": lambda x: (x >= 0).double(), "where": where,
        "log_sigmoid": nn.logsigmoid, "softplus": lambda x: nn.softplus(x, threshold=40),
        "leaky_relu": lambda x, alpha: torch.where(x > 0, x, alpha*x), "smooth_abs": smooth_abs, "elu": elu,
        "selu": nn.selu, "silu": nn.silu, "mish": nn.mish, "gelu": nn.gelu,
        "gelu_tanh": lambda x: nn.gelu(x, approximate="tanh"), "softsign": nn.softsign, "hard_tanh": nn.hardtanh,
    }


def linear(torch: Any) -> dict[str, Callable[..., Any]]:
    """What moves numbers, and at most adds them up."""

    def reduced(function: Any) -> Any:
        return lambda x, axis=None, keepdims=0: (
            function(x, dim=axes_of(axis, x.shape)).reshape(reduced_shape(tuple(x.shape), axis, keepdims))
            if x.ndim else x
        )

    def broadcast(x: Any, shape: Any, axis: Any = None) -> Any:
        return x.reshape(with_axes(tuple(x.shape), tuple(shape), axis)).expand(*shape)

    def index(x: Any, *i: Any, index: Any) -> Any:
        import numpy as np

        shape = tuple(x.shape)
        chosen = np.arange(math.prod(shape)).reshape(shape)[resolved(index, shape, tuple(float(one) for one in i))]
        return x.reshape(-1)[torch.as_tensor(np.array(chosen))]

    def scatter(x: Any, shape: Any, index: Any) -> Any:
        result = torch.zeros(tuple(shape), dtype=x.dtype)
        result[resolved(index, tuple(shape), ())] = x
        return result

    def unfold2d(x: Any, size: Any = 2, stride: Any = None, padding: Any = 0) -> Any:
        (up, left), window = pair(padding, "padding", 0), pair(size, "size", 1)
        down, across = window if stride is None else pair(stride, "stride", 1)
        padded = torch.nn.functional.pad(x, (left, left, up, up))
        return padded.unfold(1, window[0], down).unfold(2, window[1], across)

    return {
        "sum": reduced(torch.sum), "mean": reduced(torch.mean), "index": index, "scatter": scatter,
        "transpose": lambda x, axes=None: x.permute(permutation(axes, tuple(x.shape))),
        "reshape": lambda x, shape: x.reshape(new_shape(tuple(x.shape), shape)), "broadcast": broadcast,
        "stack": lambda *xs, axis=0: torch.stack(xs, dim=int(axis)),
        "concat": lambda *xs, axis=0: torch.cat(xs, dim=int(axis)),
        "diag": torch.diag, "trace": torch.trace,
        "cumsum": lambda x, axis=None: torch.cumsum(x, dim=axes_of(axis, x.shape)[0]) if x.ndim else x,
        "flip": lambda x, axis=None: torch.flip(x, dims=axes_of(axis, x.shape)), "unfold2d": unfold2d,
    }


def general(torch: Any) -> dict[str, Callable[..., Any]]:
    """Reductions, softmax, linear algebra and convolution."""
    norm, nn = torch.linalg.vector_norm, torch.nn.functional

    def over(function: Any, **more: Any) -> Any:
        def reduce_axes(x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
            shape = reduced_shape(tuple(x.shape), axis, keepdims)
            axes = axes_of(axis, x.shape) if x.ndim else (0,)
            return function(x if x.ndim else x.reshape(1), dim=axes, **more).reshape(shape)

        return reduce_axes

    def prod(x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
        shape = reduced_shape(tuple(x.shape), axis, keepdims)
        for place in axes_of(axis, x.shape):
            x = torch.prod(x, dim=place, keepdim=True)
        return x.reshape(shape)

    def along(function: Any) -> Any:
        return lambda x, axis=None: function(x, torch.logsumexp(x, dim=axes_of(axis, x.shape), keepdim=True))

    def conv2d(x: Any, w: Any, stride: Any = 1, padding: Any = 0) -> Any:
        return nn.conv2d(x[None], w, stride=pair(stride, "stride", 1), padding=pair(padding, "padding", 0))[0]

    def max_pool2d(x: Any, size: Any = 2, stride: Any = None, padding: Any = 0) -> Any:
        steps = None if stride is None else pair(stride, "stride", 1)
        return nn.max_pool2d(x[None], pair(size, "size", 1), steps, pair(padding, "padding", 0))[0]

    return {
        "sumsq": over(lambda x, dim: torch.sum(x*x, dim=dim)), "prod": prod,
        "max": over(torch.amax), "min": over(torch.amin), "var": over(torch.var, correction=0),
        "std": over(torch.std, correction=0), "norm1": over(lambda x, **where: norm(x, 1, **where)),
        "norm2": over(lambda x, **where: norm(x, 2, **where)), "logsumexp": over(torch.logsumexp),
        "softmax": along(lambda x, total: torch.exp(x - total)), "log_softmax": along(lambda x, total: x - total),
        "onehot": lambda i, n: nn.one_hot(i.long(), int(n)).double(),
        "dot": torch.dot, "matmul": torch.matmul, "outer": torch.outer, "inv": torch.linalg.inv,
        "det": torch.linalg.det, "logdet": lambda a: torch.linalg.slogdet(a)[1], "solve": torch.linalg.solve,
        "conv2d": conv2d, "max_pool2d": max_pool2d,
    }


def pull(vector: Callable[..., Any], leaves: Sequence[Any], wanted: Sequence[int]) -> list[list[Any]]:
    """The adjoints of the leaves, for each output that is wanted."""
    import torch

    tensors = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in leaves]
    outputs = vector(list, *tensors)
    found = []
    for row in wanted:
        adjoints: Sequence[Any] = [None]*len(tensors)
        if outputs[row].requires_grad:
            adjoints = torch.autograd.grad(outputs[row], tensors, retain_graph=True, allow_unused=True)
        found.append([
            (torch.zeros_like(leaf) if adjoint is None else adjoint).numpy()
            for leaf, adjoint in zip([one.detach() for one in tensors], adjoints, strict=True)
        ])
    return found


FRAMEWORK = Framework("torch", "torch", functions, pull)
