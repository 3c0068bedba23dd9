"""French, in the words of the course notes."""

PHRASES = {
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
    # Cross-check
    "Cross-check": "Vérification croisée",
    "entry": "composante",
    "complex step": "pas complexe",
    "difference": "différence finie",
    "verdict": "verdict",
    "agrees": "concorde",
    "differs": "diffère",
    "not compared": "non comparé",
    "kink": "point anguleux",
    "jump": "saut",
    "one-sided": "d'un seul côté",
    "slope {slope}, fitted to {count} steps: 2 or more is right, 1 is wrong":
        "pente {slope}, ajustée sur {count} pas : 2 ou plus est juste, 1 est faux",
    "nothing is left that rounding does not explain": "il ne reste rien que l'arrondi n'explique",
    "not judged at a kink or a jump": "non jugé en un point anguleux ou à un saut",
    "not clear here": "pas concluant ici",
    "Taylor remainder": "Reste de Taylor",
    "and {count} more entries": "et {count} composantes de plus",
    "{count} of {all} entries were chosen at random": "{count} composantes sur {all} ont été tirées au hasard",
    "left out, since a position has no slope: {names}": "laissé de côté, une position n'a pas de dérivée : {names}",
    "no {way} through {operators}": "pas de {way} à travers {operators}",
    "at a kink the slopes of both sides are given, and any slope between them agrees":
        "en un point anguleux, les pentes des deux côtés sont données, et toute pente entre elles concorde",
    "where the function jumps there is nothing to compare": "là où la fonction saute, il n'y a rien à comparer",
    "where no difference is given, rounding hides it or the slope is infinite":
        "là où aucune différence n'est donnée, l'arrondi la cache ou la pente est infinie",
    "what is nan or infinite in both modes is not compared":
        "ce qui est nan ou infini dans les deux modes n'est pas comparé",
    "{way} has a convention of its own here: {entries}": "{way} a ici sa propre convention : {entries}",
    "1 entry": "1 composante",
    "{count} entries": "{count} composantes",
    "{count} ways": "{count} méthodes",
    ": ": " : ",
    "1 differs": "1 diffère",
    "{count} differ": "{count} diffèrent",
    "all agree": "toutes concordent",
    "{count} compared, all of them agree": "{count} comparées, toutes concordent",
    "none can be compared": "aucune ne peut être comparée",
    "wrong by its own differences: {operators}": "règle démentie par ses propres différences : {operators}",
    "the slopes chosen at kinks of single operations do not make a slope of the whole":
        "les pentes choisies aux points anguleux de chaque opération ne font pas une pente de l'ensemble",
    # Claims and identities
    "Claims": "Affirmations",
    "Identity": "Identité",
    "claim": "affirmation",
    "verdict": "verdict",
    "agrees": "concorde",
    "refuted": "réfutée",
    "undecided": "indécise",
    "defines": "définit",
    "{count} points tried, seed {seed}": "{count} points essayés, graine {seed}",
    "{count} more lie outside of the domain": "{count} autres sont hors du domaine",
    "{names} as given": "{names} comme donné",
    "at {count} points": "en {count} points",
    "at {point}": "en {point}",
    "at the given point": "au point donné",
    "element {place}": "élément {place}",
    "claimed": "affirmé",
    "true": "vrai",
    "{count} of {all} elements differ": "{count} sur {all} éléments diffèrent",
    "it fails at {count} of {all} points": "elle échoue en {count} sur {all} points",
    "this is {claimed}, but {wanted} is wanted": "c'est {claimed}, mais il faut {wanted}",
    "a number": "un nombre",
    "an array of {shape}": "un tableau de {shape}",
    "{count} of {all} claims refuted": "affirmations réfutées : {count} sur {all}",
    "{count} of {all} claims undecided": "affirmations indécises : {count} sur {all}",
    "no difference found; agreement at points is no proof":
        "aucune différence trouvée ; l'accord en des points n'est pas une preuve",
    "at the given point it agrees: a coincidence": "au point donné elle concorde : une coïncidence",
    "at the kink {point} it takes {claimed}, between the slopes [{low}, {high}]; here {traced} is taken":
        "au point anguleux {point} elle prend {claimed}, entre les pentes [{low}, {high}] ; ici on prend {traced}",
    "it has no value at {point}, where the program and its slopes have one":
        "elle n'a pas de valeur en {point}, où le programme et ses pentes en ont une",
    "at {count} points rounding is larger than the difference": "en {count} points l'arrondi dépasse la différence",
    "only for inputs of the kind that is given: {kinds}": "seulement pour des entrées du genre donné : {kinds}",
    "{names} was refuted above: here its true value is used":
        "{names} est réfutée plus haut : ici sa vraie valeur est utilisée",
    "element by element: the derivative of each element with respect to its own":
        "élément par élément : la dérivée de chaque élément par rapport au sien",
    "a new name for this formula": "un nouveau nom pour cette formule",
    "the given point lies outside of the domain": "le point donné est hors du domaine",
    "one-hot": "one-hot",
    "probabilities": "probabilités",
    "0 and 1": "0 et 1",
    "values differ": "les valeurs diffèrent",
    "derivatives by {name} differ": "les dérivées par rapport à {name} diffèrent",
    "{what} at {count} of {all} points": "{what} en {count} points sur {all}",
    "the first is {first}, the second {second}": "la première est {first}, la seconde {second}",
    "undecided: no point tells them apart or agrees": "indécis : aucun point ne les distingue ni ne concorde",
    "no difference found at {count} points, in values and derivatives":
        "aucune différence trouvée en {count} points, valeurs et dérivées comprises",
    "at {count} points the first alone has a value and slopes, such as {point}":
        "en {count} points seule la première a une valeur et des pentes, par exemple {point}",
    "at {count} points the second alone has a value and slopes, such as {point}":
        "en {count} points seule la seconde a une valeur et des pentes, par exemple {point}",
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
    # Likely mistakes in a worked table
    "the increment of {node} that comes from {missing} is missing: a penalty has a slope":
        "la contribution de {node} qui vient de {missing} manque : une pénalité a une dérivée",
    "one use of {node} is missing: only {taken} was taken; the increments are added up":
        "une utilisation de {node} manque : seul {taken} a été pris ; les contributions s’ajoutent",
    "one use of {node} is missing: {missing} was not added":
        "une utilisation de {node} manque : {missing} n’a pas été ajouté",
    "the exponentials of {step} = {formula} are not divided by their sum":
        "les exponentielles de {step} = {formula} ne sont pas divisées par leur somme",
    "the seed of {node} was taken as 1": "la graine de {node} a été prise égale à 1",
    "{taken} was taken in place of {function}, in {step} = {formula}":
        "{taken} a été pris au lieu de {function}, dans {step} = {formula}",
    "the angle of {step} = {formula} was taken in degrees, not in radians":
        "l’angle de {step} = {formula} a été pris en degrés et non en radians",
    "the wrong branch of {step} = {formula} was taken": "la mauvaise branche de {step} = {formula} a été prise",
    "the minus sign of {step} = {formula} is lost": "le signe moins de {step} = {formula} est perdu",
    "the operands of {step} = {formula} are exchanged": "les opérandes de {step} = {formula} sont échangés",
    "the power {formula} was taken as a product": "la puissance {formula} a été prise pour un produit",
    "the constant factor {missing} of {step} = {formula} is forgotten":
        "le facteur constant {missing} de {step} = {formula} est oublié",
    "the summand {missing} of {step} = {formula} is forgotten": "le terme {missing} de {step} = {formula} est oublié",
    "{function} was not applied, in {step} = {formula}": "{function} n’a pas été appliqué, dans {step} = {formula}",
    "only the diagonal of the softmax Jacobian was taken, {step}*(1 - {step}): each element of {step} "
    "depends on all those of {node} that it is normalized with":
        "seule la diagonale de la jacobienne de softmax a été prise, {step}*(1 - {step}) : chaque élément de "
        "{step} dépend de tous ceux de {node} avec lesquels il est normalisé",
    "{summed} was summed over axis {axis}, where {rule} is meant":
        "{summed} a été sommé suivant l’axe {axis}, là où il faut {rule}",
    "the sum that the derivative of {step} = {formula} takes off is missing":
        "la somme que retranche la dérivée de {step} = {formula} manque",
    "a matrix is transposed, or the product is the wrong way round: {rule} is meant":
        "une matrice est transposée, ou le produit est dans le mauvais ordre : il faut {rule}",
    "the mean {step} = {formula} is not divided by {count}":
        "la moyenne {step} = {formula} n’est pas divisée par {count}",
    "{step} = {formula} was divided by {taken}, not by {meant}":
        "{step} = {formula} a été divisé par {taken} et non par {meant}",
    "{step} = {formula} was taken along axis {taken}, not {meant}":
        "{step} = {formula} a été pris suivant l’axe {taken} et non {meant}",
    "the increment of {node} from {step} is not summed over axis {axes}":
        "la contribution de {step} à {node} n’est pas sommée suivant l’axe {axes}",
    "the minus sign of {what} = {rule} is lost": "le signe moins de {what} = {rule} est perdu",
    "{what} = {rule} has no minus sign": "{what} = {rule} n’a pas de signe moins",
    "the exponent is not lowered by 1: {what} = {rule}": "l’exposant n’est pas diminué de 1 : {what} = {rule}",
    "the power is lost: {what} = {rule}": "la puissance est perdue : {what} = {rule}",
    "the factor {factor} of the power rule is lost: the slope is {rule}":
        "le facteur {factor} de la dérivée d’une puissance est perdu : la pente est {rule}",
    "the power rule was used where the exponent varies: {what} = {rule}":
        "la dérivée d’une puissance a été prise là où c’est l’exposant qui varie : {what} = {rule}",
    "the logarithm of the base is lost: {what} = {rule}": "le logarithme de la base est perdu : {what} = {rule}",
    "the divisor is not squared: {what} = {rule}": "le diviseur n’est pas au carré : {what} = {rule}",
    "the partials of the two operands of {step} = {formula} are swapped":
        "les dérivées partielles par rapport aux deux opérandes de {step} = {formula} sont échangées",
    "{what} = {rule} was taken with {node} in place of {step}":
        "{what} = {rule} a été calculé avec {node} au lieu de {step}",
    "{what} was taken at {step}, after {function}; it belongs at {node}, before it":
        "{what} a été pris en {step}, après {function} ; il se prend en {node}, avant",
    "{taken} was taken, before its activation, where {meant} is meant":
        "{taken} a été pris, avant son activation, là où il faut {meant}",
    "{taken} was taken, after the activation, where {meant} is meant":
        "{taken} a été pris, après l’activation, là où il faut {meant}",
    "{function} itself was taken for its derivative: {what} = {rule}":
        "{function} a été pris pour sa dérivée : {what} = {rule}",
    "the derivative of {taken} was taken for that of {function}: {what} = {rule}":
        "la dérivée de {taken} a été prise pour celle de {function} : {what} = {rule}",
    "the derivatives were combined like the values: {what} = {rule}":
        "les dérivées ont été combinées comme les valeurs : {what} = {rule}",
    "the terms of the quotient rule are exchanged, or added: {what} = {rule}":
        "les termes de la dérivée d’un quotient sont échangés, ou ajoutés : {what} = {rule}",
    "a term is missing, {missing}: {what} = {rule}": "un terme manque, {missing} : {what} = {rule}",
    "the slope is not multiplied by the tangent of what is inside: {what} = {rule}":
        "la pente n’est pas multipliée par la tangente de ce qui est à l’intérieur : {what} = {rule}",
    "the tangent is not multiplied by the slope: {what} = {rule}":
        "la tangente n’est pas multipliée par la pente : {what} = {rule}",
    "a chain factor is missing, the adjoint of {step}: the increment of {node} is {rule}":
        "un facteur de la règle de la chaîne manque, l’adjointe de {step} : la contribution à {node} est "
        "{rule}",
    "a chain factor is missing, the derivative of {step}: the increment of {node} is {rule}":
        "un facteur de la règle de la chaîne manque, la dérivée de {step} : la contribution à {node} est "
        "{rule}",
    "the angle of {what} = {rule} was taken in degrees, not in radians":
        "l’angle de {what} = {rule} a été pris en degrés et non en radians",
    "the sign of {what} is wrong": "le signe de {what} est faux",
    "{what} has a factor {factor} too much": "{what} a un facteur {factor} de trop",
    "{what} is transposed": "{what} est transposé",
    "two digits of {what} are exchanged": "deux chiffres de {what} sont échangés",
    "the decimal point of {what} is a place off": "la virgule de {what} est décalée d’un rang",
}
"""English phrase to French phrase."""
