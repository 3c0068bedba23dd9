"""What a product without a sign means, and a power: of numbers, of vectors, of matrices."""

from __future__ import annotations

from ...errors import AdtraceError, Span
from ...records import Shape
from ..grammar import BY_OPERATOR
from .setting import Learned, Setting
from .tokens import APART, COMPARISONS, CROSS, DOT, JUXTAPOSED
from .tree import CALL, ELEMENT, LEAF, LIST, Entry

FACTORS = frozenset((JUXTAPOSED, APART, DOT, CROSS))

ENTRIES = r"\sum_{i,j} f(A_{ij}) is entry by entry, and so is f(A) in adtrace's own language"
OF_MATRICES = {
    **dict.fromkeys(("exp", "log", "log2", "log10", "sqrt", "cbrt"), ENTRIES),
    **dict.fromkeys(("sin", "cos", "tan", "sinh", "cosh", "asin", "acos", "atan"), ENTRIES),
    "abs": r"write \det A for the determinant; \sum_{i,j} |A_{ij}| is entry by entry",
}
"""What means one thing of a square matrix, and another of its entries: what to write instead."""


def is_square(shape: Shape) -> bool:
    """Whether an array is a matrix that functions of matrices are known of."""
    return len(shape) == 2 and shape[0] == shape[1]


class Tree:
    """Entries, with the shapes of those that are arrays.

    shapes    those of names; `called`, those that functions of the text are called with
    compared  the last operand of every comparison that stands in no brackets, and so may go on
    """

    def __init__(self, setting: Setting, learned: Learned) -> None:
        self.setting, self.learned = setting, learned
        self.called: dict[str, tuple[Shape, ...]] = {}
        self.entries: list[Entry] = []
        self.shapes = setting.shapes
        self.compared: dict[int, int] = {}

    def add(self, entry: Entry) -> int:
        """Append an entry; return its place."""
        self.entries.append(entry)
        return len(self.entries) - 1

    def leaf(self, text: str, span: Span) -> int:
        """A name or a number."""
        return self.add(Entry(LEAF, (), text, span, shape=self.shapes.get(text, ())))

    def listed(self, items: tuple[int, ...], span: Span, *, row: bool = False) -> int:
        """An array of what stands side by side."""
        shape = (len(items), *self.entries[items[0]].shape)
        return self.add(Entry(LIST, items, "", span, shape=shape, row=row))

    def call(self, word: str, args: tuple[int, ...], span: Span, keys: tuple[str, ...] = ()) -> int:
        """A call of an operator or a function."""
        shapes = tuple(self.entries[arg].shape for arg in args)
        if word in self.setting.functions:
            return self.add(Entry(CALL, args, word, span, keys, self.result(word, shapes, span)))
        if any(map(is_square, shapes)) and word in OF_MATRICES:
            raise AdtraceError(f"{word} of a matrix can be read in two ways", span, OF_MATRICES[word])
        shape = self.setting.shape_of(word, shapes) if any(shapes) and not keys else ()
        return self.add(Entry(CALL, args, word, span, keys, shape))

    def result(self, word: str, shapes: tuple[Shape, ...], span: Span) -> Shape:
        """The shape of what a function of the text gives. Raises AdtraceError where its operands change their shapes.

        What its products mean depends on them, and it is written once.
        """
        if self.called.setdefault(word, shapes) != shapes:
            hint = "write a second function"
            raise AdtraceError(f"{word} is called with values of different shapes", span, hint)
        self.learned.arguments[word] = shapes
        return self.learned.results.get(word, ())

    def element(self, of: int, index: str, span: Span) -> int:
        """An element of an array; each of them for an empty index, which is written as the array itself."""
        entry = self.entries[of]
        if not index:
            return self.add(entry._replace(shape=()))
        return self.add(Entry(ELEMENT, (of,), index, span, shape=entry.shape[index.count(",") + 1 :]))

    def negative(self, of: int, span: Span) -> int:
        """-x."""
        entry = self.entries[of]
        return self.add(Entry("neg", (of,), "", span, shape=entry.shape, row=entry.row, signed=True))

    def transposed(self, of: int, span: Span) -> int:
        """x^T: of a vector, a row."""
        entry = self.entries[of]
        row = len(entry.shape) == 1 and not entry.row
        return self.add(Entry("transpose", (of,), "", span, shape=entry.shape[::-1], row=row))

    def bracketed(self, of: int, span: Span) -> int:
        """What stands in brackets: the same, and nothing in it is the beginning of what follows."""
        self.compared.pop(of, None)
        self.entries[of] = self.entries[of]._replace(span=span)
        return of

    def last_compared(self, place: int) -> int | None:
        """The last operand of a chain of comparisons; None where this is none."""
        return self.compared.get(place)

    def infix(self, op: str, left: int, right: int, span: Span | None = None) -> int:
        """A binary operation; of a product, the one that its factors mean."""
        first, second = self.entries[left], self.entries[right]
        span = span or (first.span[0], second.span[1])
        if op in FACTORS:
            op = self.product(op, first, second, span)
        if op == "div" and is_square(second.shape):
            hint = r"write A^{-1} for the inverse, \frac{1}{A_{ij}} in a sum for a quotient entry by entry"
            raise AdtraceError("a quotient by a matrix can be read in two ways", span, hint)
        if op == "outer":
            inner = second.args[0] if second.op == "transpose" else right
            return self.call("outer", (left, inner), span)
        shapes = (first.shape, second.shape)
        shape = self.setting.shape_of(op, shapes) if any(shapes) else ()
        binding = BY_OPERATOR[op].binding
        signed = first.signed and first.binding >= binding
        scaled = (first.row and not second.shape) or (second.row and not first.shape)
        row = scaled or (first.row and op == "matmul" and len(shape) == 1)
        place = self.add(Entry(op, (left, right), "", span, shape=shape, row=row, signed=signed))
        if op in COMPARISONS:
            self.compared[place] = right
        elif op == "mul" and right in self.compared and left in self.compared:
            self.compared[place] = self.compared[right]
        return place

    def product(self, op: str, first: Entry, second: Entry, span: Span) -> str:
        """The operator of a product. Raises AdtraceError where two arrays leave open which one."""
        if not first.shape or not second.shape:
            return "mul"
        if op == CROSS:
            hint = r"write \odot for a product element by element, A B for that of matrices"
            raise AdtraceError("there is no cross product", span, hint)
        if len(first.shape) == len(second.shape) == 1 and not first.row:
            if second.row:
                return "outer"
            if op == JUXTAPOSED:
                hint = r"write x^\top y or x \cdot y for one number, x \odot y for a product element by element"
                raise AdtraceError("two vectors side by side are no product", span, hint)
        return "matmul"

    def power(self, base: int, exponent: int, span: Span) -> int:
        """A power; e^x is exp(x), and ^{-1} of a matrix its inverse. Raises AdtraceError for others of a matrix."""
        below, above = self.entries[base], self.entries[exponent]
        if below.op == LEAF and below.text == "e" and not self.setting.means_value("e"):
            return self.call("exp", (exponent,), span)
        number = above.op == LEAF and above.text.isdigit()
        inverse = above.op == "neg" and self.entries[above.args[0]].text == "1"
        if len(below.shape) == 2 and inverse:
            return self.call("inv", (base,), span)
        if (len(below.shape) == 2 and number) or is_square(below.shape) or is_square(above.shape):
            hint = r"write A A for the product of matrices, A \odot A for the one element by element"
            raise AdtraceError("a power of a matrix can be read in two ways", span, hint)
        shapes = (below.shape, above.shape)
        shape = self.setting.shape_of("power", shapes) if any(shapes) else ()
        return self.add(Entry("power", (base, exponent), "", span, shape=shape))
