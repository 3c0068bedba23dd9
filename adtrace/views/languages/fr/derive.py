"""French, continued: derivatives as programs."""

PHRASES = {
    "reverse mode": "mode inverse",
    "forward mode": "mode direct",
    ", order {order}": ", ordre {order}",
    "what has no path is multiplied by 0 here, also where that is nan; in the sweeps, and with --ieee, it stays 0":
        "ce qui n'a pas de chemin est multiplié par 0 ici, même là où cela donne nan ; dans les balayages, et avec "
        "--ieee, cela reste 0",
    "where {names} has no value, its slope may be a number here; in the sweeps, and with --ieee, it is nan":
        "là où {names} n'a pas de valeur, sa pente peut être un nombre ici ; dans les balayages, et avec --ieee, elle "
        "vaut nan",
}
