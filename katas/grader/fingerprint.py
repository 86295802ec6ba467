"""Probes: many fixed questions. The wrong answers of a submission tell its mistake from all others."""

import re
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from random import seed
from string import ascii_lowercase, ascii_uppercase
from typing import Any, NamedTuple

from katas.grader.fuzz import Make, sample
from katas.grader.timeline import Timeline
from katas.grader.verdict import Abort, Broken

Probe = Callable[[], str]  # what a submission answers, "" if that is right
ONE_ANSWER = "~"  # before the marks: it gave the same answer to everything
UNFINISHED = "?"  # instead of marks: a call did not return
# Facet -> marks of what is wrong there; a facet without a wrong answer is left out. A mark is two letters for each
# probe with a wrong answer, after the number of probes with right ones since the last mark: "12AbCd3Ef".
Fingerprint = dict[str, str]
_LETTERS = ascii_uppercase + ascii_lowercase
_ERROR = re.compile(r"(\w+\(\) raises )?\b\w+(Error|Exception)\b")


class Facet(NamedTuple):
    """One part of a contract, which a submission can break alone."""

    name: str
    does: str  # as in "it ... exactly like one that", of a submission
    probes: list[Probe]
    may_not_end: bool = False  # such as a loop over each unit of a huge cost; what does not end is not compared
    alone: bool = False  # what is wrong here makes answers to all other probes wrong, which tell nothing more


def fingerprint(facets: list[Facet]) -> Fingerprint:
    """Return what a submission gets wrong in each facet. Raises `Abort` if a call does not return."""
    seed(0)  # a submission that draws gets the same draws every time
    found: dict[str, str] = {}
    for facet in facets:
        try:
            found[facet.name] = marks([probe() for probe in facet.probes])
        except Abort:
            if not facet.may_not_end:
                raise
            found[facet.name] = UNFINISHED
        if facet.alone and found[facet.name]:
            break
    return {name: text for name, text in found.items() if text}


def marks(words: list[str]) -> str:
    """Return marks of the answers, "" for a right one; with a sign before them if the wrong ones are all the same."""
    found, right = "", 0
    for word in words:
        if word:
            found += f"{right or ''}{_mark(word)}"
        right = 0 if word else right + 1
    one = found and len(set(", ".join(filter(None, words)).split(", "))) == 1
    return f"{ONE_ANSWER if one else ''}{found}"


def _mark(word: str) -> str:
    number = int.from_bytes(sha256(word.encode()).digest()[:4], "big")
    return _LETTERS[number // len(_LETTERS) % len(_LETTERS)] + _LETTERS[number % len(_LETTERS)]


@cache
def wrong_answers(text: str) -> dict[int, str]:
    """Read marks: the numbers of the probes that were answered wrongly, and a mark for each answer."""
    found, at = {}, -1
    for right, mark in re.findall(r"(\d*)([A-Za-z]{2})", text):
        at += 1 + int(right or 0)
        found[at] = mark
    return found


def compared(trial: Any, timelines: list[Timeline], **asked: bool) -> list[Probe]:
    """Return a probe for each timeline: all answers, or the first wrong one where a right meter has a choice."""
    return [partial(answers if _forward(each) else first_wrong, trial, each, **asked) for each in timelines]


def answers(trial: Any, timeline: Timeline, **asked: bool) -> str:
    """Return all answers to a timeline that has a wrong one; "" if it has none."""
    if not first_wrong(trial, timeline, **asked):
        return ""
    words = ", ".join(trial.answers(timeline))
    return words if asked.get("waits", True) else re.sub(r"wait \d+", "refused", words)


def first_wrong(trial: Any, timeline: Timeline, **asked: bool) -> str:
    """Return the call at which a submission is first wrong, and its answer."""
    try:
        trial.follow(timeline, **asked)
    except Broken as broken:
        rows, message = broken.failure.rows, broken.failure.message
        answer = rows[-1].yours if rows and rows[-1].yours != "no answer" else message.partition(": ")[0]
        due = rows and rows[-1].expected == "ValueError"
        return f"{len(rows)} {answer if due else _ERROR.sub('error', answer)}"  # where none is due, all are alike
    return ""


def message(law: Callable[..., None], *arguments: Any) -> str:
    """Return what a law says when it is broken; "" if it isn't."""
    try:
        law(*arguments)
    except Broken as broken:
        failure = broken.failure
        return failure.message.partition(": ")[0] if failure.kind == "crash" else failure.message
    return ""


def _forward(timeline: Timeline) -> bool:
    """Whether no call goes back in time: below its clock a right meter may be stricter."""
    clock = 0
    for call in timeline.calls:
        if call.now < clock:
            return False
        clock = call.now if call.name == "take" else clock
    return True


def samples(number: int, kinds: list[tuple[Make[Timeline], int]]) -> list[Timeline]:
    """Return so many timelines of each kind."""
    return [timeline for make, most in kinds for timeline in sample(make, most, number)]
