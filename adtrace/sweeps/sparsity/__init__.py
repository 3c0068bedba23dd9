"""The pattern of a Jacobian or Hessian, found from the graph alone, and the sweeps that it saves."""
