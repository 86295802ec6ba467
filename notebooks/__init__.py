"""Notebooks that show what limiters do to traffic, and the code that executes them."""
