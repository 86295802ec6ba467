"""Five timelines, whose answers the learner fills in; each is judged at once."""

import sys
from pathlib import Path

from katas.grader.kata import Kata
from katas.grader.report.pytest_command import command, from_here
from katas.grader.timeline import Call, Timeline
from katas.predict.answer import read
from katas.predict.judgement import Answered, explain, misread
from katas.predict.known import asking
from katas.predict.timelines import TIMELINES
from katas.review.planted import planted
from katas.review.screen import Left, Screen

_HOW = {
    "take": "take: 0 if it is granted, else the ticks to wait; or error",
    "level": "level: two numbers, what remains and the ticks until all is there again, as in 2 4",
    "delay": "delay: ticks",
    "allow": "allow: True or False; or error",
}


def predict(kata: Kata, screen: Screen, first: int = 1) -> int:
    """Ask for the answers, and return how many timelines were right. Raises `Left`."""
    asked = TIMELINES[kata.name]
    timelines = [each.timeline for each in asked]
    _introduce(kata, screen)
    right = 0
    with asking(kata, timelines) as contract, asking(kata, timelines, planted(kata.name)) as others:
        for place in range(first - 1, len(asked)):
            screen.show(f"\n{place + 1} of {len(asked)}")
            try:
                given = _answers(Timeline.parse(timelines[place]), screen)
            except Left:
                python = from_here(Path(sys.executable))
                screen.show(f"Go on there with: {python} -m katas.predict {kata.name} --from {place + 1}")
                raise
            known = contract.known()
            answered = Answered(asked[place], known.expected[place], given, known.why[place])
            if answered.is_right:
                right += 1
                screen.say("All right.")
                continue
            explain(answered, screen)
            calls, alike = answered.alike((each, answers[place]) for each, answers in others.known().mistakes)
            misread(kata, answered, calls, alike, screen)
    screen.show(f"\n{right} of {len(asked) - first + 1} timelines predicted. Now write it:\n  {command(kata.name)}")
    return right


def _introduce(kata: Kata, screen: Screen) -> None:
    names = dict.fromkeys(call.name for each in TIMELINES[kata.name] for call in Timeline.parse(each.timeline).calls)
    brief = from_here(kata.stub.with_name("README.md"))
    screen.say(f"What will your {kata.class_name} answer? Times are in ticks. The brief: {brief}")
    for name in names:
        screen.say(f"  {_HOW[name]}", indent="    ")
    screen.say("A line with skip leaves a timeline out, and quit leaves.")


def _answers(timeline: Timeline, screen: Screen) -> list[str]:
    """Ask for the answer to each call; [] if the timeline is skipped. Raises `Left`."""
    screen.show(_limits(timeline))
    width = max(len(str(call)) for call in timeline.calls)
    given = []
    for call in timeline.calls:
        answer = _answer(call, f"  {call!s:<{width}} > ", screen)
        if not answer:
            return []
        given.append(answer)
    return given


def _answer(call: Call, prompt: str, screen: Screen) -> str:
    """Ask until the answer can be read; "" to skip. Raises `Left`."""
    while True:
        typed = screen.ask(prompt)
        if typed == "skip":
            return ""
        try:
            return read(call, typed)
        except ValueError as error:
            screen.say(f"  {error}")


def _limits(timeline: Timeline) -> str:
    return "  " + " + ".join(
        f"{limit.algorithm + ' ' if limit.algorithm else ''}limit {limit.quota.limit}, period {limit.quota.period}"
        + (f", burst {limit.quota.burst}" if limit.quota.burst != limit.quota.limit else "")
        for limit in timeline.limits
    )
