"""French, continued: where a nan, an infinity or a 0 was born and how it spread."""

PHRASES = {
    "{result} is born in {node}": "{result} naît en {node}",
    "{result} is born in the tangent of {node}": "{result} naît dans la tangente de {node}",
    "{result} is born in the adjoint of {node}": "{result} naît dans l’adjointe de {node}",
    "{result} comes in with {node}": "{result} entre avec {node}",
    "on to the tangents": "puis dans les tangentes",
    "on to the adjoints": "puis dans les adjointes",
    "the value of {names} is poisoned": "la valeur de {names} est contaminée",
    "the values of {names} are poisoned": "les valeurs de {names} sont contaminées",
    "the tangent of {names} is poisoned": "la tangente de {names} est contaminée",
    "the tangents of {names} are poisoned": "les tangentes de {names} sont contaminées",
    "the gradient in {names} is poisoned": "le gradient en {names} est contaminé",
    "the value of {names} is 0 here: too small for float64":
        "la valeur de {names} est 0 ici : trop petite pour float64",
    "the values of {names} are 0 here: too small for float64":
        "les valeurs de {names} sont 0 ici : trop petites pour float64",
    "the tangent of {names} is 0 here: too small for float64":
        "la tangente de {names} est 0 ici : trop petite pour float64",
    "the tangents of {names} are 0 here: too small for float64":
        "les tangentes de {names} sont 0 ici : trop petites pour float64",
    "the gradient in {names} is 0 here: too small for float64":
        "le gradient en {names} est 0 ici : trop petit pour float64",
    "no output is poisoned": "aucune sortie n’est contaminée",
    "it goes no further": "cela ne va pas plus loin",
    "there are too many to follow it": "il y en a trop pour le suivre",
    "and {count} more steps": "et {count} étapes de plus",
    "and in {count} more sweeps": "et dans {count} passes de plus",
    "({count} more)": "({count} de plus)",
    "{names} and {last}": "{names} et {last}",
    "named by a warning": "nommé par un avertissement",
    "named by a warning, or born here (nan, inf, 0)": "nommé par un avertissement, ou né ici (nan, inf, 0)",
    "it spread to here": "propagé jusqu’ici",
    "{name} was born here": "{name} est né ici",
    "it spread to {name}": "cela s’est propagé à {name}",
    "warning: {codes}": "avertissement : {codes}",
    "({name} is nan)": "({name} vaut nan)",
    "(not taken)": "(branche non prise)",
}
