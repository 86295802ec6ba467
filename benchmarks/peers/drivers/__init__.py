"""Drives each package, in the module of its name, over its store in memory, through its public calls."""
