"""Straight-line programs as C99: expressions, loops over arrays, functions that math.h lacks, and the whole file."""
