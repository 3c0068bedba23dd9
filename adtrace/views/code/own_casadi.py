"""Functions that CasADi lacks."""

from __future__ import annotations

from .own import texts

OWN = texts(
    '''
    def mod(a, b):
        """The remainder, with the sign of b."""
        rest = ca.fmod(a, b)
        return ca.if_else(rest*b < 0, rest + b, rest)
    ''',
    '''
    def cbrt(x):
        """The cube root, of negative numbers, too."""
        root = ca.sign(x)*ca.fabs(x)**(1/3)
        return ca.if_else(x == 0, x, root - (root - x/(root*root))/3)
    ''',
    '''
    def logaddexp(a, b):
        """log(exp(a) + exp(b)) without overflow."""
        return ca.fmax(a, b) + ca.log1p(ca.exp(-ca.fabs(a - b)))
    ''',
    '''
    def softmax(x):
        """exp(x)/sum(exp(x)) of all elements, without overflow."""
        terms = ca.exp(x - ca.mmax(x))
        return terms/ca.sum1(ca.sum2(terms))
    ''',
    '''
    def logsumexp(x):
        """log(sum(exp(x))) of all elements, without overflow."""
        top = ca.mmax(x)
        return top + ca.log(ca.sum1(ca.sum2(ca.exp(x - top))))
    ''',
    '''
    def log_softmax(x):
        """log(softmax(x)) of all elements."""
        return x - logsumexp(x)
    ''',
    '''
    def norm2(x):
        """sqrt(sum(x^2)), of elements scaled by the largest: no square overflows."""
        largest = ca.mmax(ca.fabs(x))
        scale = ca.if_else(largest > 0, largest, 1)
        return ca.norm_fro(x/scale)*scale
    ''',
    '''
    def cofactor(a):
        """The matrix of cofactors, of singular matrices, too: determinants without one row and one column."""
        places, result = range(a.shape[0]), type(a).ones(*a.shape)
        for i in places if len(places) > 1 else ():
            for j in places:
                minor = a[[r for r in places if r != i], [c for c in places if c != j]]
                result[i, j] = (-1)**(i + j)*ca.det(minor)
        return result
    ''',
    '''
    def scatter(x, shape, rows, columns):
        """Zeros of a shape, with x put at rows and columns."""
        result = type(x).zeros(*shape)
        result[rows, columns] = x
        return result
    ''',
)
