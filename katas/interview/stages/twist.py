"""The third stage: a new constraint on the same file. What held before must still hold."""

from katas.interview.screen.screen import Screen
from katas.interview.session import Session
from katas.interview.stages.coding import coding, twisted


def twist(session: Session, screen: Screen) -> None:
    """Tell what is new, and let the candidate change their file. A copy of it stays as it was."""
    screen.show(f"{twisted(session, screen.width)}\n")
    coding(session, screen, "twist")
