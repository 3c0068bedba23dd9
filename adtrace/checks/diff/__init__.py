"""Two traces beside each other: which steps belong together, and where their numbers part."""
