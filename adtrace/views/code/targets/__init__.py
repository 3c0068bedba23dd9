"""What a program can be written as: one file each, exposing one TARGET (see views.code.Target)."""
