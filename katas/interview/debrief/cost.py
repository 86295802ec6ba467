"""What it cost not to ask: the file is held against the answers that it assumes."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from katas.interview.debrief.answers import Assumed, assumed
from katas.interview.debrief.code import graded, red, works
from katas.interview.debrief.rule import Rule
from katas.interview.debrief.twisted import hides
from katas.interview.session import Session
from katas.interview.stages.grading import found
from katas.interview.variants.clarifications import clarifications, supposing
from katas.interview.variants.variant import Variant


class Cost(NamedTuple):
    """Sentences, and the points that would not have been lost, had the answers been what the file assumes."""

    sentences: list[str]
    points: int = 0
    still_red: tuple[str, ...] = ()  # levels that are red under those answers too
    answers: dict[str, str] = {}  # noqa: RUF012  nobody changes them; by question, the answer that the file assumes
    supposed: str = ""  # these answers, as they are told after an "if"
    levels: Sequence[dict[str, Any]] = ()  # what the grading found under these answers, if they are not the real ones
    hidden: str = ""  # the level whose mistake hides whether the twist's own level has one; "" if none does


def cost_of(session: Session, rules: list[Rule]) -> Cost:
    """Tell of each rule that was not asked, and of all together. Grades the file a few times more."""
    missed = [rule for rule in rules if rule.how != "asked"]
    if not works(session):
        sentences = [f"{_opened(rule)} What it cost can't be told: the code does not run." for rule in missed]
        return Cost(sentences, still_red=_red(session, "code"))
    held = _held(session, missed, "code")
    sentences = [_sentence(session, rule, held) for rule in missed]
    return _summed(session, "code", held, sentences)


def cost_in_twist(session: Session, rules: list[Rule], before: Cost) -> Cost:
    """Tell the same of the file after the twist, without the answers that it fitted `before`."""
    missed = [rule for rule in rules if rule.how != "asked" and not rule.green]
    if not works(session, "twist"):
        red = _red(session, "twist")
        return Cost([], still_red=red, hidden=red[0] if red else "")
    held = _held(session, missed, "twist")
    said = {rule.key: _said(rule, held) for rule in missed if rule.key in held.answers}
    new = [rule for rule in missed if said.get(rule.key) not in (None, rule.answer, before.answers.get(rule.key))]
    told = [f"After the twist: {_sentence(session, rule, held)}" for rule in new]
    summed = _summed(session, "twist", held, told)
    return summed._replace(hidden=hides(session, held))


def _held(session: Session, missed: list[Rule], stage: str) -> Assumed:
    path, twist = (session.written, "") if stage == "code" else (session.limiter, session.interview.twist)
    keys = [rule.key for rule in missed if not rule.green]
    return assumed(session.interview.variant, path, keys, _red(session, stage), twist)


def _summed(session: Session, stage: str, held: Assumed, sentences: list[str]) -> Cost:
    if not held.answers:
        return Cost(sentences, still_red=held.red)
    points = graded(session, stage)["points"]
    said = {key: _answer(other, key) for key, other in held.answers.items()}
    others = _changed(session, held.variant, list(held.answers))
    which = "that answer" if len(others) == 1 else "those answers"
    file = "the same file" if stage == "code" else "the file after the twist"
    last = f"With {which} {file} has {held.points} of 100 points; with the real ones it has {points}."
    levels = found(held.report)["levels"] if held.report else ()
    supposed = _supposed(session, held.variant, list(held.answers))
    return Cost([*sentences, last], max(0, held.points - points), held.red, said, supposed, levels)


def _changed(session: Session, variant: Variant, keys: list[str]) -> list[str]:
    """Return the questions to which a variant has other answers than the interview's."""
    return [key for key in keys if getattr(variant, key) != getattr(session.interview.variant, key)]


def _supposed(session: Session, variant: Variant, keys: list[str]) -> str:
    return ", and ".join(supposing(variant, key) for key in _changed(session, variant, keys))


def _red(session: Session, stage: str) -> tuple[str, ...]:
    return tuple(level["name"] for level in red(session, stage))


def _opened(rule: Rule) -> str:
    return f"{rule.question} {rule.answer}"


def _sentence(session: Session, rule: Rule, held: Assumed) -> str:
    opened = _opened(rule)
    if rule.green:
        later = {"card": "after a card had shown it", "hint": "after you had read all rules"}.get(rule.how)
        return f"{opened} Level {rule.level} is green all the same{f', {later}' if later else ''}: it cost no points."
    first = held.unexplained.get(rule.key)
    if first == rule.level:
        return f"{opened} Level {rule.level} is red, and no other answer makes it green."
    if first:
        return f"{opened} What it cost can't be told: level {rule.level} is hidden by the mistake at level {first}."
    keys = list(held.answers)
    supposed = _supposed(session, held.answers[rule.key], keys[: keys.index(rule.key) + 1])
    return f"{opened} Level {rule.level} is red: {rule.points} points. It would be green if {supposed}."


def _said(rule: Rule, held: Assumed) -> str:
    return _answer(held.answers[rule.key], rule.key)


def _answer(variant: Variant, key: str) -> str:
    return next(each.answer for each in clarifications(variant) if each.key == key)
