"""The second stage: a limiter that does what the prompt and the answers say."""

from katas.interview.screen.screen import Screen
from katas.interview.session import Session
from katas.interview.stages.coding import brief, coding
from katas.interview.variants.starter import stub


def code(session: Session, screen: Screen) -> None:
    """Lay out the file to begin with, and let the candidate write."""
    if not session.limiter.exists():
        session.limiter.write_text(stub(session.interview.variant), encoding="utf-8")
    screen.show(brief(session, screen.width) + "\n")
    coding(session, screen, "code")
    if session.limiter.exists():
        session.written.write_bytes(session.limiter.read_bytes())
