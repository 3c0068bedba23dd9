"""A gradient descent for people and for programs: its table, its curve in the terminal and as SVG, and JSON."""
