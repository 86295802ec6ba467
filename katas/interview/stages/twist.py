"""The third stage: a new constraint on the same file. What held before must still hold."""

from katas.interview.screen.screen import Screen
from katas.interview.session import Session
from katas.interview.stages.coding import coding
from katas.interview.stages.words import wrapped
from katas.interview.variants.twist import twist as twist_of


def twist(session: Session, screen: Screen) -> None:
    """Tell what is new, and let the candidate change their file. A copy of it stays as it was."""
    new = twist_of(session.interview.variant, session.interview.twist)
    screen.show(f"{wrapped(new.prompt, screen.width)}\n\n{new.changes}\n")
    coding(session, screen, "twist")
