"""Mathematics as people write it: what LaTeX and Unicode share once they are tokens, up to a program's text."""
