"""A learner's own examples: are they right, and which known mistakes do they catch?

A line of a file is a timeline with answers: `1/10: take(0)=0 take(5)=5 level(5)=0,5`. A call without an answer is made,
and tells nothing. Empty lines, and those that begin with #, are left out. Of a middleware, a line says first what is
asked: `status, retry-after: middleware('10/minute') http()=200 -`.
"""

import re
from typing import NamedTuple

from katas.grader.http.exchange import SCOPES
from katas.grader.kata import Kata
from katas.grader.timeline import Timeline
from katas.predict.answer import is_right, read, same
from katas.predict.known import Known, asking
from katas.predict.question import COLUMNS, Prediction, questions
from katas.review.planted import Planted, planted
from katas.review.screen import Screen

_GIVEN = r"\s*=\s*(Level\([^)]*\)|wait \d+|\d+[\s,]+\d+|[\w-]+)"
_CALL = rf"\s+(?=(?:access|reload|{'|'.join(SCOPES)})\()"
FORMS = {
    "calls": "1/10: take(0)=0 take(5)=5",
    "policies": "plugin(policy('all', '1/minute')) access()=all access()=all 60",
    "messages": "status, retry-after: middleware('10/minute') http()=200 -",
}


class Example(NamedTuple):
    """A timeline, and what it should answer; "" for a call of which nothing is said."""

    line: int
    asked: Prediction
    answers: list[str]


def read_examples(kata: Kata, text: str) -> list[Example]:
    """Read them. Raises a `ValueError` that names the line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                asked, words = (_calls if kata.shows == "calls" else _requests)(line)
                pairs = zip(questions(kata, asked), words, strict=True)
                found.append(Example(number, asked, [read(each, word) if word else "" for each, word in pairs]))
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from error
    return found


def _calls(line: str) -> tuple[Prediction, list[str]]:
    """Return a timeline of calls, and what is typed for each."""
    timeline = Timeline.parse(re.sub(rf"\){_GIVEN}", ")", line))
    words: list[str] = re.findall(rf"\w+\([^)]*\)(?:{_GIVEN})?", line.partition(":")[2])
    if len(words) != len(timeline.calls):
        raise ValueError(f"write each call by itself, got {line.strip()!r}")
    return Prediction(str(timeline), ""), words


def _requests(line: str) -> tuple[Prediction, list[str]]:
    """Return a timeline of requests, and what is typed for each."""
    head, *calls = re.split(_CALL, line.strip())
    columns = re.match(r"([\w, -]+):", head)
    asks = tuple(re.split(r", *", columns[1])) if columns else ()
    if set(asks) - set(COLUMNS) or (head.startswith("middleware") and not asks):
        raise ValueError(f"it begins with what is asked: some of {', '.join(COLUMNS)}, and a colon")
    said = [re.fullmatch(r"(.*\))\s*=\s*([^()]*)", call) for call in calls]
    if any(found and call.startswith("reload") for found, call in zip(said, calls, strict=True)):
        raise ValueError("reload(...) has no answer; the request after it shows which file is in force")
    texts = [found[1] if found else call for found, call in zip(said, calls, strict=True)]
    pairs = zip(said, calls, strict=True)
    words = [found[2] if found else "" for found, call in pairs if not call.startswith("reload")]
    return Prediction(" ".join([head[columns.end() if columns else 0 :].strip(), *texts]), "", asks), words


def judge_examples(kata: Kata, examples: list[Example], screen: Screen) -> bool:
    """Say which are valid and what they catch, and return whether all are valid."""
    with asking(kata, [each.asked for each in examples], planted(kata.name)) as process:
        known = process.known()
    for each, words in zip(examples, known.misfits, strict=True):
        if words:
            screen.say(f"Line {each.line} does not fit this kata: {words}.")
    fitting = [at for at, words in enumerate(known.misfits) if not words]
    valid = [at for at in fitting if _is_valid(kata, examples[at], known.expected[at], screen)]
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


def _is_valid(kata: Kata, example: Example, expected: list[str], screen: Screen) -> bool:
    wrong = [
        f"{question.text.rstrip()} is {right} by the contract, not {yours}"
        for question, right, yours in zip(questions(kata, example.asked), expected, example.answers, strict=True)
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
