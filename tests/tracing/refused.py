"""Functions that cannot be traced, each with the line that says so behind it."""

import math

import numpy as np
import scipy.linalg
from scipy.special import jv


def condition(x):
    return x if x > 0 else -x  # LINE


def number(x):
    return float(x) + 1  # LINE


def whole(x):
    return [1, 2, 3][x]  # LINE


def item(x):
    return np.sum(x).item()  # LINE


def mathematics(x):
    y = 2*x
    return math.exp(y)  # LINE


def arctangent(x):
    return math.atan2(x, 1.0)  # LINE


ZEROS = np.zeros(2)


def filled(x):
    ZEROS[0] = x  # LINE
    return ZEROS


def ordered(x):
    return np.sort(np.stack([x, x]))[0]  # LINE


def listed(x):
    return np.interp(1.0, [0.0, 2.0], [x, x])  # LINE


def unheard(x):
    return jv(1.0, x)  # LINE


def library(x):
    return scipy.linalg.solve(np.eye(2), np.stack([x, x])).sum()  # LINE


def strange(x):
    return x.attribute  # LINE


def raising(x):
    return {}["key"]*x  # LINE


def helper(x):
    return inner(x)


def inner(x):
    raise ValueError("no such thing\nand more")  # LINE


def shapes(x):
    z = np.ones((2, 3))
    return z @ (
        np.ones((2, 3)) @ x  # LINE
    )


def mask(x):
    v = np.stack([x, -x])
    return v[v > 0].sum()  # LINE


def shared(x):
    v = np.broadcast_to(x, (2,))
    v += 1  # LINE
    return v.sum()


def beyond(x):
    return np.stack([x, x])[2]  # LINE


def texts(x):
    return x + "1"  # LINE


def iterated(x):
    a, b = x  # LINE
    return a + b


def out_parameter(x):
    return np.exp(x, out=np.zeros(()))  # LINE


def keyword(x):
    return np.sum(np.stack([x, x]), where=[True, False])  # LINE


def member(x):
    return x in [1.0, 2.0]  # LINE


def counted(x):
    return sum(range(x))  # LINE


def leaving(x):
    raise SystemExit(4)  # LINE


def never(x):
    return None


def worded(x):
    return "text"
