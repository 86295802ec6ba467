"""Three things to practise next, each with a command: first what cost most."""

from typing import NamedTuple

from katas.grader.report.pytest_command import command, from_here
from katas.interview.command import python
from katas.interview.debrief.answered import tally
from katas.interview.debrief.code import graded
from katas.interview.debrief.cost import Cost
from katas.interview.debrief.debrief import Practice
from katas.interview.session import Session
from katas.interview.variants.brief import rules
from katas.interview.variants.variant import Variant, Windows

MOST = 3
KATA = {"grid": "fixed_window", "first": "fixed_window", "sliding": "sliding_log", "bucket": "token_bucket"}
TWIST = {"two windows": "composite_limits", "servers": "redis_token_bucket"}  # katas that train the same
_ELSE = {  # what is otherwise there
    "two windows": "There you put meters together that you are given, of any algorithm.",
    "servers": "There the store is Redis, which runs a script of yours in one step.",
}
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
    again, of_again = list[str](), 0  # what the same interview trains, and no kata does
    other = " ".join(others_of_kata(variant))
    if code.still_red:
        why = f"The limiter itself: level {code.still_red[0]} is red whatever you did not ask."
        if other:
            again, of_again = [why], _points(session, "code", code.still_red)
        else:
            found.append(Loss(_points(session, "code", code.still_red), Practice(why, command(kata))))
    name = session.interview.twist  # and of its own level
    changed = [level for level in twist.still_red if level not in code.still_red]
    changed = [level for level in changed if level != name or not twist.hidden]
    if changed:
        worst = name if name in changed else changed[0]
        why = (
            f"The twist: its own level, {name}, is red." if worst == name else f"After the twist, level {worst} is red."
        )
        if worst in TWIST:
            spent = " A refused request spends nothing there." if variant.refusals else ""
            practice = Practice(f"{why} {_ELSE[worst]}{spent}", command(TWIST[worst]))
            found.append(Loss(_points(session, "twist", tuple(changed)), practice))
        else:
            again, of_again = [*again, why], of_again + _points(session, "twist", tuple(changed))
    if again:
        found.append(Loss(of_again, _again(session, again)))
    missed = [
        sum(answer["verdict"] not in ("right", "not asked") for answer in answers)
        for answers in (state.numbers, state.own_code)
    ]
    if missed[0]:
        why = f"Numbers: {tally(state.numbers)}. What was missed comes again, with other figures; then others."
        kinds = dict.fromkeys(each["template"] for each in state.numbers if each["verdict"] != "right")
        found.append(Loss(ANSWER * missed[0], Practice(why, python(f"katas.review --numbers {' '.join(kinds)}"))))
    if missed[1]:
        why = f"Your own code: {tally(state.own_code)}. Predict what a limiter answers."
        why += f" Other rules hold there: {other}" if other else ""
        found.append(Loss(ANSWER * missed[1], Practice(why, python(f"katas.predict {kata}"))))
    return found


def _again(session: Session, why: list[str]) -> Practice:
    copied = f"It begins with an empty file; yours can be copied into the new folder: {from_here(session.limiter)}"
    words = " ".join([*why, "The same interview, graded as often as you like.", copied])
    return Practice(words, python(f"katas.interview --practice --seed {session.state.seed}"))


def others_of_kata(variant: Variant) -> list[str]:
    """Return the rules of the kata that is nearest to a variant, as far as they are not the variant's."""
    windows: Windows = "grid" if variant.windows == "first" else variant.windows
    trained = variant.but(windows=windows, edge="at", refusals=False)
    return [rule for rule in rules(trained) if rule not in rules(variant)]


def _points(session: Session, stage: str, names: tuple[str, ...]) -> int:
    return sum(level["points"] for level in graded(session, stage)["levels"] if level["name"] in names)
