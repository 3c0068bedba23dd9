"""How outputs react to their inputs: condition numbers, uncertainties, flat activations, strongest paths."""
