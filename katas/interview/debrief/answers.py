"""What the questions that were not asked have cost: the file is held against the answers that it assumes."""

from collections.abc import Iterator
from itertools import combinations
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

    answers: dict[str, Variant]  # by question with another answer than the real one, a variant with that answer
    unexplained: dict[str, str]  # questions whose levels are red under every answer, and the first red level then
    red: tuple[str, ...]  # levels that are red if all these are the answers
    variant: Variant  # with all these answers
    report: Report | None  # on the file if all these are the answers; None if they are the real ones
    owed: dict[str, tuple[str, ...]]  # by level that would be green, the fewest questions whose answers make it so


def assumed(variant: Variant, path: Path, keys: list[str], red: tuple[str, ...], twist: str = "") -> Assumed:
    """Find the answers under which the levels of some questions are green; `red` are the levels that are not.

    Questions are tried in the order of their levels: a level's timelines depend on earlier answers, not on later ones.
    Under some answers a level is not there; that explains it only if no earlier mistake may have made it red.
    """
    tries = _Tries(path, red, twist)
    answers, unexplained, held = dict[str, Variant](), dict[str, str](), variant
    report: Report | None = None
    still = red
    for key in keys:
        if report and level_of(key) in tries.green(report):  # by an earlier answer
            continue
        for other in neighbours(held).get(key, ()):
            tried = tries.of(other)
            if tried and level_of(key) in tries.green(tried):
                answers[key], held, report, still = other, other, tried, _red(tried)
                break
        else:
            unexplained[key] = still[0]
    if report is None:
        return Assumed({}, unexplained, red, variant, None, {})
    green = tries.green(report)
    owed = dict.fromkeys(green, tuple(answers))
    for some in _smaller(list(answers)):
        other = variant.but(**{key: getattr(answers[key], key) for key in some}).lawful()
        tried = tries.of(other) if other != variant else None
        owed |= {level: some for level in (tries.green(tried) if tried else ()) if level in green}
    unexplained = {key: still[0] for key in keys if key not in answers and level_of(key) not in green}
    return Assumed(answers, unexplained, still, held, report, owed)


class _Tries:
    """Gradings of one file under other answers, each made once."""

    def __init__(self, path: Path, red: tuple[str, ...], twist: str) -> None:
        self._path, self._red, self._twist = path, red, twist
        self._made: dict[Variant, Report] = {}

    def of(self, variant: Variant) -> Report | None:
        """Return what the grader finds under a variant's answers; None if the twist makes no sense with them."""
        if self._twist and self._twist not in twists(variant):
            return None
        if variant not in self._made:
            kata = kata_of(f"{variant.name}+{self._twist}" if self._twist else variant.name)
            self._made[variant] = grade(kata, Order(str(self._path), every=True))
        return self._made[variant]

    def green(self, report: Report) -> tuple[str, ...]:
        """Return the levels that are red under the real answers and not here."""
        verdicts, red = {result.name: result.verdict for result in report.results}, _red(report)
        new = not {*red} <= {*self._red}
        known = 0 if new else next((place for place, level in enumerate(self._red) if level in red), len(self._red))
        return tuple(
            level
            for place, level in enumerate(self._red)
            if verdicts.get(level) == "passed" or (level not in verdicts and place < known)
        )


def _smaller(keys: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the sets of some but not all, the smallest last."""
    for number in range(len(keys) - 1, 0, -1):
        yield from reversed(list(combinations(keys, number)))


def _red(report: Report) -> tuple[str, ...]:
    return tuple(result.name for result in report.results if result.verdict != "passed")
