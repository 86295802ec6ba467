"""The third stage: a new constraint on the same file. What held before must still hold."""

from katas.grader.report.pytest_command import from_here
from katas.interview.screen.screen import Screen
from katas.interview.session import Session
from katas.interview.stages.coding import coding, twisted


def twist(session: Session, screen: Screen) -> None:
    """Tell what is new, and let the candidate change their file. A copy of it stays as it was."""
    lines = session.folder / "twist.txt"
    lines.write_text(f"{twisted(session, screen.width)}\n", encoding="utf-8")
    screen.show(f"{lines.read_text(encoding='utf-8')}\nThe same in a file, to copy from:\n  {from_here(lines)}\n")
    coding(session, screen, "twist")
