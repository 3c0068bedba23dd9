"""Words of LaTeX that mean the same wherever it is read: in worked tables and in expressions."""

from __future__ import annotations

import unicodedata

LETTERS = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
)
"""Greek letters by their commands."""

VARIANTS = ("varepsilon", "vartheta", "varrho", "varsigma", "varphi")

SILENT = frozenset((
    "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "biggl", "biggr", "displaystyle",
    "textstyle", "quad", "qquad", "thickspace", "medspace", "negthinspace", "limits", "nolimits", "mathstrut",
    "strut", "hfill", "par", "noindent", "centering", "hline", "toprule", "midrule", "bottomrule", "allowbreak",
    "medskip", "bigskip", "smallskip", "footnotesize", "small", "large", "nonumber", "notag", "tag", "boldmath",
    "bfseries", "itshape", "endhead", "endfoot", "endlastfoot", "addlinespace", "raggedright", "begingroup",
    "endgroup",
))
"""Commands that say nothing about the mathematics."""

MATRICES = frozenset(("matrix", "bmatrix", "pmatrix", "Bmatrix", "vmatrix", "smallmatrix", "array", "psmallmatrix"))
ALIGNED = frozenset((
    "align", "align*", "aligned", "alignat", "alignat*", "eqnarray", "eqnarray*", "gather", "gather*", "split", "cases",
    "equation", "equation*", "multline", "multline*", "displaymath", "math", "flalign", "flalign*", "gathered",
))
"""Environments of equations."""


def greek_letter(word: str) -> str:
    """The letter that a LaTeX command names.

    >>> greek_letter("lambda"), greek_letter("varphi")
    ('λ', 'φ')
    """
    case, name = "CAPITAL" if word[0].isupper() else "SMALL", word.removeprefix("var")
    return unicodedata.lookup(f"GREEK {case} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")


def greek_name(letter: str) -> str:
    """The LaTeX name of a Greek letter, without its backslash; "" for anything else."""
    words = unicodedata.name(letter, "").split() if len(letter) == 1 else []
    if words[:1] != ["GREEK"] or words[2:3] != ["LETTER"] or len(words) != 4:
        return ""
    name = words[3].lower().replace("lamda", "lambda")
    name = name.capitalize() if words[1] == "CAPITAL" else name
    return name if name in LETTERS else ""
