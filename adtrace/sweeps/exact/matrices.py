"""Matrices of exact numbers: product, inverse and determinant, by elimination."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Rows = list[list[Any]]


class Matrix:
    """Rows of exact numbers, as a row's reference calculates with them."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows: Rows = [list(row) if isinstance(row, (list, tuple)) else [row] for row in rows]

    def __mul__(self, other: Matrix) -> Matrix:
        columns = list(zip(*other.rows, strict=True))
        return Matrix([[inner(row, column) for column in columns] for row in self.rows])

    def __rmul__(self, factor: Any) -> Matrix:
        return Matrix([[factor*entry for entry in row] for row in self.rows])

    def __iter__(self) -> Iterator[Any]:
        return (entry for row in self.rows for entry in row)

    def tolist(self) -> Rows:
        """The rows."""
        return self.rows


def inner(row: Sequence[Any], column: Sequence[Any]) -> Any:
    """The sum of products."""
    total = row[0]*column[0]
    for a, b in zip(row[1:], column[1:], strict=True):
        total = total + a*b
    return total


def eliminated(rows: Rows, width: int) -> Any:
    """Reduce the first `width` columns to the identity, in place; return their determinant.

    Raises ZeroDivisionError where they are singular.
    """
    product: Any = None
    for place in range(width):
        pivot = next((row for row in range(place, width) if rows[row][place] != 0), None)
        if pivot is None:
            raise ZeroDivisionError
        if pivot != place:
            rows[place], rows[pivot] = rows[pivot], [-entry for entry in rows[place]]
        head = rows[place][place]
        product = head if product is None else product*head
        rows[place] = [entry/head for entry in rows[place]]
        for other in range(len(rows)):
            factor = rows[other][place]
            if other != place and factor != 0:
                rows[other] = [a - factor*b for a, b in zip(rows[other], rows[place], strict=True)]
    return product


def determinant(matrix: Matrix) -> Any:
    """The determinant; 0 of a singular matrix."""
    rows = [list(row) for row in matrix.rows]
    try:
        return eliminated(rows, len(rows))
    except ZeroDivisionError:
        return 0*rows[0][0]


def inverse(matrix: Matrix) -> Matrix:
    """The inverse. Raises ZeroDivisionError where there is none."""
    size = len(matrix.rows)
    rows = [[*row, *[int(place == other) for other in range(size)]] for place, row in enumerate(matrix.rows)]
    eliminated(rows, size)
    return Matrix([row[size:] for row in rows])
