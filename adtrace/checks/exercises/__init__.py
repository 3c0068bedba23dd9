"""Making exercises: expressions with pleasant numbers, and blanks in their worked solutions."""
