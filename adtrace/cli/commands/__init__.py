"""The commands: one file each, exposing `command`. To add a command is to add a file here."""
