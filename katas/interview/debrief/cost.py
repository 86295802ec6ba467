"""What it cost not to ask: the file is held against the answers that it assumes."""

from typing import NamedTuple

from katas.interview.debrief.answers import Assumed, assumed
from katas.interview.debrief.code import graded, red, works
from katas.interview.debrief.rule import Rule
from katas.interview.session import Session
from katas.interview.variants.clarifications import clarifications


class Cost(NamedTuple):
    """Sentences, and the points that would not have been lost, had the answers been what the file assumes."""

    sentences: list[str]
    points: int = 0
    still_red: tuple[str, ...] = ()  # levels that are red under those answers too


def cost_of(session: Session, rules: list[Rule]) -> Cost:
    """Tell of each rule that was not asked, and of all together. Grades the file a few times more."""
    missed = [rule for rule in rules if rule.how != "asked"]
    levels = tuple(level["name"] for level in red(session, "code"))
    wrong = [rule for rule in missed if not rule.green]
    if not works(session):
        sentences = [f"{_opened(rule)} What it cost can't be told: the code does not run." for rule in missed]
        return Cost(sentences, still_red=levels)
    held = assumed(session.interview.variant, session.written, [rule.key for rule in wrong]) if wrong else None
    sentences = [_sentence(rule, held) for rule in missed]
    if held is None or not held.answers:
        return Cost(sentences, still_red=levels)
    points = graded(session, "code")["points"]
    which = "that answer" if len(held.answers) == 1 else "those answers"
    sentences.append(f"With {which} the same file has {held.points} of 100 points; with the real ones it has {points}.")
    return Cost(sentences, max(0, held.points - points), held.red)


def _opened(rule: Rule) -> str:
    return f"{rule.question} {rule.answer}"


def _sentence(rule: Rule, held: Assumed | None) -> str:
    opened = _opened(rule)
    if rule.green:
        later = {"card": "after a card had shown it", "hint": "after you had read all rules"}.get(rule.how)
        return f"{opened} Level {rule.level} is green all the same{f', {later}' if later else ''}: it cost no points."
    if held is None or rule.key in held.unexplained:
        return f"{opened} Level {rule.level} is red, and no other answer makes it green."
    other = held.answers[rule.key]
    said = next(each.answer for each in clarifications(other) if each.key == rule.key)
    fits = f"Your code fits another answer: {said}"
    if said == rule.answer:
        fits = "It is green with the other answers that your code fits."
    return f"{opened} Level {rule.level} is red: {rule.points} points. {fits}"
