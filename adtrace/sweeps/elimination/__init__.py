"""Jacobians by vertex elimination on the linearized computational graph."""
