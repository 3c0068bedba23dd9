"""French, in the words of the course notes."""

from ._fr_checks import CHECKS
from ._fr_derive import DERIVE
from ._fr_diff import DIFF
from ._fr_exact import EXACT
from ._fr_kinks import KINKS
from ._fr_mistakes import MISTAKES
from ._fr_provenance import PROVENANCE
from ._fr_reasons import REASONS
from ._fr_remedies import REMEDIES
from ._fr_sensitivity import SENSITIVITY
from ._fr_tables import TABLES
from ._fr_trust import TRUST

PHRASES = {
    **CHECKS,
    **DIFF,
    **DERIVE,
    **EXACT,
    **KINKS,
    **MISTAKES,
    **PROVENANCE,
    **REASONS,
    **REMEDIES,
    **SENSITIVITY,
    **TABLES,
    **TRUST,
    "forward": "mode direct",
    "reverse": "mode inverse",
    "value": "valeur",
    "tangent": "tangente",
    "adjoint": "adjointe",
    "seed": "graine",
    "rule": "règle",
    # The frame around a table
    "Forward mode": "Mode direct",
    "Reverse mode": "Mode inverse",
    "Evaluation": "Évaluation",
    "at": "en",
    "and {count} more": "et {count} de plus",
    "in symbols": "en symboles",
    "so every tangent is {derivative}": "donc chaque tangente est {derivative}",
    "so every tangent is the derivative along this seed": "donc chaque tangente est la dérivée dans cette direction",
    "so every adjoint is {derivative}, from the output back to the inputs":
        "donc chaque dérivée adjointe est {derivative}, de la sortie vers les entrées",
    "so every adjoint is the derivative of what this seed weighs":
        "donc chaque dérivée adjointe est celle de la somme que cette graine pondère",
    "in the warnings, {names}": "dans les avertissements, {names}",
    "all others 0": "toutes les autres 0",
    "gradients:": "gradients :",
    "tangents:": "tangentes :",
    "cost:": "coût :",
    "; ": " ; ",
    "{count} forward sweep": "{count} passe directe",
    "{count} forward sweeps": "{count} passes directes",
    "{count} reverse sweep": "{count} passe inverse",
    "{count} reverse sweeps": "{count} passes inverses",
    "{count} sweep": "{count} passe",
    "{count} sweeps": "{count} passes",
    "{count} multiply-add": "{count} multiplication-addition",
    "{count} multiply-adds": "{count} multiplications-additions",
    "forward mode: {sweeps}, {operations}": "mode direct : {sweeps}, {operations}",
    "reverse mode: {sweeps}, {operations}": "mode inverse : {sweeps}, {operations}",
    # Columns and rows of a table
    "node": "nœud",
    "step": "étape",
    "used by": "usage",
    "local partial": "dérivée locale",
    "adjoint × local partial": "adjointe × dérivée locale",
    "adjoint * local partial": "adjointe * dérivée locale",
    "adjoint rule": "règle de la dérivée adjointe",
    "tangent rule": "règle de la tangente",
    "with numbers": "en chiffres",
    "from {consumer}": "de {consumer}",
    "(seed)": "(graine)",
    "no path from the seed": "aucun chemin depuis la graine",
    "no path to the output": "aucun chemin vers la sortie",
    "and {count} more uses between": "et {count} autres utilisations entre les deux",
    "sum over {count} uses": "somme sur {count} utilisations",
    "seed and {count} use": "graine et {count} utilisation",
    "seed and {count} uses": "graine et {count} utilisations",
    "1st": "1er",
    "2nd": "2e",
    "3rd": "3e",
    "{count}th": "{count}e",
    "{count} steps lie between: --all shows them, --only and --last choose":
        "{count} étapes non montrées : --all les montre, --only et --last choisissent",
    # Arrays by their outline
    "empty": "vide",
    "all nan": "que des nan",
    "all {value}": "partout {value}",
    "{low} to {high}": "{low} à {high}",
    "norm {value}": "norme {value}",
    # Drawings
    "Forward mode: {program}": "Mode direct : {program}",
    "Reverse mode: {program}": "Mode inverse : {program}",
    "Computational graph of {program}": "Graphe de calcul de {program}",
    "{text} at {point}": "{text} en {point}",
    "is drawn once per use": "est dessinée une fois par utilisation",
    "are drawn once per use": "sont dessinées une fois par utilisation",
    "dashed": "en tirets",
    "no derivative passes": "aucune dérivée ne passe",
    # LaTeX
    "continued": "suite",
    "{count} steps lie between": "{count} étapes sont omises ici",
    "warning": "avertissement",
    # Paths
    "path": "chemin",
    "product": "produit",
    "product of local partials": "produit des dérivées locales",
    "no path leads from {node} to {output}": "aucun chemin ne mène de {node} à {output}",
    "1 path leads from {node} to {output}": "1 chemin mène de {node} à {output}",
    "{count} paths lead from {node} to {output}": "{count} chemins mènent de {node} à {output}",
    "{node} is the output: its adjoint is the seed": "{node} est la sortie : son adjointe est la graine",
    "sum over {count} paths": "somme sur {count} chemins",
    "more than {count}": "plus de {count}",
    "and many more": "et beaucoup d'autres",
    # Other formats
    "from": "de",
    # The page
    "Warnings": "Avertissements",
    "chain rule": "règle de la chaîne",
    "close": "fermer",
    "explanation": "explication",
    "forward sweep": "passe directe",
    "increment": "contribution",
    "one step back": "pas précédent",
    "one step on": "pas suivant",
    "pause": "pause",
    "play": "lecture",
    "program": "programme",
    "reverse sweep": "passe inverse",
    "running sum": "somme partielle",
    "space": "espace",
    "steps": "pas à pas",
    "sweep": "passe",
    "too long to be drawn and stepped through: the tables only":
        "trop long pour le dessin et le pas à pas : les tableaux seuls",
    # Exercises
    "Exercise": "Exercice",
    "Key": "Corrigé",
    "name": "nom",
    "Write down what every step computes.": "Écrire ce que calcule chaque étape.",
    "Compute the value of every step.": "Calculer la valeur de chaque étape.",
    "Carry the tangents forward, from the seed to the output.":
        "Propager les tangentes, de la graine vers la sortie.",
    "Write down the local partial of every use.": "Écrire la dérivée locale de chaque utilisation.",
    "Write down what every use gives to the adjoint.": "Écrire ce que chaque utilisation apporte à l'adjointe.",
    "Carry the adjoints backward, from the seed to the inputs.":
        "Propager les adjointes en arrière, de la graine vers les entrées.",
}
"""English phrase to French phrase."""
