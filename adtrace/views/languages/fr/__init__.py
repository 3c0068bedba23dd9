"""French, in the words of the course notes: every file has phrases of one part of the program."""
