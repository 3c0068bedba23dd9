"""The language: text to flat columns, values from the command line and files, and formulas back to text."""
