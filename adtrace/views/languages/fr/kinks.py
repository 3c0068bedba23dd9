"""French, continued: what is taken at kinks."""

PHRASES = {
    "at kinks the slopes to the left": "aux points anguleux, les pentes à gauche",
    "at kinks the slopes to the right": "aux points anguleux, les pentes à droite",
    "kinks as in {framework}": "points anguleux comme dans {framework}",
    "adjoints for {names} alone: the slopes at kinks were chosen for that":
        "dérivées adjointes pour {names} seulement : les pentes aux points anguleux ont été choisies pour cela",
    "not asked for": "pas demandée",
}
