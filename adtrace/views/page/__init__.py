"""The page: one HTML file in which a trace can be stepped through; its script and its style are files beside this."""
