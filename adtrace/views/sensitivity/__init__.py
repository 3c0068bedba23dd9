"""How outputs react to their inputs, on a screen: tables of per cents, of uncertainties, of what stops a gradient."""
