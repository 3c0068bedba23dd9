"""What can be open while an expression is read, and what it becomes when it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import AdtraceError, Span
from ...named import Record
from ...rules import table
from .products import Tree
from .tokens import (
    CELL,
    CLOSE,
    COMMA,
    FINISH,
    GROUP,
    LOWERED,
    NAME,
    NUMBER,
    OPEN,
    ROW,
    UNGROUP,
    Token,
    not_closed,
    shown,
)

if TYPE_CHECKING:
    from .terms import Terms

AROUND = {"|": "abs", "⌊": "floor", "⌈": "ceil"}
CLOSING = {"(": ")", "[": "]", "{": r"\}", "|": "|", "‖": r"\|", "⌊": r"\rfloor", "⌈": r"\rceil"}
ENVIRONMENTS = frozenset(("matrix", "determinant", "cases"))
NORMS = {"": "norm2", "1": "norm1", "2": "norm2", "F": "norm2"}
KNOWN_NORMS = "norms are 1, 2, \\infty and, of a matrix, F"
OVER_ALL = frozenset(("sum", "prod", "max", "min"))
"""Inside these, bars around a vector are around each of its elements."""

ROOTS = {"2": "sqrt", "3": "cbrt"}
DIFFERENTIAL = "d"


class Applied(Record):
    """A function whose argument follows: its word, where it stands, its exponent and, of a logarithm, its base."""

    word: str
    token: Token
    exponent: int | None = None
    base: int | None = None


class Frame:
    """Something open.

    kind       "" for a whole expression, a bracket's sign, an environment, or which group of a command it is
    operands   values that wait; `operators`, (binding, operator, token) that wait, a function for an operator
    wanted     whether a value comes next
    items      the finished items of this row; `rows`, finished rows; `keys`, the names of the last items of a call
    kept       the group before this one: a numerator, or a root's index
    start      the number of the first token in it; `raised`, the number of the token behind the last exponent
    opened     the token that opened it, where that is not `token`: a group of a command
    """

    def __init__(
        self, kind: str, token: Token, *, function: Applied | None = None, kept: int | None = None, start: int = 0,
        opened: Token | None = None,
    ) -> None:
        self.kind, self.token, self.function, self.kept, self.start = kind, token, function, kept, start
        self.opened = opened or token
        self.operands: list[int] = []
        self.operators: list[tuple[int, Any, Token]] = []
        self.wanted = True
        self.items: list[int] = []
        self.rows: list[list[int]] = []
        self.keys: list[str] = []
        self.raised = -1

    @property
    def is_list(self) -> bool:
        """Whether commas may stand in it."""
        return self.kind == "[" or (self.kind == "call" and self.token.kind == OPEN)

    def next_item(self, token: Token) -> None:
        """Behind a finished item: another, in a new row behind the end of one."""
        self.wanted = True
        if token.kind == ROW:
            self.rows.append(self.items)
            self.items = []

    def is_closed_by(self, token: Token) -> bool:
        """Whether this token closes it."""
        if self.kind in ENVIRONMENTS:
            return token.kind == FINISH and token.text == self.kind
        if self.kind in CLOSING:
            return token.kind == CLOSE and token.text == self.kind
        if self.kind == "index":
            return token.kind == CLOSE and token.text == "["
        if self.kind == "call" and self.token.kind == OPEN:
            return token.kind == CLOSE and token.text == self.token.text
        return bool(self.kind) and token.kind == UNGROUP


def check(frame: Frame, token: Token, source: str) -> None:
    """Raise AdtraceError for an end of an item, or of what is open, where there can be none."""
    text = shown(token, source)
    if token.kind == COMMA:
        if not frame.is_list:
            hint = r"a decimal sign is a point, a list is [a, b], and lines are separated by \\"
            raise AdtraceError("unexpected comma", token.span, hint)
    elif token.kind in (CELL, ROW):
        if frame.kind not in ENVIRONMENTS:
            raise AdtraceError(f"unexpected {text}", token.span, "it stands in a matrix or in cases")
    elif not frame.is_closed_by(token):
        if len(frame.kind) == 0:
            raise AdtraceError(f"{text} closes nothing", token.span, "remove it")
        opened = frame.token.text if frame.token.kind == OPEN else frame.kind
        closing = CLOSING.get(opened, "what closes it")
        message = f"{text} does not close {shown(frame.token, source)}"
        raise AdtraceError(message, token.span, f"put {closing} here")


def is_trailing(frame: Frame, token: Token) -> bool:
    """Whether nothing stands before an end, where that is allowed: behind the last row, and for "otherwise"."""
    if frame.kind not in ENVIRONMENTS or not frame.wanted or frame.operators:
        return False
    return (frame.kind == "cases" and bool(frame.items)) or (token.kind == FINISH and not frame.items)


def is_keyword(frame: Frame, name: str) -> bool:
    """Whether a name before an equals sign is that of a call's parameter."""
    assert frame.function is not None
    rows = table.called(frame.function.word)
    return any(name in row.params or name in row.defaults for row in rows)


def of_count(word: str, count: int) -> str:
    """The operator that is written like this one and takes this many operands: psi(n, x) is the polygamma."""
    rows = table.called(word)
    if not rows or rows[0].variadic or len(rows[0].operands) == count or not rows[0].latex:
        return word
    alike = (row for row in table.operators() if row.latex == rows[0].latex and len(row.operands) == count)
    return next((row.spelled for row in alike), word)


def open_at_end(frame: Frame) -> AdtraceError:
    """The error for what is never closed."""
    return not_closed(frame.opened)


def closed(terms: Terms, frame: Frame, token: Token) -> None:
    """Give what stands around a closed frame its value, or open what follows."""
    tree, kind, span = terms.tree, frame.kind, (frame.token.span[0], token.span[1])
    item = frame.items[0] if frame.items else -1
    if kind == "exponent":
        base = terms.top.operands.pop()
        terms.value(tree.power(base, item, (tree.entries[base].span[0], span[1])))
        terms.top.raised = terms.at
    elif kind in ("above", "below"):
        assert frame.function is not None
        above = kind == "above"
        terms.apply(frame.function._replace(exponent=item) if above else frame.function._replace(base=item))
    elif kind in ("numerator", "index"):
        if kind == "numerator":
            no_derivative(terms, frame)
        following = terms.tokens[terms.at]
        terms.at += 1
        next_kind = "denominator" if kind == "numerator" else "root"
        terms.frames.append(Frame(next_kind, frame.token._replace(kind=following.kind), kept=item, opened=following))
    else:
        terms.value(value_of(terms, frame, item, span))


def value_of(terms: Terms, frame: Frame, item: int, span: Span) -> int:
    """The value of a closed frame."""
    tree, kind = terms.tree, frame.kind
    if kind == "call":
        assert frame.function is not None
        span = (frame.function.token.span[0], span[1])
        word = of_count(frame.function.word, len(frame.items) - len(frame.keys))
        return terms.applied(frame.function._replace(word=word), tuple(frame.items), span, tuple(frame.keys))
    if kind == "denominator":
        assert frame.kept is not None
        return tree.infix("div", frame.kept, item, span)
    if kind == "root":
        return root(tree, frame.kept, item, span)
    if kind in AROUND:
        outside = terms.top.function if terms.top.kind == "call" else None
        if kind == "|" and len(tree.entries[item].shape) == 1 and (outside is None or outside.word not in OVER_ALL):
            hint = r"write \lVert x \rVert for the length of a vector, \sum_i |x_i| for a sum over its elements"
            raise AdtraceError("bars around a vector can be read in two ways", span, hint)
        return tree.call(AROUND[kind], (item,), span)
    if kind == "‖":
        return norm(terms, item, span)
    if kind == "[" and len(frame.items) > 1:
        return tree.listed(tuple(frame.items), span)
    if kind in ("matrix", "determinant"):
        return matrix(tree, frame, span)
    if kind == "cases":
        return cases(tree, frame, span)
    return tree.bracketed(item, span)


def no_derivative(terms: Terms, frame: Frame) -> None:
    """Raise AdtraceError for dy/dx written as a fraction: it would be read as a product over a product."""
    tokens, behind = terms.tokens, terms.at + 1
    heads = [tokens[place] for place in (frame.start, behind) if place < len(tokens)]
    if len(heads) == 2 and all(head.kind == NAME and head.text == DIFFERENTIAL for head in heads):
        span = (frame.token.span[0], tokens[behind].span[1])
        raise AdtraceError("this is a derivative", span, "derivatives are what adtrace computes: leave it out")


def root(tree: Tree, index: int | None, item: int, span: Span) -> int:
    """A square root, a cube root or another one."""
    text = "2" if index is None else tree.entries[index].text
    if text in ROOTS:
        return tree.call(ROOTS[text], (item,), span)
    assert index is not None
    return tree.power(item, tree.infix("div", tree.leaf("1", span), index), span)


def norm(terms: Terms, item: int, span: Span) -> int:
    """A norm, with the number below it."""
    tree, tokens, at = terms.tree, terms.tokens, terms.at
    which = ""
    if at + 3 < len(tokens) and tokens[at].kind == LOWERED and tokens[at + 1].kind == GROUP:
        if tokens[at + 3].kind != UNGROUP or tokens[at + 2].kind not in (NUMBER, NAME):
            raise AdtraceError("this norm is not known", tokens[at + 2].span, KNOWN_NORMS)
        which = tokens[at + 2].text
        terms.at = at + 4
        span = (span[0], tokens[at + 3].span[1])
    if len(tree.entries[item].shape) > 1 and which != "F":
        hint = r"write \lVert A \rVert_F for the root of the sum of squares"
        raise AdtraceError("this norm of a matrix can be read in two ways", span, hint)
    if which == "inf":
        return tree.call("max", (tree.call("abs", (item,), span),), span)
    if which not in NORMS:
        raise AdtraceError("this norm is not known", tokens[at + 2].span, KNOWN_NORMS)
    return tree.call(NORMS[which], (item,), span)


def rows_of(frame: Frame) -> list[list[int]]:
    """The rows of an environment. Raises AdtraceError where there are none."""
    rows = [*frame.rows, *([frame.items] if frame.items else [])]
    if not rows or not all(rows):
        raise AdtraceError("there is nothing in it", frame.token.span)
    return rows


def matrix(tree: Tree, frame: Frame, span: Span) -> int:
    """A matrix; one column is a vector, and one row is one that was transposed."""
    rows = rows_of(frame)
    if len({len(row) for row in rows}) > 1:
        raise AdtraceError("the rows of the matrix have different lengths", frame.token.span)
    if frame.kind == "determinant":
        return tree.call("det", (tree.listed(tuple(tree.listed(tuple(row), span) for row in rows), span),), span)
    if len(rows) == 1:
        return tree.listed(tuple(rows[0]), span, row=len(rows[0]) > 1)
    if len(rows[0]) == 1:
        return tree.listed(tuple(row[0] for row in rows), span)
    return tree.listed(tuple(tree.listed(tuple(row), span) for row in rows), span)


def cases(tree: Tree, frame: Frame, span: Span) -> int:
    """where(c, a, where(...)); nan where no case applies."""
    rows = rows_of(frame)
    if any(len(row) > 2 for row in rows) or any(len(row) == 1 for row in rows[:-1]):
        raise AdtraceError("a case is a value & a condition", frame.token.span, "only the last may be otherwise")
    result = rows[-1][0] if len(rows[-1]) == 1 else tree.leaf("nan", span)
    for row in reversed([row for row in rows if len(row) == 2]):
        result = tree.call("where", (row[1], row[0], result), span)
    return result


def is_minus_one(tree: Tree, place: int) -> bool:
    """Whether this is -1, which says of a function that its inverse is meant."""
    entry = tree.entries[place]
    return entry.op == "neg" and tree.entries[entry.args[0]].text == "1"


def inverse(function: Applied, source: str) -> str:
    """The word of a function's inverse. Raises AdtraceError where it has none."""
    word = f"a{function.word}"
    if not table.called(word):
        text = shown(function.token, source)
        hint = "write 1/f(x) for the reciprocal"
        raise AdtraceError(f"{text} to the power -1 can be read in two ways", function.token.span, hint)
    return word
