"""French, in the words of the course notes."""

PHRASES = {
    "forward": "mode direct",
    "reverse": "mode inverse",
    "value": "valeur",
    "tangent": "tangente",
    "adjoint": "adjointe",
    "seed": "graine",
    "rule": "règle",
}
"""English phrase to French phrase."""
