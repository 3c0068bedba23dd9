"""French, continued: likely mistakes in a worked table."""

PHRASES = {
    # Likely mistakes in a worked table
    "the increment of {node} that comes from {missing} is missing: a penalty has a slope":
        "la contribution de {node} qui vient de {missing} manque : une pénalité a une dérivée",
    "one use of {node} is missing: only {taken} was taken; the increments are added up":
        "une utilisation de {node} manque : seul {taken} a été pris ; les contributions s’ajoutent",
    "one use of {node} is missing: {missing} was not added":
        "une utilisation de {node} manque : {missing} n’a pas été ajouté",
    "the exponentials of {step} = {formula} are not divided by their sum":
        "les exponentielles de {step} = {formula} ne sont pas divisées par leur somme",
    "the seed of {node} was taken as 1": "la graine de {node} a été prise égale à 1",
    "{taken} was taken in place of {function}, in {step} = {formula}":
        "{taken} a été pris au lieu de {function}, dans {step} = {formula}",
    "the angle of {step} = {formula} was taken in degrees, not in radians":
        "l’angle de {step} = {formula} a été pris en degrés et non en radians",
    "the wrong branch of {step} = {formula} was taken": "la mauvaise branche de {step} = {formula} a été prise",
    "the minus sign of {step} = {formula} is lost": "le signe moins de {step} = {formula} est perdu",
    "the operands of {step} = {formula} are exchanged": "les opérandes de {step} = {formula} sont échangés",
    "the power {formula} was taken as a product": "la puissance {formula} a été prise pour un produit",
    "the constant factor {missing} of {step} = {formula} is forgotten":
        "le facteur constant {missing} de {step} = {formula} est oublié",
    "the divisor {missing} of {step} = {formula} is forgotten":
        "le diviseur {missing} de {step} = {formula} est oublié",
    "the summand {missing} of {step} = {formula} is forgotten": "le terme {missing} de {step} = {formula} est oublié",
    "{function} was not applied, in {step} = {formula}": "{function} n’a pas été appliqué, dans {step} = {formula}",
    "only the diagonal of the softmax Jacobian was taken, {step}*(1 - {step}): each element of {step} "
    "depends on all those of {node} that it is normalized with":
        "seule la diagonale de la jacobienne de softmax a été prise, {step}*(1 - {step}) : chaque élément de "
        "{step} dépend de tous ceux de {node} avec lesquels il est normalisé",
    "{summed} was summed over axis {axis}, where {rule} is meant":
        "{summed} a été sommé suivant l’axe {axis}, là où il faut {rule}",
    "the sum that the derivative of {step} = {formula} takes off is missing":
        "la somme que retranche la dérivée de {step} = {formula} manque",
    "a matrix is transposed, or the product is the wrong way round: {rule} is meant":
        "une matrice est transposée, ou le produit est dans le mauvais ordre : il faut {rule}",
    "the mean {step} = {formula} is not divided by {count}":
        "la moyenne {step} = {formula} n’est pas divisée par {count}",
    "{step} = {formula} was divided by {taken}, not by {meant}":
        "{step} = {formula} a été divisé par {taken} et non par {meant}",
    "{step} = {formula} was taken along axis {taken}, not {meant}":
        "{step} = {formula} a été pris suivant l’axe {taken} et non {meant}",
    "the increment of {node} from {step} is not summed over axis {axes}":
        "la contribution de {step} à {node} n’est pas sommée suivant l’axe {axes}",
    "the minus sign of {what} = {rule} is lost": "le signe moins de {what} = {rule} est perdu",
    "{what} = {rule} has no minus sign": "{what} = {rule} n’a pas de signe moins",
    "the exponent is not lowered by 1: {what} = {rule}": "l’exposant n’est pas diminué de 1 : {what} = {rule}",
    "the power is lost: {what} = {rule}": "la puissance est perdue : {what} = {rule}",
    "the factor {factor} of the power rule is lost: the slope is {rule}":
        "le facteur {factor} de la dérivée d’une puissance est perdu : la pente est {rule}",
    "the power rule was used where the exponent varies: {what} = {rule}":
        "la dérivée d’une puissance a été prise là où c’est l’exposant qui varie : {what} = {rule}",
    "the logarithm of the base is lost: {what} = {rule}": "le logarithme de la base est perdu : {what} = {rule}",
    "the divisor is not squared: {what} = {rule}": "le diviseur n’est pas au carré : {what} = {rule}",
    "the partials of the two operands of {step} = {formula} are swapped":
        "les dérivées partielles par rapport aux deux opérandes de {step} = {formula} sont échangées",
    "{what} = {rule} was taken with {node} in place of {step}":
        "{what} = {rule} a été calculé avec {node} au lieu de {step}",
    "{what} was taken at {step}, after {function}; it belongs at {node}, before it":
        "{what} a été pris en {step}, après {function} ; il se prend en {node}, avant",
    "{taken} was taken, before its activation, where {meant} is meant":
        "{taken} a été pris, avant son activation, là où il faut {meant}",
    "{taken} was taken, after the activation, where {meant} is meant":
        "{taken} a été pris, après l’activation, là où il faut {meant}",
    "{function} itself was taken for its derivative: {what} = {rule}":
        "{function} a été pris pour sa dérivée : {what} = {rule}",
    "the derivative of {taken} was taken for that of {function}: {what} = {rule}":
        "la dérivée de {taken} a été prise pour celle de {function} : {what} = {rule}",
    "the derivatives were combined like the values: {what} = {rule}":
        "les dérivées ont été combinées comme les valeurs : {what} = {rule}",
    "the terms of the quotient rule are exchanged, or added: {what} = {rule}":
        "les termes de la dérivée d’un quotient sont échangés, ou ajoutés : {what} = {rule}",
    "a term is missing, {missing}: {what} = {rule}": "un terme manque, {missing} : {what} = {rule}",
    "the slope is not multiplied by the tangent of what is inside: {what} = {rule}":
        "la pente n’est pas multipliée par la tangente de ce qui est à l’intérieur : {what} = {rule}",
    "the tangent is not multiplied by the slope: {what} = {rule}":
        "la tangente n’est pas multipliée par la pente : {what} = {rule}",
    "a chain factor is missing, {missing}: the increment of {node} is {rule}":
        "un facteur de la règle de la chaîne manque, {missing} : la contribution à {node} est {rule}",
    "a chain factor is missing, the adjoint of {step}: the increment of {node} is {rule}":
        "un facteur de la règle de la chaîne manque, l’adjointe de {step} : la contribution à {node} est "
        "{rule}",
    "a chain factor is missing, the derivative of {step}: the increment of {node} is {rule}":
        "un facteur de la règle de la chaîne manque, la dérivée de {step} : la contribution à {node} est "
        "{rule}",
    "the angle of {what} = {rule} was taken in degrees, not in radians":
        "l’angle de {what} = {rule} a été pris en degrés et non en radians",
    "the sign of {what} is wrong": "le signe de {what} est faux",
    "{what} has a factor {factor} too much": "{what} a un facteur {factor} de trop",
    "{what} is transposed": "{what} est transposé",
    "two digits of {what} are exchanged": "deux chiffres de {what} sont échangés",
    "the decimal point of {what} is a place off": "la virgule de {what} est décalée d’un rang",
}
