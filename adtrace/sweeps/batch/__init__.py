"""Value and gradient at many points: a program made ready once, then run on whole blocks of rows."""
