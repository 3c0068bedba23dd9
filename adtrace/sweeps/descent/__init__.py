"""Gradient descent: the reverse sweep of a program, again and again, with its parameters moved in between."""
