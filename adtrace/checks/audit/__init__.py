"""Auditing a program: which of its numbers can be trusted, where digits die, and what to write instead."""
