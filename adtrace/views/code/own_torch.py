"""Functions that PyTorch lacks, or has with fewer digits."""

from __future__ import annotations

from collections.abc import Mapping

from .own import OWN as NUMPY
from .own import texts

ALONG = texts(
    '''
    def prod(x, dim, keepdim=False):
        """The product over axes."""
        for axis in dim:
            x = torch.prod(x, dim=axis, keepdim=True)
        return x if keepdim else torch.squeeze(x, dim=dim)
    ''',
    '''
    def top_and_rest(x, dim):
        """The largest element along the axes, and the sum of exp(x - largest) over all but one of the largest."""
        top = torch.amax(x, dim=dim, keepdim=True)
        shift = torch.where(torch.isfinite(top), top, 0.0)
        ties = torch.sum(x == top, dim=dim, keepdim=True)
        return top, torch.sum(torch.where(x == top, 0.0, torch.exp(x - shift)), dim=dim, keepdim=True) + (ties - 1)
    ''',
    '''
    def logsumexp(x, dim, keepdim=False):
        """log(sum(exp(x))) without overflow."""
        top, rest = top_and_rest(x, dim)
        result = torch.where(torch.isfinite(top), top + torch.log1p(rest), top)
        return result if keepdim else torch.squeeze(result, dim=dim)
    ''',
    '''
    def softmax(x, dim):
        """exp(x)/sum(exp(x)) along the axes, without overflow."""
        terms = torch.exp(x - torch.amax(x, dim=dim, keepdim=True))
        return terms/torch.sum(terms, dim=dim, keepdim=True)
    ''',
    '''
    def log_softmax(x, dim):
        """log(softmax(x)) without underflow."""
        top, rest = top_and_rest(x, dim)
        return x - top - torch.log1p(rest)
    ''',
    '''
    def norm2(x, dim, keepdim=False):
        """sqrt(sum(x^2)), of elements scaled by the largest: no square overflows or underflows."""
        largest = torch.amax(torch.abs(x), dim=dim, keepdim=True)
        scale = torch.where((largest > 0) & torch.isfinite(largest), largest, 1.0)
        norm = torch.sqrt(torch.sum(torch.square(x/scale), dim=dim, keepdim=True))*scale
        return norm if keepdim else torch.squeeze(norm, dim=dim)
    ''',
    '''
    def std(x, dim, keepdim=False):
        """The standard deviation, divided by n: a norm of what is left after the mean."""
        rest = x - torch.mean(x, dim=dim, keepdim=True)
        norm = norm2(rest, dim, True)/torch.sqrt(torch.sum(torch.ones_like(x), dim=dim, keepdim=True))
        return norm if keepdim else torch.squeeze(norm, dim=dim)
    ''',
    '''
    def others(x, dim):
        """For each element the product of all others along the axes: those before it times those behind it."""
        kept = [place for place in range(x.ndim) if place not in dim]
        order = [*kept, *dim]
        moved = torch.permute(x, order)
        flat = torch.reshape(moved, (*moved.shape[:len(kept)], -1))
        one = torch.ones_like(flat[..., :1])
        before = torch.cat([one, torch.cumprod(flat[..., :-1], dim=-1)], dim=-1)
        behind = torch.cat([one, torch.cumprod(torch.flip(flat, (-1,))[..., :-1], dim=-1)], dim=-1)
        back = sorted(range(len(order)), key=order.__getitem__)
        return torch.permute(torch.reshape(before*torch.flip(behind, (-1,)), moved.shape), back)
    ''',
)

SINGLE = texts(
    '''
    def cbrt(x):
        """The cube root, of negative numbers, too."""
        root = torch.sign(x)*torch.abs(x)**(1/3)
        better = root - (root - x/(root*root))/3
        return torch.where((x == 0) | ~torch.isfinite(x), x, better)
    ''',
    '''
    def sign(x):
        """1, -1, 0 or nan."""
        return torch.where(x == x, torch.sign(x), x)
    ''',
    '''
    def step(x):
        """1 where x >= 0, else 0."""
        return torch.where(x == x, (x >= 0).double(), x)
    ''',
    '''
    def trigamma(x):
        """The slope of digamma, from the Hurwitz zeta function: PyTorch's polygamma(1, x) has ten digits of it."""
        positive = torch.where(x > 0, x, 1 - x)
        value = torch.where(positive > 1e4, torch.special.polygamma(1, positive), torch.special.zeta(2, positive))
        sine = torch.sin(math.pi*(x - torch.round(x)))
        return torch.where(x > 0, value, (math.pi/sine)**2 - value)
    ''',
    '''
    def gamma(x):
        """The gamma function, by its logarithm; nan at the poles below 0."""
        pole = (x < 0) & (x == torch.floor(x))
        negative = (x < 0) & (torch.remainder(torch.floor(x), 2) == 1)
        value = torch.exp(torch.lgamma(x))
        return torch.where(pole, torch.nan, torch.where(x == 0, 1/x, torch.where(negative, -value, value)))
    ''',
)

MATRICES = texts(
    '''
    def inv(a):
        """The inverse of a matrix; nan where there is none."""
        result, info = torch.linalg.inv_ex(a)
        return torch.where(info == 0, result, torch.nan)
    ''',
    '''
    def solve(a, b):
        """The x with a @ x = b; nan where the matrix is singular."""
        result, info = torch.linalg.solve_ex(a, b)
        return torch.where(info == 0, result, torch.nan)
    ''',
    '''
    def cofactor(a):
        """The matrix of cofactors, of singular matrices, too: from A = U S V', det(U) det(V) U diag(others of S) V'."""
        if len(a) == 1:
            return torch.ones_like(a)
        if len(a) == 2:
            return torch.stack([torch.stack([a[1, 1], -a[1, 0]]), torch.stack([-a[0, 1], a[0, 0]])])
        if len(a) == 3:
            return torch.linalg.cross(a[[1, 2, 0]], a[[2, 0, 1]])
        left, values, right = torch.linalg.svd(a)
        kept = torch.where(torch.eye(len(a), device=a.device) == 1, 1.0, values)
        return torch.linalg.det(left)*torch.linalg.det(right)*(left*torch.prod(kept, dim=1)) @ right
    ''',
    '''
    def scatter(x, shape, index):
        """Zeros of a shape, with x put at the index."""
        result = torch.zeros(shape, dtype=x.dtype, device=x.device)
        result[index] = x
        return result
    ''',
)

WINDOWS = texts(
    '''
    def places(shape, size, stride, padding, device):
        """Rows and columns of every window on a padded image, as (rows, columns, height, width)."""
        (tall, wide), (down, across), (up, left) = size, stride, padding
        starts = torch.arange((shape[1] + 2*up - tall)//down + 1, device=device)*down
        rows = starts[:, None] + torch.arange(tall, device=device)
        starts = torch.arange((shape[2] + 2*left - wide)//across + 1, device=device)*across
        columns = starts[:, None] + torch.arange(wide, device=device)
        return rows[:, None, :, None], columns[None, :, None, :]
    ''',
    '''
    def unfold2d(x, size, stride, padding, outside=0.0):
        """The windows of x (channels, height, width) as (channels, rows, columns, height, width)."""
        up, left = padding
        padded = torch.nn.functional.pad(x, (left, left, up, up), value=outside)
        rows, columns = places(x.shape, size, stride, padding, x.device)
        return padded[:, rows, columns]
    ''',
    '''
    def fold2d(p, shape, size, stride, padding):
        """Windows added up where they overlap: the transpose of unfold2d."""
        (channels, height, width), (up, left) = shape, padding
        total = torch.zeros((channels, height + 2*up, width + 2*left), dtype=p.dtype, device=p.device)
        rows, columns = places(shape, size, stride, padding, p.device)
        channel = torch.arange(channels, device=p.device)[:, None, None, None, None]
        total.index_put_((channel, rows[None], columns[None]), p, accumulate=True)
        return total[:, up:up + height, left:left + width]
    ''',
    '''
    def max_pool2d(x, size, stride, padding):
        """The largest element of each window; what lies outside of x never wins."""
        return torch.amax(unfold2d(x, size, stride, padding, -torch.inf), dim=(3, 4))
    ''',
) | {
    name: NUMPY[name].replace("np.tensordot", "torch.tensordot").replace("axes=", "dims=")
    .replace("np.transpose", "torch.permute")
    for name in ("conv2d", "conv2d_input", "conv2d_kernel")
}  # fmt: skip

OWN: Mapping[str, str] = {**ALONG, **SINGLE, **MATRICES, **WINDOWS}
