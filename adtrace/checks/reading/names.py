r"""What a written name is of: w3, dw3, ẇ₃, w3_bar, \bar{w}_3, dL/dw3, ∂w3/∂w2, δ₃, ∇W ...

Every name is plain text (see `plain`). A name alone is a value; a mark, a prefix or a suffix makes it a tangent or an
adjoint; a fraction is a derivative by an input (tangent), of an output (adjoint), or of a step by its operand
(partial).
"""

from __future__ import annotations

import re
import unicodedata

from ...limits import LIMITS
from ...named import Record
from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE
from ...sweeps.run import Run
from .nodes import OUTPUTS, Found, Nodes
from .tokens import BAR, DOT, LINE, SUB
from .wording import respelled

DIFFERENTIAL = "differential"
"""Of dw3 alone: a tangent or an adjoint, which the rest of the table tells."""

PREFIXES = (
    ("delta_", ADJOINT), ("δ_", ADJOINT), (f"δ{SUB}", ADJOINT), (f"delta{SUB}", ADJOINT), ("delta", ADJOINT),
    ("δ", ADJOINT), ("grad_", ADJOINT), ("grad ", ADJOINT), ("adjoint_", ADJOINT), ("adj_", ADJOINT), ("bar_", ADJOINT),
    (f"∇{SUB}", ADJOINT), ("∇_", ADJOINT), ("∇", ADJOINT), ("dot_", TANGENT), ("tangent_", TANGENT), ("D_", TANGENT),
    ("D ", TANGENT), ("d_", DIFFERENTIAL), ("d ", DIFFERENTIAL), ("d", DIFFERENTIAL), ("∂", DIFFERENTIAL),
)
SUFFIXES = (
    ("_bar", ADJOINT), ("bar", ADJOINT), ("_adjoint", ADJOINT), ("_adj", ADJOINT), ("_grad", ADJOINT),
    (".grad", ADJOINT), ("_tangent", TANGENT), ("_dot", TANGENT), ("dot", TANGENT), ("'", TANGENT),
)
CALLS = {
    "bar": ADJOINT, "adj": ADJOINT, "adjoint": ADJOINT, "grad": ADJOINT, "delta": ADJOINT, "δ": ADJOINT, "∇": ADJOINT,
    "overline": ADJOINT, "dot": TANGENT, "tangent": TANGENT, "D": TANGENT, "d": DIFFERENTIAL, "value": VALUE,
    "val": VALUE, "adjointe": ADJOINT, "tangente": TANGENT, "valeur": VALUE,
}
MARKS = {BAR: ADJOINT, LINE: ADJOINT, DOT: TANGENT}
CALL = re.compile(r"([^\W\d]\w*|[∇δ])\s*\(\s*([^()]*)\s*\)")
SIGNED = re.compile(r"(δ|delta|∇)\s*\[\s*([^\[\]]*)\s*\](.*)")
FRACTION = re.compile(r"\(?\s*(?:∂|d|D)\s*(?P<of>[^/]*?)\s*\)?\s*/\s*\(?\s*(?:∂|d|D)\s*(?P<by>[^/]*?)\s*\)?")
OPERATOR = re.compile(r"\(?\s*[∂d]\s*/\s*[∂d]\s*(?P<by>[^\s()/]+)[\s()]\s*\(?\s*(?P<of>[^()]+?)\s*\)?")
NABLA = re.compile(rf"(?:∇|grad)(?:{SUB}|_)(?P<by>[\w{SUB}]+)\s+\w+")
FROM = re.compile(r"(?P<of>\S+) from (?P<consumer>\S+)")
OPERAND = re.compile(r"(?P<use>.+) operand (?P<number>[1-9]\d?)")
SWEPT = re.compile(r"(?P<name>.+) \((?P<label>[^()]+)\)")
INDEX = re.compile(r"(.*?)((?:\s*\[[-\d,\s]*\])?)")


class Meaning(Record):
    """What a name is of. `why`: the reason where it is of nothing."""

    kind: str = ""
    node: int = -1
    place: tuple[int, ...] = ()
    consumer: int = -1
    operand: int = 0
    sweep: str = ""
    why: str = ""


class Names:
    """Reads names of one program.

    nodes    looks up nodes
    forward  whether the table is one of forward mode, where ∂w/∂x is a tangent and no partial
    """

    def __init__(self, run: Run) -> None:
        self.run, self.nodes, self.forward = run, Nodes(run), False

    def meaning(self, text: str) -> Meaning:
        """What a name in plain text is of: where it is of nothing, what it is of if capitals do not count."""
        found = self.exactly(text)
        if not found.kind:
            self.nodes.any_case = True
            other = self.exactly(text)
            self.nodes.any_case = False
        return found if found.kind or not other.kind else other

    def exactly(self, text: str) -> Meaning:
        """What a name is of, letter by letter."""
        text = text.strip().strip("`").strip()
        text = text.strip("*") if text.startswith("*") else text
        if not text or len(text) > 3 * LIMITS.name:
            return Meaning(why="there is no name")
        if (node := self.nodes.named(text)) is not None:
            return Meaning(VALUE, node)
        found = self.along(text) or self.used(text) or self.simple(text)
        spoken = "" if found.kind else respelled(text)
        return self.simple(spoken) if spoken else found

    def simple(self, text: str) -> Meaning:
        """The same of a name that says neither its sweep nor one of several uses."""
        found = self.fraction(text) or self.marked(text) or self.called(text) or self.spelled(text)
        if found is None and (value := self.nodes.find(text)):
            found = Meaning(VALUE, *value)
        return found or self.affixed(text) or Meaning(why=f"the program has no {shown(text)}")

    def along(self, text: str) -> Meaning | None:
        """A derivative with its sweep, as forms spell it where there are several: dw3 (x), w3_bar (y1)."""
        swept = SWEPT.fullmatch(text)
        label = self.nodes.find(swept["label"]) if swept else None
        if swept is None or label is None:
            return None
        found = self.used(swept["name"]) or self.simple(swept["name"])
        of_input = label.node in self.run.names.inputs
        if found.kind == DIFFERENTIAL:
            found = found._replace(kind=TANGENT if of_input else ADJOINT)
        if found.kind == TANGENT and of_input:
            return found._replace(sweep=self.label(label))
        if found.kind in (ADJOINT, INCREMENT) and self.nodes.is_output(label.node):
            return found._replace(sweep=self.label_of_output(label))
        return None

    def used(self, text: str) -> Meaning | None:
        """An increment, or the partial of one of several uses: w1_bar from w3, dw3/dw1 operand 2."""
        number, use = 0, text
        if operand := OPERAND.fullmatch(text):
            number, use = int(operand["number"]), operand["use"]
        if not (said := FROM.fullmatch(use)):
            return self.operand(use, number - 1) if number else None
        found, consumer = self.simple(said["of"]), self.nodes.find(said["consumer"])
        operands = [] if consumer is None else self.run.graph.args[consumer.node]
        if found.kind != ADJOINT or consumer is None or found.node not in operands:
            return None
        place = number - 1 if number else operands.index(found.node)
        return found._replace(kind=INCREMENT, consumer=consumer.node, operand=place)

    def operand(self, text: str, place: int) -> Meaning | None:
        """The local partial of a step by one of its uses of a node."""
        written = FRACTION.fullmatch(text)
        names = [written[part].strip(" ()") for part in ("of", "by")] if written else ["", ""]
        over, under = map(self.nodes.find, names)
        operands = [] if over is None else self.run.graph.args[over.node]
        if over is None or under is None or place >= len(operands) or operands[place] != under.node:
            return None
        return Meaning(PARTIAL, *under, consumer=over.node, operand=place)

    def spelled(self, text: str) -> Meaning | None:
        """A tangent or an adjoint as the program's own tables spell it."""
        for kind, pattern in ((TANGENT, self.run.tangent_name), (ADJOINT, self.run.adjoint_name)):
            before, after = pattern.split("{}")
            bare = text.replace(SUB, "")
            stem, bracket = INDEX.fullmatch(bare).groups()  # type: ignore[union-attr]
            if len(stem) <= len(before) + len(after) or not (stem.startswith(before) and stem.endswith(after)):
                continue
            inner = stem[len(before) : len(stem) - len(after)] + bracket
            found = self.nodes.find(inner) if bracket else None
            node = self.nodes.named(inner)
            found = found or (Found(node) if node is not None else None)
            if found:
                return Meaning(DIFFERENTIAL if pattern == "d{}" else kind, *found)
        return None

    def marked(self, text: str) -> Meaning | None:
        """A name under a dot or a bar."""
        if text.isascii():
            return None
        apart = unicodedata.normalize("NFD", text)
        places = [place for place, letter in enumerate(apart) if letter in MARKS][::-1]
        for place in places[:LIMITS.rank]:
            bare = unicodedata.normalize("NFC", apart[:place] + apart[place + 1 :])
            found = self.nodes.find(bare.replace("ı", "i").replace("ȷ", "j")) or self.nodes.find(bare)
            if found:
                return Meaning(MARKS[apart[place]], *found)
        return None

    def called(self, text: str) -> Meaning | None:
        """bar(w3), D(w3), δ[w3]."""
        call = CALL.fullmatch(text)
        if call and call[1] in CALLS and (found := self.nodes.find(call[2])):
            return Meaning(CALLS[call[1]], *found)
        signed = SIGNED.fullmatch(text)
        if signed and (found := self.nodes.find(signed[2] + signed[3].strip())):
            return Meaning(ADJOINT, *found)
        return None

    def affixed(self, text: str) -> Meaning | None:
        """w3_bar, w3_dot, w3', dw3, δ_w3, grad_w2, ∇W."""
        stem, bracket = INDEX.fullmatch(text).groups()  # type: ignore[union-attr]
        small = str.lower if self.nodes.any_case else str
        for suffix, kind in SUFFIXES:
            inner = stem.replace(SUB, "_" if suffix[0] == "_" else SUB)
            if small(inner).endswith(suffix) and (found := self.nodes.find(inner[: -len(suffix)] + bracket)):
                return Meaning(kind, *found)
        for prefix, kind in PREFIXES:
            if small(text).startswith(prefix):
                inner = text[len(prefix) :].strip()
                found = self.nodes.find(inner) or (self.step(inner) if kind == ADJOINT else None)
                if found:
                    return Meaning(kind, *found)
        return None

    def step(self, text: str) -> Found | None:
        """The step of a bare number, as in δ₃."""
        digits = text.lstrip("_" + SUB)
        return self.nodes.find(self.run.names.letter + digits) if digits.isdecimal() and len(digits) < 9 else None

    def fraction(self, text: str) -> Meaning | None:
        """dL/dw3, ∂w3/∂w2, d/dx y, ∇_W L."""
        if nabla := NABLA.fullmatch(text):
            found = self.nodes.find(nabla["by"])
            return Meaning(ADJOINT, *found) if found else None
        if "/" not in text:
            return None
        written = OPERATOR.fullmatch(text) or FRACTION.fullmatch(text)
        if not written:
            return None
        of, by = written["of"].strip(" ()"), written["by"].strip(" ()")
        return self.derivative(of, by)

    def derivative(self, of: str, by: str) -> Meaning | None:
        """The derivative of one name by another."""
        over, under = self.nodes.find(of), self.nodes.find(by)
        if over is None and under and of in OUTPUTS:
            # What several outputs are weighed to has no node.
            return Meaning(ADJOINT, *under)
        if under is None:
            return None if over is None else Meaning(why=f"the program has no {shown(by)}")
        if over is None:
            return Meaning(why=f"the program has no {shown(of)}")
        inputs = under.node in self.run.names.inputs
        if inputs and (self.forward or not self.nodes.is_output(over.node)):
            operands = self.run.graph.args[over.node]
            if self.forward or under.node not in operands or self.alone(under.node, over.node):
                return Meaning(TANGENT, *over, sweep=self.label(under))
        if self.nodes.is_output(over.node):
            return Meaning(ADJOINT, *under, sweep=self.label_of_output(over))
        return self.partial(over, under, of, by)

    def partial(self, over: Found, under: Found, of: str, by: str) -> Meaning:
        """The local partial of a step by one of its operands."""
        operands = self.run.graph.args[over.node]
        if under.node in operands:
            return Meaning(PARTIAL, *under, consumer=over.node, operand=operands.index(under.node))
        return Meaning(why=f"{shown(by)} is no operand of {shown(of)}")

    def alone(self, node: int, consumer: int) -> bool:
        """Whether the use of an input by a step is its only way there, once: then its partial is its tangent."""
        operands = self.run.graph.args[consumer]
        others = [arg for arg in operands if arg != node]
        constants = all(not self.run.graph.varies[arg] or arg in self.run.names.inputs for arg in others)
        return operands.count(node) == 1 and constants

    def label(self, found: Found) -> str:
        """The label of the sweep that is seeded here."""
        name = self.run.graph.names.get(found.node, self.run.names[found.node])
        return f"{name}[{', '.join(map(str, found.place))}]" if found.place else name

    def label_of_output(self, found: Found) -> str:
        """The label of the sweep back from this output."""
        name = next(name for name, node in self.run.graph.outputs if node == found.node)
        return f"{name}[{', '.join(map(str, found.place))}]" if found.place else name


def shown(text: str) -> str:
    """A plain text for people, cut where it is long."""
    text = text.replace(SUB, "_")
    return text if len(text) <= 60 else text[:57] + "..."
