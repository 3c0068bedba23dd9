"""French, continued: exact numbers."""

PHRASES = {
    "{name} and what follows from it are rounded: {why}": "{name} et ce qui en découle sont arrondis : {why}",
    "the tangent of {name} and what follows from it are rounded: {why}":
        "la tangente de {name} et ce qui en découle sont arrondies : {why}",
    "the adjoint of {name} and what follows from it are rounded: {why}":
        "l'adjointe de {name} et ce qui en découle sont arrondies : {why}",
    "{name} and what follows from it have no exact number: {why}":
        "{name} et ce qui en découle n'ont pas de valeur exacte : {why}",
    "the tangent of {name} and what follows from it have no exact number: {why}":
        "la tangente de {name} et ce qui en découle n'ont pas de valeur exacte : {why}",
    "the adjoint of {name} and what follows from it have no exact number: {why}":
        "l'adjointe de {name} et ce qui en découle n'ont pas de valeur exacte : {why}",
    "and {count} more are left without exact numbers": "et {count} de plus restent sans valeur exacte",
    "it has no exact form there": "il n'y a pas de forme exacte",
    "its exact form is too long": "la forme exacte est trop longue",
    "it is beyond the range of numbers": "hors du domaine des nombres représentables",
    "it is infinite there": "c'est infini",
    "it is undefined there": "ce n'est pas défini",
    "its exact form cannot be told from 0": "la forme exacte ne se distingue pas de 0",
    "two numbers that it compares cannot be told apart": "deux nombres à comparer ne se distinguent pas",
    "it was given with more digits than can be exact": "donné avec plus de chiffres qu'une valeur exacte n'en a",
    "a number of its rule is a rounded one": "un nombre de la règle est lui-même arrondi",
    "it takes too many operations on exact numbers": "il y faut trop d'opérations sur des nombres exacts",
}
