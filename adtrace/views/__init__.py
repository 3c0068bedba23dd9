"""From records to what a person or a program reads: numbers, formulas, tables, drawings and formats."""
