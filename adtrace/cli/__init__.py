"""The command line: options in, one call of the engine, one format out."""
