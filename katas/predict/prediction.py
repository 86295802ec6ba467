"""Five timelines, whose answers the learner fills in; each is judged at once."""

import sys
from pathlib import Path

from katas.grader.kata import Kata
from katas.grader.redis.trial import RedisTrial
from katas.grader.report.pytest_command import command, from_here
from katas.predict.answer import read
from katas.predict.judgement import Answered, explain, misread
from katas.predict.known import asking
from katas.predict.question import Question, questions
from katas.predict.timelines import TIMELINES
from katas.review.planted import planted, wrong_ones
from katas.review.screen import Left, Screen

_HOW = {
    "take": "take: 0 if it is granted, else the ticks to wait; or error",
    "level": "level: two numbers, what remains and the ticks until all is there again, as in 2 4",
    "delay": "delay: ticks",
    "allow": "allow: True or False; or error",
    "key": "key: the seconds after which it expires, any number that the brief allows; or none, if there is no key",
    "access": "access: the policy of the verdict, or none; and the seconds to wait if it refuses, as in gold 59",
    "http": "http: what is asked for, with spaces between, and - for what is not there, as in 200 -",
}


def predict(kata: Kata, screen: Screen, first: int = 1) -> int:
    """Ask for the answers, and return how many timelines were right. Raises `Left`, and `Missing` at once."""
    asked = TIMELINES[kata.name]
    on_redis = kata.trial is RedisTrial
    mistakes = wrong_ones(kata.name) if on_redis else planted(kata.name)  # few of those have a timeline of their own
    right = 0
    with asking(kata, asked) as contract, asking(kata, asked, mistakes) as others:
        if on_redis:
            contract.known()  # raises now if there is no server
        _introduce(kata, screen)
        for place in range(first - 1, len(asked)):
            screen.show(f"\n{place + 1} of {len(asked)}")
            try:
                given = _answers(questions(kata, asked[place]), screen)
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
            explain(kata, answered, screen)
            calls, alike = answered.alike((each, answers[place]) for each, answers in others.known().mistakes)
            misread(kata, answered, calls, alike, screen)
    screen.show(f"\n{right} of {len(asked) - first + 1} timelines predicted. Now write it:\n  {command(kata.name)}")
    return right


def _introduce(kata: Kata, screen: Screen) -> None:
    names = dict.fromkeys(each.name for asked in TIMELINES[kata.name] for each in questions(kata, asked))
    brief = from_here(kata.stub.with_name("README.md"))
    ticks = "microseconds, which you may type as 200e6" if kata.trial is RedisTrial else "ticks"
    times = f" Times are in {ticks}." if kata.shows == "calls" else ""
    screen.say(f"What will your {kata.class_name} answer?{times} The brief: {brief}")
    for name in names:
        screen.say(f"  {_HOW[name]}", indent="    ")
    screen.say("A line with skip leaves a timeline out, and quit leaves.")


def _answers(asked: list[Question], screen: Screen) -> list[str]:
    """Ask for each answer, up to where the timeline is skipped. Raises `Left`."""
    given = []
    for question in asked:
        for line in question.above:
            screen.say(f"  {line}", indent="      ")
        answer = _answer(question, screen)
        if not answer:
            break
        given.append(answer)
    return given


def _answer(question: Question, screen: Screen) -> str:
    """Ask until the answer can be read; "" to skip. Raises `Left`."""
    while True:
        typed = screen.ask(f"  {question.text} > ")
        if typed == "skip":
            return ""
        try:
            return read(question, typed)
        except ValueError as error:
            screen.say(f"  {error}")
