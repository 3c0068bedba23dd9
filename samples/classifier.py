"""Exercise F.1 to F.5 as a Python function: a classifier with one hidden layer, its loss, and an elastic-net penalty.

    adtrace reverse --python samples/classifier.py:loss
    adtrace reverse --python samples/classifier.py:risk --wrt W1,W2

The gradients are those of samples/f_classifier.adt and samples/f_elastic_net.adt.
"""

import numpy as np

X = np.array([-1.32, -0.66, 0.94])
CLASS = 1

W1 = np.array([[0.05, 2, 0.19], [-0.63, -0.38, -1.09], [-1.28, 0.63, 0.58], [1.29, -0.75, 1.69]])
B1 = np.array([-0.29, 1.57, -0.43, -0.74])
W2 = np.array([[0.25, 1.03, 0.16, -0.59], [-1.34, -1.4, 0.5, 0.99], [-0.16, -1.07, 0.87, -1.28]])
B2 = np.array([-0.71, 0.62, -2.25])


def softmax(z):
    """Positive numbers that sum to 1; the largest is taken off first, so that nothing overflows."""
    e = np.exp(z - np.max(z))
    return e / e.sum()


def scores(x, W1, b1, W2, b2):
    """The output layer before its activation."""
    h = np.maximum(W1 @ x + b1, 0)
    return W2 @ h + b2


def loss(x=X, W1=W1, b1=B1, W2=W2, b2=B2):
    """Minus the logarithm of the probability of the right class."""
    os = softmax(scores(x, W1, b1, W2, b2))
    return -np.log(os[CLASS])


def risk(x=X, W1=W1, b1=B1, W2=W2, b2=B2, l11=0.01, l12=0.02, l21=0.03, l22=0.04):
    """The loss and a penalty for each layer of weights."""
    total = loss(x, W1, b1, W2, b2)
    for W, l1, l2 in ((W1, l11, l12), (W2, l21, l22)):
        total += l1 * np.abs(W).sum() + l2 * np.sum(W**2)
    return total
