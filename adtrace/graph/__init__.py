"""The computational graph: a Wengert list, how it is built from text, and what a rule is run on."""
