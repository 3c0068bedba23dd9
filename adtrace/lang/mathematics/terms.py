"""Expressions with factors side by side: an explicit stack of what is open, binding powers from the grammar."""

from __future__ import annotations

from ...errors import AdtraceError, Span
from ..grammar import BY_OPERATOR, COMPARISON, PRODUCT
from ..grammar import SIGN as NEGATIVE
from . import frames
from .frames import Applied, Frame
from .products import Tree
from .tokens import (
    APART,
    BEGIN,
    CELL,
    CLOSE,
    COMMA,
    COMPARISONS,
    CROSS,
    DOT,
    EQUALS,
    FACTORIAL,
    FINISH,
    FRACTION,
    FUNCTION,
    GROUP,
    INDEX,
    JUXTAPOSED,
    LOWERED,
    NAME,
    NUMBER,
    OPEN,
    RAISED,
    ROOT,
    ROW,
    SIGN,
    SLASH,
    TRANSPOSED,
    UNGROUP,
    WORDS,
    Token,
    shown,
)

APPLIED, TIGHT = PRODUCT + 5, PRODUCT + 7
"""How a function without brackets binds its argument, and how factors side by side in it bind."""

BINDINGS = {JUXTAPOSED: PRODUCT, DOT: PRODUCT, CROSS: PRODUCT, SLASH: PRODUCT, "mod": PRODUCT, "and": COMPARISON - 1}
TWO_WAYS = "a quotient before a product without a sign can be read in two ways"


class Terms:
    """Reads one expression into a tree."""

    def __init__(self, tree: Tree, tokens: list[Token]) -> None:
        self.tree, self.tokens = tree, tokens
        self.at = 0
        self.frames: list[Frame] = []

    def read(self) -> int:
        """The place of the whole in the tree. Raises AdtraceError."""
        last = self.tokens[-1]
        self.frames = [Frame("", self.tokens[0])]
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            self.take(token)
        if len(self.frames) > 1:
            raise frames.open_at_end(self.frames[-1])
        return self.finished(self.top, Token("", "", (last.span[1], last.span[1] + 1)))

    @property
    def top(self) -> Frame:
        """What was opened last."""
        return self.frames[-1]

    def take(self, token: Token) -> None:
        """One token."""
        kind = token.kind
        if kind in (NUMBER, NAME):
            self.begin(token)
            self.value(self.tree.leaf(token.text, token.span))
        elif kind == SIGN:
            self.sign(token)
        elif kind == FUNCTION:
            self.begin(token)
            self.apply(Applied(token.text, token))
        elif kind in (OPEN, GROUP, BEGIN, FRACTION, ROOT):
            self.begin(token)
            self.open(token)
        elif kind in (WORDS, COMMA) and self.top.kind == "cases":
            pass  # "if", "otherwise": what stands there says it.
        elif kind in (CLOSE, UNGROUP, FINISH, COMMA, CELL, ROW):
            self.close(token)
        elif kind in (RAISED, TRANSPOSED, INDEX, FACTORIAL):
            self.behind(token)
        elif kind == EQUALS:
            self.equals(token)
        else:
            text = shown(token, self.tree.setting.source)
            hint = "names have an index: x_1" if kind == LOWERED else "leave it out"
            raise AdtraceError(f"{text} has no meaning here", token.span, hint)

    def begin(self, token: Token) -> None:
        """Before a value: where another one stands, the sign of a product between them. Raises AdtraceError."""
        frame = self.top
        if frame.wanted:
            return
        if token.kind == NUMBER:
            hint = r"write 2 \cdot 3 for a product, x^2 for a power, x_2 for a name"
            raise AdtraceError("a number stands behind a value", token.span, hint)
        plain = token.kind not in (FUNCTION, OPEN, BEGIN)
        inside = plain and any(binding == APPLIED for binding, _, _ in frame.operators)
        self.reduce(frame, TIGHT if inside else PRODUCT + 1)
        if not inside and frame.operators and frame.operators[-1][1] == SLASH:
            hint = r"write \frac{a}{b} c or \frac{a}{b c}, or put brackets around what is divided by"
            raise AdtraceError(TWO_WAYS, (frame.operators[-1][2].span[0], token.span[1]), hint)
        if not inside:
            self.reduce(frame, PRODUCT)
        frame.operators.append((TIGHT if inside else PRODUCT, APART if token.apart else JUXTAPOSED, token))
        frame.wanted = True

    def value(self, place: int) -> None:
        """A value, where one was wanted."""
        self.top.operands.append(place)
        self.top.wanted = False

    def sign(self, token: Token) -> None:
        """An operator."""
        frame, op = self.top, token.text
        if frame.wanted:
            if op == "sub":
                frame.operators.append((NEGATIVE, "neg", token))
            elif op != "add" or (frame.operators and isinstance(frame.operators[-1][1], Applied)):
                raise self.no_value(frame, token)
            return
        binding = BINDINGS.get(op) or BY_OPERATOR[op].binding
        self.reduce(frame, binding + (op == "power"))
        frame.operators.append((binding, op, token))
        frame.wanted = True

    def reduce(self, frame: Frame, limit: int) -> None:
        """Apply what waits and binds at least this tightly."""
        tree = self.tree
        while frame.operators and frame.operators[-1][0] >= limit:
            _, op, token = frame.operators.pop()
            right = frame.operands.pop()
            if isinstance(op, Applied):
                frame.operands.append(self.applied(op, (right,), (token.span[0], tree.entries[right].span[1])))
            elif op == "neg":
                frame.operands.append(tree.negative(right, (token.span[0], tree.entries[right].span[1])))
            else:
                frame.operands.append(self.combined(op, frame.operands.pop(), right))

    def combined(self, op: str, left: int, right: int) -> int:
        """A binary operation: chains of comparisons are products of them, and so is "and"."""
        tree = self.tree
        first, second = tree.entries[left], tree.entries[right]
        if op in COMPARISONS and (last := tree.last_compared(left)) is not None:
            return tree.infix("mul", left, tree.infix(op, last, right))
        if op == "mod":
            return tree.call("mod", (left, right), (first.span[0], second.span[1]))
        if op == "power":
            return tree.power(left, right, (first.span[0], second.span[1]))
        return tree.infix({"and": "mul", SLASH: "div"}.get(op, op), left, right)

    def apply(self, function: Applied) -> None:
        """A function: what stands above and below it, then its argument."""
        following = self.tokens[self.at] if self.at < len(self.tokens) else None
        kind = following.kind if following else ""
        if kind == RAISED and function.exponent is None:
            self.at += 2
            self.frames.append(Frame("above", self.tokens[self.at - 1], function=function))
        elif kind == LOWERED and function.word == "log" and function.base is None:
            self.at += 2
            self.frames.append(Frame("below", self.tokens[self.at - 1], function=function))
        elif following is not None and kind in (OPEN, GROUP) and following.text not in ("|", "‖", "⌊", "⌈"):
            self.at += 1
            self.frames.append(Frame("call", following, function=function))
        else:
            self.top.operators.append((APPLIED, function, function.token))
            self.top.wanted = True

    def open(self, token: Token) -> None:
        """A bracket, a group, a fraction, a root or an environment."""
        if token.kind in (FRACTION, ROOT):
            index = token.kind == ROOT and self.tokens[self.at].kind == OPEN
            self.at += 1
            kind = "numerator" if token.kind == FRACTION else "index" if index else "root"
            self.frames.append(Frame(kind, token, start=self.at, opened=self.tokens[self.at - 1]))
        elif token.kind == BEGIN:
            self.frames.append(Frame(token.text, token))
        else:
            self.frames.append(Frame("group" if token.kind == GROUP else token.text, token))

    def close(self, token: Token) -> None:
        """The end of an item, or of what is open."""
        frame = self.top
        frames.check(frame, token, self.tree.setting.source)
        if not (frame.kind == "call" and frame.wanted and not frame.operators and not frame.items):
            if not (frames.is_trailing(frame, token)):
                frame.items.append(self.finished(frame, token))
        elif token.kind == COMMA or frame.function is None:
            raise self.no_value(frame, token)
        if token.kind in (COMMA, CELL, ROW):
            frame.next_item(token)
            return
        self.frames.pop()
        frames.closed(self, frame, token)

    def finished(self, frame: Frame, token: Token) -> int:
        """The value of an item that ends with this token. Raises AdtraceError where it is not complete."""
        if frame.wanted:
            raise self.no_value(frame, token)
        self.reduce(frame, 0)
        return frame.operands.pop()

    def behind(self, token: Token) -> None:
        """What stands behind a value: an exponent, a transpose, an index, a factorial."""
        frame, tree = self.top, self.tree
        if frame.wanted:
            raise self.no_value(frame, token)
        if token.kind == RAISED:
            self.at += 1
            before = self.tokens[self.at - 3] if self.at >= 3 else token
            if frame.raised == self.at - 2:
                raise AdtraceError("two exponents", token.span, f"write {{{shown(before, '')}...}}^ with braces")
            self.frames.append(Frame("exponent", token))
            return
        below = frame.operands.pop()
        span = (tree.entries[below].span[0], token.span[1])
        if token.kind == TRANSPOSED:
            self.value(tree.transposed(below, span))
        elif token.kind == INDEX:
            self.value(tree.element(below, token.text, span))
        else:
            one = tree.infix("add", below, tree.leaf("1", token.span))
            self.value(tree.call("gamma", (one,), span))

    def equals(self, token: Token) -> None:
        """An equals sign in brackets: of a keyword in a call, else a comparison. Raises AdtraceError elsewhere."""
        frame, entries = self.top, self.tree.entries
        if frame.kind == "call" and not frame.wanted and not frame.operators:
            name = entries[frame.operands[-1]].text
            if frames.is_keyword(frame, name):
                frame.keys.append(name)
                frame.operands.pop()
                frame.wanted = True
                return
        if frame.kind:
            self.sign(token._replace(kind=SIGN, text="eq"))
            return
        raise AdtraceError("an equals sign stands between a name and what it is", token.span, r"separate lines by \\")

    def applied(self, function: Applied, args: tuple[int, ...], span: Span, keys: tuple[str, ...] = ()) -> int:
        """A function of its arguments, with its exponent and its base."""
        tree, word = self.tree, function.word
        if function.exponent is not None and frames.is_minus_one(tree, function.exponent):
            word, function = frames.inverse(function, self.tree.setting.source), function._replace(exponent=None)
        result = tree.call(word, args, span, keys)
        if function.base is not None:
            result = tree.infix("div", result, tree.call("log", (function.base,), function.token.span))
        if function.exponent is not None:
            result = tree.power(result, function.exponent, span)
        return result

    def no_value(self, frame: Frame, token: Token) -> AdtraceError:
        """A sign, or the end, where a value is wanted."""
        source = self.tree.setting.source
        waiting = frame.operators[-1][2] if frame.operators else frame.token if frame.kind else None
        after = f" after {shown(waiting, source)}" if waiting is not None else ""
        found = shown(token, source)
        return AdtraceError(f"a value is expected{after}{f', not {found}' if found else ''}", token.span)


