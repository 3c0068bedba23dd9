"""What the columns of a table hold, by their headings in English and French."""

from __future__ import annotations

import re
import unicodedata

from ...named import Record
from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE
from .names import DIFFERENTIAL
from .tokens import BAR, DOT, SUB

NODE, FORMULA, NUMBERS, RULE, USED_BY, OPERAND = "node", "formula", "numbers", "rule", "used by", "operand"
SWEEP, MODE, IGNORED, NUMBER = "sweep", "mode", "ignored", "number"

WORDS = {
    NODE: "node name quantity variable step symbol noeud nom grandeur etape variables nodes quantite symbole term "
          "intermediate intermediaire what quoi",
    FORMULA: "formula expression definition formule operation primal evaluation equation calcul computation",
    VALUE: "value number answer val valeur nombre reponse result resultat values valeurs v",
    TANGENT: "tangent tangente derivee_directe forward direct dot tangents tangentes forward_mode mode_direct",
    ADJOINT: "adjoint adjointe bar gradient grad reverse inverse backward adjoints adjointes cotangent delta "
             "gradients derivee_adjointe reverse_mode mode_inverse backprop",
    DIFFERENTIAL: "derivative derivee derivatives derivees derivation dw d diff differential differentielle",
    PARTIAL: "partial",
    INCREMENT: "product increment contribution_value produit contribution_valeur",
    NUMBERS: "with_numbers en_chiffres numbers numerically",
    RULE: "rule tangent_rule adjoint_rule regle regle_de_la_tangente regle_de_la_derivee_adjointe local_partial "
          "derivee_locale adjoint_*_local_partial adjointe_*_derivee_locale contribution derivative_rule",
    USED_BY: "used_by usage consumer used utilise_par",
    OPERAND: "operand",
    SWEEP: "sweep passe",
    MODE: "mode",
    IGNORED: "role op args shape seeded path upstream total warnings comment remark note remarque commentaire why",
    NUMBER: "# no n i nr numero line ligne row",
}
KINDS = {word.replace("_", " "): role for role, words in WORDS.items() for word in words.split()}
ANY_NODE = r"\(?\s*(?:node|w|v|noeud|nœud|z|u|\.|\*)[ijk]?\s*\)?"
OVER_NODE = re.compile(rf"\(?\s*[∂d]\s*{ANY_NODE}\s*/\s*[∂d]\s*(?P<by>[^()\s]+)\s*\)?")
BY_NODE = re.compile(rf"\(?\s*[∂d]\s*(?P<of>[^()/\s]+)\s*/\s*[∂d]\s*{ANY_NODE}\s*\)?")
BY_INPUT = re.compile(r"\(?\s*[∂d]\s*/\s*[∂d]\s*(?P<by>[^()\s/]+)\s*\)?")
ANY = re.compile(r"[a-z](?:[ijkn])?")


class Heading(Record):
    """What a column holds, and of which sweep."""

    role: str
    sweep: str = ""


def heading(text: str) -> Heading | None:
    """What a column with this heading holds, None for words that say nothing.

    >>> heading("Valeur"), heading("dw/dx"), heading("∂y/∂(node)")
    (Heading(role='value', sweep=''), Heading(role='tangent', sweep='x'), Heading(role='adjoint', sweep='y'))
    """
    bare = text.strip().strip("*").replace(SUB, "")
    known = KINDS.get(simple(bare))
    if known:
        return Heading(known)
    if found := OVER_NODE.fullmatch(bare) or BY_INPUT.fullmatch(bare):
        return Heading(TANGENT, found["by"])
    if found := BY_NODE.fullmatch(bare):
        return Heading(ADJOINT, found["of"])
    apart = unicodedata.normalize("NFD", bare)
    for mark, role in ((BAR, ADJOINT), (DOT, TANGENT)):
        if mark in apart and len(apart) <= 4:
            return Heading(role)
    first = simple(re.split(r"[(:,/]", bare, maxsplit=1)[0])
    if first in KINDS and first != "v":
        return Heading(KINDS[first])
    letter = re.fullmatch(r"(?:([a-z])[ijkn]?_?)?(bar|dot|adjoint|tangent)(?:_?[a-z]?[ijkn]?)?", simple(bare))
    if letter:
        return Heading(ADJOINT if letter[2] in ("bar", "adjoint") else TANGENT)
    if re.fullmatch(r"d_?[a-z][ijkn]?", simple(bare)):
        return Heading(DIFFERENTIAL)
    return Heading(VALUE) if ANY.fullmatch(simple(bare)) else None


def simple(text: str) -> str:
    """A heading in small letters without accents."""
    apart = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "oe").lower())
    if BAR in apart or DOT in apart:
        return apart
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
