"""A learner's own examples: are they right, and which known mistakes do they catch?

A line of a file is a timeline with answers: `1/10: take(0)=0 take(5)=5 level(5)=0,5`. A call without an answer is made,
and tells nothing. Empty lines, and those that begin with #, are left out.
"""

import re
from typing import NamedTuple

from katas.grader.kata import Kata
from katas.grader.timeline import Timeline
from katas.predict.answer import is_right, read, same
from katas.predict.known import Known, asking
from katas.predict.question import Prediction
from katas.review.planted import Planted, planted
from katas.review.screen import Screen

_GIVEN = r"\s*=\s*(Level\([^)]*\)|wait \d+|\d+[\s,]+\d+|[\w-]+)"


class Example(NamedTuple):
    """A timeline, and what it should answer; "" for a call of which nothing is said."""

    line: int
    timeline: Timeline
    answers: list[str]


def read_examples(text: str) -> list[Example]:
    """Read them. Raises a `ValueError` that names the line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                found.append(_example(number, line))
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from error
    return found


def _example(number: int, line: str) -> Example:
    timeline = Timeline.parse(re.sub(rf"\){_GIVEN}", ")", line))
    pieces = re.findall(rf"\w+\([^)]*\)(?:{_GIVEN})?", line.partition(":")[2])
    if len(pieces) != len(timeline.calls):
        raise ValueError(f"write each call by itself, got {line.strip()!r}")
    typed = zip(timeline.calls, pieces, strict=True)
    return Example(number, timeline, [read(call, word) if word else "" for call, word in typed])


def judge_examples(kata: Kata, examples: list[Example], screen: Screen) -> bool:
    """Say which are valid and what they catch, and return whether all are valid."""
    with asking(kata, [Prediction(str(each.timeline), "") for each in examples], planted(kata.name)) as process:
        known = process.known()
    valid = [at for at, each in enumerate(examples) if _is_valid(each, at, known, screen)]
    number = len(examples)
    everything = "All valid" if len(valid) == number else f"{len(valid)} of {number} valid"
    missed = [each for each, answers in known.mistakes if not caught(examples, valid, known, answers)]
    total = len(known.mistakes)
    if total:
        screen.say(f"{everything}; they catch {total - len(missed)} of {total} known mistakes.")
    else:
        screen.say(f"{everything}. The mistakes that they could catch come with a clone of the project.")
    if missed:
        first = first_of(kata, missed)
        screen.say(f"The first that they miss, at the level {first.level}: {first.does}")
    return len(valid) == number


def _is_valid(example: Example, at: int, known: Known, screen: Screen) -> bool:
    if known.misfits[at]:
        screen.say(f"Line {example.line} does not fit this kata: {known.misfits[at]}.")
        return False
    wrong = [
        f"{call} is {right} by the contract, not {yours}"
        for call, right, yours in zip(example.timeline.calls, known.expected[at], example.answers, strict=True)
        if yours and not is_right(right, yours)
    ]
    if wrong:
        screen.say(f"Line {example.line}: {'; '.join(wrong)}.")
    return not wrong


def caught(examples: list[Example], valid: list[int], known: Known, answers: list[list[str]]) -> bool:
    """Whether a mistake answers one of the valid examples otherwise; one that stops before the end does."""
    for at in valid:
        expected = known.expected[at]
        for place, yours in enumerate(examples[at].answers):
            theirs = answers[at][place] if place < len(answers[at]) else "nothing"
            if yours and not same(expected[place], yours, theirs):
                return True
    return False


def first_of(kata: Kata, missed: list[Planted]) -> Planted:
    """Return the mistake of the earliest level."""
    levels = [level.name for level in kata.levels]
    return min(missed, key=lambda each: levels.index(each.level) if each.level in levels else len(levels))
