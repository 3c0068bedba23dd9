"""French, continued: audits and remedies."""

PHRASES = {
    "right digits": "chiffres justes",
    "with remedies": "après correction",
    "{count} of 16": "{count} sur 16",
    "not known": "inconnu",
    "none: it should not be 0": "aucun : ne devrait pas être 0",
    "rightly 0": "0 est juste",
    "rightly infinite": "infini à juste titre",
    "{digits}, at {place}": "{digits}, en {place}",
    "at {name} = {value}, where the numbers are worst; the whole range stands below":
        "en {name} = {value}, où les nombres sont les pires ; tout l'intervalle est plus bas",
    "at {name} = {value}, as given; the whole range stands below":
        "en {name} = {value}, comme donné ; tout l'intervalle est plus bas",
    "at {name} = {value}: {text}": "en {name} = {value} : {text}",
    "digits, with the others: {parts}": "chiffres, avec les autres : {parts}",
    "{name}, by underflow in": "{name}, par sous-dépassement dans",
    "warnings count the digits that a bound on rounding leaves; the table, those that are right":
        "les avertissements comptent les chiffres que laisse une borne d'arrondi ; le tableau, ceux qui sont justes",
    "no remedy helps here: the program is as it was": "aucun remède n'aide ici : le programme est inchangé",
    "What happened": "Ce qui s'est passé",
    "{code} in {text}": "{code} dans {text}",
    "Where the digits die": "Où les chiffres se perdent",
    "{name}, by rounding in": "{name}, par l'arrondi dans",
    "{percent} %": "{percent} %",
    "What to write instead": "Ce qu'il faut écrire à la place",
    "All of it": "Le tout",
    "No difference here": "Sans effet ici",
    "{after} instead of {before}": "{after} au lieu de {before}",
    "No remedy of the table fits.": "Aucun remède de la table ne convient.",
    "Every number is as right as float64 can make it.": "Chaque nombre est aussi juste que float64 le permet.",
    "instead of {before}": "au lieu de {before}",
    "digits: {parts}": "chiffres : {parts}",
    "the same function at {count} points, compared in {digits} digits":
        "la même fonction en {count} points, comparée avec {digits} chiffres",
    "right digits by the bound on rounding; with the extra audit, by comparison":
        "chiffres justes d'après la borne d'arrondi ; avec l'extra audit, par comparaison",
    "right digits by comparison with {digits} digits, or with as many as it takes":
        "chiffres justes par comparaison avec {digits} chiffres, ou autant qu'il en faut",
    "where {condition}": "là où {condition}",
    # Along a range
    "Over {name}: the fewest digits that are right": "Le long de {name} : le plus petit nombre de chiffres justes",
    "gradient": "gradient",
    "value after": "valeur après",
    "gradient after": "gradient après",
    "nan": "nan",
    "infinite": "infini",
    "0, lost": "0, perdu",
    "no digit": "aucun chiffre",
    "{count} digits": "{count} chiffres",
    "{count} digit": "{count} chiffre",
    "{count} stretches, joined to {rows}: each row tells the worst of it; JSON has them all":
        "{count} plages, réunies en {rows} : chaque ligne dit le pire ; JSON les a toutes",
    "{word}:": "{word} :",
    "good": "bon",
    "relative error of the value": "erreur relative de la valeur",
    "relative error of the gradient": "erreur relative du gradient",
    "Errors of {program} over {name}": "Erreurs de {program} le long de {name}",
    "before": "avant",
    "after": "après",
}
"""English phrase to French phrase."""
