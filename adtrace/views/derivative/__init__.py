"""Jacobians, Hessians and their products for people and for programs."""
