"""The page: one HTML file in which a trace can be stepped through. Its script and its style are files beside this one."""
