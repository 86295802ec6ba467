"""What the questions that were not asked have cost: the file is held against the answers that it assumes."""

from pathlib import Path
from typing import NamedTuple

from katas.grader.run.process import Order, grade
from katas.grader.verdict import Report
from katas.interview.variants.catalogue import neighbours
from katas.interview.variants.clarifications import level_of
from katas.interview.variants.kata import kata_of
from katas.interview.variants.twist import twists
from katas.interview.variants.variant import Variant


class Assumed(NamedTuple):
    """The answers that a file assumes to questions whose levels are red."""

    answers: dict[str, Variant]  # by question, a variant with the answers under which its level is green
    unexplained: dict[str, str]  # questions whose levels are red under every answer, and the first red level then
    red: tuple[str, ...]  # levels that are red if all these are the answers
    variant: Variant  # with all these answers
    report: Report | None  # on the file if all these are the answers; None if they are the real ones

    @property
    def points(self) -> int:
        """Of 100, if all these had been the answers."""
        return self.report.points if self.report else 0


def assumed(variant: Variant, path: Path, keys: list[str], red: tuple[str, ...], twist: str = "") -> Assumed:
    """Find the answers under which the levels of some questions are green; `red` are the levels that are not.

    Questions are tried in the order of their levels: a level's timelines depend on earlier answers, not on later ones.
    Under some answers a level is not there; that explains it only if no earlier mistake may have made it red.
    """
    answers, unexplained, held = dict[str, Variant](), dict[str, str](), variant
    report: Report | None = None
    for key in keys:
        if level_of(key) not in red:  # by an earlier answer
            answers[key] = held
            continue
        for other in neighbours(held).get(key, ()):
            if twist and twist not in twists(other):
                continue
            tried = grade(kata_of(f"{other.name}+{twist}" if twist else other.name), Order(str(path), every=True))
            known = any(result.name == level_of(key) for result in tried.results) or red[0] == level_of(key)
            if known and level_of(key) not in _red(tried):
                answers[key], held, report, red = other, other, tried, _red(tried)
                break
        else:
            unexplained[key] = red[0]
    return Assumed(answers, unexplained, red, held, report)


def _red(report: Report) -> tuple[str, ...]:
    return tuple(result.name for result in report.results if result.verdict != "passed")
