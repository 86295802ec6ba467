"""What it cost not to ask: the file is held against the answers that it assumes."""

from typing import NamedTuple

from katas.interview.debrief.answers import Assumed, assumed
from katas.interview.debrief.code import graded, red, works
from katas.interview.debrief.rule import Rule
from katas.interview.session import Session
from katas.interview.variants.clarifications import clarifications
from katas.interview.variants.variant import Variant


class Cost(NamedTuple):
    """Sentences, and the points that would not have been lost, had the answers been what the file assumes."""

    sentences: list[str]
    points: int = 0
    still_red: tuple[str, ...] = ()  # levels that are red under those answers too
    answers: dict[str, str] = {}  # noqa: RUF012  nobody changes them; by question, the answer that the file assumes


def cost_of(session: Session, rules: list[Rule]) -> Cost:
    """Tell of each rule that was not asked, and of all together. Grades the file a few times more."""
    missed = [rule for rule in rules if rule.how != "asked"]
    if not works(session):
        sentences = [f"{_opened(rule)} What it cost can't be told: the code does not run." for rule in missed]
        return Cost(sentences, still_red=_red(session, "code"))
    held = _held(session, missed, "code")
    sentences = [_sentence(rule, held) for rule in missed]
    return _summed(session, "code", held, sentences)


def cost_in_twist(session: Session, rules: list[Rule], before: Cost) -> Cost:
    """Tell the same of the file after the twist, without the answers that it fitted `before`."""
    missed = [rule for rule in rules if rule.how != "asked" and not rule.green]
    if not works(session, "twist"):
        return Cost([], still_red=_red(session, "twist"))
    held = _held(session, missed, "twist")
    said = {rule.key: _said(rule, held) for rule in missed if rule.key in held.answers}
    new = [rule for rule in missed if said.get(rule.key) not in (None, rule.answer, before.answers.get(rule.key))]
    return _summed(session, "twist", held, [f"After the twist: {_sentence(rule, held)}" for rule in new])


def _held(session: Session, missed: list[Rule], stage: str) -> Assumed:
    path, twist = (session.written, "") if stage == "code" else (session.limiter, session.interview.twist)
    keys = [rule.key for rule in missed if not rule.green]
    return assumed(session.interview.variant, path, keys, _red(session, stage), twist)


def _summed(session: Session, stage: str, held: Assumed, sentences: list[str]) -> Cost:
    if not held.answers:
        return Cost(sentences, still_red=held.red)
    points = graded(session, stage)["points"]
    said = {key: _answer(other, key) for key, other in held.answers.items()}
    others = [key for key in said if said[key] != _answer(session.interview.variant, key)]
    which = "that answer" if len(others) == 1 else "those answers"
    file = "the same file" if stage == "code" else "the file after the twist"
    last = f"With {which} {file} has {held.points} of 100 points; with the real ones it has {points}."
    return Cost([*sentences, last], max(0, held.points - points), held.red, said)


def _red(session: Session, stage: str) -> tuple[str, ...]:
    return tuple(level["name"] for level in red(session, stage))


def _opened(rule: Rule) -> str:
    return f"{rule.question} {rule.answer}"


def _sentence(rule: Rule, held: Assumed) -> str:
    opened = _opened(rule)
    if rule.green:
        later = {"card": "after a card had shown it", "hint": "after you had read all rules"}.get(rule.how)
        return f"{opened} Level {rule.level} is green all the same{f', {later}' if later else ''}: it cost no points."
    first = held.unexplained.get(rule.key)
    if first == rule.level:
        return f"{opened} Level {rule.level} is red, and no other answer makes it green."
    if first:
        return f"{opened} What it cost can't be told: level {rule.level} is hidden by the mistake at level {first}."
    said = _said(rule, held)
    fits = f"Your code fits another answer: {said}"
    if said == rule.answer:
        fits = "It is green with the other answers that your code fits."
    return f"{opened} Level {rule.level} is red: {rule.points} points. {fits}"


def _said(rule: Rule, held: Assumed) -> str:
    return _answer(held.answers[rule.key], rule.key)


def _answer(variant: Variant, key: str) -> str:
    return next(each.answer for each in clarifications(variant) if each.key == key)
