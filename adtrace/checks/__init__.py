"""Judging what somebody else worked out: claims, identities, worked tables; and the sweeps against one another."""
