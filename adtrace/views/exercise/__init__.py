"""Exercises: the sheet to hand out, the key to mark it by, and the form to fill in."""
