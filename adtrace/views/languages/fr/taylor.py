"""French, continued: Taylor expansions."""

PHRASES = {
    "Taylor expansion": "Développement de Taylor",
    "along": "le long de",
    "nothing moves; ": "rien ne bouge ; ",
    "column k is the coefficient of {t}^k": "la colonne k est le coefficient de {t}^k",
    "column k is the k-th derivative by {t} at {t} = 0":
        "la colonne k est la dérivée d'ordre k par rapport à {t} en {t} = 0",
    "operation": "opération",
    "{count} steps lie between: -f json has them": "{count} étapes entre les deux : -f json les donne",
    "{name} is {shape}: its coefficients stand in the table":
        "{name} est de forme {shape} : ses coefficients sont dans le tableau",
    "{name} has no Taylor series here: coefficient {order} is {value}":
        "{name} n'a pas de série de Taylor ici : le coefficient {order} est {value}",
    "coefficient k-1 of {rule}, with {rates}": "coefficient k-1 de {rule}, avec {rates}",
    "how many digits the coefficients of orders above 1 have is not judged here":
        "le nombre de chiffres justes des coefficients d'ordre supérieur à 1 n'est pas évalué ici",
}
