"""Jacobians, Hessians and their products with vectors, by the sweeps that traces are made of."""
