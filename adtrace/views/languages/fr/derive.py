"""French, continued: derivatives as programs."""

PHRASES = {
    "reverse mode": "mode inverse",
    "forward mode": "mode direct",
    ", order {order}": ", ordre {order}",
    "at infinite and undefined values the sweeps may have other numbers: --ieee writes those":
        "aux valeurs infinies ou indéfinies, les balayages peuvent donner d'autres nombres : --ieee écrit ceux-là",
    "where {names} has no value, its slope may be a number here; in the sweeps, and with --ieee, it is nan":
        "là où {names} n'a pas de valeur, sa pente peut être un nombre ici ; dans les balayages, et avec --ieee, elle "
        "vaut nan",
}
