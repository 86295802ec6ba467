"""Three things to practise next, each with a command: first what cost most."""

from typing import NamedTuple

from katas.grader.report.pytest_command import command, from_here
from katas.interview.command import python
from katas.interview.debrief.answered import tally
from katas.interview.debrief.code import graded, state
from katas.interview.debrief.cost import Cost, blamed_on
from katas.interview.debrief.debrief import Practice
from katas.interview.debrief.decided import idle
from katas.interview.debrief.rule import Rule
from katas.interview.plan import ASKS
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


def three_things(session: Session, rules: list[Rule], code: Cost, twist: Cost) -> list[Practice]:
    """Return what to practise: what cost most first, and if less than three things went wrong, what comes next."""
    losses = sorted(_losses(session, rules, code, twist), key=lambda loss: -loss.points)
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


def _asking(session: Session, rules: list[Rule], code: Cost, twist: Cost) -> list[Loss]:
    """Tell of questions that mattered and were not asked; of more than the points they have cost, if others were."""
    asked, missed = session.state.asked, [rule for rule in rules if rule.how != "asked"]
    lost = [f"{cost.points} points of the {stage}" for stage, cost in (("code", code), ("twist", twist)) if cost.points]
    if not missed or not (lost or code.still_red):  # a guess that was right has cost nothing
        return []
    cost = f"{' and '.join(lost)} were lost to what you did not ask" if lost else ""
    in_vain = sum(len(questions) for why, questions in idle(session, rules).items() if why != "nothing")
    what = blamed_on([rule.key for rule in missed])
    if len(asked) == ASKS:
        vain = f"Choose your questions: {in_vain} of your {ASKS} changed nothing; not asked" if in_vain else "Not asked"
        why = f"{vain}: {what}."
        why += f" {cost[0].upper()}{cost[1:]}." if cost else ""
    else:
        left = f"{ASKS - len(asked)} of {ASKS} questions were left, and you had not asked about {what}"
        why = f"Ask before you write: {cost or left}."
    points = max(code.points, twist.points, ANSWER * len(missed))
    return [Loss(points, Practice(why, python("katas.interview --practice")))]


def _losses(session: Session, rules: list[Rule], code: Cost, twist: Cost) -> list[Loss]:
    kept, variant = session.state, session.interview.variant
    kata = KATA[variant.windows]
    found = _asking(session, rules, code, twist)
    again, of_again = list[str](), 0  # what the same interview trains
    other = " ".join(others_of_kata(variant))
    if code.still_red:
        first = code.still_red[0]
        other_answer = ", and no answer to what you did not ask makes it green" * any(r.how != "asked" for r in rules)
        again = [f"The limiter itself: level {first} {state(session, 'code', [first])}{other_answer}."]
        of_again = _points(session, "code", code.still_red)
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
        found.append(Loss(of_again, _again(session, again, "" if other else kata)))
    missed = [
        sum(answer["verdict"] not in ("right", "not asked") for answer in answers)
        for answers in (kept.numbers, kept.own_code)
    ]
    if missed[0]:
        why = f"Numbers: {tally(kept.numbers)}. What was missed comes again, with other figures; then others."
        kinds = dict.fromkeys(each["template"] for each in kept.numbers if each["verdict"] != "right")
        found.append(Loss(ANSWER * missed[0], Practice(why, python(f"katas.review --numbers {' '.join(kinds)}"))))
    if missed[1]:
        why = f"Your own code: {tally(kept.own_code)}. Predict what a limiter answers."
        why += " Its calls have other names there, and there are more rules."
        why += f" Rules that differ, as they are there: {other}" if other else ""
        found.append(Loss(ANSWER * missed[1], Practice(why, python(f"katas.predict {kata}"))))
    return found


def _again(session: Session, why: list[str], kata: str) -> Practice:
    file = from_here(session.limiter)
    copied = f"The interview begins with an empty file; yours can be copied into the new folder: {file}"
    then = [f"Then katas/{kata}, whose calls have other names."] if kata and why[0].startswith("The limiter") else []
    words = " ".join([*why, "The same interview, graded as often as you like.", *then, copied])
    return Practice(words, python(f"katas.interview --practice --seed {session.state.seed}"))


def others_of_kata(variant: Variant) -> list[str]:
    """Return the rules of the kata that is nearest to a variant, as far as they are not the variant's."""
    windows: Windows = "grid" if variant.windows == "first" else variant.windows
    trained = variant.but(windows=windows, edge="at", refusals=False)
    return [rule for rule in rules(trained) if rule not in rules(variant)]


def _points(session: Session, stage: str, names: tuple[str, ...]) -> int:
    return sum(level["points"] for level in graded(session, stage)["levels"] if level["name"] in names)
