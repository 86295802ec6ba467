"""Two stages are about the code: the candidate's file is graded, in practice at will, in a mock once, at the end."""

from dataclasses import replace
from typing import Any

from katas.grader.kata import Kata
from katas.grader.run.process import Order, grade
from katas.grader.verdict import Report, Result
from katas.interview.screen.screen import Screen, TimeUp
from katas.interview.session import Session
from katas.interview.stages.clarify import answered
from katas.interview.stages.words import wrapped
from katas.interview.variants.brief import rules
from katas.interview.variants.card import card_of
from katas.interview.variants.kata import kata_of

PRACTICE = "run grades it   rules tells all that binds (a hint)   brief   done"
MOCK = "brief   done (your file is graded once, then)"
LATE = "Time is up. Your file is graded as it is now."


def coding(session: Session, screen: Screen, stage: str) -> None:
    """Let the candidate write until they say `done`, then grade their file and keep what was found."""
    kata = kata_of(session.interview.kata(stage))
    screen.show(f"Your file: {session.limiter}\nIn another window, edit it and save. Here, type one of these:")
    screen.show("  " + (MOCK if session.state.mock else PRACTICE))
    try:
        _work(session, screen, stage, kata)
    except TimeUp:
        screen.show(LATE)
    screen.show("Grading ...")
    report = _report(session, kata, every=True)
    session.state.graded[stage] = found(report)
    session.save()
    screen.show(_card(kata, report, screen.width))


def brief(session: Session, width: int) -> str:
    """Return the prompt, and what was asked."""
    asked = [answered(session, key, width) for key in session.state.asked]
    return "\n".join([wrapped(session.interview.prompt, width), *asked])


def found(report: Report) -> dict[str, Any]:
    """Return what a debrief needs of a report, as JSON has it."""
    return {
        "points": report.points,
        "total": sum(result.points for result in report.results),
        "levels": [_level(result) for result in report.results],
    }


def _level(result: Result) -> dict[str, Any]:
    failure = result.failure
    told: dict[str, Any] = {"name": result.name, "points": result.points, "law": result.law, "verdict": result.verdict}
    if failure is not None:
        told |= {"kind": failure.kind, "message": failure.message, "timeline": failure.timeline}
        told |= {"rows": [list(row) for row in failure.rows]}
    return told


def _work(session: Session, screen: Screen, stage: str, kata: Kata) -> None:
    while (line := session.ask(screen, stage, f"{stage}> ")) != "done":
        if line == "brief":
            screen.show(brief(session, screen.width))
        elif line == "run" and not session.state.mock:
            report = _report(session, kata)
            first = report.first_failed
            session.state.shown.setdefault(stage, []).append(first.name if first else "")
            session.save()
            screen.show(_card(kata, report, screen.width))
        elif line == "rules" and not session.state.mock:
            session.state.hints.append(f"{stage}: all rules")
            session.save()
            screen.show(
                "\n".join(wrapped(f"- {rule}", screen.width, "  ") for rule in rules(session.interview.variant))
            )
        else:
            screen.show(f"Type one of: {MOCK if session.state.mock else PRACTICE}; got {line!r}.")


def _report(session: Session, kata: Kata, *, every: bool = False) -> Report:
    return grade(kata, Order(str(session.limiter), every=every))


def _card(kata: Kata, report: Report, width: int) -> str:
    """Return the card. It names the stage, not the variant, whose name would tell all."""
    first = report.first_failed
    if first is not None and first.failure is not None and first.failure.kind == "not started":
        return f"Not started: {first.failure.message}"
    stage = "twist" if "+" in report.kata else "code"
    return card_of(kata, replace(report, kata=stage), width=width)
