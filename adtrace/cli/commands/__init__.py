"""The commands: one file each, exposing `command`. To add a command is to add a file here.

What a command runs is imported when it runs: help, and what is wrong with a command line, need none of it.
"""
