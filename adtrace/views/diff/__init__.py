"""Two traces beside each other: tables for people, an object for programs."""
