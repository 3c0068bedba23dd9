"""The operators: one row each, read by the graph, the sweeps, the views and the tests."""
