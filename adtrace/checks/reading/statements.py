"""Lines of writing as claims: w3 = -w1*w2 = -2, dL/dw31 = 0,081, w3: -2, several on a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...records.worked import INCREMENT, VALUE
from .names import Names
from .numbers import is_blank, numeral
from .pieces import Claim, Written

BULLET = re.compile(r"(?:[-*+•◦▪>]\s+|\(?\d{1,6}[.)]\s+|\(?[a-z]\)\s+)+")
ADDED = re.compile(r"[^=]*\+=")
RELATION = re.compile(r"\s*(?:\+=|(?<![<>!])[:=]?=(?!=)>?|≈|≃|≅|≐|≔|->|-->|→|⟶|⇒|⟹|←|↦|\s~\s)\s*")
CUT = re.compile(
    r"\s*(?:;|\s&\s|,?\s(?:and|et|also|puis|then)\s|"
    r",(?=\s*[^\s\d=,;:()\[\]+*-][^\s=,;:()\[\]]{0,80}\s?(?:=|≈|:=|→)\s*))\s*"
)
FROM = re.compile(r"(?:from|de)\s+([^:\s]+)(?:\s+\(([^()]*)\))?\s*:\s*(.*)")
SUM_OF = re.compile(r"(.+), [^=:,]*:")
NOTE = re.compile(r"\s\([^\W\d][^()=]*\)$")
WORDS = re.compile(r"(?<=[\w.\])])\s(?!(?:or|ou)\s)[^\W\d_]{2}[\w\s',;.-]*$")
"""Words behind a number."""

PAIR = re.compile(r"(\S+?)(?:\s*[,;]\s*|\s+)(\S+)")
"""A name and a number with nothing but a comma or a gap between them."""

BARE = re.compile(r"[-+−]?\d+(?:[.,]\d+)?")
"""A number that nothing has to be worked out for."""

OPERATORS = frozenset("*/+-@^")
COMPARED = re.compile(r"\w\s?[<>]=?\s?[\w-]")
"""What stands in brackets and is no remark."""

LONGEST_NOTE = 100
MOST_WORDS = 12
"""Words of a left side among which a name is looked for."""
COLON = re.compile(r"([^:=]{1,200}):\s*(.*)")
THEREFORE = re.compile(r"(?:=>|-->?|[→⇒⟹⟶∴])\s*")
ANEW = re.compile(rf"{THEREFORE.pattern}[^\W\d][^=*+^-]{{0,100}}(?::?=|≈)")
SPOKEN = re.compile(r"\s+(?:is|equals|est|vaut)\s+")
ANSWER = re.compile(r"[\[{]|\(?\s*[-+]?[\d.]*\d|(?:np|torch|numpy)\.")
"""How a right side begins that looks like an answer, though it may be none."""
SLASH = re.compile(r"\s/\s(?=[^=/]{1,80}=)")
ORDINAL = re.compile(r"\s*([0-9]+)")
WIDE = re.compile(r"\s{3,}|\t")
LONGEST = 100_000
"""Characters of a line that is taken apart."""


WORKED = re.compile(r"[-+*/^(·×]")
"""Signs of something that is worked out, in what a name of the writer's own equals."""


class Statements:
    """Takes lines apart; `names` knows what is a name."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.summed = ""

    def claims(self, written: Written) -> Iterator[Claim]:
        """What one line says."""
        text = written.text.split("#", 1)[0].strip() if not written.text.startswith("#") else ""
        if len(text) > LONGEST:
            yield Claim(written.line, text[:60], "", why="the line is too long")
            return
        text = BULLET.sub("", text, count=1) if BULLET.match(text) else text
        text = THEREFORE.sub("", text, count=1) if begins_anew(text) else text
        if (use := FROM.fullmatch(text)) and self.summed:
            parts = sides(use[3])
            yield self.increment(written.line, text, use[1], use[2] or "", parts)
            return
        if (several := SUM_OF.fullmatch(text)) and self.names.meaning(several[1]).kind:
            self.summed = several[1]
            return
        for part in self.slashed(text) or parts_of(text):
            claim = self.claim(written.line, part)
            if claim:
                # Whoever writes two numbers for one has given both: x_bar = -0.105 = 0.105.
                others = dict.fromkeys(side.strip() for side in sides(part)[1:] if BARE.fullmatch(side.strip()))
                yield from (claim._replace(stated=other, formula="") for other in others if other != claim.stated)
                yield claim._replace(added=ADDED.match(part) is not None)

    def slashed(self, text: str) -> list[str]:
        """The derivatives of a line with slashes between them: dx=1 / da=0."""
        parts = SLASH.split(text)
        pairs = [sides(part) for part in parts] if len(parts) > 1 else []
        fits = all(len(pair) > 1 and self.names.meaning(pair[0]).kind not in ("", VALUE) for pair in pairs)
        return parts if pairs and fits else []

    def increment(self, line: int, text: str, user: str, ordinal: str, parts: list[str]) -> Claim:
        """What one use gives to the adjoint that the lines before name."""
        which = ORDINAL.match(ordinal)
        return Claim(
            line, text, self.summed, INCREMENT, without_note(parts[-1]), consumer=user,
            ordinal=int(which[1]) - 1 if which else -1,
        )

    def claim(self, line: int, text: str) -> Claim | None:
        """One statement; None for words."""
        found = sides(text)
        pair = PAIR.fullmatch(text)
        if len(found) < 2 and pair and numeral(pair[2]) and self.names.meaning(pair[1]).kind:
            return Claim(line, text, pair[1], "", pair[2])
        if len(found) < 2 and len(text) < LONGEST_NOTE and len(spoken := SPOKEN.split(text)) == 2:
            name = self.name(spoken[0])
            found = spoken if name and numeral(without_note(spoken[1]), self.shape(name)) else found
        if len(found) < 2:
            if text[:1] in "[{" and numeral(text) is not None:
                return Claim(line, text, "", why="there is no name in front of it")
            colon = COLON.fullmatch(text)
            if not colon or not (self.name(colon[1]) or numeral(without_note(colon[2]))):
                return None
            found = [colon[1], colon[2]]
        elif (colon := COLON.fullmatch(found[0])) and self.name(colon[1]):
            found[:1] = [colon[1], colon[2]] if not self.name(colon[2]) else [colon[2]]
        name, *rest = found
        known = self.name(name)
        right = without_note(rest[-1])
        if not known:
            if name.strip().isidentifier() and WORKED.search(rest[0]):
                return self.said(line, text, name.strip(), rest)
            if not re.search(r"\w", name) or not (numeral(right) or ANSWER.match(right)):
                return None
            words = name.split()
            if len(words) > MOST_WORDS:
                return Claim(line, text, " ".join(words[-2:]), why="there is no name of the program in it")
            symbols = (without_note(part) for part in rest if numeral(without_note(part)) is None)
            return Claim(line, text, name, stated=right, formula=next(symbols, ""))
        if all(is_blank(part) for part in rest):
            return None
        return self.said(line, text, known, rest)

    def said(self, line: int, text: str, name: str, rest: list[str]) -> Claim:
        """A name and what it equals: symbols, numbers in their places, and a number."""
        shape = self.shape(name)
        stated = ""
        for part in reversed(rest):
            if numeral(without_note(part), shape) is not None:
                stated = without_note(part)
                break
        symbols = [part for part in rest if numeral(without_note(part), shape) is None and not is_blank(part)]
        formula = without_note(symbols[0]) if symbols else ""
        return Claim(line, text, name, "", stated, formula, blank=is_blank(rest[-1]))

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of what a name is of."""
        meaning = self.names.meaning(name)
        return () if meaning.node < 0 or meaning.place else self.names.run.graph.shapes[meaning.node]

    def name(self, text: str) -> str:
        """The name at the end of a text, behind words such as "so"; "" if there is none."""
        text = NOTE.sub("", text.strip().strip("|").strip()) if len(text) < LONGEST_NOTE else text.strip()
        if self.names.meaning(text).kind:
            return text
        words = text.split()
        for first in range(max(1, len(words) - 3), len(words)):
            rest = " ".join(words[first:])
            meaning = self.names.meaning(rest)
            if meaning.kind and not (meaning.kind == VALUE and first > 8):
                return rest
        for stop in range(min(len(words), MOST_WORDS) - 1, 0, -1):
            if words[stop].isalpha() and self.names.meaning(" ".join(words[:stop])).kind not in ("", VALUE):
                return " ".join(words[:stop])
        return ""


def begins_anew(line: str) -> bool:
    """Whether a line begins with an arrow and a name of its own: => w4 = 1 + w3."""
    return ANEW.match(line) is not None


def spaced(line: str) -> list[str]:
    """A line, as it was written, cut at wide gaps between statements."""
    parts = WIDE.split(line.strip()) if len(line) < LONGEST else [line]
    return parts if len(parts) > 1 and all(RELATION.search(part) for part in parts) else [line]


def sides(text: str) -> list[str]:
    """What stands between the equals signs of a statement, those within brackets left aside."""
    inside = nesting(text)
    found, start = [], 0
    for relation in RELATION.finditer(text):
        if not any(inside[relation.start() : relation.end()]):
            found.append(text[start : relation.start()])
            start = relation.end()
    return [*found, text[start:]]


def nesting(text: str) -> list[bool]:
    """For every character whether it is within brackets."""
    depth, inside = 0, []
    for letter in text:
        depth = max(0, depth + (letter in "([{") - (letter in ")]}"))
        inside.append(depth > 0)
    return inside


def parts_of(text: str) -> list[str]:
    """The statements of a line: cut where a cut is not within brackets."""
    inside = nesting(text)
    relations = [relation.end() for relation in RELATION.finditer(text)]
    found, start = [], 0
    for cut in CUT.finditer(text):
        if not any(inside[cut.start() : cut.end()]) and relations and relations[-1] > cut.end():
            found.append(text[start : cut.start()])
            start = cut.end()
    return [part for part in (*found, text[start:]) if part.strip()]


def without_note(text: str) -> str:
    """A right side without a remark in brackets, and without the full stop or comma behind it."""
    text = text.strip().rstrip("|").strip()
    if is_blank(text):
        return text
    if text[-1:] in ".,;" and not text.endswith(".."):
        text = text[:-1].rstrip()
    note = NOTE.search(text, max(0, len(text) - LONGEST_NOTE)) if text.endswith(")") else None
    if note and text[: note.start()].rstrip()[-1:] not in OPERATORS and not COMPARED.search(note[0]):
        text = text[: note.start()]
    words = WORDS.search(text, max(0, len(text) - LONGEST_NOTE))
    if words and numeral(text) is None and numeral(text[: words.start()]) is not None:
        text = text[: words.start()]
    return text.strip("`").strip()
