"""French, continued: derivations in LaTeX."""

PHRASES = {
    "The values, from the inputs to the output": "Les valeurs, des entrées vers la sortie",
    "The tangents, from the inputs to the output": "Les tangentes, des entrées vers la sortie",
    "The adjoints, from the output back to the inputs": "Les adjoints, de la sortie vers les entrées",
    "By the chain rule the tangent of a step is the sum, over what it is computed from, of the local partial "
    "derivative times the tangent there.":
        "Par la règle de la chaîne, la tangente d'une étape est la somme, sur ce dont elle est calculée, de la dérivée "
        "partielle locale fois la tangente de là.",
    "By the chain rule the adjoint of a node is the sum, over the steps that use it, of the adjoint there times the "
    "local partial derivative.":
        "Par la règle de la chaîne, l'adjoint d'un nœud est la somme, sur les étapes qui l'utilisent, de leur adjoint "
        "fois la dérivée partielle locale.",
    "{name} is used {count} times, so as many terms add up:":
        "{name} est utilisé {count} fois, donc autant de termes s'additionnent :",
}
