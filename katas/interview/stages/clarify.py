"""The first stage: the prompt leaves things open, and a few questions may be asked. Each answer binds the code."""

from katas.interview.plan import ASKS
from katas.interview.screen.screen import Screen, TimeUp
from katas.interview.session import Session
from katas.interview.stages.words import wrapped
from katas.interview.variants.starter import signature


def clarify(session: Session, screen: Screen) -> None:
    """Let the candidate ask until all questions are used, or they say `done`."""
    offered = session.interview.clarifications
    screen.show(wrapped(session.interview.prompt, screen.width))
    screen.show(f"You write: {signature(session.interview.variant)}")
    screen.show(f"\nYou may ask {ASKS} of these. The answers bind: your code is graded against them.")
    for number, each in enumerate(offered, 1):
        screen.show(wrapped(f"{number:>3}  {each.question}", screen.width, indent=" " * 5))
    for key in session.state.asked:
        screen.show(answered(session, key, screen.width))
    try:
        _ask(session, screen)
    except TimeUp:
        screen.show("Time is up. What you did not ask is as it is.")


def answered(session: Session, key: str, width: int) -> str:
    """Return a question that was asked, and its answer."""
    found = next(each for each in session.interview.clarifications if each.key == key)
    return wrapped(f"{found.question}\n  {found.answer}", width, indent="  ")


def _ask(session: Session, screen: Screen) -> None:
    offered, asked = session.interview.clarifications, session.state.asked
    while len(asked) < ASKS:
        left = ASKS - len(asked)
        line = session.ask(screen, "clarify", f"\nA question's number ({left} left), or done: ")
        if line == "done":
            return
        if not line.isdecimal() or not 1 <= int(line) <= len(offered):
            screen.show(f"Type a number from 1 to {len(offered)}, or done; got {line!r}.")
            continue
        key = offered[int(line) - 1].key
        if key not in asked:
            asked.append(key)
            session.save()
        screen.show(answered(session, key, screen.width))
