"""French, in the words of the course notes."""

PHRASES = {
    "forward": "mode direct",
    "reverse": "mode inverse",
    "value": "valeur",
    "tangent": "tangente",
    "adjoint": "adjointe",
    "seed": "graine",
    "rule": "règle",
    "path": "chemin",
    "product": "produit",
    "product of local partials": "produit des dérivées locales",
    "no path leads from {node} to {output}": "aucun chemin ne mène de {node} à {output}",
    "1 path leads from {node} to {output}": "1 chemin mène de {node} à {output}",
    "{count} paths lead from {node} to {output}": "{count} chemins mènent de {node} à {output}",
    "{node} is the output: its adjoint is the seed": "{node} est la sortie : son adjointe est la graine",
    "sum over {count} paths": "somme sur {count} chemins",
    "more than {count}": "plus de {count}",
    "and {count} more": "et {count} autres",
    "and many more": "et beaucoup d'autres",
}
"""English phrase to French phrase."""
