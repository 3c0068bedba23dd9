"""French, continued: sparsity patterns, counted costs, vertex elimination."""

PHRASES = {
    "Sparsity of the Jacobian": "Structure creuse de la jacobienne",
    "Sparsity of the Hessian": "Structure creuse de la hessienne",
    "{rows} × {columns}, {count} of {total} entries have a path ({share} %)":
        "{rows} × {columns}, {count} coefficients sur {total} ont un chemin ({share} %)",
    "forward mode: {sweeps}": "mode direct : {sweeps}",
    "reverse mode: {sweeps}": "mode inverse : {sweeps}",
    "forward over reverse: {sweeps}": "mode direct sur mode inverse : {sweeps}",
    "{count} sweeps in place of {all}": "{count} passes au lieu de {all}",
    "{count} sweep in place of {all}": "{count} passe au lieu de {all}",
    "{count} sweeps, one for each row": "{count} passes, une par ligne",
    "{count} sweeps, one for each column": "{count} passes, une par colonne",
    "no fewer than {least}, the most entries of a row":
        "pas moins de {least}, le plus grand nombre de coefficients d'une ligne",
    "no fewer than {least}, the most entries of a column":
        "pas moins de {least}, le plus grand nombre de coefficients d'une colonne",
    "sweep {number}:": "passe {number} :",
    "the number of an entry is that of the sweep it is read from":
        "le numéro d'un coefficient est celui de la passe où il est lu",
    "a sign stands for {columns} columns and {rows} rows; the darker, the more entries":
        "un signe vaut {columns} colonnes et {rows} lignes ; plus il est sombre, plus il y a de coefficients",
    "a dot stands for {columns} columns and {rows} rows": "un point vaut {columns} colonnes et {rows} lignes",
    # Vertex elimination
    "Vertex elimination, forward order": "Élimination des sommets, ordre direct",
    "Vertex elimination, reverse order": "Élimination des sommets, ordre inverse",
    "Vertex elimination, order of Markowitz": "Élimination des sommets, ordre de Markowitz",
    "every pair of an edge into a vertex and an edge out of it takes one multiplication":
        "chaque paire d'un arc entrant et d'un arc sortant d'un sommet coûte une multiplication",
    "local partials:": "dérivées locales :",
    "{number}, since {name} is nan": "{number}, car {name} est nan",
    "and 0 in all other pairs": "et 0 pour toutes les autres paires",
    "vertex": "sommet",
    "degree": "degré",
    "no edge into it": "aucun arc entrant",
    "(new)": "(nouveau)",
    "left:": "reste :",
    "multiplications": "multiplications",
    "additions": "additions",
    "new edges": "arcs nouveaux",
    # Counted operations
    "Counted operations": "Opérations comptées",
    "{inputs} to {outputs}; one evaluation takes {operations}, one sweep in either mode {each}":
        "{inputs} vers {outputs} ; une évaluation coûte {operations}, une passe, dans les deux modes, {each}",
    "n = {n} input": "n = {n} entrée",
    "n = {n} inputs": "n = {n} entrées",
    "m = {m} output": "m = {m} sortie",
    "m = {m} outputs": "m = {m} sorties",
    "{count} operation": "{count} opération",
    "{count} operations": "{count} opérations",
    "way": "méthode",
    "sweeps": "passes",
    "each": "chacune",
    "total": "total",
    "fewest": "le moins",
    "forward mode: a sweep for each input": "mode direct : une passe par entrée",
    "reverse mode: a sweep for each output": "mode inverse : une passe par sortie",
    "forward mode: columns that share sweeps": "mode direct : colonnes qui partagent des passes",
    "reverse mode: rows that share sweeps": "mode inverse : lignes qui partagent des passes",
    "vertex elimination, forward order": "élimination des sommets, ordre direct",
    "vertex elimination, reverse order": "élimination des sommets, ordre inverse",
    "vertex elimination, order of Markowitz": "élimination des sommets, ordre de Markowitz",
    "n < m: of the two modes forward is {factor} times cheaper; with {breakeven} inputs they cost the same":
        "n < m : des deux modes, le direct coûte {factor} fois moins ; avec {breakeven} entrées, ils coûtent autant",
    "n > m: of the two modes reverse is {factor} times cheaper; with {breakeven} outputs they cost the same":
        "n > m : des deux modes, l'inverse coûte {factor} fois moins ; avec {breakeven} sorties, ils coûtent autant",
    "n = m: both modes cost the same": "n = m : les deux modes coûtent autant",
    "a sweep multiplies by its seed, too, an elimination does not; no order is always best":
        "une passe multiplie aussi par sa graine, une élimination non ; aucun ordre n'est toujours le meilleur",
    "not all ways are counted: {reason}": "toutes les méthodes ne sont pas comptées : {reason}",
}
