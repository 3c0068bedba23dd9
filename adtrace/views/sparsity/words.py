"""What a pattern and its groups are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ...records import Shape
from ...records.sparsity import FORWARD, REVERSE, SYMMETRIC, Groups, Pattern, Sparsity, places
from ...sweeps.sparsity.compressed import read
from ..formats import Options
from ..notation import of_options

TITLES = {"jacobian": "Sparsity of the Jacobian", "hessian": "Sparsity of the Hessian"}
MODES = {
    FORWARD: "forward mode: {sweeps}", REVERSE: "reverse mode: {sweeps}", SYMMETRIC: "forward over reverse: {sweeps}",
}
TAKEN = {
    "alone": "{count} sweep", "one": "{count} sweep in place of {all}", "fewer": "{count} sweeps in place of {all}",
    FORWARD: "{count} sweeps, one for each column", SYMMETRIC: "{count} sweeps, one for each column",
    REVERSE: "{count} sweeps, one for each row",
}
LEAST = {
    FORWARD: "no fewer than {least}, the most entries of a row",
    REVERSE: "no fewer than {least}, the most entries of a column",
}


class Words:
    """Names of rows and columns, and sentences about them, for one reader."""

    def __init__(self, report: Sparsity, options: Options) -> None:
        self.report, self.options, self.say = report, options, options.say
        self.pattern: Pattern = report.pattern
        self.notation = of_options(report.trace, options).own
        self.groups: Groups = report.groups[0]

    def title(self) -> str:
        """Which matrix it is."""
        return self.say(TITLES[self.pattern.kind])

    def names(self, blocks: Mapping[str, Shape]) -> list[str]:
        """The name of every component: x[0, 1]."""
        return [self.notation.name(name) + index(place) for name, place in places(blocks)]

    def extent(self) -> str:
        """How many entries there are, and how many have a path."""
        pattern = self.pattern
        total = pattern.height * pattern.width
        share = 100 * pattern.nonzeros / total if total else 0.0
        return self.say("{rows} × {columns}, {count} of {total} entries have a path ({share} %)").format(
            rows=pattern.height, columns=pattern.width, count=pattern.nonzeros, total=total,
            share=f"{share:.0f}" if share >= 1 or not share else f"{share:.1g}",
        )

    def saving(self, groups: Groups) -> str:
        """How many sweeps the groups take."""
        count, lines = len(groups.members), self.pattern.height if groups.mode == REVERSE else self.pattern.width
        how = groups.mode if count == lines else "fewer"
        if count == 1:
            how = "alone" if lines == 1 else "one"
        text = self.say(MODES[groups.mode]).format(sweeps=self.say(TAKEN[how]).format(count=count, all=lines))
        if groups.mode in LEAST and groups.least < count:
            text += self.say("; ") + self.say(LEAST[groups.mode]).format(least=groups.least)
        return text

    def saves(self) -> bool:
        """Whether any two columns or rows share a sweep."""
        return any(len(group) > 1 for group in self.groups.members)

    @cached_property
    def marks(self) -> dict[tuple[int, int], int]:
        """The number of the sweep that every entry is read from, from 1."""
        return {(i, j): group + 1 for i, j, group, _ in read(self.pattern, self.groups)}


def index(place: tuple[int, ...]) -> str:
    """The place of a component, as the language writes it."""
    return f"[{', '.join(map(str, place))}]" if place else ""
