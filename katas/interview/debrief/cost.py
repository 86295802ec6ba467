"""What it cost not to ask: the file is held against the answers that it assumes."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from katas.interview.debrief.answers import Assumed, assumed
from katas.interview.debrief.code import graded, red, works
from katas.interview.debrief.rule import Rule
from katas.interview.debrief.twisted import by_grants, hides
from katas.interview.session import Session
from katas.interview.stages.grading import found
from katas.interview.variants.clarifications import clarifications, level_of, supposing
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
    granting: dict[str, Any] = {}  # noqa: RUF012  the twist's own level, if it is red by grants alone, whatever the waits
    owed: dict[str, tuple[str, ...]] = {}  # noqa: RUF012  by level that is red only by questions not asked, these

    def green(self, level: str) -> bool:
        """Whether a level is there, and green, if the answers are what the file assumes."""
        return any(each["name"] == level and each["verdict"] == "passed" for each in self.levels)


def cost_of(session: Session, rules: list[Rule]) -> Cost:
    """Tell of each rule that was not asked, and of all together. Grades the file a few times more."""
    missed = [rule for rule in rules if rule.how != "asked"]
    if not works(session):
        sentences = [f"{_opened(rule)} What it cost can't be told: the code does not run." for rule in missed]
        return Cost(sentences, still_red=_red(session, "code"))
    held = _held(session, missed, "code")
    return _summed(session, "code", held, _sentences(session, "code", missed, held))


def cost_in_twist(session: Session, rules: list[Rule], before: Cost) -> Cost:
    """Tell the same of the file after the twist, if it fits other answers than it did `before`."""
    missed = [rule for rule in rules if rule.how != "asked" and not rule.green]
    if not works(session, "twist"):
        red = _red(session, "twist")
        return Cost([], still_red=red, hidden=red[0] if red else "")
    held = _held(session, missed, "twist")
    new = any(_answer(other, key) != before.answers.get(key) for key, other in held.answers.items())
    blamed = [rule for rule in missed if rule.key in held.answers]
    told = [f"After the twist: {said}" for said in _sentences(session, "twist", blamed, held)] if new else []
    summed = _summed(session, "twist", held, told)
    hidden = hides(session, held)
    granting = by_grants(session, held) if hidden else {}
    return summed._replace(hidden="" if granting else hidden, granting=granting)


def levels_of(names: Sequence[str]) -> str:
    """Return "level edge", or "levels edge and wait"."""
    *most, last = names
    return f"levels {', '.join(most)} and {last}" if most else f"level {last}"


def blamed_on(keys: Sequence[str]) -> str:
    """Name questions by the levels that are about them."""
    return " and ".join(map(level_of, keys))


def _held(session: Session, missed: list[Rule], stage: str) -> Assumed:
    path, twist = (session.written, "") if stage == "code" else (session.limiter, session.interview.twist)
    keys = [rule.key for rule in missed if not rule.green]
    return assumed(session.interview.variant, path, keys, _red(session, stage), twist)


def _summed(session: Session, stage: str, held: Assumed, sentences: list[str]) -> Cost:
    if not held.answers:
        return Cost(sentences, still_red=held.red)
    points, gained = graded(session, stage)["points"], _points(session, stage, tuple(held.owed))
    said = {key: _answer(other, key) for key, other in held.answers.items()}
    file = "the same file" if stage == "code" else "the file after the twist"
    supposed = _supposed(held.variant, list(held.answers))
    last = f"If {supposed}, {file} would have {points + gained} of 100 points; under the real rules it has {points}."
    levels = found(held.report)["levels"] if held.report else ()
    return Cost([*sentences, last], gained, held.red, said, supposed, levels, owed=held.owed)


def _points(session: Session, stage: str, names: Sequence[str]) -> int:
    return sum(level["points"] for level in red(session, stage) if level["name"] in names)


def _supposed(variant: Variant, keys: Sequence[str]) -> str:
    return ", and ".join(supposing(variant, key) for key in keys)


def _red(session: Session, stage: str) -> tuple[str, ...]:
    return tuple(level["name"] for level in red(session, stage))


def _opened(rule: Rule) -> str:
    return f"{rule.question} {rule.answer}"


def _sentences(session: Session, stage: str, missed: list[Rule], held: Assumed) -> list[str]:
    """Tell of each rule that was not asked, and last of levels that are red by several together."""
    together = dict.fromkeys(keys for keys in held.owed.values() if len(keys) > 1)
    return [_sentence(session, stage, rule, held) for rule in missed] + [
        _blamed(session, stage, keys, held) for keys in together
    ]


def _sentence(session: Session, stage: str, rule: Rule, held: Assumed) -> str:
    opened, keys = _opened(rule), held.owed.get(rule.level)
    if rule.green:
        later = {"card": "after a card had shown it", "hint": "after you had read all rules"}.get(rule.how)
        return f"{opened} Level {rule.level} is green all the same{f', {later}' if later else ''}: it cost no points."
    if rule.key in held.answers:
        alone = (rule.key,)
        return f"{opened} {_blamed(session, stage, alone, held)}" if alone in held.owed.values() else opened
    if keys:
        return f"{opened} Level {rule.level} is red only by another question ({blamed_on(keys)}), which has its points."
    first = held.unexplained[rule.key]
    if first == rule.level:
        return f"{opened} Level {rule.level} is red, and no other answer makes it green."
    return f"{opened} What it cost can't be told: level {rule.level} is hidden by the mistake at level {first}."


def _blamed(session: Session, stage: str, keys: tuple[str, ...], held: Assumed) -> str:
    """Tell which levels are red by no more than some questions, and what they cost."""
    names = [level for level, owed in held.owed.items() if owed == keys]
    are, they = ("are", "They") if len(names) > 1 else ("is", "It")
    supposed = _supposed(held.variant, keys)
    cost = f"{levels_of(names)} {are} red: {_points(session, stage, names)} points."
    return f"{cost[0].upper()}{cost[1:]} {they} would be green if {supposed}."


def _answer(variant: Variant, key: str) -> str:
    return next(each.answer for each in clarifications(variant) if each.key == key)
