"""The tables of a page: one row per node, in reverse mode one per contribution and one for their sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...records import Step
from ..languages import Speaker
from ..rows import Use
from ..signs import BORN, LEGEND, SIGNS, SPREAD, WARNED
from .frames import Moments
from .markup import Markup, element, joined
from .maths import equation
from .worked import Worked

NOTHING = Markup()

Heading = tuple[str, str]
"""A column's heading and its class."""


class Tables:
    """Writes the tables of one stepper."""

    def __init__(self, moments: Moments, say: Speaker) -> None:
        self.moments, self.say = moments, say

    def forward(self, values: Worked, tangents: Worked | None, steps: Sequence[Step]) -> Markup:
        """Values, and tangents where there are any."""
        headings: list[Heading] = [("node", ""), ("value", "number")]
        if tangents is not None:
            headings += [("tangent rule", "tangent"), ("tangent", "number tangent")]
        rows = []
        for step in steps:
            node, mark = joined(self.jump(values.node(step)), self.sign(values, step)), values.text.row(step).mark
            cells = [element("th", node, scope="row"), number(values, step.value, "ink", mark)]
            if tangents is not None:
                tangent = tangents.source.tangents[step.name]
                drawn, written = (row.uses[0] for row in tangents.rows(tangent))
                rule = self.rule(tangents, drawn, written, tangents.symbol(tangent))
                cells += [rule, number(tangents, tangent.tangent, mark=written.mark)]
            place = self.moments.forward.get(step.name)
            rows.append(self.row(cells, [] if place is None else [place], step, "" if place is None else str(place)))
        return self.table("Forward mode" if tangents is not None else "Evaluation", headings, [rows])

    def reverse(self, worked: Worked, steps: Sequence[Step]) -> Markup:
        """Adjoints: a body per node."""
        headings: list[Heading] = [("node", ""), ("used by", ""), ("adjoint × local partial", "adjoint"),
                                   ("adjoint", "number adjoint")]
        return self.table("Reverse mode", headings, [self.node(worked, step) for step in reversed(steps)])

    def node(self, worked: Worked, step: Step) -> list[Markup]:
        """The rows of one node: its seed and its uses, then their sum."""
        latex, text = worked.rows(step)
        places = self.moments.reverse.get(step.name, [])
        uses = list(zip(latex.uses, text.uses, strict=True))
        span = len(uses) + (text.total is not None)
        rows = []
        for position, (drawn, written) in enumerate(uses):
            # Of very many uses some are left out; the last ones are counted from the end.
            back = position - len(uses) if position > len(uses) // 2 else position
            at = [places[back]] if places else []
            symbol = joined(self.jump(worked.symbol(step)), self.sign(worked, step))
            first = element("th", symbol, scope="rowgroup", rowspan=span if span > 1 else None)
            cells = [
                *([first] if position == 0 else []),
                element("td", self.consumer(worked, drawn, written)),
                self.rule(worked, drawn, written),
                number(worked, written.result, mark=written.mark, strong=span == 1),
            ]
            rows.append(self.row(cells, at, step, "".join(map(str, at))))
        if text.total is not None:
            words = element("td", element("span", text.total.note.strip(), class_="label"), colspan=2)
            cells = [words, number(worked, text.total.result, mark=text.total.mark, strong=True)]
            rows.append(self.row(cells, places[-1:], step, "".join(map(str, places[-1:])), class_="sum"))
        return rows

    def sign(self, worked: Worked, step: Step) -> Markup:
        """The sign of a step that a warning names."""
        return sign(worked.text.signs.node(step.name), self.say(LEGEND[WARNED]))

    def consumer(self, worked: Worked, drawn: Use, written: Use) -> Markup:
        """Who uses the node, and which use it is where there are several."""
        if not written.used_by:
            return Markup()
        name = worked.maths.formula(drawn.user, written.user)
        return joined(name, element("span", written.which, class_="label") if written.which else "")

    def rule(self, worked: Worked, drawn: Use, written: Use, symbol: Markup = NOTHING) -> Markup:
        """A rule in symbols, behind what it is the rule of, and below it in numbers."""
        note = element("span", written.note.strip(" ()"), class_="label") if written.note else ""
        if note and not written.numbers:
            return element("td", note)
        sides = worked.sides(drawn, written)
        sign = written.sign.strip()
        shown = joined(element("span", f"{sign} ", class_="eq") if sign else "", equation(symbol, sides[0]))
        below = element("div", element("span", "= ", class_="eq"), sides[1], class_="numbers") if sides[1] else ""
        return element("td", shown, below, note)

    def jump(self, name: Markup) -> Markup:
        """What a keyboard or a screen reader presses to go to a row; only where there is a script to act on it."""
        return element("button", name, type="button", class_="jump") if self.moments.frames else name

    def row(self, cells: Sequence[Markup], at: list[int], step: Step, start: str, class_: str | None = None) -> Markup:
        """A row, and when it is the current one."""
        when = {"data_at": " ".join(map(str, at)), "data_from": start, "data_node": step.name} if at else {}
        return element("tr", *cells, class_=class_, **when)

    def table(self, caption: str, headings: Sequence[Heading], bodies: Sequence[list[Markup]]) -> Markup:
        """The whole table, in a frame that scrolls."""
        cells = [element("th", self.say(words), scope="col", class_=kind or None) for words, kind in headings]
        title = self.say(caption)
        return element(
            "div",
            element(
                "table",
                element("caption", title),
                element("thead", element("tr", *cells)),
                *(element("tbody", *rows) for rows in bodies),
            ),
            class_="table", tabindex=0, role="region", aria_label=title,
        )


def number(
    worked: Worked, content: object, role: str = "", mark: str = "", *, strong: bool = False
) -> Markup:
    """A cell with a number and its sign."""
    shown: Callable[..., Markup] = worked.result if strong else worked.maths.number
    found = shown(content, role or worked.role)
    meaning = next((LEGEND[kind] for kind in (BORN, SPREAD) if SIGNS[kind] == mark), "")
    return element("td", found, sign(mark, worked.source.say(meaning)) if mark else "", class_="number")


def sign(mark: str, meaning: str) -> Markup:
    """A sign, which says what it means when it is pointed at."""
    return element("span", mark, class_="sign", title=meaning) if mark else NOTHING


