"""Taylor expansions on screens and for programs."""
