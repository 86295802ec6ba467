"""What the questions that were not asked have cost: the file is held against the answers that it assumes."""

from pathlib import Path
from typing import NamedTuple

from katas.grader.run.process import Order, grade
from katas.grader.verdict import Report
from katas.interview.variants.catalogue import neighbours
from katas.interview.variants.clarifications import level_of
from katas.interview.variants.kata import kata_of
from katas.interview.variants.variant import Variant


class Assumed(NamedTuple):
    """The answers that a file assumes to questions whose levels are red."""

    answers: dict[str, Variant]  # by question, a variant with the answer under which its level is green
    unexplained: tuple[str, ...]  # questions whose levels are red under every answer
    points: int  # of 100, if all these had been the answers


def assumed(variant: Variant, path: Path, keys: list[str]) -> Assumed:
    """Find the answers under which the levels of some questions are green.

    Questions are tried in the order of their levels: a level's timelines depend on earlier answers, not on later ones.
    """
    answers, unexplained, points, held = dict[str, Variant](), list[str](), 0, variant
    for key in keys:
        for other in neighbours(held).get(key, ()):
            report = grade(kata_of(other.name), Order(str(path), every=True))
            if _green(report, level_of(key)):
                answers[key], held, points = other, other, report.points
                break
        else:
            unexplained.append(key)
    return Assumed(answers, tuple(unexplained), points)


def _green(report: Report, level: str) -> bool:
    return any(result.name == level and result.verdict == "passed" for result in report.results)
