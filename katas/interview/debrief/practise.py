"""Three things to practise next, each with a command: first what cost most."""

from typing import NamedTuple

from katas.grader.report.pytest_command import command
from katas.interview.command import python
from katas.interview.debrief.code import graded, red
from katas.interview.debrief.debrief import Practice
from katas.interview.session import Session

MOST = 3
KATA = {"grid": "fixed_window", "first": "fixed_window", "sliding": "sliding_log", "bucket": "token_bucket"}
TWIST = {"plans": "keyed_limiter", "two windows": "composite_limits", "servers": "redis_token_bucket"}
ANSWER = 10  # points that an answer counts here, beside those of levels


class Loss(NamedTuple):
    """What went wrong, and how much, in points of the code."""

    points: int
    practice: Practice


def three_things(session: Session, cost: int) -> list[Practice]:
    """Return what to practise: what cost most first, and if less than three things went wrong, what comes next."""
    losses = sorted(_losses(session, cost), key=lambda loss: -loss.points)
    kata = KATA[session.interview.variant.windows]
    found = [loss.practice for loss in losses]
    found += [
        Practice("A mock with another seed.", python("katas.interview --mock")),
        Practice("A limiter of somebody else: find its bug.", python("katas.review")),
        Practice("Predict what a limiter answers, before you write one.", python(f"katas.predict {kata}")),
    ]
    distinct: dict[str, Practice] = {}
    for practice in found:
        distinct.setdefault(practice.command, practice)
    return list(distinct.values())[:MOST]


def _losses(session: Session, cost: int) -> list[Loss]:
    state, variant = session.state, session.interview.variant
    kata = KATA[variant.windows]
    found = []
    if cost:
        why = f"Ask before you write: {cost} points were lost to what you did not ask."
        found.append(Loss(cost, Practice(why, python("katas.interview --practice"))))
    missed = sum(level["points"] for level in red(session, "code")) - cost
    if missed > 0:
        why = f"The limiter itself: {missed} points of the code are red for other reasons."
        found.append(Loss(missed, Practice(why, command(kata))))
    new = graded(session, "twist")["levels"][-1:]
    if new and new[0]["verdict"] != "passed":
        twist = session.interview.twist
        again = python(f"katas.interview --practice --seed {session.state.seed}")
        practice = Practice(
            f"The twist, {twist}: its level is red.", command(TWIST[twist]) if twist in TWIST else again
        )
        found.append(Loss(new[0]["points"], practice))
    numbers = sum(answer["verdict"] != "right" for answer in state.numbers)
    if numbers:
        why = f"Numbers: {numbers} of {len(state.numbers)} not right."
        found.append(Loss(ANSWER * numbers, Practice(why, python("katas.review --numbers"))))
    own = sum(answer["verdict"] != "right" for answer in state.own_code)
    if own:
        why = f"Your own code: {own} of {len(state.own_code)} not right. Predict what a limiter answers."
        found.append(Loss(ANSWER * own, Practice(why, python(f"katas.predict {kata}"))))
    return found
