"""French, continued: judged tables and marks."""

PHRASES = {
    # A worked table, judged
    "Worked table": "Tableau à vérifier",
    "line": "ligne",
    "as written": "tel qu'écrit",
    "is": "est",
    "right": "juste",
    "from your lines": "d'après vos lignes",
    "exact": "exact",
    "rounding": "arrondi",
    "carried": "reporté",
    "wrong": "faux",
    "not read": "non lu",
    "missing": "absent",
    "{count} exact": "exact : {count}",
    "{count} rounding": "arrondi : {count}",
    "{count} carried": "reporté : {count}",
    "{count} wrong": "faux : {count}",
    "{count} not read": "non lu : {count}",
    "{count} missing": "absent : {count}",
    "{count} entry: {verdicts}": "{count} entrée, {verdicts}",
    "{count} entries: {verdicts}": "{count} entrées, {verdicts}",
    "first wrong:": "première erreur :",
    "should be": "devrait être",
    "line {number}": "ligne {number}",
    "likely mistake: {mistake}": "erreur probable : {mistake}",
    "{number} follows from your lines": "{number} suit de vos lignes",
    "element [{place}]: {stated} was written, {right} is right; {count} of {size} differ":
        "élément [{place}] : {stated} est écrit, {right} est juste ; {count} sur {size} diffèrent",
    "{count} right entry: --all shows it": "{count} entrée juste : --all la montre",
    "{count} right entries: --all shows them": "{count} entrées justes : --all les montre",
    "these are steps of its own for {program}: it has the same value":
        "ce sont des étapes à lui pour {program} : la valeur est la même",
    "cut off, not rounded": "tronqué, et non arrondi",
    "at a kink, where another slope may be chosen": "en un point anguleux, où une autre pente peut être choisie",
    "this is an array of shape {stated}, where one of shape {right} is right":
        "c'est un tableau de forme {stated}, là où il en faut un de forme {right}",
    "this is an array of shape {stated}, where one number is right":
        "c'est un tableau de forme {stated}, là où il faut un nombre",
    "this is one number, where an array of shape {right} is right":
        "c'est un nombre, là où il faut un tableau de forme {right}",
    "in symbols it is {rule}": "en formule, c'est {rule}",
    "the formula is right: the number is a slip": "la formule est juste : le nombre est une étourderie",
    "the formula is wrong, too": "la formule est fausse aussi",
    "the table does not say what its tangents belong to; {sweep} fits best":
        "le tableau ne dit pas à quoi ses tangentes se rapportent ; {sweep} convient le mieux",
    "the table does not say what its adjoints belong to; {sweep} fits best":
        "le tableau ne dit pas à quoi ses adjointes se rapportent ; {sweep} convient le mieux",
    "this formula is not judged": "cette formule n'est pas jugée",
    "this formula is not judged: {reason}": "cette formule n'est pas jugée : {reason}",
    "there is no number": "il n'y a pas de nombre",
    # Marks
    "Marks": "Notes",
    "answer": "copie",
    "points": "points",
    "what is wrong": "ce qui est faux",
    "asked for, by the form: {names}": "demandé, d'après le formulaire : {names}",
    "asked for: {names}": "demandé : {names}",
    "asked for is what at least half of the answers give: {names}":
        "demandé, ce que donnent au moins la moitié des copies : {names}",
    "not marked": "non notée",
    "not marked: {count} of {all}": "non notées : {count} sur {all}",
    "no answer could be read": "aucune copie n'a pu être lue",
    "not counted: {names}": "non compté : {names}",
    "not read: {lines}": "non lu : {lines}",
    "line {line} ({text})": "ligne {line} ({text})",
    "not answered: {names}": "sans réponse : {names}",
    "{count} answer, {mean} of {points}": "{count} copie, {mean} sur {points}",
    "{count} answers, on average {mean} of {points}": "{count} copies, en moyenne {mean} sur {points}",
    "missed most often: {names}, by {count} of {all}": "le plus souvent manqué : {names}, par {count} sur {all}",
    "given more than once: the worst counts": "donné plusieurs fois : le moins bon compte",
}
"""English phrase to French phrase."""
