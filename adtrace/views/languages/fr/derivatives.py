"""French, continued: Jacobians, Hessians and their products."""

PHRASES = {
    "Jacobian": "Jacobienne",
    "Hessian": "Hessienne",
    "Jacobian-vector product": "Produit jacobienne-vecteur",
    "Vector-Jacobian product": "Produit vecteur-jacobienne",
    "Hessian-vector product": "Produit hessienne-vecteur",
    "row by row the slopes of an output": "ligne par ligne, les pentes d'une sortie",
    "the second derivatives of {name}: the slopes of its gradient":
        "les dérivées secondes de {name} : les pentes de son gradient",
    "n = {n} in, m = {m} out: {mode}, which takes fewer sweeps":
        "n = {n} en entrée, m = {m} en sortie : {mode}, qui demande moins de passes",
    "n = {n} in, m = {m} out: {mode}, as either takes as many sweeps":
        "n = {n} en entrée, m = {m} en sortie : {mode}, car les deux demandent autant de passes",
    "n = {n} in, m = {m} out: {mode}, though the other would take fewer sweeps":
        "n = {n} en entrée, m = {m} en sortie : {mode}, alors que l'autre demanderait moins de passes",
    "forward mode": "mode direct",
    "reverse mode": "mode inverse",
    "direction": "direction",
    "cotangent": "cotangente",
    "gradient": "gradient",
    "derivative": "dérivée",
    "shape": "forme",
    " by ": " par ",
    "derivative along the direction": "dérivée dans la direction",
    "Hessian × direction": "hessienne × direction",
    "Hessian * direction": "hessienne * direction",
    "columns {first} to {last} of {all}": "colonnes {first} à {last} sur {all}",
    "column {last} of {all}": "colonne {last} sur {all}",
    "{count} blocks more; --all shows every entry": "{count} blocs de plus ; --all montre chaque coefficient",
    "{count} of {all} entries are 0": "{count} coefficients sur {all} sont nuls",
    "symmetric to the last bit": "symétrique au bit près",
    "symmetric: of some pairs one entry was swept, and stands for both":
        "symétrique : pour certaines paires, un seul coefficient a été calculé et vaut pour les deux",
    "symmetric but for rounding: in {x} and {z}, by {amount} of the largest entry":
        "symétrique à l'arrondi près : en {x} et {z}, à {amount} du plus grand coefficient",
    "not symmetric: in {x} and {z}, by {amount} of the largest entry":
        "pas symétrique : en {x} et {z}, de {amount} du plus grand coefficient",
    "symmetric to the last bit where it is not nan": "symétrique au bit près là où ce n'est pas nan",
    "no sweep: every entry is 0": "aucune passe : tous les coefficients sont nuls",
    "1 reverse sweep and {count} forward sweep over it": "1 passe inverse et {count} passe directe par-dessus",
    "1 reverse sweep and {count} forward sweeps over it": "1 passe inverse et {count} passes directes par-dessus",
    "by colouring, {took} instead of {all}: rows without a common column share one":
        "par coloration, {took} au lieu de {all} : des lignes sans colonne commune en partagent une",
    "by colouring, {took} instead of {all}: columns without a common row share one":
        "par coloration, {took} au lieu de {all} : des colonnes sans ligne commune en partagent une",
    "then every adjoint, from the output back to the inputs, and beside it its tangent by the product rule":
        "puis chaque dérivée adjointe, de la sortie vers les entrées, et sa tangente par la règle du produit",
    "its tangent": "sa tangente",
    "constant": "constante",
}
