"""Tables as claims: by their headings, one row per node or per use of a node, or two columns of names and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...named import Record
from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE
from . import headings
from .cells import cell_claim, is_counted, node_of, turned_claims, user_of
from .directions import with_sweeps
from .headings import Heading, heading, simple
from .names import DIFFERENTIAL, Names
from .numbers import is_blank, numeral
from .pieces import Claim, Row, Table
from .statements import sides, without_note
from .tokens import NEXT

RESULTS = (TANGENT, ADJOINT, DIFFERENTIAL)
ROWS = (VALUE, headings.FORMULA, *RESULTS)
LEAST = 2


class Columns(Record):
    """Where a table has what: the place of the node's column, and what each column holds."""

    node: int
    roles: Sequence[Heading | None]
    words: Sequence[str]

    def place(self, role: str) -> int:
        """The first column of this role, -1 if there is none."""
        return next((place for place, found in enumerate(self.roles) if found and found.role == role), -1)

    def cell(self, row: Row, role: str) -> str:
        """A row's cell of this role, "" if there is none."""
        place = self.place(role)
        return row.cells[place] if 0 <= place < len(row.cells) else ""


class Tables:
    """Takes tables apart; `names` knows what is a name."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def claims(self, table: Table, sweep: str) -> Iterator[Claim]:
        """What a table says; `sweep` is what stands above it."""
        rows = [row for row in table.rows if any(cell.strip() for cell in row.cells)]
        if not rows:
            return
        first = rows[0].cells
        if (roles := self.turned(rows)):
            yield from turned_claims(rows, roles, sweep)
        elif self.is_heading(rows):
            columns = self.columns(first, rows[1:])
            yield from unknown_columns(columns, rows)
            for group in self.groups(columns, rows[1:]):
                yield from self.group(columns, group, sweep)
        elif len(rows) > 1 and len(first) > 1 and all(self.is_quantity(cell) for cell in first if cell):
            for row in rows[1:]:
                for name, cell in zip(first, row.cells, strict=False):
                    if name and not is_blank(cell):
                        yield cell_claim(row.line, name, cell, sweep=sweep)
        else:
            for row in rows[1:] if is_counted(first) else rows:
                yield from self.bare(row, sweep)

    def is_quantity(self, cell: str) -> bool:
        """Whether a cell is a name of this program."""
        return bool(self.names.meaning(cell).kind)

    def turned(self, rows: Sequence[Row]) -> list[Heading | None]:
        """What the rows hold of a table whose columns are nodes; none for another table."""
        words = [row.cells[0] for row in rows[1:]]
        names = [cell for cell in rows[0].cells[1:] if cell.strip()]
        if not words or len(names) < LEAST or not all(map(self.is_quantity, names)):
            return []
        roles = with_sweeps(words, self.names)
        known = all(role and role.role in ROWS and not numeral(word) for role, word in zip(roles, words, strict=True))
        return roles if known and not any(map(self.is_quantity, (rows[0].cells[0], *words))) else []

    def is_heading(self, rows: Sequence[Row]) -> bool:
        """Whether the first row says what the columns hold."""
        cells = [cell for cell in rows[0].cells if cell.strip()]
        known = [found for cell in cells if (found := heading(cell)) and simple(cell) in headings.KINDS]
        if any(numeral(cell) for cell in cells) or not known:
            return False
        return len(known) >= min(LEAST, len(cells)) or not any(map(self.is_quantity, cells))

    def columns(self, words: Sequence[str], rows: Sequence[Row]) -> Columns:
        """What the columns hold."""
        roles = with_sweeps(words, self.names)
        values = [place for place, role in enumerate(roles) if role and role.role == VALUE]
        if len(values) > 1:
            spare = [place for place in values if simple(words[place]) in ("number", "nombre")] or values[1:]
            for place in spare:
                roles[place] = None
        nodes = [place for place, role in enumerate(roles) if role and role.role == headings.NODE]
        if len(nodes) != 1:
            among = nodes or [place for place, role in enumerate(roles) if role is None] or [0]
            nodes = [max(among, key=lambda place: self.named(place, rows))]
        steps = [place for place, role in enumerate(roles) if role and role.role == headings.FORMULA]
        if steps and all(row.cells[nodes[0]].strip().isdecimal() for row in rows if nodes[0] < len(row.cells)):
            # The steps are counted, and what they do stands beside: 3, w3 = exp(w2).
            roles[nodes[0]], roles[steps[0]] = None, Heading(headings.NODE)
            nodes = steps
        return Columns(nodes[0], roles, words)

    def named(self, place: int, rows: Sequence[Row]) -> int:
        """How many names stand in a column."""
        cells = [row.cells[place] for row in rows[:200] if place < len(row.cells)]
        return sum(self.is_quantity(sides(cell)[0]) for cell in cells if cell)

    def groups(self, columns: Columns, rows: Sequence[Row]) -> Iterator[list[Row]]:
        """The rows of each node: those without a name, or with the same one, belong to the row above."""
        found: list[Row] = []
        key: tuple[str, ...] = ()
        users = columns.place(headings.USED_BY) >= 0
        for row in rows:
            name = row.cells[columns.node].strip() if columns.node < len(row.cells) else ""
            here = (name, columns.cell(row, headings.SWEEP))
            if found and name and not (users and here == key):
                yield found
                found = []
            key = here if name else key
            found.append(row)
        if found:
            yield found

    def group(self, columns: Columns, rows: Sequence[Row], sweep: str) -> Iterator[Claim]:
        """The rows of one node."""
        row = rows[0]
        if columns.node >= len(row.cells) or not row.cells[columns.node].strip():
            if any(numeral(cell) for cell in row.cells):
                yield Claim(row.line, ", ".join(row.cells), "", why="there is no name in this row")
            return
        name, formula = node_of(row.cells[columns.node])
        formula = columns.cell(row, headings.FORMULA) or formula
        sweep = columns.cell(row, headings.SWEEP) or sweep
        yield from self.value(columns, row, name, formula, sweep)
        for place, role in enumerate(columns.roles):
            if role and role.role in RESULTS:
                yield from self.results(columns, rows, place, name, role.sweep or sweep)
        yield from self.uses(columns, rows, name, sweep)

    def value(self, columns: Columns, row: Row, name: str, formula: str, sweep: str) -> Iterator[Claim]:
        """What stands in the column of values."""
        cell = columns.cell(row, VALUE)
        meaning = self.names.meaning(name)
        alone = not any(role and role.role in RESULTS for role in columns.roles)
        kind = "" if alone or meaning.kind in (ADJOINT, TANGENT, PARTIAL) else VALUE
        if is_blank(cell) and (is_blank(formula) or (columns.place(VALUE) >= 0 and not alone)):
            return
        yield cell_claim(row.line, name, cell, kind, "" if is_blank(formula) else formula, sweep)

    def results(self, columns: Columns, rows: Sequence[Row], place: int, name: str, sweep: str) -> Iterator[Claim]:
        """What stands in one column of tangents or adjoints: of several rows, what each use gives, and their sum."""
        role = columns.roles[place]
        kind = role.role if role else DIFFERENTIAL
        known = [row for row in rows if place < len(row.cells) and row.cells[place].strip()]
        if columns.place(INCREMENT) >= 0:
            known = known[:1]
        if len(known) > 1 and kind == ADJOINT:
            summed = not columns.cell(known[-1], headings.USED_BY).strip()
            for row in known[:-1] if summed else known:
                yield from self.use(columns, row, row.cells[place], name, sweep)
            known = known[-1:] if summed else []
        for row in known:
            if not is_blank(row.cells[place]):
                yield cell_claim(row.line, name, row.cells[place], kind, sweep=sweep)

    def use(self, columns: Columns, row: Row, cell: str, name: str, sweep: str) -> Iterator[Claim]:
        """What one use gives to an adjoint; the seed of an output is none."""
        user = columns.cell(row, headings.USED_BY)
        if columns.place(headings.USED_BY) < 0:
            user = columns.cell(row, headings.RULE)
            if len(user.split("(")[0].split()) < LEAST and "(" in user and "*" not in user:
                return
        if user.strip() and not is_blank(cell):
            consumer, ordinal = user_of(user) if columns.place(headings.USED_BY) >= 0 else (user, -1)
            yield cell_claim(row.line, name, cell, INCREMENT, sweep=sweep)._replace(consumer=consumer, ordinal=ordinal)

    def uses(self, columns: Columns, rows: Sequence[Row], name: str, sweep: str) -> Iterator[Claim]:
        """Local partials, and products that stand in a column of their own."""
        for row in rows:
            consumer, ordinal = user_of(columns.cell(row, headings.USED_BY))
            operand = columns.cell(row, headings.OPERAND)
            for kind in (PARTIAL, INCREMENT):
                cell = columns.cell(row, kind)
                if is_blank(cell) or not consumer:
                    continue
                stated = cell_claim(row.line, name, cell, kind, sweep=sweep)
                if stated.stated:
                    at = f"operand {operand}" if operand.isdecimal() else ""
                    yield stated._replace(consumer=consumer, ordinal=ordinal, formula=at)

    def bare(self, row: Row, sweep: str) -> Iterator[Claim]:
        """A row of a table without headings: a name, perhaps a formula, a number, perhaps a derivative."""
        cells = [cell for cell in row.cells if cell.strip()]
        places = [place for place, cell in enumerate(cells) if self.is_quantity(sides(cell)[0])]
        if not places:
            if len(cells) > 1 and numeral(without_note(cells[-1])) and not numeral(cells[0]):
                yield cell_claim(row.line, cells[0], cells[-1], sweep=sweep)
            return
        name, formula = node_of(cells[places[0]])
        rest = cells[places[0] + 1 :]
        if len(rest) > 1 and self.shape(name) == (len(rest),) and all(map(numeral, rest)):
            yield cell_claim(row.line, name, f"[{NEXT.join(rest)}]", "", formula, sweep)
            return
        kinds = ["", DIFFERENTIAL] if self.names.meaning(name).kind == VALUE else [""]
        for cell in rest:
            if is_blank(cell):
                kinds = kinds[1:]
            elif kinds and numeral(without_note(cell), self.shape(name)):
                yield cell_claim(row.line, name, cell, kinds.pop(0), formula, sweep)
                formula = ""
            elif not formula:
                formula = cell
        if formula and len(kinds) == LEAST:
            yield cell_claim(row.line, name, "", "", formula, sweep)

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of what a name is of."""
        meaning = self.names.meaning(name)
        return () if meaning.node < 0 or meaning.place else self.names.run.graph.shapes[meaning.node]


def unknown_columns(columns: Columns, rows: Sequence[Row]) -> Iterator[Claim]:
    """Columns of numbers whose headings say nothing, so that they are left out."""
    for place, word in enumerate(columns.words):
        if place == columns.node or heading(word) or columns.roles[place] or not word.strip():
            continue
        cells = [row.cells[place] for row in rows[1:] if place < len(row.cells)]
        if any(map(numeral, cells)):
            yield Claim(rows[0].line, word, word, why="it is not known what stands in this column")
