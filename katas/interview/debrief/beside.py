"""What is wrong beside a red level: the file is graded on timelines that this level's rule does not touch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from katas.grader.profile import Profile
from katas.grader.run.process import Order, grade
from katas.interview.stages.grading import found
from katas.interview.variants.catalogue import neighbours
from katas.interview.variants.clarifications import level_of, supposing
from katas.interview.variants.kata import kata_of
from katas.interview.variants.laws.asked import agreeing
from katas.interview.variants.laws.ladder import rungs, spare
from katas.interview.variants.variant import Variant

_WHERE = {
    "clients": "there is a single client",
    "windows": "no kind of window, tick at its end or refused request decides",
    "edge": "the tick at which a period ends decides nothing",
    "costs": "all requests cost one",
    "refusals": "it makes no difference whether refused requests count",
    "wait": "any wait will do",
    "burst": "the burst is the limit",
    "clock": "the clock does not go back",
    "plans": "nobody has a plan",
}


class Beside(NamedTuple):
    """What grants say on timelines that one level's rule does not touch, of the levels after it."""

    level: str = ""  # that level; "" if nothing was looked for
    levels: Sequence[dict[str, Any]] = ()
    where: str = ""  # which timelines these are

    @property
    def red(self) -> list[dict[str, Any]]:
        """The levels that are red there."""
        return [level for level in self.levels if level["verdict"] == "failed"]

    def verdict(self, name: str) -> str:
        """Return what became of a level there; "" if nothing is known of it."""
        return next((level["verdict"] for level in self.levels if level["name"] == name), "")


def beside(variant: Variant, path: Path, red: Sequence[str], twist: str = "") -> Beside:
    """Look for what is wrong beside the first red level, if there are others and such timelines."""
    try:
        kata = kata_of(f"{variant.name}{'+' if twist else ''}{twist}~{red[0]}") if len(red) > 1 else None
    except ValueError:
        return Beside()
    if kata is None:
        return Beside()
    levels = found(grade(kata, Order(str(path), every=True)))["levels"]
    known = all(level.get("kind") in (None, "answer", "crash") for level in levels)
    waits = ", and any wait will do" if variant.answer == "wait" != red[0] else ""
    return Beside(red[0], levels, f"where {_WHERE[red[0]]}{waits}") if known else Beside()


def fitting(variant: Variant, path: Path, key: str, near: Beside) -> str:
    """Return which answer a file fits at the hidden level of a question: "real", "none", or another one after an "if".

    "" if that is not known, as where windows are wrong: other ones would give the question another sense.
    """
    level, others = level_of(key), neighbours(variant).get(key, ()) if near.level != "windows" else ()
    if near.verdict(level) == "passed":
        (rung,) = [each for each in spare(variant, rungs(variant), near.level) if each.name == level]
        timelines = rung.timelines(variant, Profile())
        apart = [any(agreeing(variant, [other], each) != each for each in timelines) for other in others]
        return "real" if apart and all(apart) else ""
    tried = {other: beside(other, path, (near.level, level)) for other in others} if near.verdict(level) else {}
    for other, there in tried.items():
        if there.verdict(level) == "passed":
            return supposing(other, key)
    return "none" if tried and all(there.verdict(level) == "failed" for there in tried.values()) else ""
