"""French, in the words of the course notes."""

PHRASES = {
    "forward": "mode direct",
    "reverse": "mode inverse",
    "value": "valeur",
    "tangent": "tangente",
    "adjoint": "adjointe",
    "seed": "graine",
    "rule": "règle",
    "Forward mode": "Mode direct",
    "Reverse mode": "Mode inverse",
    "Evaluation": "Évaluation",
    "at": "en",
    "in symbols": "en symboles",
    "so every tangent is": "donc chaque tangente est",
    "so every adjoint is": "donc chaque adjointe est",
    "the derivative along this seed": "la dérivée suivant cette graine",
    "the derivative of what this seed weighs": "la dérivée de ce que cette graine pondère",
    "node": "nœud",
    "used by": "utilisé par",
    "local partial": "dérivée partielle locale",
    "tangent rule": "règle de la tangente",
    "adjoint rule": "règle de l'adjointe",
    "with numbers": "en nombres",
    "from": "de",
    "steps lie between": "étapes se trouvent entre les deux",
}
"""English phrase to French phrase."""
