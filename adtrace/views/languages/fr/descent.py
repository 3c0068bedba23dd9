"""French, continued: gradient descent."""

PHRASES = {
    "Gradient descent": "Descente de gradient",
    "epoch": "époque",
    "rate": "pas",
    "length": "longueur",
    "{loss}, batch": "{loss}, lot",
    "{loss}, all": "{loss}, tout",
    "{loss} of a batch of {size}": "{loss} d'un lot de {size}",
    "{loss}, of all rows": "{loss}, de toutes les lignes",
    "{loss}, on a scale of powers of ten": "{loss}, sur une échelle logarithmique",
    "{dots} {count} steps: --all shows them {dots}": "{dots} {count} étapes : --all les montre {dots}",
    "{count} trials, rate: loss  {trials}": "{count} essais, pas : perte  {trials}",
    "{word} = {rate}, halved until {loss} falls by at least 1e-4{dot}{word}{dot}{norm} squared":
        "{word} = {rate}, divisé par deux jusqu'à ce que {loss} baisse d'au moins 1e-4{dot}{word}{dot}{norm} au carré",
    "{norm} is 0": "{norm} vaut 0",
    "mini-batches of {size} of {rows} rows, shuffled from --random-seed {seed}: {count} in an epoch":
        "lots de {size} parmi {rows} lignes, mélangées depuis --random-seed {seed} : {count} par époque",
    "trains {names}: {count} numbers": "entraîne {names} : {count} nombres",
    "trains {names}: 1 number": "entraîne {names} : 1 nombre",
    "holds the data {names}": "garde les données {names}",
    "holds {names}": "garde {names}",
    "no slope in {names}": "aucune pente en {names}",
    "{loss} = {last} after {count} steps, {first} at the start":
        "{loss} = {last} après {count} étapes, {first} au départ",
    "{loss} = {last} after 1 step, {first} at the start": "{loss} = {last} après 1 étape, {first} au départ",
    "{loss} = {first} at the start": "{loss} = {first} au départ",
    "ended after --steps {count}": "fin après --steps {count}",
    "{norm} is at most {tolerance}": "{norm} vaut au plus {tolerance}",
    "a step changes nothing any more": "une étape ne change plus rien",
    "no rate down to {rate} lowers the loss enough: a minimum, a kink, or rounding":
        "aucun pas jusqu'à {rate} ne baisse assez la perte : un minimum, un point anguleux ou l'arrondi",
    "{count} trials of a rate": "{count} essais d'un pas",
    "a smaller rate may help: --rate {rate}": "un pas plus petit peut aider : --rate {rate}",
    "the loss grows without end": "la perte croît sans fin",
    "the loss has not fallen since the start": "la perte n'a pas baissé depuis le départ",
    "the loss has not fallen for the last {count} steps": "la perte n'a pas baissé lors des {count} dernières étapes",
    "the gradient in {names} is not finite at step {step}": "le gradient en {names} n'est pas fini à l'étape {step}",
    "the gradient is not finite": "le gradient n'est pas fini",
    "{loss} is {value} at step {step}: the descent ends there":
        "{loss} vaut {value} à l'étape {step} : la descente s'arrête là",
    "{loss} is {value} at the start: there is nothing to descend":
        "{loss} vaut {value} au départ : il n'y a rien à descendre",
    "step {step}: {text}": "étape {step} : {text}",
}
