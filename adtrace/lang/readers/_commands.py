"""What single commands of LaTeX mean in an expression."""

from __future__ import annotations

from ..mathematics.tokens import CROSS, DOT, SLASH

SIGNS = {
    "+": "add", "-": "sub", "*": "mul", "/": SLASH, "<": "lt", ">": "gt", "==": "eq", "<=": "le", ">=": "ge",
    "!=": "ne", "**": "power", r"\cdot": DOT, r"\cdotp": DOT, r"\bullet": DOT, r"\times": CROSS, r"\div": SLASH,
    r"\odot": "mul", r"\circ": "mul", r"\ast": "mul", r"\le": "le", r"\leq": "le", r"\leqslant": "le", r"\ge": "ge",
    r"\geq": "ge", r"\geqslant": "ge", r"\ne": "ne", r"\neq": "ne", r"\lt": "lt", r"\gt": "gt", r"\bmod": "mod",
    r"\mod": "mod", r"\land": "and", r"\wedge": "and",
    "·": DOT, "⋅": DOT, "×": CROSS, "÷": SLASH, "∕": SLASH, "−": "sub", "⊙": "mul", "∘": "mul", "≤": "le", "≥": "ge",
    "≠": "ne", "∧": "and",
}
"""Signs between values."""

EQUAL = frozenset(("=", ":=", r"\coloneqq", r"\coloneq", r"\gets", r"\leftarrow", r"\triangleq", "←", "≔"))

CONSTANTS = {r"\infty": "inf", r"\pi": "pi", "∞": "inf", "π": "pi"}

DELIMITERS = {
    "(": "(", ")": "(", "[": "[", "]": "[", r"\{": "{", r"\}": "{", r"\lbrace": "{", r"\rbrace": "{",
    r"\lbrack": "[", r"\rbrack": "[", r"\lvert": "|", r"\rvert": "|", r"\lVert": "‖", r"\rVert": "‖",
    r"\lfloor": "⌊", r"\rfloor": "⌊", r"\lceil": "⌈", r"\rceil": "⌈", "⌊": "⌊", "⌋": "⌊", "⌈": "⌈", "⌉": "⌈",
}
"""Which pair a bracket belongs to."""

OPENING = frozenset((
    "(", "[", r"\{", r"\lbrace", r"\lbrack", r"\lvert", r"\lVert", r"\lfloor", r"\lceil", "⌊", "⌈",
))
BARS = {"|": "|", r"\vert": "|", r"\|": "||", r"\Vert": "||", "||": "||", "‖": "||", "∥": "||"}
"""Bars that open and close; which, the values around them say."""

SIZED_OPEN = frozenset((r"\left", r"\bigl", r"\Bigl", r"\biggl", r"\Biggl"))
SIZED_CLOSE = frozenset((r"\right", r"\bigr", r"\Bigr", r"\biggr", r"\Biggr"))
SIZED = frozenset((r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigm"))

SPACES = frozenset((r"\,", r"\;", r"\:", r"\ ", r"\>", "~", r"\quad", r"\qquad", r"\thinspace", r"\medspace"))
DISPLAYS = frozenset(("$", "$$", r"\[", r"\]", r"\(", r"\)", ";"))
"""What begins and ends a formula."""

FRACTIONS = frozenset((r"\frac", r"\dfrac", r"\tfrac", r"\cfrac", r"\nicefrac", r"\sfrac"))
TRANSPOSES = frozenset((r"\top", r"\intercal", r"\transpose", r"\mathsf{T}"))
LETTERS = {r"\ell": "l", r"\imath": "i", r"\jmath": "j", r"\hbar": "hbar"}

ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
    "dot": "dot", "ddot": "ddot", "check": "check", "breve": "breve", "acute": "acute", "grave": "grave",
    "mathring": "ring", "underline": "under",
}
"""Accents by what they add to a name: \\hat{y} is yhat."""

LOOKS = {
    "mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "pmb": "bold", "textbf": "bold", "mathcal": "script",
    "mathscr": "script", "mathfrak": "fraktur", "vec": "arrow", "mathsf": "", "mathit": "", "textit": "", "mathtt": "",
    "mathnormal": "",
}
"""Alphabets that set a letter apart without giving it another name."""

UPRIGHT = frozenset(("mathrm", "text", "textrm", "mbox", "texttt", "textsf", "operatorname", "operatorname*", "mathop"))
"""Alphabets of words."""

WORDS = frozenset((
    "if", "for", "when", "where", "with", "otherwise", "else", "and",
    "si", "sinon", "pour", "quand", "et", "falls", "sonst",
    "if and only if", "in other cases", "in all other cases",
))
"""Words of cases."""

DERIVATIVE = "derivatives are what adtrace computes: leave it out"
REFUSED = {
    **dict.fromkeys((r"\partial", r"\nabla"), ("this is a derivative", DERIVATIVE)),
    **dict.fromkeys((r"\int", r"\iint", r"\iiint", r"\oint"), ("there are no integrals", "")),
    **dict.fromkeys((r"\lim", r"\limsup", r"\liminf"), ("there are no limits", "")),
    **dict.fromkeys((r"\dots", r"\cdots", r"\ldots", "…"), ("what the dots stand for is not known", "write all of it")),
    **dict.fromkeys((r"\pm", r"\mp", "±"), ("this is two values", "write one of them")),
    **dict.fromkeys((r"\over", r"\choose", r"\atop"), ("this is not read", r"write \frac{a}{b}")),
    **dict.fromkeys((r"\binom", r"\dbinom", r"\tbinom"), ("there are no binomials", "")),
    **dict.fromkeys((r"\mathbb", r"\Bbb"),
                    ("this letter is not read", "an indicator is (x > 0); expectations and sets are not computed")),
    **dict.fromkeys((r"\langle", r"\rangle", "⟨", "⟩"), ("these brackets are not read", r"write x^\top y")),
    **dict.fromkeys((r"\def", r"\newcommand", r"\renewcommand", r"\let", r"\DeclareMathOperator", r"\input"),
                    ("macros are not read", "write what they stand for")),
    **dict.fromkeys((r"\approx", r"\simeq", r"\sim", r"\propto", r"\equiv", "≈", "∝", "∼"),
                    ("this compares, but not for equality", "= defines a name")),
    r"\argmax": ("this is not computed", ""), r"\argmin": ("this is not computed", ""),
    r"\middle": ("this is not read", ""), r"\in": ("sets are not read", ""), r"\to": ("this is not read", ""),
    r"\mid": ("this is not read", r"write | or \left| \right|"), r"\degree": ("degrees are not read", r"x \pi/180"),
}
