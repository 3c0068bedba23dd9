"""Vertex elimination for people and for programs."""
