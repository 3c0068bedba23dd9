"""French, continued: digits that can be trusted."""

PHRASES = {
    "Audit": "Audit",
    "bound: what rounding may have done to a number, relative to it":
        "borne : ce que l'arrondi a pu faire à un nombre, relativement à lui",
    "error: what it did, by {digits} digits": "erreur : ce qu'il a fait, avec {digits} chiffres",
    "result": "résultat",
    "computed": "calculé",
    "digits to trust": "chiffres sûrs",
    "true value": "valeur exacte",
    "bound": "borne",
    "error": "erreur",
    "part of {result}": "part de {result}",
    "none": "aucun",
}
