"""Letters and words of LaTeX in a style or under an accent: one name each."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...errors import AdtraceError
from ...named import Record
from ...rules import table
from ..mathematics.tokens import FUNCTION, NAME, WORDS
from ..tex import LETTERS, VARIANTS
from . import _commands as commands

COMMAND = re.compile(
    rf"\\({'|'.join(map(re.escape, [*commands.ACCENTS, *commands.LOOKS, *sorted(commands.UPRIGHT, reverse=True)]))})"
    r"(?![A-Za-z*])\s*"
)
LETTER = re.compile(r"\\([A-Za-z]+)\s*|([^\W\d_])")
RUN = re.compile(r"\s*([^\W_](?:[^\W_]|\\_|_)*)\s*")
TEXT = re.compile(r"((?:[^{}$\\]|\\[_, ;:!-])*)")
BLANK = re.compile(r"\s+|\\[,;:! ]")


class Styled(Record):
    """A name, a function or words: what kind of token, its text, the function it may be, its look, where it ends."""

    kind: str
    text: str
    word: str
    look: str
    end: int


def styled(source: str, start: int, operators: Mapping[str, str]) -> Styled | None:
    r"""The token of \mathrm{loss}, \hat{y} or \mathbf{x} at this place; None where no style begins.

    operators  the LaTeX of operators by their words: \operatorname{ReLU} is one
    Raises AdtraceError for what is no one name.
    """
    looks, accents, upright, depth, at = list[str](), list[str](), "", 0, start
    while match := COMMAND.match(source, at):
        name, at = match[1], match.end()
        upright = name if name in commands.UPRIGHT else upright
        looks += [commands.LOOKS[name]] if commands.LOOKS.get(name) else []
        accents += [commands.ACCENTS[name]] if name in commands.ACCENTS else []
        if source[at : at + 1] == "{":
            depth, at = depth + 1, at + 1
    if at == start:
        return None
    text, at, plain = content(source, at, depth, upright, start)
    for _ in range(depth):
        at += len(source[at:]) - len(source[at:].lstrip())
        if source[at : at + 1] != "}":
            hint = r"an accent or a style stands on one letter: \hat{y}_1"
            raise AdtraceError("this is no one name", (start, max(at, start + 1)), hint)
        at += 1
    if upright and not accents and not looks:
        return word_of(source, start, text, at, upright, operators)
    return Styled(NAME, text + "".join(reversed(accents)), plain, "-".join(looks), at)


def content(source: str, at: int, depth: int, upright: str, start: int) -> tuple[str, int, str]:
    """What stands in a style: its text and where it ends; the third is no function."""
    if upright and depth:
        match = TEXT.match(source, at)
        assert match is not None
        return BLANK.sub(" ", match[1]).strip().replace("\\_", "_").replace("\\-", ""), match.end(), ""
    match = (RUN.match(source, at) if depth else None) or LETTER.match(source, at)
    if match is None:
        raise AdtraceError("a letter is expected here", (at, at + 1), r"such as \hat{y}")
    if match.re is RUN:
        return match[1].replace("\\_", "_"), match.end(), ""
    name = match[1]
    if name and name not in LETTERS and name not in VARIANTS:
        known = commands.LETTERS.get(f"\\{name}")
        if known is None:
            raise AdtraceError("a letter is expected here", (start, match.end()), r"such as \hat{y}")
        return known, match.end(), ""
    return name or match[2], match.end(), ""


def word_of(source: str, start: int, text: str, end: int, upright: str, operators: Mapping[str, str]) -> Styled:
    """A word: of a function, of cases, or a name."""
    if not text:
        raise AdtraceError("a word is expected here", (start, end))
    known = operators.get(source[start:end].replace(f"\\{upright}", r"\operatorname", 1), "")
    lowered = text.replace(" ", "_").lower()
    known = known or (lowered if table.called(lowered) else "")
    if text == "d":
        raise AdtraceError("this is a differential", (start, end), commands.DERIVATIVE)
    if text.lower().strip(",. ") in commands.WORDS and upright not in ("operatorname", "operatorname*"):
        return Styled(WORDS, text, "", "", end)
    name = text.replace(" ", "_").replace("-", "_")
    if upright.startswith(("operatorname", "mathop")):
        return Styled(FUNCTION, known or name, "", "", end)
    return Styled(NAME, name, (known or name) if len(name) > 1 else "", "", end)
