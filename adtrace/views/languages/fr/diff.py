"""French, continued: two traces beside each other."""

PHRASES = {
    "Trace diff": "Comparaison de traces",
    "first": "première",
    "second": "seconde",
    "{mark} the first above, the second below, and their relative difference":
        "{mark} la première au-dessus, la seconde au-dessous, puis leur écart relatif",
    "rounding {amount}": "arrondi {amount}",
    "{count} more steps: --all shows them": "{count} étapes de plus : --all les montre",
    "they agree in value, {how}": "elles concordent en valeur, {how}",
    "they agree in value and tangent, {how}": "elles concordent en valeur et en tangente, {how}",
    "they agree in value and gradient, {how}": "elles concordent en valeur et en gradient, {how}",
    "bit for bit": "bit pour bit",
    "to {digits} digits": "à {digits} chiffres près",
    "to {digits} digits; the rest is rounding": "à {digits} chiffres près ; le reste est de l'arrondi",
    "rounding": "arrondi",
    "rounding alone can explain it": "l'arrondi seul peut l'expliquer",
    "inputs of the first alone: {names}": "entrées de la première seule : {names}",
    "inputs of the second alone: {names}": "entrées de la seconde seule : {names}",
    "outputs of the first alone: {names}": "sorties de la première seule : {names}",
    "outputs of the second alone: {names}": "sorties de la seconde seule : {names}",
    "they part first at {step}, in value": "elles se séparent d'abord en {step}, en valeur",
    "no value differs; they part first at {step}, in its {kind}":
        "aucune valeur ne diffère ; elles se séparent d'abord en {step}, dans sa {kind}",
    "no step differs in value, but {output} is {first} in the first, {second} in the second":
        "aucune étape ne diffère en valeur, mais {output} est {first} dans la première, {second} dans la seconde",
    ", through {step}": ", par {step}",
    "they part in their results": "elles se séparent dans leurs résultats",
    "one has an output that the other lacks": "l'une a une sortie que l'autre n'a pas",
    "{name} = {first} against {second}": "{name} = {first} contre {second}",
    "{name} is {first} in the first, {second} in the second":
        "{name} est {first} dans la première, {second} dans la seconde",
    "{name}: {first} against {second}": "{name} : {first} contre {second}",
    "(relative difference {amount})": "(écart relatif {amount})",
    "{new} of the second has the value of {old} of the first, and is taken for it":
        "{new} de la seconde a la valeur de {old} de la première, et en tient lieu",
    "on the way {step} differs, which no result shows": "en chemin, {step} diffère, sans qu'un résultat le montre",
    "{name} is {first} at A, {second} at B: their shapes differ":
        "{name} est {first} en A, {second} en B : leurs formes diffèrent",
    "{name} changes by {change}; to first order, from the slopes at A, by {foretold}":
        "{name} varie de {change} ; au premier ordre, d'après les pentes en A, de {foretold}",
}
