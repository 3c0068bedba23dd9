"""Sparsity patterns for people: a picture in text, one in SVG; and as an object for programs."""
