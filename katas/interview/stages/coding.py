"""Two stages are about the code: the candidate's file is graded, in practice at will, in a mock once, at the end."""

from katas.grader.kata import Kata
from katas.grader.report.pytest_command import from_here
from katas.interview.screen.screen import Screen, TimeUp
from katas.interview.session import Session
from katas.interview.stages.clarify import answered
from katas.interview.stages.grading import carded, found, graded
from katas.interview.stages.words import wrapped
from katas.interview.variants.brief import rules
from katas.interview.variants.kata import kata_of
from katas.interview.variants.twist import twist

PRACTICE = {
    "run": "grade the file",
    "why": "read how the rules come to their answers on what failed (a hint)",
    "rules": "read all that binds, also what you did not ask (a hint)",
    "brief": "read the prompt and the answers again",
    "done": "end this stage",
}
MOCK = {"brief": PRACTICE["brief"], "done": "end this stage: the file is graded, once"}


def coding(session: Session, screen: Screen, stage: str) -> None:
    """Let the candidate write until they say `done`, then grade their file and keep what was found."""
    kata = kata_of(session.interview.kata(stage))
    commands = MOCK if session.state.mock else PRACTICE
    screen.show(f"Edit this file in another window, and save it:\n  {from_here(session.limiter)}\nHere, type a word:")
    screen.show("\n".join(f"  {word:<6} {what}" for word, what in commands.items()))
    try:
        _work(session, screen, stage, kata)
    except TimeUp:
        screen.show("Time is up. Your file is graded as it is now.")
    screen.show("Grading ...")
    report = graded(session, kata, every=True)
    session.state.graded[stage] = found(report)
    session.save()
    screen.show(carded(kata, report, stage, screen.width))


def brief(session: Session, width: int) -> str:
    """Return the prompt, what was asked, and the twist if it is known."""
    asked = [answered(session, key, width) for key in session.state.asked]
    new = [f"\n{twisted(session, width)}"] if session.state.stage == "twist" else []
    return "\n".join([wrapped(session.interview.prompt, width), *asked, *new])


def twisted(session: Session, width: int) -> str:
    """Return what the twist brings, and the lines of Python that are new."""
    new = twist(session.interview.variant, session.interview.twist)
    return f"{wrapped(new.prompt, width)}\n\n{new.changes}"


def _work(session: Session, screen: Screen, stage: str, kata: Kata) -> None:
    commands = MOCK if session.state.mock else PRACTICE
    report = None
    while (line := session.ask(screen, stage, f"{stage}> ")) != "done":
        if line not in commands:
            why = f"a mock has no {line}" if line in PRACTICE else f"got {line!r}"
            *most, last = commands
            screen.show(f"Type {', '.join(most)} or {last}; {why}.")
        elif line == "brief":
            screen.show(brief(session, screen.width))
        elif line == "run":
            report = graded(session, kata)
            first = report.first_failed
            session.state.shown.setdefault(stage, []).append(first.name if first else "")
            screen.show(carded(kata, report, stage, screen.width))
        elif line == "rules":
            session.state.hints.append(f"{stage}: all rules")
            told = [wrapped(f"- {rule}", screen.width, "  ") for rule in rules(session.interview.variant)]
            screen.show("\n".join(told))
        elif report is None or report.first_failed is None:
            screen.show("Nothing has failed yet: type run first.")
        else:
            session.state.hints.append(f"{stage}: why {report.first_failed.name} is red")
            screen.show(carded(kata, report, stage, screen.width, why=True))
        session.save()
