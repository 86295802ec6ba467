"""The fifth stage: what does *your* class answer? It is run to know."""

from typing import Any

from katas.interview.own_code.drawing import after_a_timeline, two_timelines
from katas.interview.own_code.question import OwnQuestion, in_words
from katas.interview.screen.screen import Screen, TimeUp
from katas.interview.session import Session

KINDS = (after_a_timeline, two_timelines)


def own_code(session: Session, screen: Screen) -> None:
    """Ask what was not asked yet."""
    given, interview = session.state.own_code, session.interview
    for number, kind in enumerate(KINDS[len(given) :], len(given) + 1):
        step = f"own code {number}"
        answer: dict[str, Any] = {"verdict": "not asked"}
        if session.begins(step):
            screen.show("\nRunning your class ...")
            question = kind(interview.variant, session.limiter, f"{interview.seed}/{step}")
            answer = {"text": question.text, "about": question.about, "note": question.note, "answer": question.answer}
            answer |= {"choices": len(question.choices), "proof": question.proof}
            screen.show(f"\nYour code {number} of {len(KINDS)}\n{_introduced(question)}\n{question.text}")
            answer |= _answered(session, screen, step, question)
        given.append(answer)
        session.save()
        if number < len(KINDS):  # after the last, the stage is over first
            screen.pause()


def _introduced(question: OwnQuestion) -> str:
    if question.about == "your class":
        return "This is about your class as it is, right or wrong."
    return f"Your class gave no answers ({question.note}), so this is about the rules."


def _answered(session: Session, screen: Screen, step: str, question: OwnQuestion) -> dict[str, str]:
    while True:
        try:
            typed = session.ask(screen, step, f"{question.form[0].upper()}{question.form[1:]}, or skip: ")
        except TimeUp as late:
            words = in_words(question.answer, wait=not question.choices)
            screen.show(f"{late.said}\nI{words[1:]}.\n{question.proof}")
            return {"typed": late.draft, "verdict": "late"}
        read = question.read(typed)
        if read is not None or typed == "skip":
            break
        screen.show(f"Type {question.form}; got {typed!r}.")
    said = "Right" if read == question.answer else "Skipped" if typed == "skip" else "Wrong"
    yours = f"; you said {read}" if said == "Wrong" else ""
    screen.show(f"{said}: {in_words(question.answer, wait=not question.choices)}{yours}.\n{question.proof}")
    return {"typed": read or typed, "verdict": said.lower()}
