"""Draws questions on the candidate's own class, and answers them by running it in a process of its own."""

from itertools import islice
from pathlib import Path

from katas.grader.run.process import Order, play
from katas.grader.timeline import Timeline
from katas.interview.own_code.question import CHOICES, OwnQuestion, wait
from katas.interview.own_code.timelines import shown, telling, told_apart
from katas.interview.variants.kata import kata_of
from katas.interview.variants.laws.asked import waits
from katas.interview.variants.variant import Variant

_PLACES = {(True, False): 0, (False, True): 1, (True, True): 2, (False, False): 3}
RUNS = 2  # timelines that are tried before the class is given up


def after_a_timeline(variant: Variant, path: Path, seed: str) -> OwnQuestion:
    """Ask what the last call answers."""
    timelines = list(islice(telling(variant, seed), RUNS))
    for timeline in timelines:
        answers, note = _answers(variant, path, timeline)
        if not note:
            return _last(variant, timeline, answers)
    return _last(variant, timelines[0], _right(variant, timelines[0]))._replace(about="the rules", note=note)


def two_timelines(variant: Variant, path: Path, seed: str) -> OwnQuestion:
    """Ask in which of two timelines the last call is granted: they differ in one call."""
    pairs = list(islice(told_apart(variant, seed), RUNS))
    for pair in pairs:
        answers = []
        for timeline in pair:
            found, note = _answers(variant, path, timeline)
            if note:
                break
            answers.append(found)
        else:
            return _pair(variant, pair, answers)
    right = [_right(variant, timeline) for timeline in pairs[0]]
    return _pair(variant, pairs[0], right)._replace(about="the rules", note=note)


def _answers(variant: Variant, path: Path, timeline: Timeline) -> tuple[list[int], str]:
    """Return what the class answers, or why it does not."""
    played = play(kata_of(variant.name), Order(str(path)), timeline)
    most = 1 if variant.answer == "yes" else float("inf")
    answers = [answer for answer in played.answers if answer is not None and 0 <= answer <= most]
    if len(answers) == len(timeline.calls):
        return answers, ""
    return [], played.stopped or "it answers something else than it should"


def _right(variant: Variant, timeline: Timeline) -> list[int]:
    """Return what the rules say, as `play` has it."""
    found = [wait or 0 for wait in waits(variant, timeline)]
    return found if variant.answer == "wait" else [int(not wait) for wait in found]


def _granted(variant: Variant, answer: int) -> bool:
    return answer == 0 if variant.answer == "wait" else answer == 1


def _proof(variant: Variant, timeline: Timeline, answers: list[int]) -> str:
    return shown(timeline, [_told(variant, answer) for answer in answers])


def _told(variant: Variant, answer: int) -> str:
    return wait(answer) if variant.answer == "wait" else str(bool(answer))


def _last(variant: Variant, timeline: Timeline, answers: list[int]) -> OwnQuestion:
    call = timeline.calls[-1]
    return OwnQuestion(
        text=f"A new limiter is asked:\n{shown(timeline)}\nWhat does the last call, at {call.now}, answer?",
        choices=() if variant.answer == "wait" else ("True", "False"),
        answer=_told(variant, answers[-1]),
        proof=_proof(variant, timeline, answers),
    )


def _pair(variant: Variant, pair: tuple[Timeline, Timeline], answers: list[list[int]]) -> OwnQuestion:
    granted = [_granted(variant, each[-1]) for each in answers]
    proofs = [_proof(variant, timeline, said) for timeline, said in zip(pair, answers, strict=True)]
    return OwnQuestion(
        text=f"Two timelines, each for a new limiter.\nA, {shown(pair[0])}\nB, {shown(pair[1])}\n"
        "In which of the two is the last call granted?",
        choices=CHOICES,
        answer=CHOICES[_PLACES[granted[0], granted[1]]],
        proof="\n".join(f"{name}, {proof}" for name, proof in zip("AB", proofs, strict=True)),
    )
