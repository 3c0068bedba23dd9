"""Functions that neither NumPy nor JAX has: their texts, with np for either. They keep their digits, as the rows do."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent


def texts(*functions: str) -> dict[str, str]:
    """Texts of functions by name."""
    found = [dedent(text).strip() for text in functions]
    return {text.removeprefix("def ").partition("(")[0]: text for text in found}


SOFTMAXES = texts(
    '''
    def top_and_rest(x, axis):
        """The largest element along the axes, and the sum of exp(x - largest) over all but one of the largest."""
        top = np.max(x, axis=axis, keepdims=True)
        shift = np.where(np.isfinite(top), top, 0.0)
        ties = np.sum(x == top, axis=axis, keepdims=True)
        return top, np.sum(np.where(x == top, 0.0, np.exp(x - shift)), axis=axis, keepdims=True) + (ties - 1)
    ''',
    '''
    def logsumexp(x, axis=None, keepdims=False):
        """log(sum(exp(x))) without overflow."""
        top, rest = top_and_rest(x, axis)
        result = np.where(np.isfinite(top), top + np.log1p(rest), top)
        return result if keepdims else np.squeeze(result, axis=axis)
    ''',
    '''
    def softmax(x, axis=None):
        """exp(x)/sum(exp(x)) along the axes, without overflow."""
        terms = np.exp(x - np.max(x, axis=axis, keepdims=True))
        return terms/np.sum(terms, axis=axis, keepdims=True)
    ''',
    '''
    def log_softmax(x, axis=None):
        """log(softmax(x)) without underflow."""
        top, rest = top_and_rest(x, axis)
        return x - top - np.log1p(rest)
    ''',
)

NORMS = texts(
    '''
    def norm2(x, axis=None, keepdims=False):
        """sqrt(sum(x^2)), of elements scaled by the largest: no square overflows or underflows."""
        largest = np.max(np.abs(x), axis=axis, keepdims=True)
        scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
        norm = np.sqrt(np.sum((x/scale)*(x/scale), axis=axis, keepdims=True))*scale
        return norm if keepdims else np.squeeze(norm, axis=axis)
    ''',
    '''
    def std(x, axis=None, keepdims=False):
        """The standard deviation, divided by n: a norm of what is left after the mean."""
        rest = x - np.mean(x, axis=axis, keepdims=True)
        norm = norm2(rest, axis, True)/np.sqrt(np.sum(np.ones_like(x), axis=axis, keepdims=True))
        return norm if keepdims else np.squeeze(norm, axis=axis)
    ''',
    '''
    def others(x, axis):
        """For each element the product of all others along the axes: those before it times those behind it."""
        kept = [place for place in range(np.ndim(x)) if place not in axis]
        order = [*kept, *axis]
        moved = np.transpose(x, order)
        flat = np.reshape(moved, (*moved.shape[:len(kept)], -1))
        one = np.ones_like(flat[..., :1])
        before = np.concatenate([one, np.cumprod(flat[..., :-1], axis=-1)], axis=-1)
        behind = np.flip(np.concatenate([one, np.cumprod(np.flip(flat, -1)[..., :-1], axis=-1)], axis=-1), -1)
        back = sorted(range(len(order)), key=order.__getitem__)
        return np.transpose(np.reshape(before*behind, moved.shape), back)
    ''',
)

MATRICES = texts(
    '''
    def cofactor(a):
        """The matrix of cofactors, of singular matrices, too: from A = U S V', det(U) det(V) U diag(others of S) V'."""
        if len(a) == 1:
            return np.ones_like(a)
        if len(a) == 2:
            return np.stack([np.stack([a[1, 1], -a[1, 0]]), np.stack([-a[0, 1], a[0, 0]])])
        if len(a) == 3:
            return np.cross(a[np.array([1, 2, 0])], a[np.array([2, 0, 1])])
        left, values, right = np.linalg.svd(a)
        kept = np.where(np.eye(len(a)) == 1, 1.0, values)
        return np.linalg.det(left)*np.linalg.det(right)*(left*np.prod(kept, axis=1)) @ right
    ''',
    '''
    def polygamma(n, x):
        """The n-th derivative of digamma; nan for an order that is not whole."""
        return np.where(n == np.floor(n), special.polygamma(np.floor(n), x), np.nan)
    ''',
)

WINDOWS = texts(
    '''
    def places(shape, size, stride, padding):
        """Rows and columns of every window on a padded image, as (rows, columns, height, width)."""
        (tall, wide), (down, across), (up, left) = size, stride, padding
        rows = np.arange((shape[1] + 2*up - tall)//down + 1)[:, None]*down + np.arange(tall)
        columns = np.arange((shape[2] + 2*left - wide)//across + 1)[:, None]*across + np.arange(wide)
        return rows[:, None, :, None], columns[None, :, None, :]
    ''',
    '''
    def unfold2d(x, size, stride, padding, outside=0.0):
        """The windows of x (channels, height, width) as (channels, rows, columns, height, width)."""
        (up, left) = padding
        padded = np.pad(x, ((0, 0), (up, up), (left, left)), constant_values=outside)
        rows, columns = places(x.shape, size, stride, padding)
        return padded[:, rows, columns]
    ''',
    '''
    def fold2d(p, shape, size, stride, padding):
        """Windows added up where they overlap: the transpose of unfold2d."""
        (channels, height, width), (up, left) = shape, padding
        total = np.zeros((channels, height + 2*up, width + 2*left))
        rows, columns = places(shape, size, stride, padding)
        np.add.at(total, (slice(None), rows, columns), p)
        return total[:, up:up + height, left:left + width]
    ''',
    '''
    def max_pool2d(x, size, stride, padding):
        """The largest element of each window; what lies outside of x never wins."""
        return np.max(unfold2d(x, size, stride, padding, -np.inf), axis=(3, 4))
    ''',
    '''
    def conv2d(x, w, stride, padding):
        """Windows of x (channels, height, width) times w (out, channels, height, width), without flipping w."""
        return np.tensordot(w, unfold2d(x, w.shape[2:], stride, padding), axes=((1, 2, 3), (0, 3, 4)))
    ''',
    '''
    def conv2d_input(z, w, shape, stride, padding):
        """The transpose of conv2d in its input: each entry of z spread over its window."""
        spread = np.transpose(np.tensordot(w, z, axes=((0,), (0,))), (0, 3, 4, 1, 2))
        return fold2d(spread, shape, w.shape[2:], stride, padding)
    ''',
    '''
    def conv2d_kernel(z, x, shape, stride, padding):
        """The transpose of conv2d in its kernel."""
        return np.tensordot(z, unfold2d(x, shape[2:], stride, padding), axes=((1, 2), (1, 2)))
    ''',
)

OWN: Mapping[str, str] = {**SOFTMAXES, **NORMS, **MATRICES, **WINDOWS}
