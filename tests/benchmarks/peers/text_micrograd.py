"""Value and gradient of a program, by micrograd, with the function that it lacks written as its own are."""

import math

from micrograd.engine import Value
from text import asked, tell


def sin(x):
    out = Value(math.sin(x.data), (x,), "sin")

    def backward():
        x.grad += math.cos(x.data) * out.grad

    out._backward = backward
    return out


values, names, y = asked(lambda name, value: Value(value), {"sin": sin})
y.backward()
tell(y.data, {name: variable.grad for name, variable in names.items()})
