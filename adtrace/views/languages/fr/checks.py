"""French, continued: the cross-check, claims and identities."""

PHRASES = {
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
    "it has no value at any point that was tried": "elle n'a de valeur en aucun des points essayés",
    "{count} points are not counted: rounding is larger than the difference":
        "{count} points ne comptent pas : l'arrondi y dépasse la différence",
    "{count} point is not counted: rounding is larger than the difference":
        "{count} point ne compte pas : l'arrondi y dépasse la différence",
    "{count} point tried, seed {seed}": "{count} point essayé, graine {seed}",
    "{what} at {count} of {all} point": "{what} en {count} point sur {all}",
    "at {count} point": "en {count} point",
    "it fails at {count} of {all} point": "elle échoue en {count} sur {all} point",
    "no difference found at {count} point, in values and derivatives":
        "aucune différence trouvée en {count} point, valeurs et dérivées comprises",
    "only for inputs of the kind that is given: {kinds}": "seulement pour des entrées du genre donné : {kinds}",
    "{names} was refuted above: here its true value is used":
        "{names} est réfutée plus haut : ici sa vraie valeur est utilisée",
    "element by element: the derivative of each element with respect to its own":
        "élément par élément : la dérivée de chaque élément par rapport au sien",
    "it has no value: {reason}": "elle n'a pas de valeur : {reason}",
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
}
