"""French, continued: how outputs react to their inputs."""

PHRASES = {
    "Sensitivity of {output}": "Sensibilité de {output}",
    "condition: {formula} for an input x": "conditionnement : {formula} pour une entrée x",
    "of an array, of the element where it is largest, and the norm of all":
        "d'un tableau, celui de l'élément où il est le plus grand, et la norme de tous",
    "it depends on no input": "elle ne dépend d'aucune entrée",
    "input": "entrée",
    "condition": "conditionnement",
    "norm": "norme",
    "in words": "en mots",
    "1 % more {input} gives {percent} more {output}": "1 % de {input} en plus donne {percent} de {output} en plus",
    "1 % more {input} gives {percent} less {output}": "1 % de {input} en plus donne {percent} de {output} en moins",
    "{output} is 0, and to first order {input} does not move it":
        "{output} vaut 0, et au premier ordre {input} ne le fait pas bouger",
    "{output} is 0: 1 % more {input} makes it {value}": "{output} vaut 0 : 1 % de {input} en plus le porte à {value}",
    "the slope": "la pente",
    "hidden: {what} is 0 in float64 only, see the warning":
        "caché : {what} ne vaut 0 qu'en float64, voir l'avertissement",
    "hidden: {what} is nan, see the warning": "caché : {what} vaut nan, voir l'avertissement",
    "hidden: {what} is spoilt, see the warning": "caché : {what} est faussé, voir l'avertissement",
    "undefined: {what} is {number}": "indéfini : {what} vaut {number}",
    "undefined: {what} is {number}, see the warning": "indéfini : {what} vaut {number}, voir l'avertissement",
    "per cents say nothing here: the slope is {slope}": "un pourcentage ne dit rien ici : la pente est {slope}",
    "{input} and {output} are 0, so per cents say nothing: the slope is {slope}":
        "{input} et {output} valent 0, un pourcentage ne dit rien : la pente est {slope}",
    "to first order {input} does not move {output}": "au premier ordre, {input} ne fait pas bouger {output}",
    "{input} is 0, so per cents say nothing: the slope is {slope}":
        "{input} vaut 0, un pourcentage ne dit rien : la pente est {slope}",
    "what the uncertainty of the inputs makes of {output}": "ce que l'incertitude des entrées fait de {output}",
    "effect": "effet",
    "at worst": "au pire",
    "share": "part",
    "at both ends": "aux deux bouts",
    "together": "ensemble",
    "no finite value at an end": "pas de valeur finie à un bout",
    "no finite value to begin with": "pas de valeur finie au départ",
    "no finite value in between": "pas de valeur finie entre les deux",
    "{range} in between": "{range} entre les deux",
    "{range} at both ends": "{range} aux deux bouts",
    "{band} to first order, but {doubts}": "{band} au premier ordre, mais {doubts}",
    "no sensitivity to {inputs} can be told": "la sensibilité à {inputs} ne peut être dite",
    "no sensitivity to {inputs} can be told: see the warnings":
        "la sensibilité à {inputs} ne peut être dite : voir les avertissements",
    "first order is off by {percent}": "le premier ordre se trompe de {percent}",
    "no activation is dead or saturated": "aucune activation n'est morte ni saturée",
    "activations that let no slope pass": "activations qui ne laissent passer aucune pente",
    "activations that let no slope pass, as a whole or in part":
        "activations qui ne laissent passer aucune pente, entièrement ou en partie",
    "{count} of {size} entries of activations let no slope pass":
        "éléments d'activations qui ne laissent passer aucune pente : {count} sur {size}",
    "{count} of {size} activations let none pass at all":
        "activations qui n'en laissent passer aucune : {count} sur {size}",
    "the only activation lets no slope pass": "la seule activation ne laisse passer aucune pente",
    "activation": "activation",
    "cuts off": "coupe",
    "dead": "morte",
    "saturated": "saturée",
    "{count} of {size}": "{count} sur {size}",
    "{count} of {size} activations let no slope pass":
        "activations qui ne laissent passer aucune pente : {count} sur {size}",
    "cut off: {inputs}": "coupées : {inputs}",
    "{worst} at worst": "{worst} au pire",
    "no gradient reaches {inputs}": "aucun gradient n'atteint {inputs}",
    "undefined from here": "indéfini à partir d'ici",
    "the gradient vanishes on its way to {inputs}": "le gradient s'évanouit en chemin vers {inputs}",
    "the gradient explodes on its way to {inputs}": "le gradient explose en chemin vers {inputs}",
    "at {step}": "à {step}",
    "strongest paths to {output}: each edge's local partial, and their product from {output} back":
        "chemins les plus forts vers {output} : la dérivée locale de chaque arc, et leur produit depuis {output}",
    "strongest paths to {output}: by how much the norm of the adjoint grows along each edge":
        "chemins les plus forts vers {output} : de combien la norme de l'adjointe croît le long de chaque arc",
    "to {input}: {count} edges, product {product}": "vers {input} : {count} arcs, produit {product}",
    "these are its smallest and largest factors, those of 1 left out":
        "en voici les facteurs les plus petits et les plus grands, sans ceux qui valent 1",
    "edge": "arc",
    "factor": "facteur",
    "product so far": "produit jusqu'ici",
    "nothing passes": "rien ne passe",
    "vanishes": "s'évanouit",
    "explodes": "explose",
}
