"""Value and gradient of a program, by autograd, which differentiates Python that runs: the text is read inside."""

import autograd.numpy as np
from autograd import value_and_grad
from text import VALUES, asked, tell


def y(*point):
    given = iter(point)
    return asked(lambda name, value: next(given), {"sin": np.sin})[2]


value, slopes = value_and_grad(y, tuple(range(len(VALUES))))(*VALUES.values())
tell(value, dict(zip(VALUES, slopes, strict=True)))
