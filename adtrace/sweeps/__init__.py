"""Sweeps over a graph: values, tangents forward, adjoints backward; and the step records that views read."""
