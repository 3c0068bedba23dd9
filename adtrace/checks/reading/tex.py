r"""LaTeX to plain text: commands are resolved from the inside out, a bounded number of times.

What is not known is left as a word: \tanh becomes tanh. Nothing is executed, and no macro is expanded.
"""

from __future__ import annotations

import re

from ...lang.tex import LETTERS, MATRICES, SILENT, VARIANTS, greek_letter
from .tokens import BAR, DOT, NEXT, SUB

PASSES = 60
"""Groups inside one another that are resolved."""

LOOKS = re.compile(r"\\[A-Za-z,;:!]|[_^]\s?\{|\$|\{,\}")

GREEK = re.compile(rf"\\({'|'.join((*LETTERS, *VARIANTS))})(?![A-Za-z])")
COMMANDS = {
    "cdot": "*", "times": "*", "odot": "*", "ast": "*", "div": "/", "partial": "∂", "nabla": "∇", "infty": "inf",
    "approx": "≈", "simeq": "≈", "cong": "≈", "sim": "≈", "to": "→", "rightarrow": "→", "Rightarrow": "→", "pi": "pi",
    "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "ne": "!=", "neq": "!=", "lt": "<", "gt": ">",
    "dots": "…", "ldots": "…", "cdots": "…", "top": "T", "intercal": "T", "prime": "'", "thinspace": " ", "vert": "|",
    "lbrace": "(", "rbrace": ")", "wedge": "^", "colon": ":", "imath": "i", "jmath": "j", "ell": "l",
    "lbrack": "[", "rbrack": "]", "textbackslash": "\\", "textasciicircum": "^", "textunderscore": "_",
    "oe": "œ", "OE": "Œ", "ae": "æ", "AE": "Æ", "o": "ø", "O": "Ø", "ss": "ß", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ",
    "degree": "°", "circ": "∘", "surd": "sqrt", "equiv": "=", "coloneqq": "=", "coloneq": "=", "mid": "|",
}
ACCENTS = {
    "bar": BAR, "overline": BAR, "dot": DOT, "acute": "\u0301", "grave": "\u0300", "hat": "\u0302", "widehat": "\u0302",
    "tilde": "\u0303", "widetilde": "\u0303", "ddot": "\u0308", "breve": "\u0306", "check": "\u030c",
    "mathring": "\u030a",
}
ACCENT = re.compile(rf"\\({'|'.join(ACCENTS)})(?![A-Za-z])\s*(?:\{{([^{{}}]*)\}}|([^\s\\{{}}_^]))")
WRAPPED = re.compile(
    r"\\(?:mathrm|text|textrm|mathbf|textbf|mathtt|texttt|mathit|textit|emph|mathsf|mathcal|operatorname\*?|mathop|"
    r"boldsymbol|bm|mbox|ensuremath|adtracefit|boxed|underline|cancel|mathbin|mathrel)\s*(?:\[[^\]{}]*\])?"
    r"\{([^{}]*)\}"
)
COLOUR = re.compile(r"\\(?:color|textcolor|cellcolor|rowcolor|vspace|hspace|label|cline|cmidrule|phantom|ref)"
                    r"\*?\s*(?:\[[^\]{}]*\]|\([a-z]*\))?\{[^{}]*\}")
FRACTION = re.compile(r"\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
SHORT_FRACTION = re.compile(r"\\[dtc]?frac\s*([0-9A-Za-z])\s*([0-9A-Za-z])")
DIFFERENTIAL = re.compile(r"\s*(?:∂|d|D)\s*\(?[^\W\d]")
ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
BELOW = re.compile(r"_\s*(?:\{([^{}]*)\}|([0-9A-Za-zα-ωΑ-Ω]))")
ABOVE = re.compile(r"\^\s*\{([^{}]*)\}")
GROUP = re.compile(r"\{([^{}]*)\}")
COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
INDEX = re.compile(r"-?\w+(?:\s*,\s*\w+)*")
ALLOWED = re.compile(r"\\allowbreak(?![A-Za-z])\s?")
SIGN = re.compile(r"(?<![\w\\])\{([^\w\s\\{}])\}|(?<=\d)\{([,.])\}")
MARK = re.compile(r"\\rlap\{[^{}]*\}")
"""A sign behind a number that a warning has to do with."""

CODE = re.compile(r"U\{\+\}([0-9A-F]{4,6})")
CHARACTER = re.compile(r"\\char([0-9]{1,7})\{\}")
PIECES = re.compile(r"(\\begin\{[A-Za-z*]{1,20}\}|\\end\{[A-Za-z*]{1,20}\})")

UNDERSCORE, OPEN, CLOSE = "\ue010", "\ue011", "\ue012"
"""A sign that is no command, while commands are resolved."""
ESCAPED = {r"\_": UNDERSCORE, r"\{": OPEN, r"\}": CLOSE, r"\$": "", r"\%": "%", r"\#": "#", r"\&": "", r"\,": " ",
           r"\;": " ", r"\:": " ", r"\!": "", "\\ ": " ", r"\(": " ", r"\)": " ", r"\[": " ", r"\]": " ", "\\\\": " "}
ESCAPE = re.compile(r"\\[_{}$%#&,;:!\\()\[\] ]")
BACK = str.maketrans({UNDERSCORE: "_", OPEN: "(", CLOSE: ")"})


def is_latex(text: str) -> bool:
    """Whether there is anything of LaTeX in it."""
    return LOOKS.search(text) is not None


def from_latex(text: str) -> str:
    r"""LaTeX as plain text.

    >>> from_latex(r"\frac{\partial L}{\partial \mathrm{w}}"), from_latex(r"\tanh(x) \cdot 2{,}5")
    ('∂ L/∂ w', ' tanh(x) * 2,5')
    """
    text = SIGN.sub(lambda found: found[1] or found[2], ALLOWED.sub("", MARK.sub("", matrices(text))))
    text = CHARACTER.sub(lambda found: chr(min(int(found[1]), 0x10FFFF)), text)
    text = CODE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)
    text = ESCAPE.sub(lambda found: ESCAPED.get(found[0], " "), text).replace("$", "").replace("~", " ")
    text = GREEK.sub(lambda found: greek_letter(found[1]), text)
    text = COMMAND.sub(command, text)
    text = SHORT_FRACTION.sub(r"(\1/\2)", text)
    for _ in range(PASSES):
        found = resolved(text)
        if found == text:
            break
        text = found
    text = BELOW.sub(below, text)
    return text.replace("{", "").replace("}", "").replace("\\", "").translate(BACK)


def resolved(text: str) -> str:
    """The text with what has no groups in it resolved once."""
    text = COLOUR.sub("", text)
    text = WRAPPED.sub(r"\1", text)
    text = BELOW.sub(below, text)
    text = ACCENT.sub(accented, text)
    text = FRACTION.sub(fraction, text)
    text = ROOT.sub(r"sqrt(\1)", text)
    text = ABOVE.sub(above, text)
    return GROUP.sub(r"\1", text) if "\\" not in text else LONE.sub(r"\1", text)


LONE = re.compile(r"(?<![A-Za-z}_^\]\s])\{([^{}]*)\}")
"""A group that no command takes."""


def command(found: re.Match[str]) -> str:
    """A command without arguments as a sign or a word; one with arguments as it is."""
    name = found[1]
    if name in COMMANDS:
        return COMMANDS[name] + " " * (len(COMMANDS[name]) > 1 and COMMANDS[name].isalpha())
    if name in SILENT:
        return " "
    kept = name in ACCENTS or any(form.match(found[0] + "{}{}") for form in (WRAPPED, COLOUR, FRACTION, ROOT))
    return found[0] if kept or re.match(r"\\[dtc]?frac", found[0]) else f" {name}"


def accented(found: re.Match[str]) -> str:
    """What stands under an accent, with a combining mark."""
    return (found[2] or found[3] or "").strip() + ACCENTS[found[1]]


def fraction(found: re.Match[str]) -> str:
    """A derivative without brackets, any other fraction with."""
    over, under = found[1].strip(), found[2].strip()
    if DIFFERENTIAL.match(over) and DIFFERENTIAL.match(under):
        return f"{over}/{under}"
    return f"(({over})/({under}))"


def below(found: re.Match[str]) -> str:
    """An index."""
    inner = (found[1] if found[1] is not None else found[2]).strip()
    return SUB + re.sub(r"\s", "", inner)


def above(found: re.Match[str]) -> str:
    """An exponent; a transpose; primes."""
    inner = found[1].strip()
    if inner == "T":
        return ".T"
    return inner if inner and not inner.strip("'") else f"^({inner})"


def matrices(text: str) -> str:
    """Matrices as nested lists, before anything else is read of them."""
    if "\\begin" not in text:
        return text
    stack: list[tuple[str, list[str]]] = [("", [])]
    for piece in PIECES.split(text):
        name = piece[piece.find("{") + 1 : -1] if piece.startswith(("\\begin{", "\\end{")) else ""
        if name in MATRICES and piece.startswith("\\begin"):
            stack.append((name, []))
        elif name in MATRICES and len(stack) > 1:
            inner, parts = stack.pop()
            stack[-1][1].append(nested("".join(parts), bare=inner != "array"))
        else:
            stack[-1][1].append("" if name else piece)
    return "".join("".join(parts) for _, parts in stack)


def nested(inner: str, *, bare: bool) -> str:
    """The rows of a matrix as lists."""
    if not bare:
        inner = re.sub(r"^\s*\{[^{}]*\}", "", inner)
    rows = [row for row in re.split(r"\\\\(?:\[[^\]]*\])?|\\cr(?![A-Za-z])", inner) if row.strip()]
    lists = [f"[{NEXT.join(cell.strip() for cell in row.split('&'))}]" for row in rows]
    return f"[{NEXT.join(lists)}]"
