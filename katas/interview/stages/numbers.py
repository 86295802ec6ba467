"""The fourth stage: questions whose answers are numbers. The verdict comes at once, with the replay that proves it."""

from typing import Any

from katas.interview.numbers.question import Question, judge
from katas.interview.screen.screen import Screen, TimeUp
from katas.interview.session import Session


def numbers(session: Session, screen: Screen) -> None:
    """Ask what was not asked yet. Each question is answered once; an empty line gives it up."""
    given = session.state.numbers
    questions = session.interview.numbers()
    for number, question in enumerate(questions[len(given) :], len(given) + 1):
        step = f"number {number}"
        answer: dict[str, Any] = {"text": question.text, "template": question.template, "verdict": "not asked"}
        if session.begins(step):
            screen.show(f"\nNumber {number} of {len(questions)}\n{question.text}")
            answer |= _answered(session, screen, step, question)
        given.append(answer)
        session.save()


def _answered(session: Session, screen: Screen, step: str, question: Question) -> dict[str, str]:
    while True:
        try:
            typed = session.ask(screen, step, f"In {question.unit}, or skip: ")
        except TimeUp:
            screen.show("Time is up.")
            return _proved(screen, question, "", "late")
        if typed == "skip":
            return _proved(screen, question, typed, "skipped")
        judgement = judge(question, typed)
        screen.show(judgement.said)
        if judgement.counts:
            break
    if judgement.right:
        screen.show(question.takeaway)
        return {"typed": typed, "verdict": "right", "said": judgement.said}
    return {**_proved(screen, question, typed, "wrong"), "said": judgement.said}


def _proved(screen: Screen, question: Question, typed: str, verdict: str) -> dict[str, str]:
    """Show the replay, and what follows."""
    screen.show(f"\n{question.picture}\n\n{question.takeaway}")
    return {"typed": typed, "verdict": verdict}
