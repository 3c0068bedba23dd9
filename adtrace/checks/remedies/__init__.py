"""Stable forms: a table of rewrites, and what finds them in a graph, writes them into a program and checks them."""
