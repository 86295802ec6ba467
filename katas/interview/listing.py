"""Past interviews: a line each, and below it where it is."""

from pathlib import Path

from katas.grader.report.pytest_command import from_here
from katas.interview.countdown import minutes_of
from katas.interview.session import STAGES, Session, sessions


def listing(home: Path) -> str:
    """Return the lines, the latest last."""
    lines = [_line(folder) for folder in sessions(home)]
    return "\n".join(lines) or f"There is no interview in {from_here(home)} yet."


def told(session: Session) -> str:
    """Return what an interview was, and how far it went."""
    state = session.state
    kind = "mock" if state.mock else "practice"
    stage = "done" if session.debrief.exists() else f"at {state.stage}"
    return f"{state.began}  seed {state.seed:<5} {kind:<8} {minutes_of(sum(map(session.spent_in, STAGES))):>6}  {stage}"


def _line(folder: Path) -> str:
    try:
        session = Session.resume(folder, lambda: 0.0)
    except ValueError as error:
        return str(error)
    return f"{told(session)}\n  {from_here(session.debrief if session.debrief.exists() else folder)}"
