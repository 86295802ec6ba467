"""The fourth stage: questions whose answers are numbers. The verdict comes at once, with the replay that proves it."""

from typing import Any

from katas.interview.numbers.amount import written
from katas.interview.numbers.question import Question, judge
from katas.interview.screen.screen import Screen, TimeUp
from katas.interview.session import Session


def numbers(session: Session, screen: Screen) -> None:
    """Ask what was not asked yet. Each question is answered once, or skipped."""
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
        if number < len(questions):  # after the last, the stage is over first
            screen.pause()


def _answered(session: Session, screen: Screen, step: str, question: Question) -> dict[str, str]:
    while True:
        try:
            typed = session.ask(screen, step, f"In {question.unit}, or skip: ")
        except TimeUp as late:
            screen.show(late.said)
            return _proved(screen, question, late.draft, "late")
        if typed == "skip":
            return _proved(screen, question, typed, "skipped")
        judgement = judge(question, typed)
        screen.show(judgement.said)
        if judgement.counts:
            break
    if judgement.right:
        screen.show(question.takeaway)
        return {"typed": typed, "verdict": "right", "said": judgement.said}
    screen.show(_proof(question))
    return {"typed": typed, "verdict": "wrong", "said": judgement.said}


def _proved(screen: Screen, question: Question, typed: str, verdict: str) -> dict[str, str]:
    """Tell the answer to who gave none."""
    answer = written(question.answer, question.unit)
    screen.show(f"It is {answer}.\n{_proof(question)}")
    return {"typed": typed, "verdict": verdict, "answer": answer}


def _proof(question: Question) -> str:
    """Return the replay, and what follows."""
    return f"\n{question.picture}\n\n{question.takeaway}"
