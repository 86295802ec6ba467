"""Mutants of the solutions that change no answer, cost or race: the line before and after, and why."""

EQUIVALENT: dict[tuple[str, str, str], str] = {}
