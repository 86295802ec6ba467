"""Judges a text as a variant's grader does, in this process."""

from functools import cache

from katas.grader.run.grading import run_levels
from katas.interview.variants.kata import kata_of
from tests.grading import trial_of

kata = cache(kata_of)


def results(name, text, folder, *, every=True):
    """Return the levels' results."""
    path = folder / "limiter.py"
    path.write_text(text)
    return list(run_levels(kata(name), trial_of(name, path), every=every))


def points(name, text, folder):
    """Return the points."""
    return sum(result.points for result in results(name, text, folder, every=False) if result.verdict == "passed")


def red(name, text, folder):
    """Return the names of the levels that fail."""
    return [result.name for result in results(name, text, folder) if result.verdict == "failed"]


def first_red(name, text, folder):
    """Return the first result that is no pass; None if all are."""
    found = results(name, text, folder, every=False)
    return next((result for result in found if result.verdict == "failed"), None)
