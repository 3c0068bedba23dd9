"""French, continued: what goes wrong with the formulas of the table of remedies."""

PHRASES = {
    "a probability that underflows to 0 has no logarithm; the logits have":
        "une probabilité arrondie à 0 n'a pas de logarithme ; les logits en gardent un",
    "a probability rounds to 0 or 1, and the logarithm of 0 is infinite; the logits keep it":
        "une probabilité s'arrondit à 0 ou à 1, et le logarithme de 0 est infini ; les logits le gardent",
    "a probability that underflows to 0 has no logarithm": "une probabilité arrondie à 0 n'a pas de logarithme",
    "exp overflows, and inf/inf is nan; softmax subtracts the largest entry first":
        "exp déborde, et inf/inf est nan ; softmax soustrait d'abord la plus grande composante",
    "exp overflows or underflows, though the logarithm does not; logsumexp subtracts the largest entry first":
        "exp déborde ou s'annule, mais pas le logarithme ; logsumexp soustrait d'abord la plus grande composante",
    "exp overflows or underflows, though the logarithm does not": "exp déborde ou s'annule, mais pas le logarithme",
    "sigmoid underflows to 0, and the logarithm of 0 is infinite":
        "sigmoid s'annule, et le logarithme de 0 est infini",
    "exp overflows for large arguments, and is lost beside 1 for small ones":
        "exp déborde pour de grands arguments, et se perd à côté de 1 pour de petits",
    "exp overflows, and inf/inf is nan": "exp déborde, et inf/inf est nan",
    "exp overflows for large arguments, and the difference cancels near 0":
        "exp déborde pour de grands arguments, et la différence s'annule près de 0",
    "exp overflows, and the slope becomes 0 * inf; sigmoid takes the exponential that cannot overflow":
        "exp déborde, et la pente devient 0 * inf ; sigmoid prend l'exponentielle qui ne peut pas déborder",
    "where sigmoid rounds to 1, nothing is left of the difference":
        "là où sigmoid s'arrondit à 1, il ne reste rien de la différence",
    "where tanh rounds to 1, nothing is left of the difference":
        "là où tanh s'arrondit à 1, il ne reste rien de la différence",
    "the difference cancels near 0": "la différence s'annule près de 0",
    "the sum cancels for negative arguments, and small ones are lost beside 1":
        "la somme s'annule pour des arguments négatifs, et les petits se perdent à côté de 1",
    "the square overflows for large arguments": "le carré déborde pour de grands arguments",
    "a small number is lost beside 1": "un petit nombre se perd à côté de 1",
    "cosh overflows for large arguments": "cosh déborde pour de grands arguments",
    "near 0 exp is nearly 1, and nothing is left when 1 is subtracted":
        "près de 0, exp vaut presque 1, et il ne reste rien quand on soustrait 1",
    "exponentials that are nearly equal cancel": "des exponentielles presque égales s'annulent",
    "logarithms that are nearly equal cancel": "des logarithmes presque égaux s'annulent",
    "where erf rounds to 1, nothing is left of the difference":
        "là où erf s'arrondit à 1, il ne reste rien de la différence",
    "0*log(0) is 0 * -inf, which is nan; its limit is 0": "0*log(0) est 0 * -inf, donc nan ; sa limite est 0",
    "squares overflow and underflow; hypot scales first":
        "les carrés débordent ou s'annulent ; hypot met d'abord à l'échelle",
    "squares overflow and underflow, and at 0 the slope is 0 * inf":
        "les carrés débordent ou s'annulent, et en 0 la pente est 0 * inf",
    "the square overflows or underflows, and at 0 the slope is 0 * inf":
        "le carré déborde ou s'annule, et en 0 la pente est 0 * inf",
    "the root is nearly what it is added to, and the sum cancels":
        "la racine vaut presque l'opposé de ce à quoi on l'ajoute, et la somme s'annule",
    "where tanh rounds to -1, nothing is left of the sum": "là où tanh s'arrondit à -1, il ne reste rien de la somme",
    "the root is nearly what it is subtracted from, and the difference cancels":
        "la racine vaut presque ce dont on la soustrait, et la différence s'annule",
    "roots that are nearly equal cancel": "des racines presque égales s'annulent",
    "a root that is nearly 1 cancels": "une racine presque égale à 1 s'annule",
    "near 0 cos is nearly 1, and nothing is left of the difference":
        "près de 0, cos vaut presque 1, et il ne reste rien de la différence",
    "where sin rounds to 1, nothing is left of the difference":
        "là où sin s'arrondit à 1, il ne reste rien de la différence",
    "where cos rounds to 1, nothing is left of the difference":
        "là où cos s'arrondit à 1, il ne reste rien de la différence",
    "sines that are nearly equal cancel": "des sinus presque égaux s'annulent",
    "cosines that are nearly equal cancel": "des cosinus presque égaux s'annulent",
    "angles that are nearly equal cancel": "des angles presque égaux s'annulent",
    "squares that are nearly equal cancel": "des carrés presque égaux s'annulent",
    "the squares cancel where the mean is large": "les carrés s'annulent quand la moyenne est grande",
    "squares that are nearly equal cancel, and large ones overflow":
        "des carrés presque égaux s'annulent, et les grands débordent",
    "reciprocals that are nearly equal cancel": "des inverses presque égaux s'annulent",
    "other libraries take the slope of sqrt in the branch that is not taken too, and 0 * inf is nan":
        "d'autres bibliothèques prennent aussi la pente de sqrt dans la branche non choisie, et 0 * inf est nan",
    "other libraries take the slope of log in the branch that is not taken too, and 0 * inf is nan":
        "d'autres bibliothèques prennent aussi la pente de log dans la branche non choisie, et 0 * inf est nan",
    "other libraries take the slope of the quotient in the branch that is not taken too, and 0 * inf is nan":
        "d'autres bibliothèques prennent aussi la pente du quotient dans la branche non choisie, et 0 * inf est nan",
}
"""English phrase to French phrase."""
