"""Three things to practise next, each with a command: first what cost most."""

from typing import NamedTuple

from katas.grader.report.pytest_command import command, from_here
from katas.interview.command import python
from katas.interview.debrief.code import graded
from katas.interview.debrief.cost import Cost
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


def three_things(session: Session, code: Cost, twist: Cost) -> list[Practice]:
    """Return what to practise: what cost most first, and if less than three things went wrong, what comes next."""
    losses = sorted(_losses(session, code, twist), key=lambda loss: -loss.points)
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


def _losses(session: Session, code: Cost, twist: Cost) -> list[Loss]:
    state, variant = session.state, session.interview.variant
    kata = KATA[variant.windows]
    found = []
    lost = [f"{cost.points} points of the {stage}" for stage, cost in (("code", code), ("twist", twist)) if cost.points]
    if lost:
        why = f"Ask before you write: {' and '.join(lost)} were lost to what you did not ask."
        found.append(Loss(max(code.points, twist.points), Practice(why, python("katas.interview --practice"))))
    if code.still_red:
        why = f"The limiter itself: level {code.still_red[0]} is red whatever you did not ask."
        found.append(Loss(_points(session, "code", code.still_red), Practice(why, command(kata))))
    name = session.interview.twist  # and of its own level
    changed = [level for level in twist.still_red if level not in code.still_red]
    changed = [level for level in changed if level != name or not twist.hidden]
    if changed:
        worst = name if name in changed else changed[0]
        again = python(f"katas.interview --practice --seed {state.seed}")
        why = f"The twist, {name}: level {worst} is red."
        if name not in TWIST:
            why += (
                f" It begins with an empty file; yours can be copied into the new folder: {from_here(session.limiter)}"
            )
        practice = Practice(why, command(TWIST[name]) if name in TWIST else again)
        found.append(Loss(_points(session, "twist", tuple(changed)), practice))
    numbers = sum(answer["verdict"] != "right" for answer in state.numbers)
    if numbers:
        why = f"Numbers: {numbers} of {len(state.numbers)} not right. Questions of the same kinds, with other figures."
        found.append(Loss(ANSWER * numbers, Practice(why, python("katas.review --numbers"))))
    own = sum(answer["verdict"] != "right" for answer in state.own_code)
    if own:
        why = f"Your own code: {own} of {len(state.own_code)} not right. Predict what a limiter answers."
        found.append(Loss(ANSWER * own, Practice(why, python(f"katas.predict {kata}"))))
    return found


def _points(session: Session, stage: str, names: tuple[str, ...]) -> int:
    return sum(level["points"] for level in graded(session, stage)["levels"] if level["name"] in names)
