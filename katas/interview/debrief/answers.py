"""What the questions that were not asked have cost: the file is held against the answers that it assumes."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, get_args

from katas.grader.run.process import Order, grade
from katas.grader.verdict import Report
from katas.interview.variants.clarifications import level_of
from katas.interview.variants.kata import kata_of
from katas.interview.variants.variant import Edge, Variant, Windows


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
        for other in alternatives(held, key):
            report = grade(kata_of(other.name), Order(str(path), every=True))
            if _green(report, level_of(key)):
                answers[key], held, points = other, other, report.points
                break
        else:
            unexplained.append(key)
    return Assumed(answers, tuple(unexplained), points)


def alternatives(variant: Variant, key: str) -> Iterator[Variant]:
    """Yield the variants with another answer to one question; all else is as it is, where it still decides anything."""
    own = {"windows": get_args(Windows), "edge": get_args(Edge)}.get(key, (False, True))
    for each in [variant.but(**{key: value}) for value in own if value != getattr(variant, key)]:
        plain = [each, each.but(refusals=False), each.but(refusals=False, edge="at")]
        plain += [one.but(burst=False) for one in plain]
        yield from [one for one in plain if one.has_a_law and one != variant][:1]


def _green(report: Report, level: str) -> bool:
    return any(result.name == level and result.verdict == "passed" for result in report.results)
