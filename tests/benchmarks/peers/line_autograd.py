"""The gradient of the one-liner, by autograd."""

import autograd.numpy as np
from autograd import grad


def y(x, a):
    return 1 / (1 + np.exp(-a * x))


print(*(float(slope) for slope in grad(y, (0, 1))(2.0, 1.0)))
